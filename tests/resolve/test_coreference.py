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


PRONOUNS = [
    # who the sentence is about, or who opened the one before
    ("Putin said that [he] would come.", "Putin"),
    ("Putin met Macron in Moscow. [He] was late.", "Putin"),
    ("The plan of Putin failed. [He] left.", "Putin"),
    ("Carney met the king in London. On Friday [he] said he had asked for help.", "Carney"),
    # gender: of a title, a first name, a leader of the table
    ("Giorgia Meloni met Donald Trump. [She] spoke first.", "Giorgia Meloni"),
    ("Nadia Haddad met Ivan Petrenko. [He] spoke first.", "Ivan Petrenko"),
    ("Mr Warsame met Mrs Otieno. [She] gave no date.", "Otieno"),
    ("A spokeswoman for the army met Ivan Petrenko. [She] gave no date.", "spokeswoman"),
    # who speaks goes on speaking, across paragraphs and other people's names
    ("“Obama was wrong,” said Putin. [He] left.", "Putin"),
    ("“We are ready,” Ann Otieno said. [She] gave no date.", "Ann Otieno"),
    ("A Pentagon spokesman said so. [He] gave no date.", "Pentagon spokesman"),
    (
        "Ivan Petrenko warned of a siege. The mayor had fled.\n\n“We are alone,” [he] said.",
        "Ivan Petrenko",
    ),
    (
        "“They fired,” said Ivan Petrenko, an officer. “Assad will fall,” [he] added.",
        "Ivan Petrenko",
    ),
    ("According to Ann Otieno, the road is closed. [She] blamed the rebels.", "Ann Otieno"),
    ("In Ann Otieno’s view the talks have failed. [She] blamed the rebels.", "Ann Otieno"),
    ("Petrenko said the town was lost. Petrenko said no one would stay. [He] wept.", "Petrenko"),
    # reaching far, through other pronouns
    ("Putin left. It rained. The road was long. [He] was late.", "Putin"),
    (
        "Ann Otieno left. She had no car. It rained all day long. In the end [she] walked.",
        "Ann Otieno",
    ),
    # named later in the sentence: someone else
    ("Ivan Petrenko met Adan Warsame. [He] called Petrenko a friend.", "Adan Warsame"),
    # inside a quotation the one who is quoted is not meant
    ("Ivan Petrenko praised Adan Warsame. “[He] is a friend,” Petrenko said.", "Adan Warsame"),
    # several
    ("Russian forces fired. [They] hit a bridge.", "Russian forces"),
    ("Senior officials met in Oslo. [They] set no date.", "officials"),
    ("Modi met Starmer. Modi and Starmer announced a deal, [they] said.", "Modi and Starmer"),
    ("Rebel commanders say that [they] have no choice.", "Rebel commanders"),
    ("The talks failed, analysts warned. The road, [they] said, is closed.", "analysts"),
    # states and bodies
    ("Iran agreed. [It] set terms.", "Iran"),
    ("NATO met in Oslo. [It] set terms.", "NATO"),
    ("The report blamed no one. [It] said the road was mined.", "report"),
    ("Israel struck a convoy that, [it] said, carried arms.", "Israel"),
    ("Rebels buried fighters whom [they] called heroes.", "Rebels"),
    # nouns that stand for someone
    ("Hamas fired on Israel. [The group] said so.", "Hamas"),
    ("NATO met. [The alliance] said so.", "NATO"),
    ("Iran agreed. [The country] set terms.", "Iran"),
    ("President Vladimir Putin came. [The president] spoke.", "Vladimir Putin"),
    ("Turkish troops crossed. Iran protested. [The army] gave no number.", "Turkish troops"),
    ("A senior U.S. official spoke in Doha. [The official] gave no name.", "U.S. official"),
    ("Iran’s Defense Ministry denied it. [The ministry] gave no proof.", "Iran’s Defense Ministry"),
]


@pytest.mark.parametrize(("marked", "antecedent"), PRONOUNS)
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
        "Putin's plan failed. [She] left.",
        "Hamas and Hezbollah fired. [The group] said so.",
        "Iranian and Iraqi troops fired. [The army] said so.",
        "[They] came.",
        "The jets came back. [They] fired.",  # no one
        "[The two leaders] met.",
    ],
)
def test_what_is_not_clear_stays_unknown(marked: str) -> None:
    actor = resolved(marked)
    assert actor.antecedent is None
    assert (actor.name, actor.country) == (None, None)


@pytest.mark.parametrize(
    ("marked", "country", "sectors"),
    [
        ("Putin spoke. [His government] agreed.", "RUS", ("GOV",)),
        ("Putin spoke of Iran. [His country] agreed.", "RUS", ()),
        ("Iran met Oman. Iran said its [army] was ready.", "IRN", ("MIL",)),
        ("Iran met Oman. Iran called on [governments] to act.", None, ("GOV",)),
        ("Iranian troops fired. Oman said [the new government] agreed.", None, ("GOV",)),
    ],
)
def test_what_belongs_to_someone_named_before_is_of_their_state(
    marked: str, country: str | None, sectors: tuple[str, ...]
) -> None:
    actor = resolved(marked)
    assert (actor.country, actor.sectors) == (country, sectors)


