"""Speakers and parties that the rest of a report tells: tables of reports and who it is."""

from collections.abc import Iterable
from datetime import date

import pytest

from dragoman.model import Actor, Block, BlockKind, Coding, Frame, Report, Span
from dragoman.resolve.coding import code

SCORES = dict.fromkeys(
    ("speaker", "content", "kind", "addressee", "party", "issue", "actor", "status"), 0.9
)


class Text:
    """A report of paragraphs, in which words are found one after another."""

    def __init__(self, *paragraphs: str) -> None:
        self.report = Report(address="text:test", text="\n\n".join(paragraphs))
        self.place = 0

    def at(self, words: str) -> Span:
        start = self.report.text.index(words, self.place)
        return start, start + len(words)

    def said(self, kind: str, *parts: str) -> Frame:
        """A statement; its parts, in the order of the text: "s:" speaker, "c:" cue, or content."""
        spans: dict[str, list[Span]] = {"s": [], "c": [], "": []}
        for part in parts:
            role, _, words = part.rpartition(":") if part[1:2] == ":" else ("", "", part)
            span = self.at(words)
            spans[role].append(span)
            self.place = span[1]
        roles: dict[str, tuple[Span, ...]] = {
            "content": tuple(spans[""]),
            "speaker": tuple(spans["s"]),
        }
        anchor = (spans["c"] or spans[""])[0]
        type_ = "cue" if spans["c"] else "quote"
        roles = {role: found for role, found in roles.items() if found}
        return Frame("statements", anchor, type_, 0.9, {"kind": kind}, roles, SCORES)


def coded(text: Text, frames: Iterable[Frame]) -> Coding:
    return code(text.report, list(frames), coder="test/1")


def name(actor: Actor | None) -> str | None:
    return actor.evidence.words if actor else None


