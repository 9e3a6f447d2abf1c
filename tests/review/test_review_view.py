from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import AnchorError, VocabularyError
from dragoman.model import Coded, Decision, DecisionKind, Event, Position, State
from dragoman.review.check import check
from dragoman.review.reading import corrected
from dragoman.review.view import Shown, View, show, view
from dragoman.vocab import plover
from factories import CODER, coding, codings, with_marks

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
CODING = coding()
REPORT = CODING.report
EVENT, POSITION = CODING.events[0], CODING.positions[0]


def to_type(name: str) -> dict[str, Any]:
    kind = plover().type(name)
    return {"type": name, "mode": None, "quad": kind.quad, "score": kind.score}


CONSULT, AID = to_type("CONSULT"), to_type("AID")


def on(record: Coded) -> dict[str, str]:
    return {"report": record.evidence.report, "version": record.evidence.version,
            "record": record.id}  # fmt: skip


def made(kind: str, coder: str = "Ana", *, of: Coded = EVENT, at: int = 0, **told: Any) -> Decision:
    fields = {"kind": DecisionKind(kind), "decided": NOON + timedelta(minutes=at), **on(of)}
    return Decision.model_validate(fields | {"coder": coder} | told)


def undo(decision: Decision, *, at: int = 9) -> Decision:
    return made("undo", decision.coder, at=at, undoes=decision.id)


def own(coder: str = "Ana", *, words: str = "Kharkiv") -> Event:
    """A record that a person adds."""
    start = REPORT.text.index(words)
    return Event(
        evidence=REPORT.evidence(start, start + len(words)), confidence=1.0, coder=coder,
        type="CONSULT", quad=1, score=2.5, status=EVENT.status,
    )  # fmt: skip


def seen(*decisions: Decision) -> Shown:
    return show(EVENT, decisions, REPORT)


def fields(record: Coded, *names: str) -> dict[str, object]:
    return {name: getattr(record, name) for name in names}


def test_without_decisions_the_machine_is_shown() -> None:
    found = view(REPORT, CODING.records, [])
    assert {s.record for s in found.records} == set(CODING.records)
    assert {s.state for s in found.records} == {State.MACHINE}
    assert all(s.machine == s.record for s in found.records)


def test_records_come_by_place() -> None:
    starts = [s.record.evidence.start for s in view(REPORT, CODING.records, []).records]
    assert starts == sorted(starts)


