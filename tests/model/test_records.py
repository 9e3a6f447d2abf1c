"""Records: their ids, what cannot be made, and JSON without loss."""

import json
import math
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError

from dragoman.errors import AnchorError
from dragoman.model import (
    Bound,
    Coding,
    Event,
    Evidence,
    Failure,
    Figure,
    Place,
    Position,
    Record,
    Report,
    Size,
    Statement,
    Status,
)
from factories import CODER, coding, codings, failure, marked

ONE = coding()
EVENT, STATEMENT, POSITION, FIGURE = ONE.records
assert isinstance(EVENT, Event)
OTHER_WORDS = ONE.report.evidence(0, 2)
RECORDS: list[Record] = [
    ONE, ONE.report, *ONE.records, failure(), EVENT.evidence, EVENT.actor[0], EVENT.place[0],
]  # fmt: skip


def test_ids_are_fixed() -> None:
    """Archives are joined by them: they may not change unnoticed."""
    report = Report(address="https://courier.example/truce", text="Envoys met.")
    event = Event(
        evidence=report.evidence(7, 10), confidence=0.5, coder="Ada", type="CONSULT", quad=1,
        score=3, status=Status.ACTUAL,
    )  # fmt: skip
    assert report.id == "report-cc5d60361ee32c1bd363"
    assert report.version[:16] == "e4261d24bf6b746c"
    assert event.id == "event-61261e83af846f6863eb"


@pytest.mark.parametrize(
    ("record", "change"),
    [
        (EVENT, {"type": "AID"}),
        (EVENT, {"coder": "Ada"}),
        (EVENT, {"evidence": OTHER_WORDS}),
        (STATEMENT, {"cue": None}),
        (POSITION, {"stance": "offers"}),
        (POSITION, {"cue": OTHER_WORDS}),
        (FIGURE, {"measure": "injured"}),
        (ONE.report, {"address": "elsewhere"}),
        (failure(), {"address": "elsewhere"}),
        (failure(), {"code": "source.binary"}),
    ],
)
def test_a_copy_that_is_another_record_has_another_id(
    record: Event | Statement | Position | Figure | Report | Failure, change: dict[str, object]
) -> None:
    assert record.id  # cached
    assert record.model_copy(update=change).id != record.id
    assert record.model_copy().id == record.id


@pytest.mark.parametrize(
    ("record", "change"),
    [
        (EVENT, {"confidence": 0.1}),
        (EVENT, {"actor": ()}),
        (FIGURE, {"value": 3.0}),
        (ONE.report, {"text": "Another."}),
        (failure(), {"what": "Said otherwise."}),
    ],
)
def test_an_id_is_of_what_a_record_is_and_where(
    record: Event | Figure | Report | Failure, change: dict[str, object]
) -> None:
    assert record.model_copy(update=change).id == record.id


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: type(r).__name__)
def test_json_comes_back_as_it_went_out(record: Record) -> None:
    line = record.to_json()
    assert "\n" not in line
    assert json.loads(line) == record.to_dict()
    assert type(record).from_json(line) == record
    assert type(record).from_json(line.encode()) == record
    assert type(record).from_dict(record.to_dict()) == record


@given(one=codings())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_coding_comes_back_from_json(one: Coding) -> None:
    assert Coding.from_json(one.to_json()) == one


@pytest.mark.parametrize(
    ("record", "key", "value"),
    [
        (EVENT, "id", "event-0"),
        (EVENT, "id", None),
        (EVENT, "type", "AID"),
        (EVENT, "record", "figure"),
        (EVENT, "more", 1),
        (EVENT, "confidence", 1.1),
        (EVENT, "confidence", "0.5"),
        (ONE.report, "id", "report-0"),
        (ONE.report, "version", "0"),
        (ONE.report, "text", "Another."),
        (ONE.report, "published", "2024-05-03"),
        (failure(), "id", "failure-0"),
        (ONE, "events", None),
        (ONE, "events", [1]),
        (ONE, "events", [FIGURE.to_dict()]),
        (ONE, "report", None),
        (ONE, "coder", ""),
        (ONE, "coder", "Ada"),
        (ONE, "figures", [FIGURE.to_dict()] * 2),
    ],
)
def test_what_was_changed_is_not_read(record: Record, key: str, value: object) -> None:
    changed = record.to_dict() | {key: value}
    with pytest.raises(ValidationError):
        type(record).from_dict(changed)
    with pytest.raises(ValidationError):
        type(record).from_json(json.dumps(changed))


@pytest.mark.parametrize("line", ["", "{", "[]", "null", "1", b"\xff"])
def test_what_is_no_record_is_not_read(line: str | bytes) -> None:
    for kind in (Event, Report, Coding, Failure):
        with pytest.raises(ValidationError):
            kind.from_json(line)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_are_numbers(number: float) -> None:
    evidence = FIGURE.evidence
    with pytest.raises(ValidationError):
        Size(dead=number)
    with pytest.raises(ValidationError):
        Place(evidence=evidence, latitude=number, confidence=1)
    for value in (number, (0, number)):
        with pytest.raises(ValidationError):
            FIGURE.from_dict(FIGURE.to_dict() | {"value": value})


def remade(**change: object) -> Coding:
    return Coding.model_validate(
        {name: getattr(ONE, name) for name in Coding.model_fields} | change
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"coder": "Ada"}, "was coded by dragoman/test"),
        ({"events": (EVENT.model_copy(update={"coder": "Ada"}),)}, "was coded by Ada"),
        ({"events": (EVENT, EVENT)}, "is there twice"),
        ({"events": (FIGURE,)}, "instance of Event"),
        ({"coder": ""}, "at least 1 character"),
    ],
)
def test_a_coding_that_cannot_be_made(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        remade(**change)


def moved(evidence: Evidence, by: int) -> Evidence:
    return evidence.model_copy(update={"start": evidence.start + by, "end": evidence.end + by})


@pytest.mark.parametrize(
    "change",
    [
        {"report": ONE.report.model_copy(update={"text": "Another text."})},
        {"report": ONE.report.model_copy(update={"published": date(2024, 1, 1)})},
        {"report": coding(1).report},
        {"events": (EVENT.model_copy(update={"evidence": moved(EVENT.evidence, 1)}),)},
        {"events": (EVENT.model_copy(update={"actor": (EVENT.actor[0].model_copy(
            update={"evidence": moved(EVENT.actor[0].evidence, 1)}),)}),)},
    ],
)  # fmt: skip
def test_a_coding_holds_no_words_of_another_text(change: dict[str, object]) -> None:
    with pytest.raises(AnchorError):
        remade(**change)


def test_all_evidence_is_found_wherever_it_is() -> None:
    m = marked("[a one] [b two] [c three] [d four]", address="x", title="T", published=None)
    actor = m.actor("b").model_copy(update={"antecedent": m["c"]})
    figure = Figure(
        evidence=m["a"], confidence=1, coder=CODER, bound=Bound.EXACT, measure="votes",
        said_by=actor, of=m["d"],
    )  # fmt: skip
    assert [e.words for e in figure.all_evidence()] == ["one", "four", "two", "three"]
    assert len(list(EVENT.all_evidence())) == 5


def test_records_come_in_the_order_of_their_kinds() -> None:
    assert [r.record for r in ONE.records] == ["event", "statement", "position", "figure"]