# The paragraphs; the statements (kind, then parts as above); whom the last one is by.
QUOTATIONS: list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...], str | None]] = [
    (  # an attribution closes the paragraph before
        ("“The bridge is ours,” said General Adan Warsame.", "“We will hold it.”"),
        (
            ("direct", "The bridge is ours", "c:said", "s:Adan Warsame"),
            ("direct", "We will hold it"),
        ),
        "Adan Warsame",
    ),
    (  # the quotation is left open
        ("Adan Warsame said, “The bridge is ours.", "“We will hold it.”"),
        (
            ("direct", "s:Adan Warsame", "c:said", "The bridge is ours"),
            ("direct", "We will hold it"),
        ),
        "Adan Warsame",
    ),
    (  # over three paragraphs
        ("“It is late,” Ann Otieno said.", "“It is not too late.", "“Let us begin.”"),
        (
            ("direct", "It is late", "s:Ann Otieno", "c:said"),
            ("direct", "It is not too late"),
            ("direct", "Let us begin"),
        ),
        "Ann Otieno",
    ),
    (  # straight quotation marks
        ('"The road is closed," Ann Otieno told reporters.', '"It will stay closed."'),
        (
            ("direct", "The road is closed", "s:Ann Otieno", "c:told"),
            ("direct", "It will stay closed"),
        ),
        "Ann Otieno",
    ),
    (  # straight, left open
        ('Ann Otieno said: "The road is closed.', '"It will stay closed."'),
        (
            ("direct", "s:Ann Otieno", "c:said", "The road is closed"),
            ("direct", "It will stay closed"),
        ),
        "Ann Otieno",
    ),
    (  # guillemets
        ("«The road is closed,» Ann Otieno said.", "«It will stay closed.»"),
        (
            ("direct", "The road is closed", "s:Ann Otieno", "c:said"),
            ("direct", "It will stay closed"),
        ),
        "Ann Otieno",
    ),
    (  # the next paragraph carries no mark of its own
        ("“We lost the valley,” Ann Otieno said.", "Now we must talk.” The talks are in May."),
        (
            ("direct", "We lost the valley", "s:Ann Otieno", "c:said"),
            ("direct", "Now we must talk"),
        ),
        "Ann Otieno",
    ),
    (  # partly quoted before
        ("Ann Otieno called it “a grave mistake”.", "“We will not repeat it.”"),
        (
            ("mixed", "s:Ann Otieno", "c:called", "it “a grave mistake”"),
            ("direct", "We will not repeat it"),
        ),
        "Ann Otieno",
    ),
    (  # a pronoun stands for the one who speaks
        (
            "Ann Otieno opened the talks. “We are ready,” she said.",
            "“We have been ready for a year.”",
        ),
        (
            ("direct", "We are ready", "s:she", "c:said"),
            ("direct", "We have been ready for a year"),
        ),
        "Ann Otieno",
    ),
    (  # in the same paragraph, behind the attribution
        ("“The port is open,” said Ann Otieno. “Ships may come.”",),
        (("direct", "The port is open", "c:said", "s:Ann Otieno"), ("direct", "Ships may come")),
        "Ann Otieno",
    ),
    (  # the paragraph before ends with a colon
        ("In a statement, Ann Otieno said:", "“The port is open.”"),
        (("direct", "The port is open"),),
        "Ann Otieno",
    ),
    (  # and so on below it
        ("Ann Otieno said:", "The port is open.", "Ships may come."),
        (("direct", "The port is open."), ("direct", "Ships may come.")),
        "Ann Otieno",
    ),
    (  # a state speaks
        ("“No one was hurt,” Iran said.", "“The base is empty.”"),
        (("direct", "No one was hurt", "s:Iran", "c:said"), ("direct", "The base is empty")),
        "Iran",
    ),
    (  # the nearest speaker, not the first
        (
            "“We accept,” Ann Otieno said.",
            "“We do not,” Adan Warsame said.",
            "“The terms are unjust.”",
        ),
        (
            ("direct", "We accept", "s:Ann Otieno", "c:said"),
            ("direct", "We do not", "s:Adan Warsame", "c:said"),
            ("direct", "The terms are unjust"),
        ),
        "Adan Warsame",
    ),
    (  # a paragraph of the reporter's comes between
        ("“We accept,” Ann Otieno said.", "The talks go on in May.", "“The terms are unjust.”"),
        (("direct", "We accept", "s:Ann Otieno", "c:said"), ("direct", "The terms are unjust")),
        None,
    ),
    (  # other sentences come between
        (
            "“We accept,” Ann Otieno said. The rebels have not answered yet.",
            "“The terms are unjust.”",
        ),
        (("direct", "We accept", "s:Ann Otieno", "c:said"), ("direct", "The terms are unjust")),
        None,
    ),
    (  # what was reported before was no quotation
        ("Ann Otieno said that the talks went well.", "“The terms are unjust.”"),
        (
            ("indirect", "s:Ann Otieno", "c:said", "the talks went well"),
            ("direct", "The terms are unjust"),
        ),
        None,
    ),
    (  # it has a speaker of its own, whom the reader did not find
        ("“We accept,” Ann Otieno said.", "“The terms are unjust,” said a rebel in the town."),
        (("direct", "We accept", "s:Ann Otieno", "c:said"), ("direct", "The terms are unjust")),
        None,
    ),
    (  # the paragraph opens with other words
        ("“We accept,” Ann Otieno said.", "On the wall stood “The terms are unjust.”"),
        (("direct", "We accept", "s:Ann Otieno", "c:said"), ("direct", "The terms are unjust")),
        None,
    ),
    (  # the first paragraph of all
        ("“The terms are unjust.”",),
        (("direct", "The terms are unjust"),),
        None,
    ),
]


@pytest.mark.parametrize(("paragraphs", "statements", "speaker"), QUOTATIONS)
def test_a_quotation_runs_over_paragraphs(
    paragraphs: tuple[str, ...], statements: tuple[tuple[str, ...], ...], speaker: str | None
) -> None:
    text = Text(*paragraphs)
    coding = coded(text, [text.said(*parts) for parts in statements])
    last = coding.statements[-1].speaker
    assert name(last) == speaker
    if last is not None:
        assert last.antecedent == last.evidence
        assert last.confidence < 0.8
        assert last.reason.endswith(".")
    assert len(coding.statements) == len(statements)


