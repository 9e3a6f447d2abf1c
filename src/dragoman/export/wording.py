"""The values of records in words, the same on a terminal, a page and in a notebook."""

from datetime import date, timedelta

from dragoman.model import Bound, Figure, When

UNKNOWN = "unknown"


def days(time: When) -> str:
    """The days, as finely as they are known."""
    match time.start, time.end:
        case None, None:
            return f"day {UNKNOWN}"
        case None, date() as end:
            return f"by {end}"
        case date() as start, None:
            return f"from {start} on"
        case date() as start, date() as end:
            return _span(start, end)
    raise AssertionError(time)


def _span(start: date, end: date) -> str:
    if start == end:
        return f"{start}"
    opens = start.day == 1
    closes = (end + timedelta(days=1)).day == 1 if end < date.max else True
    if opens and closes and (start.year, start.month) == (end.year, end.month):
        return f"{start:%Y-%m}"
    if opens and closes and start.year == end.year and (start.month, end.month) == (1, 12):
        return f"{start:%Y}"
    return f"{start} to {end}"


def value(figure: Figure) -> str:
    """The number with its bound and unit; the words where these leave it open: “dozens”."""
    if figure.value is None:
        return f"“{figure.evidence.words}”"
    ends = figure.value if isinstance(figure.value, tuple) else (figure.value,)
    told = " to ".join(f"{end:,.12g}" for end in ends)
    unit = _one(figure.unit) if figure.unit and figure.value == 1 else figure.unit
    return " ".join(filter(None, (_BOUNDS[figure.bound], told, unit)))


def _one(unit: str) -> str:
    """The unit of a single one: "1 year", "1 person"; currencies and "km" stay as they are."""
    if unit == "people":
        return "person"
    if unit.endswith("ies"):
        return f"{unit[:-3]}y"
    return unit.removesuffix("s") if not unit.endswith("ss") else unit


_BOUNDS = {Bound.EXACT: "", Bound.ABOUT: "about", Bound.MIN: "at least", Bound.MAX: "at most"}


def percent(confidence: float) -> str:
    """The confidence in percent; never rounded up to certainty or down to nothing."""
    return f"{confidence if confidence in (0, 1) else min(max(confidence, 0.01), 0.99):.0%}"