CASES: dict[str, tuple[list[Decision], str]] = {
    "accepted": ([made("accept")], "accepted"),
    "rejected": ([made("reject")], "rejected"),
    "corrected": ([made("correct", changes=CONSULT)], "corrected"),
    "a comment decides nothing": ([made("comment", why="Hm.")], "machine"),
    "both accept": ([made("accept"), made("accept", "Bo")], "accepted"),
    "both reject": ([made("reject"), made("reject", "Bo")], "rejected"),
    "one of each": ([made("accept"), made("reject", "Bo")], "disputed"),
    "a change of mind": ([made("accept"), made("reject", at=1)], "rejected"),
    "and back": ([made("reject"), made("accept", at=1)], "accepted"),
    "corrected, then accepted": (
        [made("correct", changes=CONSULT), made("accept", at=1)], "corrected",
    ),
    "corrected and rejected": (
        [made("correct", changes=CONSULT), made("reject", "Bo")], "disputed",
    ),
    "a correction that one accepts without": (
        [made("correct", changes=CONSULT), made("accept", "Bo")], "disputed",
    ),
    "the same correction twice": (
        [made("correct", changes=CONSULT), made("correct", "Bo", changes=CONSULT)], "corrected",
    ),
    "two corrections of one field": (
        [made("correct", changes=CONSULT), made("correct", "Bo", changes=AID)], "disputed",
    ),
    "two corrections of two fields": (
        [made("correct", changes=CONSULT), made("correct", "Bo", changes={"status": "future"})],
        "corrected",
    ),
    "corrected to what it was": ([made("correct", changes={"status": "actual"})], "accepted"),
    "undone": ([made("accept"), undo(made("accept"))], "machine"),
    "undone in part": (
        [made("accept"), made("correct", changes=CONSULT), undo(made("correct", changes=CONSULT))],
        "accepted",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_states(case: str) -> None:
    decisions, state = CASES[case]
    for order in permutations(decisions):
        assert seen(*order).state == state


def test_a_correction_is_shown_beside_the_machines_own() -> None:
    found = seen(made("correct", changes=CONSULT | {"status": "future"}))
    assert fields(found.record, "type", "mode", "status", "score") == {
        "type": "CONSULT", "mode": None, "status": "future", "score": 2.5,
    }  # fmt: skip
    assert (found.machine, found.id) == (EVENT, EVENT.id)
    assert (found.record.coder, found.record.confidence) == (CODER, EVENT.confidence)
    written: Any = found.to_dict()
    assert (written["id"], written["type"]) == (EVENT.id, "CONSULT")
    assert written["review"]["machine"] == EVENT.to_dict()


def test_the_later_of_ones_own_corrections_counts() -> None:
    one, two = made("correct", changes=CONSULT), made("correct", changes=AID, at=1)
    for order in permutations([one, two]):
        assert fields(seen(*order).record, "type") == {"type": "AID"}


def test_in_dispute_the_machine_is_shown_with_what_each_holds() -> None:
    found = seen(
        made("correct", changes=CONSULT | {"status": "future"}), made("correct", "Bo", changes=AID)
    )
    assert fields(found.record, "type", "status") == {"type": "ASSAULT", "status": "future"}
    held = {c.field: c.held for c in found.conflicts}
    assert held["type"] == {"Ana": "CONSULT", "Bo": "AID"}
    assert set(held) == {"type", "quad", "score"}


def test_a_record_in_dispute_is_told() -> None:
    [conflict] = seen(made("accept"), made("reject", "Bo")).conflicts
    assert (conflict.field, conflict.held) == ("record", {"Ana": "accepted", "Bo": "rejected"})


def test_what_fits_alone_but_not_together_is_disputed() -> None:
    kind = plover().type("ASSAULT")
    mode = next(m for m, score in kind.modes.items() if score == kind.score)
    plain = EVENT.model_copy(update={"mode": None, "score": kind.score})
    turned = to_type("CONSULT")
    del turned["mode"]
    both = [made("correct", of=plain, changes=turned)]
    both.append(made("correct", "Bo", of=plain, changes={"mode": mode}))
    assert show(plain, both[:1], REPORT).state is show(plain, both[1:], REPORT).state
    found = show(plain, both, REPORT)
    assert (found.state, found.record) == (State.DISPUTED, plain)
    assert {c.field for c in found.conflicts} == {"type", "mode", "quad", "score"}


def test_an_added_record_is_shown() -> None:
    new = own()
    found = view(REPORT, CODING.records, [made("add", of=new, missed=new)])
    shown = found[new.id]
    assert (shown.record, shown.machine, shown.state) == (new, None, State.ADDED)
    assert len(found.records) == len(CODING.records) + 1


@pytest.mark.parametrize(
    ("more", "state"),
    [
        (made("accept", "Bo", of=own()), "added"),
        (made("reject", "Bo", of=own()), "disputed"),
        (made("reject", of=own(), at=1), "rejected"),
        (made("correct", of=own(), at=1, changes={"status": "future"}), "added"),
        (made("correct", "Bo", of=own(), at=1, changes={"status": "future"}), "disputed"),
    ],
)
def test_decisions_on_an_added_record(more: Decision, state: str) -> None:
    new = own()
    assert view(REPORT, [], [made("add", of=new, missed=new), more])[new.id].state == state


def test_an_added_record_that_is_undone_is_not_shown_but_kept() -> None:
    add = made("add", of=own(), missed=own())
    back = made("undo", of=own(), undoes=add.id)
    found = view(REPORT, [], [add, back])
    assert found.records == ()
    assert {d.id for d in found.rest} == {add.id, back.id}


def test_a_record_of_another_report_is_not_added() -> None:
    new = coding(1).events[0].model_copy(update={"coder": "Ana"})
    found = view(REPORT, [], [made("add", of=new, missed=new)])
    assert (found.records, len(found.rest)) == ((), 1)


UNFIT: list[dict[str, Any]] = [
    {"type": "WAR"}, {"mode": "visit"}, {"status": "maybe"}, {"score": 99.0}, {"colour": "red"},
    {"quad": 1}, {"contexts": ["weather"]}, {"type": "CONSULT"},
    {"actor": [EVENT.actor[0].model_dump(mode="json") | {"country": "XXX"}]},
    {"actor": [EVENT.actor[0].model_dump(mode="json") | {"sectors": ["ABC"]}]},
    {"evidence": EVENT.evidence.model_dump(mode="json") | {"words": "strike"}},
    {"evidence": EVENT.evidence.model_dump(mode="json") | {"start": 24, "end": 30}},
]  # fmt: skip


@pytest.mark.parametrize("changes", UNFIT)
def test_a_correction_that_no_record_can_have_counts_for_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises((VocabularyError, AnchorError)):
        corrected(EVENT, changes, REPORT)
    bad = made("correct", changes=changes)
    found = seen(bad)
    assert (found.record, found.state, found.decisions) == (EVENT, State.MACHINE, (bad,))
    held = found.of("Ana")
    assert held is not None
    assert held.unfit == (bad,)


def test_labels_that_were_not_changed_are_not_judged() -> None:
    odd = EVENT.model_copy(update={"type": "OLD"})
    assert corrected(odd, {"status": "future"}, REPORT).coder == CODER
    with pytest.raises(VocabularyError):
        check(odd, REPORT)


def test_a_mark_is_corrected_as_well() -> None:
    mark = with_marks(CODING).marks[0]
    found = show(
        mark, [made("correct", of=mark, changes={"attributes": {"extent": "none"}})], REPORT
    )
    assert fields(found.record, "attributes") == {"attributes": {"extent": "none"}}
    assert found.state is State.CORRECTED


# Actors.


def merge(into: str, *actors: str, coder: str = "Ana", at: int = 0, **told: Any) -> Decision:
    fields = {"kind": DecisionKind.MERGE, "decided": NOON + timedelta(minutes=at), "coder": coder}
    return Decision.model_validate(fields | {"actors": actors, "into": into} | told)


def names(found: View) -> set[str | None]:
    return {a.name for s in found.records if isinstance(s.record, Event) for a in s.record.actor}


def test_merged_actors_have_one_name_and_leave_the_state() -> None:
    found = view(REPORT, CODING.records, [merge("Eastern forces", "Russia")])
    assert names(found) == {"Eastern forces"}
    assert found[EVENT.id].state is State.MACHINE
    assert found[EVENT.id].machine == EVENT
    of = found[POSITION.id].record
    assert isinstance(of, Position)
    assert of.of is not None
    assert (of.of.name, of.of.country) == ("Eastern forces", "RUS")


def test_merges_lead_on_and_in_a_ring_end() -> None:
    row = [merge("B", "Russia"), merge("C", "B", at=1, country="UNO")]
    assert names(view(REPORT, CODING.records, row)) == {"C"}
    ring = [merge("B", "Russia"), merge("Russia", "B", at=1)]
    assert names(view(REPORT, CODING.records, ring)) == {"Russia"}


def test_a_split_holds_in_its_record_alone() -> None:
    split = made("split", actors=("Russia",), into="Proxy forces")
    found = view(REPORT, CODING.records, [merge("Moscow", "Russia"), split])
    assert names(found) == {"Proxy forces"}
    of = found[POSITION.id].record
    assert isinstance(of, Position)
    assert of.of is not None
    assert of.of.name == "Moscow"


def test_a_split_into_nobody_leaves_the_words() -> None:
    record = seen(made("split", actors=("Russia",))).record
    assert isinstance(record, Event)
    assert (record.actor[0].name, record.actor[0].country) == (None, None)


def test_contradicting_names_are_disputed() -> None:
    both = [merge("A", "Russia"), merge("B", "Russia", coder="Bo")]
    found = view(REPORT, CODING.records, both)
    assert names(found) == {"Russia"}
    assert found[EVENT.id].state is State.DISPUTED
    assert {d.id for d in found.rest} == {d.id for d in both}


def test_a_merge_of_another_report_changes_nothing() -> None:
    other = merge("A", "Russia", report="report-1")
    assert names(view(REPORT, CODING.records, [other])) == {"Russia"}


# Newer coders.


def test_what_people_decided_outlives_a_newer_coder() -> None:
    newer = coding(coder="dragoman/2")
    found = view(REPORT, newer.records, [made("accept")], earlier=[EVENT])
    assert EVENT.id in {s.id for s in found.records}
    assert newer.events[0].id not in {s.id for s in found.records}
    assert len(found.records) == len(newer.records)


def test_an_older_record_that_nobody_decided_on_is_not_shown() -> None:
    newer = coding(coder="dragoman/2")
    decisions = [made("accept"), undo(made("accept"))]
    found = view(REPORT, newer.records, decisions, earlier=[EVENT])
    assert {s.id for s in found.records} == {r.id for r in newer.records}
    assert len(found.rest) == 2


# Properties.

_CHANGES = st.sampled_from([CONSULT, AID, {"status": "future"}, {"type": "WAR"}])
_NEW = own("Ana"), own("Bo", words="power")


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """What two coders may decide on a report, many at the same moment."""
    out: list[Decision] = []
    for _ in range(draw(st.integers(0, 8))):
        coder, at = draw(st.sampled_from(["Ana", "Bo"])), draw(st.integers(0, 1))
        of = draw(st.sampled_from([*CODING.records, *_NEW]))
        kind = draw(
            st.sampled_from(["accept", "reject", "comment", "correct", "add", "merge", "undo"])
        )
        if kind == "correct":
            out.append(made(kind, coder, of=of, at=at, changes=draw(_CHANGES)))
        elif kind == "add":
            new = draw(st.sampled_from(_NEW))
            out.append(made(kind, new.coder, of=new, at=at, missed=new))
        elif kind == "merge":
            out.append(merge(draw(st.sampled_from("AB")), "Russia", coder=coder, at=at))
        elif kind == "undo" and out:
            target = draw(st.sampled_from(out))
            told: Any = {n: getattr(target, n) for n in ("report", "version", "record")}
            out.append(made(kind, target.coder, at=at, undoes=target.id, **told))
        else:
            kind = "comment" if kind == "undo" else kind
            out.append(made(kind, coder, of=of, at=at, why="so"))
    return out


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_decisions_does_not_matter(decisions: list[Decision], random: Any) -> None:
    turned, records = decisions[:], list(CODING.records)
    random.shuffle(turned)
    random.shuffle(records)
    assert view(REPORT, records, turned + turned) == view(REPORT, CODING.records, decisions)


@given(histories())
def test_nothing_is_lost(decisions: list[Decision]) -> None:
    found = view(REPORT, CODING.records, decisions)
    told = {d.id for s in found.records for d in s.decisions} | {d.id for d in found.rest}
    assert told == {d.id for d in decisions}
    assert {r.id for r in CODING.records} <= {s.id for s in found.records}
    assert all(s.machine in CODING.records for s in found.records if s.machine)


@given(histories())
def test_all_that_is_shown_fits_the_report(decisions: list[Decision]) -> None:
    for shown in view(REPORT, CODING.records, decisions).records:
        check(shown.record, REPORT, fields=())  # the sample's own labels are not judged


@given(histories())
def test_undoing_all_leaves_the_machine(decisions: list[Decision]) -> None:
    once = {d.id: d for d in decisions if d.kind is not DecisionKind.UNDO}
    back = [
        made(
            "undo", d.coder, at=5, undoes=d.id, report=d.report, version=d.version, record=d.record
        )
        for d in once.values()
    ]
    found = view(REPORT, CODING.records, [*once.values(), *back])
    assert {s.record for s in found.records} == set(CODING.records)
    assert {s.state for s in found.records} == {State.MACHINE}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(codings())
def test_any_coding_is_shown(any_coding: Any) -> None:
    found = view(any_coding.report, any_coding.records, [])
    assert sorted(s.id for s in found.records) == sorted(r.id for r in any_coding.records)