def test_a_heading_ends_a_quotation() -> None:
    text = Text("“We accept,” Ann Otieno said.", "The terms", "“They are unjust.”")
    starts = [text.report.text.index(w) for w in ("“We", "The", "“They")]
    kinds = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.PARAGRAPH)
    ends = [starts[1] - 2, starts[2] - 2, len(text.report.text)]
    blocks = [Block(kind=k, start=s, end=e) for k, s, e in zip(kinds, starts, ends, strict=True)]
    text.report = text.report.model_copy(update={"blocks": tuple(blocks)})
    frames = [
        text.said("direct", "We accept", "s:Ann Otieno", "c:said"),
        text.said("direct", "They are unjust"),
    ]
    assert coded(text, frames).statements[-1].speaker is None


@pytest.mark.parametrize(
    ("sentence", "cue", "speaker"),
    [
        ("Ann Otieno said the road is closed and warned that it is mined.", "warned", True),
        ("Ann Otieno said the road is closed. Added that it is mined.", "Added", True),
        (
            "Ann Otieno said the road is closed. It was reported that it is mined.",
            "reported",
            False,
        ),
        ("Ann Otieno said the road is closed. Some warned that it is mined.", "warned", False),
    ],
)
def test_a_verb_without_a_subject_goes_on_from_the_one_before(
    sentence: str, cue: str, speaker: bool
) -> None:
    text = Text(sentence)
    frames = [
        text.said("indirect", "s:Ann Otieno", "c:said", "the road is closed"),
        text.said("indirect", f"c:{cue}", "it is mined"),
    ]
    assert name(coded(text, frames).statements[-1].speaker) == ("Ann Otieno" if speaker else None)


def demand(text: Text, words: str, *, cue: str) -> Frame:
    content, anchor = text.at(words), text.at(cue)
    roles: dict[str, tuple[Span, ...]] = {"content": (content,)}
    return Frame("positions", anchor, "demands", 0.9, {"issue": "forces"}, roles, SCORES)


def test_a_demand_inside_a_statement_is_its_speakers() -> None:
    text = Text("“We demand a full withdrawal,” Ann Otieno said.")
    position = demand(text, "a full withdrawal", cue="demand")
    said = text.said("direct", "We demand a full withdrawal", "s:Ann Otieno", "c:said")
    (found,) = coded(text, [said, position]).positions
    assert name(found.party) == "Ann Otieno"
    assert found.party is not None
    assert "what they say" in found.party.reason


def test_a_demand_in_a_quotation_that_runs_on_is_its_first_speakers() -> None:
    text = Text("“It is late,” Ann Otieno said.", "“We demand a full withdrawal.”")
    position = demand(text, "a full withdrawal", cue="demand")
    frames = [
        text.said("direct", "It is late", "s:Ann Otieno", "c:said"),
        text.said("direct", "We demand a full withdrawal"),
        position,
    ]
    (found,) = coded(text, frames).positions
    assert name(found.party) == "Ann Otieno"


def test_a_demand_is_of_the_one_whose_act_the_cue_names() -> None:
    text = Text("Iran met Oman. Iran demanded a full withdrawal.")
    position = demand(text, "a full withdrawal", cue="demanded")
    text.place = len("Iran met Oman. ")
    act = Frame(
        "events", text.at("demanded"), "REQUEST", 0.9, {"status": "actual"},
        {"actor": (text.at("Iran"),)}, SCORES,
    )  # fmt: skip
    (found,) = coded(text, [act, position]).positions
    assert found.party is not None
    assert found.party.country == "IRN"


@pytest.mark.parametrize(
    ("before", "after", "party"),
    [
        ("Iran said it is late.", "", "Iran"),
        ("Iran said it is late.", " Oman said no.", None),  # two speak
        ("Ann Otieno said it is late.", "", None),  # no one knows whose she is
        ("Iran said it is late. We ask for patience.", "", None),  # a transcript: another speaks
    ],
)
def test_a_demand_beside_one_speaker_alone_is_theirs(
    before: str, after: str, party: str | None
) -> None:
    text = Text(f"{before} A full withdrawal is needed.{after}")
    position = demand(text, "A full withdrawal", cue="needed")
    speaker = before.split(" said")[0]
    frames = [text.said("indirect", f"s:{speaker}", "c:said", "it is late"), position]
    if after:
        frames.append(text.said("indirect", "s:Oman", "c:said", "no"))
    (found,) = coded(text, frames).positions
    assert name(found.party) == party


