"""What a time expression is read against: the report's date, the dates already told, the clause."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from dragoman.model import Precision, Status
from dragoman.resolve.times_calendar import Period
from dragoman.resolve.times_words import any_of, lexicon

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
_CLAUSE = 90  # how far back a clause is searched for its tense


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: TIMEX3 type and value, and the days it spans where known."""

    kind: Kind
    value: str | None
    period: Period | None = None
    mod: str | None = None
    first: date | None = None
    last: date | None = None
    precision: Precision = Precision.VAGUE
    why: str = ""
    aside: bool = False  # a comparison ("a year earlier"): what follows does not count from it

    @property
    def counts(self) -> bool:
        """Whether later expressions may count from this date."""
        return self.period is not None and not self.aside and self.kind in ("DATE", "TIME")


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression of a report: where it stands and what it means."""

    start: int
    end: int
    reading: Reading

    @property
    def kind(self) -> Kind:
        """The TIMEX3 type."""
        return self.reading.kind

    @property
    def value(self) -> str | None:
        """The TIMEX3 value, None where unresolved."""
        return self.reading.value


@dataclass(frozen=True, slots=True)
class Found:
    """Where a rule matched, the words it matched, and the parts its pattern names."""

    start: int
    end: int
    words: str
    parts: dict[str, str | None]

    def __getitem__(self, part: str) -> str:
        """The words of a part, none where the pattern or the text has none."""
        return self.parts.get(part) or ""


@dataclass(slots=True)
class Scene:
    """The state of one reading of a report, from its first expression to its last."""

    text: str
    low: str
    published: date | None
    inner: "Inner"  # reads the expression that begins at an offset, such as the day of a clock time
    status: Status | None = None
    marked: bool = False  # a reader marked the words as a time: "March" alone is the month
    told: Period | None = None  # the date told last
    day: Period | None = None  # the day told last
    quarter: Period | None = None  # the quarter told last

    def tell(self, reading: Reading) -> None:
        """Remember a date, for the expressions that count from it."""
        if not reading.counts or reading.period is None:
            return
        self.told = reading.period
        if self.told.unit == "day":
            self.day = self.told
        elif self.told.unit == "quarter":
            self.quarter = self.told

    def forwards(self, start: int, end: int) -> bool | None:
        """Whether the expression points past the report's date; None where nothing tells."""
        pointed = self.pointed(start)
        if pointed is not None:
            return pointed
        if self.status is not None and self.status is not Status.HYPOTHETICAL:
            return self.status is Status.FUTURE
        return True if self.is_planned(start, end) else None

    def pointed(self, start: int) -> bool | None:
        """Whether the words right before it send it past the report's date, or before it."""
        before = self.low[max(0, start - _CLAUSE) : start]
        if _ends_with("forwards").search(before):
            return True
        return False if _ends_with("backwards").search(before) else None

    def is_planned(self, start: int, end: int) -> bool:
        """Whether its clause tells what is to come: "will", "would", "plans to"."""
        clause = re.split(r"[.!?;\n]\s|[\"“”]", self.low[max(0, start - _CLAUSE) : start])[-1]
        if _clause_has("will", "would").search(clause):
            return True
        opens = len(clause.strip()) <= 3  # "On Friday, the council will vote"
        after = re.split(r"[.!?;\n]", self.low[end : end + _CLAUSE // 2])[0]
        return opens and _clause_has("will").search(after) is not None


Inner = Callable[[Scene, int], Reading | None]


@cache
def _ends_with(cue: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(lexicon()['cues'][cue])})(?: on| in| at| the)?\s+$")


@cache
def _clause_has(*tables: str) -> re.Pattern[str]:
    words = any_of(word for table in tables for word in lexicon()["cues"][table])
    return re.compile(rf"(?<!\w)(?:{words})\b")


def dated(period: Period, why: str, *, mod: str | None = None) -> Reading:
    """A date, narrowed to the early, middle or late part of the period where `mod` says so."""
    first, last = period.first, period.last
    length = (last - first).days
    if mod == "START":
        last = date.fromordinal(first.toordinal() + length // 2)
    elif mod == "END":
        first = date.fromordinal(last.toordinal() - length // 2)
    elif mod == "MID":
        quarter = length // 4
        first = date.fromordinal(first.toordinal() + quarter)
        last = date.fromordinal(last.toordinal() - quarter)
    return Reading("DATE", period.value, period, mod, first, last, period.precision, why)


def at_time(reading: Reading | None, suffix: str, why: str = "") -> Reading | None:
    """The time of day `suffix` (TMO, T18:00) on the day that was read."""
    if reading is None or reading.value is None:
        return Reading("TIME", None, why="no date is known for it") if reading else None
    value = reading.value.split("T")[0] + suffix
    return replace(reading, kind="TIME", value=value, why=why or reading.why)


def unresolved(kind: Kind = "DATE") -> Reading:
    """An expression that counts from the report's date, where that is not known."""
    return Reading(kind, None, why="it counts from the report's date, which is not known")


def impossible() -> Reading:
    """A date that the calendar does not have."""
    return Reading("DATE", None, why="the calendar has no such day")


def vague(value: str, why: str, *, first: date | None = None, last: date | None = None) -> Reading:
    """A time known only as past, present or future."""
    return Reading("DATE", value, first=first, last=last, why=why)
