"""The values of records in words."""

import pytest

from dragoman.export.wording import value
from dragoman.model import Bound, Evidence, Figure

WORDS = Evidence(report="report-1", version="0" * 64, start=0, end=3, words="one")


@pytest.mark.parametrize(
    ("number", "bound", "unit", "told"),
    [
        (1, Bound.MAX, "years", "at most 1 year"),
        (1, Bound.EXACT, "people", "1 person"),
        (1, Bound.EXACT, "countries", "1 country"),
        (1, Bound.EXACT, "USD", "1 USD"),
        (2, Bound.EXACT, "years", "2 years"),
        ((1, 3), Bound.ABOUT, "days", "about 1 to 3 days"),
        (None, Bound.ABOUT, "people", "“one”"),
    ],
)
def test_value(number: float | None, bound: Bound, unit: str, told: str) -> None:
    figure = Figure(
        evidence=WORDS, confidence=0.9, coder="c/1", value=number, bound=bound, measure="other",
        unit=unit,
    )  # fmt: skip
    assert value(figure) == told
