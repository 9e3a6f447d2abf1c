from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import Bound
from dragoman.resolve.quantities import parse_quantity, unit_of, whole

QUANTITIES: list[tuple[str, Any, str, str | None]] = [
    ("26", 26, "exact", None),
    ("2,500", 2500, "exact", None),
    ("1 200 000", 1_200_000, "exact", None),
    ("at least 26", 26, "min", None),
    ("no fewer than nine", 9, "min", None),
    ("no less than 20", 20, "min", None),
    ("more than 4.5 million", 4_500_000, "min", None),
    ("upwards of 250,000", 250_000, "min", None),
    ("20 or more", 20, "min", None),
    ("at least about 20", 20, "min", None),
    ("up to 5,000", 5000, "max", None),
    ("no more than 12", 12, "max", None),
    ("as many as twenty", 20, "max", None),
    ("fewer than 40", 40, "max", None),
    ("nearly 300", 300, "about", None),
    ("some two thousand", 2000, "about", None),
    ("an estimated 70,000", 70_000, "about", None),
    ("two million", 2_000_000, "exact", None),
    ("two hundred and five", 205, "exact", None),
    ("twenty-five", 25, "exact", None),
    ("thirty-one thousand five hundred", 31_500, "exact", None),
    ("14-thousand", 14_000, "exact", None),
    ("two and a half million", 2_500_000, "exact", None),
    ("half a million", 500_000, "exact", None),
    ("a dozen", 12, "exact", None),
    ("two dozen", 24, "exact", None),
    ("half", 0.5, "exact", None),
    ("one third", 1 / 3, "exact", None),
    ("two-thirds", 2 / 3, "exact", None),
    ("4½-year", 4.5, "exact", "years"),
    ("no", 0, "exact", None),
    ("not a single", 0, "exact", None),
    ("dozens", None, "about", None),
    ("tens of thousands", None, "about", None),
    ("several hundred", None, "about", None),
    ("at least several", None, "min", None),
    ("between 10 and 20", (10, 20), "exact", None),
    ("10-15", (10, 15), "exact", None),
    ("two to three million", (2_000_000, 3_000_000), "exact", None),
    ("19 or 20", (19, 20), "about", None),
    ("one in three", 1 / 3, "exact", None),
    ("$1.5 billion", 1_500_000_000, "exact", "USD"),
    ("about €522 million", 522_000_000, "about", "EUR"),
    ("over US$700,000", 700_000, "min", "USD"),
    ("20%", 20, "exact", "percent"),
    ("just 10 per cent", 10, "exact", "percent"),
    ("1,000-kilometer", 1000, "exact", "km"),
    ("300 m", 300, "exact", "m"),
    ("10,000 km2", 10_000, "exact", "km2"),
    ("three-year", 3, "exact", "years"),
    ("a month", 1, "exact", "months"),
    ("an hour and a half", 1.5, "exact", "hours"),
    ("yearlong", 1, "exact", "years"),
    ("a few months", None, "about", "months"),
    ("more than two decades", 20, "min", "years"),
    ("a half-century", 50, "exact", "years"),
]


@pytest.mark.parametrize(("words", "value", "bound", "unit"), QUANTITIES, ids=lambda v: str(v))
def test_quantity(words: str, value: object, bound: str, unit: str | None) -> None:
    quantity = parse_quantity(words)
    assert quantity.value == (pytest.approx(value) if value is not None else None)
    assert (quantity.bound, quantity.unit) == (Bound(bound), unit)


def test_a_part_becomes_percent_where_percent_is_measured() -> None:
    quantity = parse_quantity("more than half", measure="percent")
    assert (quantity.value, quantity.bound, quantity.unit) == (50, Bound.MIN, "percent")


UNITS = [
    ("26", "killed", " in the attack", "people"),
    ("three", "weapons", " ballistic missiles over", "missiles"),
    ("72", "duration", " hours amid clashes", "hours"),
    ("370", "distance", "-km exclusive zone", "km"),
    ("$3 billion", "money", " in aid", "USD"),
    ("five", "percent", " of the seats", "percent"),
    ("five", "other", " Israeli settlers broke", "people"),
    ("four", "other", " of the villages were", "villages"),
    ("two", "other", " tankers", "tankers"),
    ("hundreds of flights", "other", " were cancelled", "flights"),
    ("14", "votes", " to 1", "votes"),
    ("12", "other", ".", None),
]


@pytest.mark.parametrize(("words", "measure", "following", "unit"), UNITS)
def test_unit(words: str, measure: str, following: str, unit: str | None) -> None:
    assert unit_of(words, measure, following) == unit


BEGUN = [
    ("At", "At least 15 people are killed", "At least 15"),
    ("US", "US$1.1 million (£881,540)", "US$1.1 million"),
    ("more", "more than two million people", "more than two million"),
    ("an", "an additional 30,000 troops", "an additional 30,000"),
    ("a", "a few weeks", "a few"),
    ("a", "a third of the fleet", "a third"),
    ("dozens", "dozens of soldiers", "dozens"),
    ("decades", "decades of rule", "decades"),
    ("At", "At the front 15 people", None),
    ("At", "At least two hundred thousand people", "At least two hundred thousand"),
    ("up", "up to Rs. 2 million", "up to Rs. 2 million"),
    ("warned", "warned against 20 deals", None),
    ("year", "year-round process", None),
]


@pytest.mark.parametrize(("words", "text", "stated"), BEGUN)
def test_a_number_that_words_only_begin(words: str, text: str, stated: str | None) -> None:
    found = whole(text, (0, len(words)))
    assert (found and text[slice(*found)]) == stated


PIECES = st.sampled_from(tuple("a0%$²½-9") + ("half", "and", "two", "million", "in", "to", "of"))


@given(st.text() | st.lists(PIECES).map(" ".join), st.text())
def test_never_raises(words: str, following: str) -> None:
    quantity = parse_quantity(words, measure="percent")
    assert isinstance(quantity.bound, Bound)
    unit_of(words, "other", following)
    if (span := whole(words + following, (0, len(words)))) is not None:
        assert 0 == span[0] < span[1] <= len(words + following) or not words


def test_a_number_too_large_to_hold_is_none() -> None:
    assert parse_quantity("9" * 400).value is None
