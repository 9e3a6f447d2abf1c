"""Tables of the reports that were read, and of those that could not be."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from dragoman.cli.display import words as say
from dragoman.cli.display.tables import table
from dragoman.cli.safe import clean
from dragoman.model import Failure, Report


def reports(found: Iterable[Report]) -> Table:
    """One row for each report."""
    columns = ("Published", "Report", "Site", "Id")
    return table(columns, (None, 7, 3, None), map(_report, found))


def _report(report: Report) -> tuple[str | Text, ...]:
    site = clean(report.site) if report.site else say.NOTHING
    title = Text(clean(report.title or "Untitled report"), "bold")
    address = Text(clean(report.address), "dim")
    return say.day(report.published), Text("\n").join((title, address)), site, say.short(report.id)


def failures(found: Iterable[Failure]) -> Table:
    """One row for each failure."""
    rows = (tuple(map(clean, (f.address, f.code, f"{f.what} {f.todo}"))) for f in found)
    return table(("Address", "Kind", "What happened, and what to do"), (4, None, 6), rows)
