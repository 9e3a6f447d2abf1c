"""Spans found and spans annotated: which belong together, and the scores of their counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.model import Span


@dataclass(slots=True)
class Count:
    """How many were annotated, found, and rightly found."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / max(self.found, 1)

    @property
    def recall(self) -> float:
        """The share of what was annotated that was found."""
        return self.right / max(self.gold, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(self.gold + self.found, 1)


def pairs(gold: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    """Which annotated span goes with which found one, one to one: the same, else overlapping."""
    paired: dict[int, int] = {}
    free = dict.fromkeys(range(len(found)))
    for fits in (_same, _overlap):
        for number, span in enumerate(gold):
            if number in paired:
                continue
            other = next((f for f in free if fits(span, found[f])), None)
            if other is not None:
                paired[number] = other
                del free[other]
    return sorted(paired.items())


def _same(a: Span, b: Span) -> bool:
    return tuple(a) == tuple(b)


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]
