from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dragoman.model import Decision, DecisionKind, State, in_order, standing
from factories import CODER, coding, with_marks

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
EVENT = coding().events[0]
ON = {"report": EVENT.evidence.report, "version": EVENT.evidence.version, "record": EVENT.id}
OWN: dict[str, dict[str, Any]] = {
    "accept": ON,
    "reject": ON,
    "correct": ON | {"changes": {"type": "CONSULT", "quad": 1}},
    "add": ON | {"missed": EVENT, "coder": CODER},
    "merge": {"actors": ("Kyiv", "Ukraine"), "into": "Ukraine", "country": "UKR"},
    "split": ON | {"actors": ("Kyiv",)},
    "comment": ON | {"why": "Who is meant?"},
    "undo": ON | {"undoes": "decision-1"},
}


def made(kind: str = "accept", *, at: datetime = NOON, **told: Any) -> Decision:
    fields = {"coder": "Ana"} | OWN[kind] | told
    return Decision.model_validate({"kind": DecisionKind(kind), "decided": at, **fields})


def undo(decision: Decision, *, at: datetime = NOON, coder: str = "Ana") -> Decision:
    return made("undo", at=at, undoes=decision.id, coder=coder)


@pytest.mark.parametrize("kind", OWN)
def test_a_decision_comes_back_as_it_was(kind: str) -> None:
    one = made(kind)
    assert Decision.from_json(one.to_json()) == one
    assert one.to_dict()["id"] == one.id
    assert one.id.startswith("decision-")


def test_a_missed_record_is_kept_whole() -> None:
    for record in with_marks(coding()).records:
        on: dict[str, Any] = ON | {"record": record.id, "missed": record, "coder": record.coder}
        one = made("add", **on)
        assert Decision.from_json(one.to_json()).missed == record
        assert one.to_dict()["missed"] == record.to_dict()


def test_the_id_is_of_what_was_decided_not_of_when() -> None:
    later = made(at=NOON + timedelta(days=1))
    assert later.id == made().id
    others = [
        made("reject"), made(coder="Bo"), made(why="sure"), made(after="decision-1"),
        made(record="event-1"), made("correct"), made("correct", changes={"type": "AID"}),
    ]  # fmt: skip
    assert len({d.id for d in [made(), *others]}) == 8


def test_changes_in_another_order_are_the_same_decision() -> None:
    turned = dict(reversed(list(OWN["correct"]["changes"].items())))
    assert made("correct", changes=turned).id == made("correct").id


def test_an_id_that_is_not_of_what_it_holds_is_refused() -> None:
    with pytest.raises(ValidationError, match="not that of what it holds"):
        Decision.from_dict(made().to_dict() | {"coder": "Bo"})


