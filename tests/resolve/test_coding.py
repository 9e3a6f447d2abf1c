"""Frames by hand to records: no model is loaded."""

from datetime import date

import pytest

from dragoman.analysis.party import named, parties_of
from dragoman.model import Bound, Frame, Report, Span, Stance, StatementKind, Status
from dragoman.resolve.coding import code
from dragoman.resolve.marks import marks
from dragoman.resolve.places_policy import Policy

TEXT = (
    "Russian forces struck Kharkiv on Monday, killing at least 26 people, "
    "Ukrainian officials said. "
    "Ukraine demanded a full withdrawal and security guarantees."
)
REPORT = Report(address="a", text=TEXT, published=date(2025, 1, 21))


def at(words: str) -> Span:
    start = TEXT.index(words)
    return start, start + len(words)


def frame(schema: str, words: str, type: str, confidence: float = 0.9, **parts: object) -> Frame:
    attributes = {k: v for k, v in parts.items() if isinstance(v, str)}
    roles = {k: tuple(at(w) for w in v) for k, v in parts.items() if isinstance(v, tuple)}
    scores = dict.fromkeys([*attributes, *roles], 0.8)
    return Frame(schema, at(words), type, confidence, attributes, roles, scores)


STRUCK = frame(
    "events",
    "struck",
    "ASSAULT",
    mode="heavy-weapons",
    status="actual",
    actor=("Russian forces",),
    recipient=("Kharkiv",),
    place=("Kharkiv",),
    time=("on Monday",),
    said_by=("Ukrainian officials",),
)
SAID = frame(
    "statements",
    "said",
    "cue",
    kind="indirect",
    speaker=("Ukrainian officials",),
    content=("Russian forces struck Kharkiv on Monday",),
)
DEMANDED = frame(
    "positions",
    "demanded",
    "demands",
    issue="forces",
    party=("Ukraine",),
    content=("a full withdrawal", "security guarantees"),
)
KILLED = frame("figures", "at least 26", "killed", bound="min", of=("people",))


def test_every_frame_becomes_its_record() -> None:
    coding = code(REPORT, [KILLED, DEMANDED, SAID, STRUCK], coder="test/1")
    (event,) = coding.events
    assert (event.type, event.mode, event.quad, event.status) == (
        "ASSAULT",
        "heavy-weapons",
        4,
        Status.ACTUAL,
    )
    assert [(a.country, a.sectors) for a in event.actor] == [("RUS", ("MIL",))]
    assert event.place[0].country == "UKR"
    assert event.when is not None
    assert event.when.start == event.when.end == date(2025, 1, 20)
    assert event.said_by is not None
    assert event.said_by.country == "UKR"
    (statement,) = coding.statements
    assert statement.kind is StatementKind.INDIRECT
    assert [p.evidence.words for p in coding.positions] == [
        "a full withdrawal",
        "security guarantees",
    ]
    assert {p.stance for p in coding.positions} == {Stance.DEMANDS}
    (figure,) = coding.figures
    assert (figure.value, figure.bound, figure.unit) == (26, Bound.MIN, "people")


@pytest.mark.parametrize("drop", ["SAID", "DEMANDED"])
def test_no_content_no_record(drop: str) -> None:
    bare = {
        "SAID": frame("statements", "said", "cue", kind="indirect"),
        "DEMANDED": frame("positions", "demanded", "demands", issue="forces"),
    }[drop]
    coding = code(REPORT, [bare], coder="test/1")
    assert coding.records == ()


def test_the_surest_telling_stays() -> None:
    weak = frame("events", "struck", "ASSAULT", confidence=0.3, status="actual")
    coding = code(REPORT, [weak, STRUCK], coder="test/1")
    assert [e.confidence for e in coding.events] == [0.9]


def test_a_policy_can_be_given() -> None:
    own = Policy.read('name = "own"\n[[rule]]\ncountries = ["UKR"]\nnote = "Our view"')
    (shown,) = code(REPORT, [STRUCK], coder="c", policy=own).events
    (plain,) = code(REPORT, [STRUCK], coder="c").events
    assert (shown.place[0].disputed, plain.place[0].disputed) == (True, False)


def test_order_of_frames_makes_no_difference() -> None:
    frames = [KILLED, DEMANDED, SAID, STRUCK]
    assert code(REPORT, frames, coder="c") == code(REPORT, frames[::-1], coder="c")


def test_without_a_date_relative_times_stay_open() -> None:
    undated = Report(address="a", text=TEXT)
    (event,) = code(undated, [STRUCK], coder="c").events
    assert event.when is not None
    assert event.when.start is None


