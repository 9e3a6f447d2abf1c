"""Whom pronouns and "the group" stand for; where it is not clear, no one."""

import re
from datetime import date

import pytest

from dragoman.model import Actor, Block, BlockKind, Report, Span
from dragoman.resolve.actors import ActorResolver

DAY = date(2025, 6, 15)


def last_marked(marked: str) -> tuple[str, Span]:
    start = marked.index("[")
    text = re.sub(r"[\[\]]", "", marked)
    return text, (start, marked.index("]") - 1)


def resolved(marked: str) -> Actor:
    text, span = last_marked(marked)
    report = Report(address="text:test", text=text, published=DAY)
    return ActorResolver(report).resolve(span, confidence=1.0)


@pytest.mark.parametrize(
    ("marked", "antecedent"),
    [
        ("Putin said that [he] would come.", "Putin"),
        ("Putin met Macron in Moscow. [He] was late.", "Putin"),
        ("“Obama was wrong,” said Putin. [He] left.", "Putin"),
        ("Giorgia Meloni met Donald Trump. [She] spoke first.", "Giorgia Meloni"),
        ("“We are ready,” Ann Otieno said. [She] gave no date.", "Ann Otieno"),
        ("A Pentagon spokesman said so. [He] gave no date.", "Pentagon spokesman"),
        ("Putin left. It rained. The road was long. [He] was late.", "Putin"),
        ("Russian forces fired. [They] hit a bridge.", "Russian forces"),
        ("Iran agreed. [It] set terms.", "Iran"),
        ("Hamas fired on Israel. [The group] said so.", "Hamas"),
        ("NATO met. [The alliance] said so.", "NATO"),
        ("Iran agreed. [The country] set terms.", "Iran"),
        ("President Vladimir Putin came. [The president] spoke.", "Vladimir Putin"),
    ],
)
def test_one_clear_mention_is_meant(marked: str, antecedent: str) -> None:
    actor = resolved(marked)
    assert actor.antecedent is not None
    assert actor.antecedent.words == antecedent
    assert actor.antecedent.words in actor.reason
    assert actor.confidence < 0.9


@pytest.mark.parametrize(
    "marked",
    [
        "[He] came.",
        "“Putin was wrong,” the paper wrote. [He] left.",  # only named inside the quotation
        "The plan of Putin failed. [He] left.",
        "Putin's plan failed. [She] left.",
        "Near Iran, Iraq and Syria talks were held, Oman said, Qatar agreed. [It] set terms.",
        "Hamas and Hezbollah fired. [The group] said so.",
        "[They] came.",
    ],
)
def test_what_is_not_clear_stays_unknown(marked: str) -> None:
    actor = resolved(marked)
    assert actor.antecedent is None
    assert (actor.name, actor.country) == (None, None)


def test_what_belongs_to_someone_named_before_is_of_their_state() -> None:
    actor = resolved("Putin spoke. [His government] agreed.")
    assert (actor.country, actor.sectors) == ("RUS", ("GOV",))


def test_two_leaders_are_two_actors() -> None:
    text, span = last_marked("Putin met Trump. [The two leaders] spoke.")
    resolver = ActorResolver(Report(address="text:test", text=text, published=DAY))
    actors = resolver.resolve_all(span, confidence=1.0)
    assert [a.name for a in actors] == ["Vladimir Putin", "Donald Trump"]
    assert {a.evidence.words for a in actors} == {"The two leaders"}


@pytest.mark.parametrize("words", ["The two leaders", "Both sides", "The two rivers"])
def test_two_that_are_not_clear_stay_one_unknown(words: str) -> None:
    text, span = last_marked(f"Putin, Trump and Xi met. [{words}] were calm.")
    resolver = ActorResolver(Report(address="text:test", text=text, published=DAY))
    (actor,) = resolver.resolve_all(span, confidence=1.0)
    assert actor.country is None


def test_captions_do_not_interrupt_the_text() -> None:
    caption = "Macron waves."
    text = f"Putin came.\n{caption}\nHe spoke."
    start = text.index(caption)
    block = Block(kind=BlockKind.CAPTION, start=start, end=start + len(caption))
    report = Report(address="text:test", text=text, published=DAY, blocks=(block,))
    he = text.index("He")
    actor = ActorResolver(report).resolve((he, he + 2), confidence=1.0)
    assert actor.name == "Vladimir Putin"