def test_a_text_is_no_party() -> None:
    text = Text("“All shall leave,” the statement said.")
    position = demand(text, "shall leave", cue="shall")
    said = text.said("direct", "All shall leave", "s:the statement", "c:said")
    (found,) = coded(text, [said, position]).positions
    assert found.party is None


def test_what_the_paragraph_tells_itself_stays() -> None:
    text = Text("“We accept,” Ann Otieno said.", "“We do not,” Adan Warsame said.")
    frames = [
        text.said("direct", "We accept", "s:Ann Otieno", "c:said"),
        text.said("direct", "We do not", "s:Adan Warsame", "c:said"),
    ]
    coding = coded(text, frames)
    assert [name(s.speaker) for s in coding.statements] == ["Ann Otieno", "Adan Warsame"]
    assert all(s.speaker and s.speaker.antecedent is None for s in coding.statements)


def by(text: Text, speaker: str, words: str) -> Frame:
    """A demand whose party is told by a word of the first person."""
    content, party = text.at(words), text.at(speaker)
    roles: dict[str, tuple[Span, ...]] = {"content": (content,), "party": (party,)}
    return Frame("positions", party, "demands", 0.9, {"issue": "forces"}, roles, SCORES)


def test_who_is_named_in_what_is_refused_does_not_refuse_it() -> None:
    text = Text("It rejects attempts by Iran to take the island.")
    content, party = text.at("attempts by Iran to take the island"), text.at("Iran")
    roles: dict[str, tuple[Span, ...]] = {"content": (content,), "party": (party,), "of": (party,)}
    frame = Frame(
        "positions", text.at("rejects"), "rejects", 0.9, {"issue": "territory"}, roles,
        SCORES | {"of": 0.9},
    )  # fmt: skip
    (found,) = coded(text, [frame]).positions
    assert found.party is None
    assert found.of is not None


def test_we_are_whoever_is_quoted() -> None:
    text = Text("“We demand a full withdrawal,” Iran said. Oman listened.")
    position = by(text, "We", "a full withdrawal")
    said = text.said("direct", "We demand a full withdrawal", "s:Iran", "c:said")
    (found,) = coded(text, [said, position]).positions
    assert found.party is not None
    assert (found.party.evidence.words, found.party.name) == ("We", "Iran")
    assert found.party.antecedent is not None
    assert found.party.antecedent.words == "Iran"


def test_our_forces_are_of_whoever_is_quoted() -> None:
    text = Text("Oman was calm. “Our forces want a full withdrawal,” Iran said.")
    text.place = len("Oman was calm. ")
    position = by(text, "Our forces", "a full withdrawal")
    said = text.said("direct", "Our forces want a full withdrawal", "s:Iran", "c:said")
    (found,) = coded(text, [said, position]).positions
    assert found.party is not None
    assert (found.party.country, found.party.name) == ("IRN", None)


@pytest.mark.parametrize(
    ("paragraphs", "country"),
    [
        (("Iran said:", "It is late.", "We want a full withdrawal."), "IRN"),
        (("Iran was late:", "It is late.", "We want a full withdrawal."), None),  # no one says it
        (("Iran said it.", "It is late.", "We want a full withdrawal."), None),
        (("Iran said:", "It is late.", "“We want a full withdrawal.”"), None),  # another's words
    ],
)
def test_we_of_a_transcript_are_whom_it_begins_by_naming(
    paragraphs: tuple[str, ...], country: str | None
) -> None:
    text = Text(*paragraphs)
    (found,) = coded(text, [by(text, "We", "a full withdrawal")]).positions
    assert found.party is not None
    assert found.party.country == country


def test_another_who_speaks_ends_a_transcript() -> None:
    text = Text("Iran said:", "Oman said it is late.", "We want a full withdrawal.")
    position = by(text, "We", "a full withdrawal")
    said = text.said("indirect", "s:Oman", "c:said", "it is late")
    (found,) = coded(text, [said, position]).positions
    assert found.party is not None
    assert found.party.country is None