def test_marks_are_written_as_the_corpus_has_them() -> None:
    found = marks([KILLED, DEMANDED, SAID, STRUCK], TEXT)
    (event,) = found["events"]
    assert event["trigger"] == list(at("struck"))
    assert event["actor"] == [list(at("Russian forces"))]
    assert event["said_by"] == list(at("Ukrainian officials"))
    assert [p["content"] for p in found["positions"]] == [
        list(at("a full withdrawal")),
        list(at("security guarantees")),
    ]
    assert found["figures"][0]["value"] == 26
    assert found["statements"][0]["cue"] == list(at("said"))


def test_a_statement_is_dated_by_its_own_sentence() -> None:
    text = "On January 9, Egypt said talks would begin on Monday. Israel said it would attend."
    report = Report(address="a", text=text, published=date(1978, 1, 20))

    def said(cue: int, speaker: Span, content: Span) -> Frame:
        scores = {"kind": 0.9, "speaker": 0.9, "content": 0.9}
        roles: dict[str, tuple[Span, ...]] = {"speaker": (speaker,), "content": (content,)}
        return Frame("statements", (cue, cue + 4), "cue", 0.9, {"kind": "indirect"}, roles, scores)

    egypt = said(20, (14, 19), (25, 52))
    israel = said(61, (54, 60), (66, 81))
    first, second = code(report, [egypt, israel], coder="c").statements
    assert first.when is not None
    assert first.when.start == first.when.end == date(1978, 1, 9)
    assert second.when is None


@pytest.mark.parametrize(
    ("text", "issue"), [(TEXT, "other"), (f"{TEXT} Its nuclear plants were closed.", "nuclear")]
)
def test_what_no_word_calls_nuclear_is_not(text: str, issue: str) -> None:
    wanted = frame("positions", "demanded", "demands", issue="nuclear", content=("a full",))
    coding = code(Report(address="a", text=text), [wanted], coder="test")
    assert [p.issue for p in coding.positions] == [issue]


@pytest.mark.parametrize(
    ("told", "cue", "stances"),
    [
        ("Ruritania refuses to rule out using force.", "refuses to rule out", []),
        ("Ruritania could not agree on using force.", "could not", []),
        ("Ruritania has not ruled out using force.", "ruled out", []),
        ("Ruritania ruled out using force.", "ruled out", [Stance.REJECTS]),
        ("Ruritania did not stay, and ruled out using force.", "ruled out", [Stance.REJECTS]),
    ],
)
def test_what_is_left_open_is_not_refused(told: str, cue: str, stances: list[Stance]) -> None:
    def span(words: str) -> Span:
        return told.index(words), told.index(words) + len(words)

    refused = Frame(
        "positions", span(cue), "rejects", 0.9, {"issue": "forces"},
        {"content": (span("using force"),)}, {"issue": 0.9, "content": 0.9},
    )  # fmt: skip
    coding = code(Report(address="a", text=told), [refused], coder="c/1")
    assert [p.stance for p in coding.positions] == stances


def test_two_that_take_a_position_together_are_one_party_with_both_names() -> None:
    told = "Egypt and Israel met for talks. Both sides accepted a truce."

    def span(words: str) -> Span:
        return told.index(words), told.index(words) + len(words)

    accepted = Frame(
        "positions", span("accepted"), "accepts", 0.9, {"issue": "ceasefire"},
        {"party": (span("Both sides"),), "content": (span("a truce"),)},
        {"issue": 0.9, "party": 0.9, "content": 0.9},
    )  # fmt: skip
    party = code(Report(address="a", text=told), [accepted], coder="c/1").positions[0].party
    assert party is not None
    assert (party.name, party.country) == ("Egypt and Israel", None)
    assert {p.key for p in parties_of(named(party))} == {"EGY", "ISR"}


@pytest.mark.parametrize(
    ("told", "words", "kept"),
    [
        ("It began at one minute past midnight.", "one", 0),
        ("It began two hours after noon.", "two hours", 0),
        ("It lasted two hours.", "two hours", 1),
    ],
)
def test_a_time_of_day_is_no_figure(told: str, words: str, kept: int) -> None:
    span = told.index(words), told.index(words) + len(words)
    frame = Frame("figures", span, "duration", 0.9, {"bound": "exact"}, {}, {"bound": 0.9})
    assert len(code(Report(address="a", text=told), [frame], coder="c/1").figures) == kept


