from datetime import UTC, date, datetime
from typing import Any

from dragoman.model import (
    Actor,
    Block,
    BlockKind,
    Decision,
    DecisionKind,
    Event,
    Figure,
    Report,
    Status,
)
from dragoman.model.records import Bound
from dragoman.review.annotation import annotation
from dragoman.review.view import view

PARTS = ("Talks", "Envoys met. Two spoke.", "An envoy left.", "Nothing else was said.")
KINDS = (BlockKind.TITLE, *[BlockKind.PARAGRAPH] * 3)


def report() -> Report:
    text, blocks = "", []
    for part, kind in zip(PARTS, KINDS, strict=True):
        blocks.append(Block(kind=kind, start=len(text), end=len(text) + len(part)))
        text += part + "\n"
    return Report(
        text=text, address="a", title="Talks", published=date(2025, 3, 1), blocks=tuple(blocks)
    )


REPORT = report()
SHARED: dict[str, Any] = {"confidence": 0.5, "coder": "dragoman/1"}


def words(words: str) -> Any:
    start = REPORT.text.index(words)
    return REPORT.evidence(start, start + len(words))


def event(at: str, *actors: str) -> Event:
    named = tuple(Actor(evidence=words(a), confidence=0.9) for a in actors)
    return Event(
        evidence=words(at), **SHARED, type="CONSULT", quad=1, score=2.5, actor=named,
        status=Status.ACTUAL,
    )  # fmt: skip


MET, LEFT = event("met", "Envoys"), event("left", "Envoys", "An envoy")
TWO = Figure(evidence=words("Two"), **SHARED, value=2, bound=Bound.EXACT, measure="other")
RECORDS = (MET, LEFT, TWO)


def decide(kind: str, record: Event | Figure, coder: str = "Ana") -> Decision:
    e = record.evidence
    on = {"report": e.report, "version": e.version, "record": record.id, "coder": coder}
    when = datetime(2025, 3, 2, tzinfo=UTC)
    return Decision.model_validate({"kind": DecisionKind(kind), "decided": when} | on)


def lines(*decisions: Decision) -> list[dict[str, Any]]:
    return list(annotation(view(REPORT, RECORDS, decisions)))


def test_nothing_goes_out_that_nobody_decided_on() -> None:
    assert lines() == []


def test_a_paragraph_goes_out_once_all_in_it_is_decided() -> None:
    assert lines(decide("accept", MET)) == []
    assert [line["text"] for line in lines(decide("accept", MET), decide("reject", TWO))] == [
        PARTS[1]
    ]
    assert [line["text"] for line in lines(decide("accept", LEFT))] == [PARTS[2]]


def test_a_disputed_record_keeps_its_paragraph_back() -> None:
    both = decide("accept", LEFT), decide("reject", LEFT, "Bo")
    assert lines(*both, decide("accept", MET)) == []


def test_paragraphs_without_records_go_out_with_the_whole_report() -> None:
    found = lines(*(decide("accept", r) for r in RECORDS))
    assert [line["text"] for line in found] == list(PARTS[1:])
    assert found[2]["events"] == []
    assert [line["u"] for line in found] == [f"{REPORT.id}:{n}" for n in range(3)]
    assert {(line["doc"], line["date"], line["title"]) for line in found} == {
        (REPORT.id, "2025-03-01", "Talks")
    }


def test_spans_are_of_the_paragraph() -> None:
    first, second, _ = lines(*(decide("accept", r) for r in RECORDS))
    [met], [two] = first["events"], first["figures"]
    assert first["text"][slice(*met["trigger"])] == "met"
    assert (two["value"], two["measure"], first["text"][slice(*two["text"])]) == (2, "other", "Two")
    [left] = second["events"]
    assert [second["text"][slice(*s)] for s in left["actor"]] == [
        "An envoy"
    ]  # the other is not here


def test_rejected_records_are_left_out() -> None:
    [line] = lines(decide("reject", LEFT))
    assert line["events"] == []