def test_times_are_in_utc() -> None:
    east = NOON.astimezone(timezone(timedelta(hours=2)))
    assert made(at=east).to_dict()["decided"] == "2025-03-01T12:00:00Z"
    with pytest.raises(ValidationError, match="zone"):
        made(at=NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("accept", {"record": None}),
        ("accept", {"changes": {"type": "AID"}}),
        ("reject", {"into": "Ukraine"}),
        ("correct", {"changes": {}}),
        ("correct", {"changes": {"coder": "Bo"}}),
        ("correct", {"changes": {"confidence": 1.0}}),
        ("correct", {"changes": {"score": float("nan")}}),
        ("add", {"missed": None}),
        ("add", {"missed": coding(1).events[0]}),
        ("add", {"coder": "Ana"}),
        ("add", {"missed": {"record": "weather"}}),
        ("merge", {"into": None}),
        ("merge", {"actors": ()}),
        ("merge", {"record": "event-1"}),
        ("split", {"report": None}),
        ("undo", {"undoes": None}),
        ("comment", {"report": None}),
        ("accept", {"coder": ""}),
    ],
)
def test_what_does_not_belong_together_is_no_decision(kind: str, told: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        made(kind, **told)


JOINED = {
    ("machine", "accepted"): "accepted",
    ("machine", "rejected"): "rejected",
    ("machine", "corrected"): "corrected",
    ("accepted", "corrected"): "corrected",
    ("accepted", "rejected"): "disputed",
    ("corrected", "rejected"): "disputed",
    ("added", "accepted"): "added",
    ("added", "rejected"): "disputed",
    ("disputed", "accepted"): "disputed",
    ("disputed", "rejected"): "disputed",
}


@pytest.mark.parametrize(("two", "both"), JOINED.items())
def test_what_two_states_add_up_to(two: tuple[str, str], both: str) -> None:
    one, other = map(State, two)
    assert one.joined(other) == other.joined(one) == both


def test_states_can_be_joined_in_any_order() -> None:
    for one, two, three in product(State, repeat=3):
        assert one.joined(two).joined(three) == one.joined(two.joined(three))
        assert one.joined(one) == one
        assert one.joined(State.MACHINE) == one


def test_an_undone_decision_does_not_stand() -> None:
    first = made()
    assert standing([first, undo(first)]) == ()
    assert standing([undo(first), first]) == ()


def test_an_undone_undo_counts_for_nothing() -> None:
    first = made()
    second = undo(first)
    third = undo(second)
    assert standing([first, second, third]) == (first,)
    assert standing([first, second, third, undo(third)]) == ()


def test_nobody_undoes_what_another_decided() -> None:
    first = made()
    assert standing([first, undo(first, coder="Bo")]) == (first,)


def test_a_long_row_of_undoing_is_followed() -> None:
    row = [made()]
    for _ in range(3000):
        row.append(undo(row[-1]))
    assert standing(row) == (row[0],)
    assert standing(row[:-1]) == ()


def test_none_stands_before_what_it_undoes_or_repeats() -> None:
    first = made(at=NOON)
    back = undo(first, at=NOON - timedelta(hours=1))  # a clock that went wrong
    again = made(at=NOON - timedelta(hours=2), after=back.id)
    for order in permutations([first, back, again]):
        assert in_order(order) == (first, back, again)
        assert standing(order) == (again,)


def test_of_one_decision_told_twice_the_earlier_time_stays() -> None:
    late, early = made(at=NOON + timedelta(days=1)), made()
    assert in_order([late, early]) == in_order([early, late]) == (early,)


kinds = st.sampled_from(["accept", "reject", "comment", "correct"])
times = st.sampled_from([NOON, NOON + timedelta(seconds=1)])


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """Decisions of two coders, and undos of some of them, many with equal stamps."""
    coders = st.sampled_from(["Ana", "Bo"])
    found = [
        made(draw(kinds), at=draw(times), coder=draw(coders), why=draw(st.sampled_from("xyz")))
        for _ in range(draw(st.integers(1, 5)))
    ]
    for _ in range(draw(st.integers(0, 5))):
        found.append(undo(draw(st.sampled_from(found)), at=draw(times), coder=draw(coders)))
    return found


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_decisions_come_does_not_matter(
    decisions: list[Decision], random: object
) -> None:
    turned = decisions[:]
    random.shuffle(turned)  # type: ignore[attr-defined]  # hypothesis's own Random
    assert in_order(turned) == in_order(decisions)
    assert standing(turned + decisions) == standing(decisions)
    assert {d.id for d in in_order(decisions)} == {d.id for d in decisions}


@given(histories())
def test_each_stands_unless_an_undo_of_it_does(decisions: list[Decision]) -> None:
    kept = {d.id for d in standing(decisions)}
    known = {d.id: d for d in decisions}

    def stands(decision: Decision) -> bool:
        own = (u for u in known.values() if u.undoes == decision.id)
        return not any(u.coder == decision.coder and stands(u) for u in own)

    undoing = DecisionKind.UNDO
    assert kept == {id for id, d in known.items() if d.kind is not undoing and stands(d)}