def test_a_headline_in_capitals_names_no_group() -> None:
    text, span = last_marked("TALKS: WHAT IS NEXT FOR THE REGION. [The group] said it would come.")
    resolver = ActorResolver(Report(address="text:test", text=text, published=DAY))
    assert resolver.resolve(span, confidence=1.0).name is None


def test_two_leaders_are_not_the_sides_of_another_war() -> None:
    text, span = last_marked("Obama met Hollande. The Syria war went on, [both sides] advanced.")
    resolver = ActorResolver(Report(address="text:test", text=text, published=date(2015, 11, 24)))
    assert [a.country for a in resolver.resolve_all(span, confidence=1.0)] == [None]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Putin met Trump in Helsinki. [The two countries] agreed.", [None]),
        ("Russia and Iran traded. Putin called Rouhani. [Both nations] agreed.",
         ["Russia", "Iran"]),
    ],
)  # fmt: skip
def test_two_countries_are_no_two_people(text: str, names: list[str | None]) -> None:
    report, span = last_marked(text)
    resolver = ActorResolver(Report(address="text:test", text=report, published=date(2018, 7, 17)))
    assert [a.name for a in resolver.resolve_all(span, confidence=1.0)] == names


def test_two_leaders_are_two_actors() -> None:
    text, span = last_marked("Putin met Trump. [The two leaders] spoke.")
    resolver = ActorResolver(Report(address="text:test", text=text, published=DAY))
    actors = resolver.resolve_all(span, confidence=1.0)
    assert [a.name for a in actors] == ["Vladimir Putin", "Donald Trump"]
    assert {a.evidence.words for a in actors} == {"The two leaders"}


@pytest.mark.parametrize(
    ("text", "phrase", "countries"),
    [
        ("Putin called Rouhani. It was late. ", "Both presidents", ["RUS", "IRN"]),
        ("Iran and Oman met. ", "Both sides", ["IRN", "OMN"]),
        ("Iran and Oman met. Norway asked that ", "both sides", ["IRN", "OMN"]),
        ("Turkish troops fired on Syrian soldiers. ", "Both countries", ["TUR", "SYR"]),
    ],
)
def test_two_are_found_where_two_are_told(text: str, phrase: str, countries: list[str]) -> None:
    report = Report(address="text:test", text=f"{text}{phrase} agreed.", published=date(2017, 5, 1))
    span = (len(text), len(text) + len(phrase))
    actors = ActorResolver(report).resolve_all(span, confidence=1.0)
    assert [a.country for a in actors] == countries


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("Iran, Oman and Qatar signed an accord. Norway came. [The parties] will meet.",
         ["Iran", "Oman", "Qatar"]),
        ("Israel and Hamas agreed to a truce. Egypt helped. [The parties] will meet.",
         ["Israel", "Hamas"]),
        ("Hamas and Islamic Jihad fired rockets. [They] said so.",
         ["Hamas", "Palestinian Islamic Jihad"]),
        ("The UN and NATO asked Iran to stop. [They] also asked Oman.",
         ["United Nations", "NATO"]),
        ("Iran, Oman and Qatar sent ships. [The parties] will meet.", [None]),
        ("The government of Ethiopia and the TPLF signed an accord. Eritrea's troops stayed. "
         "Redwan Hussein said [both sides] must honour it.",
         ["Ethiopia", "Tigray People's Liberation Front"]),
        ("Russia's army fired on Ukraine. Putin urged [both sides] to stop.", [None]),
        ("Iran warned Israel on Friday that [both countries] would suffer.", ["Iran", "Israel"]),
        ("Talks between Israel and Hamas were mediated by Egypt and Qatar. Fighting went on. "
         "[Both sides] were calm.", ["Israel", "Hamas"]),
        ("Sinn Fein president Gerry Adams spoke. [His party] demands talks.", ["Sinn Fein"]),
        ("Hamas leader Ismail Haniyeh spoke. [His movement] agreed.", ["Hamas"]),
    ],
)  # fmt: skip
def test_several_and_those_they_lead(marked: str, names: list[str | None]) -> None:
    text, span = last_marked(marked)
    resolver = ActorResolver(Report(address="text:test", text=text, published=DAY))
    assert [a.name for a in resolver.resolve_all(span, confidence=1.0)] == names


@pytest.mark.parametrize(
    "marked",
    [
        "Zelensky signed. Putin urged [both sides] to hold their fire.",
        "Montenegro joined. The Kremlin was angry. [The Balkan nation] was calm.",
        "Sinn Fein leader Gerry Adams spoke. The party's [deputy leader] spoke.",
        "Sinn Fein leader Gerry Adams spoke. [The party's deputy leader] spoke.",
    ],
)
def test_who_is_not_meant(marked: str) -> None:
    assert resolved(marked).name is None


def test_soldiers_of_long_before_are_not_those_told_of_now() -> None:
    between = "It rained. " * 7
    found = resolved(f"Oman and Eritrean soldiers left. {between}Shops were looted by [soldiers].")
    assert "stands for" not in found.reason


def test_a_broadcaster_does_not_tell_whose_the_police_are() -> None:
    marked = "Residents fled, the BBC reported. The BBC said [police] were absent."
    assert resolved(marked).country is None


def test_police_told_again_are_of_the_same_state() -> None:
    marked = "Iran met Oman. Iranian troops fired. Police came. Talks with [the police] failed."
    assert resolved(marked).country == "IRN"


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
