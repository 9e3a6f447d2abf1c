from datetime import UTC, datetime
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import DragomanError
from dragoman.model import Decision, DecisionKind, Event, Report, Status
from dragoman.review.agreement import Score, agreement, alpha, code, units
from dragoman.review.view import View, view
from factories import coding, with_marks

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
TEXT = "They met. They talked. They fought. They left."
REPORT = Report(text=TEXT, address="a")
CODER = "dragoman/1"


def event(words: str, type_: str = "CONSULT", coder: str = CODER) -> Event:
    start = TEXT.index(words)
    return Event(
        evidence=REPORT.evidence(start, start + len(words)), confidence=0.5, coder=coder,
        type=type_, quad=1, score=2.5, status=Status.ACTUAL,
    )  # fmt: skip


def decision(kind: str, coder: str, of: Event, **told: object) -> Decision:
    e = of.evidence
    fields = {"report": e.report, "version": e.version, "record": of.id, "coder": coder}
    return Decision.model_validate({"kind": DecisionKind(kind), "decided": NOON} | fields | told)


def add(of: Event) -> Decision:
    return decision("add", of.coder, of, missed=of)


def seen(*decisions: Decision) -> View:
    return view(REPORT, [event("met"), event("talked")], decisions)


MET, TALKED = event("met"), event("talked")


def test_codes() -> None:
    assert [code(r) for r in with_marks(coding()).records] == [
        "event ASSAULT", "statement indirect", "position demands forces", "figure killed",
        "mark damage energy",
    ]  # fmt: skip


def test_what_one_left_undecided_is_left_out() -> None:
    decisions = [decision("accept", c, MET) for c in ("Ana", "Bo")]
    rows = agreement([seen(*decisions, decision("reject", "Ana", TALKED))], "Ana", "Bo")
    assert [(r.units, r.exact.hits, r.exact.f1) for r in rows] == [(1, 1, 1.0)] * 2
    assert [r.report for r in rows] == [REPORT.id, None]


def test_what_one_added_is_none_to_the_other() -> None:
    both = [decision("accept", c, MET) for c in ("Ana", "Bo")]
    *_, row = agreement([seen(*both, add(event("left", coder="Ana")))], "Ana", "Bo")
    assert (row.units, row.exact) == (2, Score(1, 2, 1))
    assert row.alpha == 1 - 3 * Fraction(2) / (16 - 9 - 1)


def test_what_both_added_over_each_other_is_one() -> None:
    ana, bo = event("They left", coder="Ana"), event("left", coder="Bo")
    *_, row = agreement([seen(add(ana), add(bo))], "Ana", "Bo")
    assert (row.units, row.exact.hits, row.overlap.hits, row.code.hits) == (1, 0, 1, 1)
    assert row.alpha is None
    apart = event("fought", coder="Bo")
    *_, row = agreement([seen(add(ana), add(apart))], "Ana", "Bo")
    assert (row.units, row.overlap.hits, row.code.hits) == (2, 0, 1)


def test_an_added_record_that_the_other_accepts_is_held_by_both() -> None:
    new = event("left", coder="Ana")
    *_, row = agreement([seen(add(new), decision("accept", "Bo", new))], "Ana", "Bo")
    assert (row.units, row.exact) == (1, Score(1, 1, 1))


def test_a_third_coder_may_be_missing() -> None:
    decisions = [decision("accept", c, MET) for c in ("Ana", "Bo")]
    decisions.append(decision("reject", "Cy", TALKED))
    found = list(units(seen(*decisions), ("Ana", "Bo", "Cy")))
    assert [sorted(u.held) for u in found] == [["Ana", "Bo"], ["Cy"]]


def test_nobody_in_common() -> None:
    with pytest.raises(DragomanError, match="no record in common"):
        agreement([seen(decision("accept", "Ana", MET))], "Ana", "Bo")


def test_both_reject_all() -> None:
    rows = agreement([seen(*(decision("reject", c, MET) for c in ("Ana", "Bo")))], "Ana", "Bo")
    [score] = {r.exact for r in rows}
    assert (score.precision, score.recall, score.f1) == (None, None, None)


def test_turned_round_precision_is_recall() -> None:
    decisions = [decision("accept", c, MET) for c in ("Ana", "Bo")]
    decisions += [decision("accept", "Ana", TALKED), decision("reject", "Bo", TALKED)]
    one, other = (
        agreement([seen(*decisions)], *pair)[-1] for pair in (("Ana", "Bo"), ("Bo", "Ana"))
    )
    assert (one.exact.precision, one.exact.recall) == (1.0, 0.5)
    assert (other.exact.precision, other.exact.recall) == (0.5, 1.0)
    assert (one.exact.f1, one.alpha) == (other.exact.f1, other.alpha)


def test_records_are_paired_so_that_most_match() -> None:
    # "They met" overlaps both of the other's records, "met" one of them alone.
    ana = [event("They met", coder="Ana"), event("met", coder="Ana")]
    bo = [event("met. They", coder="Bo"), event("They me", coder="Bo")]
    *_, row = agreement([view(REPORT, [], [add(e) for e in (*ana, *bo)])], "Ana", "Bo")
    assert row.overlap == Score(2, 2, 2)


@pytest.mark.parametrize(
    ("units_", "value"),
    [
        ([], None),
        ([["a"], ["b"]], None),
        ([["a", "a"], ["a", "a"]], None),
        ([["a", "a"], ["b", "b"]], 1.0),
        ([["a", "b"], ["a", "b"]], -0.5),
        # Three coders, one missing once: 5 codes of a, 3 of b; two of six pairs apart in a unit.
        ([["a", "a", "b"], ["a", "a", "a"], ["b", "b"]], 1 - 7 * 2 / 30),
        ([["a", "a", "b"], ["a", "a", "a"], ["b", "b"], ["c"]], 1 - 7 * 2 / 30),
    ],
)
def test_alpha(units_: list[list[str]], value: float | None) -> None:
    found = alpha(units_)
    assert found == (value if value is None else pytest.approx(value))


def by_pairs(given_: list[list[str]]) -> float | None:
    """Alpha as it is defined: by all pairs within units, over all pairs there are."""
    whole = [u for u in given_ if len(u) > 1]
    every = [c for u in whole for c in u]
    n = len(every)
    within = sum(
        (Fraction(a != b, (len(u) - 1)) for u in whole for a, b in permutations(u, 2)), Fraction()
    )
    if not (apart := sum(a != b for a, b in permutations(every, 2))):
        return None
    return float(1 - (within / n) / Fraction(apart, n * (n - 1)))


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=8))
def test_alpha_is_what_its_definition_says(given_: list[list[str]]) -> None:
    assert alpha(given_) == by_pairs(given_)
    assert alpha([u[::-1] for u in reversed(given_)]) == alpha(given_)
