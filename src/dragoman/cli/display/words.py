"""The words of records, worded for a terminal."""

import re
from datetime import date
from typing import Any  # the fields of a record

from rich.text import Text

from dragoman.cli.safe import clean
from dragoman.export.wording import UNKNOWN, days, percent, value
from dragoman.model import (
    Actor,
    Bound,
    Coded,
    Evidence,
    Figure,
    Place,
    Precision,
    Report,
    When,
)

__all__ = ["UNKNOWN", "percent", "value"]  # what is worded elsewhere, named here as well

NOTHING = "—"
ROOM = 70  # characters of the report shown on either side of the words
HASH = 8  # digits of an id that tell records of one report apart


def around(report: Report, words: Evidence, *, room: int = ROOM) -> Text:
    """The words marked ›so‹ where they stand, within their paragraph."""
    text, start, end = report.text, words.start, words.end
    low = max(start - room, text.rfind("\n", 0, start) + 1)
    after = text.find("\n", end)
    high = min(end + room, len(text) if after < 0 else after)
    before, behind = text[low:start], text[end:high]
    if low and text[low - 1] != "\n":
        before = "… " + _from_blank(before)
    if high < len(text) and text[high] != "\n":
        behind = _from_blank(behind[::-1])[::-1] + " …"
    return Text.assemble(_part(before), (f"›{clean(words.words)}‹", "bold"), _part(behind))


def _from_blank(words: str) -> str:
    """The words without the first, which may have been cut."""
    return words.partition(" ")[2] if " " in words else words


def _part(words: str) -> str:
    """`clean`, with a blank kept at either end."""
    return re.sub(r"\S.*\S|\S", lambda m: clean(m[0]), re.sub(r"\s+", " ", words))


def quoted(parts: tuple[Evidence, ...], *, direct: bool) -> str:
    """What was said; in quotation marks where it is a quotation."""
    marks = "“{}”" if direct else "{}"
    return " … ".join(marks.format(clean(part.words)) for part in parts)


def actor(who: Actor | None) -> str:
    """The report's words, and in brackets whom they were resolved to: `Kyiv [Ukraine, UKR GOV]`."""
    if who is None:
        return UNKNOWN
    codes = " ".join(filter(None, (who.country, *who.sectors)))
    return _resolved(who.evidence.words, who.name, codes)


def actors(several: tuple[Actor, ...]) -> str:
    """All of them; `unknown` where there are none."""
    return ", ".join(map(actor, several)) or UNKNOWN


def place(where: Place) -> str:
    """The report's words for a place, and in brackets what they were resolved to."""
    disputed = "disputed" if where.disputed else None
    return _resolved(where.evidence.words, where.name, where.country, disputed)


def places(several: tuple[Place, ...]) -> str:
    """All of them; that the place is unknown where there are none."""
    return ", ".join(map(place, several)) or f"place {UNKNOWN}"


def _resolved(words: str, name: str | None, *more: str | None) -> str:
    words = clean(words)
    other = clean(name) if name and clean(name).casefold() != words.casefold() else None
    known = ", ".join(filter(None, (other, *more)))
    return f"{words} [{known}]" if known else words


def source(said_by: Actor | None) -> str:
    """Who says so: a source that is named, else the report."""
    return f"according to {'the report' if said_by is None else actor(said_by)}"


def when(time: When | None) -> str:
    """The days, as finely as they are known, and the report's words for them."""
    if time is None:
        return f"time {UNKNOWN}"
    words = f"“{clean(time.evidence.words)}”" if time.evidence else "(no time told)"
    return f"{days(time)} {words}"


def days_from(start: date | None, end: date | None) -> str:
    """The days between two, worded as those of records are."""
    return days(When(precision=Precision.REPORT, start=start, end=end))


def number(value: float) -> str:
    """The number with commas, as figures have it."""
    return f"{value:,.12g}"


def claimed(low: float, high: float, *, bound: str, unit: str | None) -> str:
    """The number of a figure with its bound and unit, worded as `figures` does."""
    told = low if low == high else (low, high)
    # What it rests on is not worded, so that it need not be there.
    worded: dict[str, Any] = {"value": told, "bound": Bound(bound), "unit": unit}
    return clean(value(Figure.model_construct(**worded)))


def counted(count: int, one: str, several: str | None = None) -> str:
    """How many there are of a thing: `1 story`, `2 stories`."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


def sure(confidence: float | None) -> str:
    """The confidence in brackets, for behind what it is of."""
    return "" if confidence is None else f" ({percent(confidence)})"


def mark(record: Coded, *, id: str | None = None) -> str:
    """What `show REPORT --record` finds the record by, and where its words stand."""
    number = (id or record.id).rpartition("-")[2][:HASH]
    return f"{number} · {record.evidence.start}-{record.evidence.end}"


def report_line(report: Report) -> str:
    """The report in a line: day, title or address, start of its id."""
    title = clean(report.title or report.address)
    return f"{day(report.published)}, {title} ({short(report.id)})"


def day(published: date | None) -> str:
    """The day of publication."""
    return f"date {UNKNOWN}" if published is None else f"{published}"


def short(id: str) -> str:
    """The start of an id, long enough to find it by."""
    kind, _, number = id.rpartition("-")
    return f"{kind}-{number[:HASH]}"
