"""Stretches of the calendar: a day, a week, a quarter, a decade, and ways between them."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dragoman.model import Precision

Unit = Literal[
    "day", "weekend", "week", "month", "quarter", "half", "season", "year", "decade", "century"
]

_MONTHS = {
    "month": 1,
    "quarter": 3,
    "half": 6,
    "season": 3,
    "year": 12,
    "decade": 120,
    "century": 1200,
}
_SEASON_CODES = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_PRECISION = {
    "day": Precision.DAY,
    "weekend": Precision.WEEK,
    "week": Precision.WEEK,
    "month": Precision.MONTH,
    "quarter": Precision.SEASON,
    "half": Precision.SEASON,
    "season": Precision.SEASON,
    "year": Precision.YEAR,
    "decade": Precision.DECADE,
    "century": Precision.VAGUE,
}


class OffTheCalendar(ValueError):
    """A day before year 1 or after year 9999."""


@dataclass(frozen=True, slots=True)
class Period:
    """One unit of the calendar, by its first day."""

    unit: Unit
    first: date

    @classmethod
    def around(cls, unit: Unit, day: date) -> "Period":
        """The unit that holds the day."""
        if unit == "day":
            return cls(unit, day)
        if unit == "week":
            return cls(unit, _days(day, -day.weekday()))
        if unit == "weekend":  # the one just over, or the one the day is in
            return cls(unit, _days(day, -((day.weekday() - 5) % 7)))
        if unit == "season":
            return cls(unit, _months(day.replace(day=1), -(day.month % 3)))
        if unit == "decade":
            return cls(unit, date(max(1, day.year // 10 * 10), 1, 1))
        if unit == "century":
            return cls(unit, date(max(1, day.year // 100 * 100), 1, 1))
        months = _MONTHS[unit]
        return cls(unit, date(day.year, (day.month - 1) // months * months + 1, 1))

    @property
    def last(self) -> date:
        """The last day of it."""
        if self.unit == "weekend":
            return _days(self.first, 1)
        return _days(self.shift(1).first, -1)

    @property
    def precision(self) -> Precision:
        """How finely a time is known that is known by this unit."""
        return _PRECISION[self.unit]

    def shift(self, count: int) -> "Period":
        """The unit so many units later, earlier where the count is negative."""
        if self.unit in _MONTHS:
            return Period(self.unit, _months(self.first, count * _MONTHS[self.unit]))
        return Period(self.unit, _days(self.first, count * (1 if self.unit == "day" else 7)))

    def moved(self, unit: Unit, count: int) -> "Period":
        """The same kind of period, so many of another unit later."""
        if unit in _MONTHS:
            day = _months(self.first, count * _MONTHS[unit])
        else:
            day = _days(self.first, count * (1 if unit == "day" else 7))
        return Period.around(self.unit, day)

    @property
    def value(self) -> str:
        """Its TIMEX3 value: 2022-02-24, 2022-W08, 2022-02, 2022-Q1, 2022-WI, 2022, 202, 20."""
        year, month = self.first.year, self.first.month
        match self.unit:
            case "day":
                return self.first.isoformat()
            case "week" | "weekend":
                iso = self.first.isocalendar()
                return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if self.unit == "weekend" else "")
            case "month":
                return f"{year:04}-{month:02}"
            case "quarter":
                return f"{year:04}-Q{(month + 2) // 3}"
            case "half":
                return f"{year:04}-H{(month + 5) // 6}"
            case "season":
                return f"{year:04}-{_SEASON_CODES[month]}"
            case "year":
                return f"{year:04}"
            case "decade":
                return f"{year // 10:03}"
            case _:
                return f"{year // 100:02}"


def _days(day: date, count: int) -> date:
    try:
        return day + timedelta(days=count)
    except OverflowError as error:
        raise OffTheCalendar from error


def _months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        raise OffTheCalendar
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def on(year: int, month: int, day: int) -> Period | None:
    """The day of that date, None where the calendar has none."""
    try:
        return Period("day", date(year, month, day))
    except ValueError:
        return None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the Meeus/Jones/Butcher rule)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The n-th such weekday of a month, as the fourth Thursday of November."""
    first = date(year, month, 1)
    return _days(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))
