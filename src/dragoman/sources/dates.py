"""The date a report states it was published on: a line that is a date and nothing else."""

import re
from datetime import date
from functools import cache

from dragoman.sources.draft import squeeze

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_LABEL = (
    r"(?:(?:first |originally )?(?:published|posted|issued|released)(?: on)?|date)?\s*[:|,–-]?\s*"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d\d)"
_CLOCK = r"(?:[ T,|–-]*(?:at )?\d{1,2}[:.h]\d{2}.{0,30})?"
_SHAPES = (
    rf"{_YEAR}[-/](?P<month>\d\d)[-/](?P<day>\d\d)",
    rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    rf"{_DAY}\.?\s+{_MONTH},?\s+{_YEAR}",
)


def stated_date(line: str) -> date | None:
    """The date a line states and states alone, weekday, label and clock time aside; else None.

    Days written as numbers only are read where the year comes first: 01/02/2025 is two dates.
    """
    line = squeeze(line)
    for shape in _shapes():
        if found := shape.fullmatch(line):
            return _as_date(found["year"], found["month"], found["day"])
    return None


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    around = (_LABEL + _WEEKDAY + shape + _CLOCK for shape in _SHAPES)
    return tuple(re.compile(shape, re.IGNORECASE) for shape in around)


def _as_date(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