def made(
    told: str, schema: str, anchor: str, type: str, roles: dict[str, str], **attributes: str
) -> Frame:
    """A frame of a text, each of its words the first of their kind there."""

    def span(words: str) -> Span:
        return told.index(words), told.index(words) + len(words)

    spans: dict[str, tuple[Span, ...]] = {role: (span(words),) for role, words in roles.items()}
    return Frame(
        schema,
        span(anchor),
        type,
        0.9,
        attributes,
        spans,
        dict.fromkeys([*roles, *attributes], 0.9),
    )


def test_a_number_that_the_reader_only_begins_is_read_to_its_end() -> None:
    told = "At least 15 people were killed at sea, and a third was hurt."
    found = [
        made(told, "figures", "At", "killed", {"of": "people"}, bound="exact"),
        made(told, "figures", "a third", "injured", {}, bound="exact"),  # one more
        made(told, "figures", "sea", "other", {}, bound="exact"),
    ]
    figures = code(Report(address="a", text=told), found, coder="c").figures
    assert [(f.evidence.words, f.value, f.bound) for f in figures] == [
        ("At least 15", 15, Bound.MIN)
    ]


@pytest.mark.parametrize(
    ("who", "kept"), [("No group", 0), ("group", 0), ("Nobody", 0), ("No. 10", 1)]
)
def test_what_nobody_says_is_no_statement(who: str, kept: int) -> None:
    told = f"{'No ' if who == 'group' else ''}{who} claimed the attack."
    roles = {"speaker": who, "content": "the attack"}
    said = made(told, "statements", "claimed", "cue", roles, kind="indirect")
    assert len(code(Report(address="a", text=told), [said], coder="c").statements) == kept


@pytest.mark.parametrize(
    ("told", "dated"),
    [
        ("Russia, which annexed it in 2014, demanded talks.", False),
        ("Russia, which annexed it, demanded talks in 2014.", True),
        ("In 2014 Russia, which annexed it, demanded talks.", True),
        ("Russia, which in 2014, after long talks, demanded more, left.", True),
    ],
)
def test_a_clause_told_aside_dates_no_other_act(told: str, dated: bool) -> None:
    frame = made(told, "events", "demanded", "REQUEST", {"time": "2014"}, status="actual")
    report = Report(address="a", text=told, published=date(2025, 1, 21))
    (event,) = code(report, [frame], coder="c").events
    assert event.when is not None
    assert (event.when.evidence is not None) == dated


@pytest.mark.parametrize("who", ["police", "local forces"])
@pytest.mark.parametrize(("where", "country"), [("Wageningen", None), ("Gaza", "PSE")])
def test_police_act_at_home(who: str, where: str, country: str | None) -> None:
    told = f"Palestinian groups spoke. They were arrested by {who} in {where}."
    roles = {"actor": who, "place": where}
    frame = made(told, "events", "arrested", "COERCE", roles, status="actual")
    (event,) = code(Report(address="a", text=told), [frame], coder="c").events
    assert [a.country for a in event.actor] == [country]


def test_who_is_named_in_what_is_rejected_does_not_reject_it() -> None:
    told = "Its rejection of attempts by the United States to acquire it was told."
    roles = {
        "party": "the United States",
        "content": "attempts by the United States to acquire it",
    }
    frame = made(told, "positions", "rejection", "rejects", roles, issue="territory")
    assert code(Report(address="a", text=told), [frame], coder="c").positions[0].party is None


def test_who_is_named_in_a_role_is_not_there_again_as_a_pronoun() -> None:
    told = "Putin came. Envoys met Putin. They praised Putin as he left."
    frame = made(told, "events", "praised", "SUPPORT", {"actor": "Envoys"}, status="actual")
    at = told.index("he left")
    roles = {**frame.roles, "recipient": ((0, 5), (at, at + 2))}
    frame = Frame(
        frame.schema, frame.anchor, frame.type, 0.9, frame.attributes, roles,
        {**frame.scores, "recipient": 0.9},
    )  # fmt: skip
    report = Report(address="a", text=told, published=date(2025, 1, 21))
    (event,) = code(report, [frame], coder="c").events
    assert [a.evidence.words for a in event.recipient] == ["Putin"]


def test_several_who_speak_together_are_one_speaker_with_all_names() -> None:
    told = "Iran and Oman said talks would go on."
    roles = {"speaker": "Iran and Oman", "content": "talks would go on"}
    said = made(told, "statements", "said", "cue", roles, kind="indirect")
    (statement,) = code(Report(address="a", text=told), [said], coder="c").statements
    assert statement.speaker is not None
    assert (statement.speaker.name, statement.speaker.evidence.words) == (
        "Iran and Oman",
        "Iran and Oman",
    )
