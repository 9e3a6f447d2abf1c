from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.batches import LOT, RUN, groups, lots

LENGTHS = st.lists(st.integers(1, 60), max_size=8)


def cost(lengths: list[int], parts: list[list[int]]) -> int:
    return sum(len(p) * (max(lengths[i] for i in p) + 2) + RUN for p in parts)


def cuts(order: list[int]) -> list[list[list[int]]]:
    """All ways to cut a list into runs."""
    if not order:
        return [[]]
    return [[order[:i], *rest] for i in range(1, len(order) + 1) for rest in cuts(order[i:])]


@given(LENGTHS)
def test_no_groups_are_padded_less(lengths: list[int]) -> None:
    def fits(part: list[int]) -> bool:
        return len(part) == 1 or len(part) * (max(lengths[i] for i in part) + 2) <= 100

    found = groups(lengths, most=100)
    assert sorted(i for part in found for i in part) == list(range(len(lengths)))
    assert all(map(fits, found))
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    least = min(cost(lengths, parts) for parts in cuts(order) if all(map(fits, parts)))
    assert cost(lengths, found) == least


@given(st.lists(st.integers(0, LOT + 9)))
def test_lots_are_the_texts_in_order(lengths: list[int]) -> None:
    found = lots(lengths)
    assert [i for start, end in found for i in range(start, end)] == list(range(len(lengths)))
    assert all(end - start == 1 or sum(lengths[start:end]) <= LOT for start, end in found)
