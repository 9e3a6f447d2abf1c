"""Tables of what several reports tell of one thing."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any  # Any: rows are of one kind, which the list decides

from rich.table import Table
from rich.text import Text

from dragoman.cli.display import words as say
from dragoman.cli.display.tables import table
from dragoman.cli.safe import clean

if TYPE_CHECKING:
    from dragoman.archive import Archive
    from dragoman.model import Difference, Duplicates, Happening, Story

Rows = Callable[[Sequence[Any], "Archive"], Table]
_REPORTS = 5  # named in a cell; the rest are counted


def stories(found: Sequence["Story"], archive: "Archive") -> Table:
    """Reports about one development, one row for each story."""
    columns = ("When", "Words", "Independent sources", "Reports")
    rows = (
        (
            say.days_from(s.start, s.end),
            ", ".join(map(clean, s.words)),
            _sources(s),
            _reports(s.reports, archive),
        )
        for s in found
    )
    return table(columns, (3, 4, 4, 8), rows)


def duplicates(found: Sequence["Duplicates"], archive: "Archive") -> Table:
    """Reports with one text, one row for each text."""
    rows = (
        (
            "the same" if d.exact else "nearly the same",
            ", ".join(map(clean, d.publishers)) or say.UNKNOWN,
            _sources(d),
            _reports(d.reports, archive),
        )
        for d in found
    )
    return table(("Text", "Published by", "Source", "Reports"), (None, 4, 4, 8), rows)


def happenings(found: Sequence["Happening"], archive: "Archive") -> Table:
    """Acts, one row for each, with the words of the first telling and where others differ."""
    columns = ("What, when, where", "Who → whom", "Told by", "Words, and where tellings differ")
    return table(columns, (4, 4, 4, 8), (_happening(h, archive) for h in found))


def _happening(h: "Happening", archive: "Archive") -> tuple[Text, str, Text, Text]:
    what = Text("\n").join(
        [
            Text(" · ".join(filter(None, (h.type, h.mode))), "bold"),
            Text(h.status),
            Text(say.days_from(h.start, h.end)),
            Text(", ".join(map(clean, h.place)) or f"place {say.UNKNOWN}"),
        ]
    )
    who = " → ".join(", ".join(map(clean, side)) or say.UNKNOWN for side in (h.actor, h.recipient))
    told = Text("\n").join([_sources(h), Text(_told(h)), Text(say.short(h.id), "dim")])
    words = say.around(archive.source(h), h.evidence)
    return what, who, told, Text("\n").join([words, *map(_difference, h.differences)])


def _told(h: "Happening") -> str:
    return f"{say.counted(len(h.events), 'event')} of {say.counted(len(h.reports), 'report')}"


def _difference(difference: "Difference") -> Text:
    told = "; ".join(
        f"{t.value} (“{clean(t.evidence.words)}”{_according(t.said_by, t.source)})"
        for t in difference.tellings
    )
    return Text.assemble((f"{difference.about}: ", "bold"), clean(told))


def _according(said_by: str | None, source: str | None) -> str:
    named = ", ".join(clean(name) for name in (said_by, source) if name)
    return f", according to {named}" if named else ""


def _sources(one: "Duplicates | Story | Happening") -> Text:
    """How many there are at least, and which are known."""
    named = ", ".join(map(clean, one.sources)) or say.UNKNOWN
    return Text.assemble((f"{one.independent}", "bold"), f": {named}")


def _reports(ids: Iterable[str], archive: "Archive") -> Text:
    every = list(ids)
    lines = [say.report_line(archive.report(id).report) for id in every[:_REPORTS]]
    more = len(every) - len(lines)
    return Text("\n".join([*lines, *([f"and {more} more"] if more else [])]))