def test_us_is_no_state() -> None:
    text = Text("The U.S. met Iran. “They demand of us a full withdrawal,” he said.")
    (found,) = coded(text, [by(text, "us", "a full withdrawal")]).positions
    assert found.party is not None
    assert found.party.country is None


def test_it_is_on_the_issue_of_what_was_told_before() -> None:
    text = Text("Iran wants a full withdrawal. Oman rejects it.", "Qatar rejects it.")
    issues = []
    first = by(text, "Iran", "a full withdrawal")
    for party in ("Oman", "Qatar"):
        text.place = text.report.text.index(party)
        anchor, content = text.at("rejects"), text.at("it")
        roles: dict[str, tuple[Span, ...]] = {"content": (content,), "party": (text.at(party),)}
        other = Frame("positions", anchor, "rejects", 0.9, {"issue": "governance"}, roles, SCORES)
        issues.append(coded(text, [first, other]).positions[-1].issue)
    assert issues == ["forces", "governance"]  # the second in a paragraph of its own


def test_the_same_words_are_on_one_issue() -> None:
    text = Text("Iran backs the accord. Oman backs the accord. Qatar backs the accord.")
    frames = []
    for party, issue in (("Iran", "governance"), ("Oman", "other"), ("Qatar", "governance")):
        text.place = text.report.text.index(party)
        roles: dict[str, tuple[Span, ...]] = {
            "content": (text.at("the accord"),),
            "party": (text.at(party),),
        }
        anchor = text.at("backs")
        frames.append(Frame("positions", anchor, "accepts", 0.9, {"issue": issue}, roles, SCORES))
    assert {p.issue for p in coded(text, frames).positions} == {"governance"}


@pytest.mark.parametrize(
    ("words", "issue", "told"),
    [
        ("continue the conflict", "ceasefire", None),
        ("resume targeting ships", "humanitarian", None),
        ("continue the talks", "talks", ("offers", "talks")),
        ("extend the trade truce", "ceasefire", ("offers", "sanctions")),
    ],
)
def test_to_go_on_fighting_is_no_offer(
    words: str, issue: str, told: tuple[str, str] | None
) -> None:
    text = Text(f"Iran plans to {words}.")
    roles: dict[str, tuple[Span, ...]] = {"content": (text.at(words),), "party": (text.at("Iran"),)}
    frame = Frame("positions", text.at("plans"), "offers", 0.9, {"issue": issue}, roles, SCORES)
    found = [(str(p.stance), p.issue) for p in coded(text, [frame]).positions]
    assert found == ([told] if told else [])


@pytest.mark.parametrize(("place", "country"), [("Oman", None), ("", "IRN")])
def test_who_attacks_abroad_hits_nothing_of_their_own(place: str, country: str | None) -> None:
    text = Text(f"Iran said so. Iran bombed the army base{f' in {place}' if place else ''}.")
    text.place = len("Iran said so. ")
    roles: dict[str, tuple[Span, ...]] = {
        "actor": (text.at("Iran"),),
        "recipient": (text.at("the army base"),),
        **({"place": (text.at(place),)} if place else {}),
    }
    scores = SCORES | {"recipient": 0.9, "place": 0.9}
    act = Frame("events", text.at("bombed"), "ASSAULT", 0.9, {"status": "actual"}, roles, scores)
    [event] = coded(text, [act]).events
    assert event.recipient[0].country == country


@pytest.mark.parametrize(
    ("sentence", "trigger", "told"),
    [
        ("The two arrived on Tuesday for a summit.", "summit", False),
        ("On Tuesday the two will hold a summit.", "summit", True),
        ("The two are due to hold a summit on Tuesday.", "summit", True),
    ],
)
def test_a_day_of_what_is_done_does_not_date_what_is_to_come(
    sentence: str, trigger: str, told: bool
) -> None:
    made = Text(sentence)
    report = made.report.model_copy(update={"published": date(1978, 9, 6)})
    roles: dict[str, tuple[Span, ...]] = {"time": (made.at("Tuesday"),)}
    act = Frame(
        "events", made.at(trigger), "CONSULT", 0.9, {"status": "future"}, roles,
        SCORES | {"time": 0.9},
    )  # fmt: skip
    [event] = code(report, [act], coder="test/1").events
    assert event.when is not None
    assert (event.when.evidence is not None) is told
