import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.benchmark.spans import Count, pairs
from dragoman.model import Span

PAIRS: list[tuple[list[Span], list[Span], list[tuple[int, int]]]] = [
    ([(0, 4)], [(0, 4)], [(0, 0)]),
    ([(0, 4)], [(3, 9)], [(0, 0)]),
    ([(0, 4)], [(4, 9)], []),  # they only touch
    ([(0, 4)], [(0, 2), (0, 4)], [(0, 1)]),  # the same before an overlapping one
    ([(0, 4), (5, 9)], [(0, 9)], [(0, 0)]),  # one to one
    ([(0, 4), (0, 9)], [(0, 9)], [(1, 0)]),
    ([(0, 4)], [], []),
    ([], [(0, 4)], []),
]


@pytest.mark.parametrize(("gold", "found", "expected"), PAIRS)
def test_pairs(gold: list[Span], found: list[Span], expected: list[tuple[int, int]]) -> None:
    assert pairs(gold, found) == expected


def test_scores() -> None:
    count = Count(gold=4, found=3, right=2)
    assert (count.precision, count.recall, count.f1) == (2 / 3, 2 / 4, 4 / 7)
    assert (Count().precision, Count().recall, Count().f1) == (0, 0, 0)


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1]))
)


@given(SPANS, SPANS)
def test_no_span_is_paired_twice_and_no_overlap_is_left(
    gold: list[Span], found: list[Span]
) -> None:
    paired = pairs(gold, found)
    ours, theirs = {a for a, _ in paired}, {b for _, b in paired}
    assert len(ours) == len(theirs) == len(paired)
    for a, (start, end) in enumerate(gold):
        for b, (other, last) in enumerate(found):
            overlap = start < last and other < end
            assert not overlap or a in ours or b in theirs
