"""CSV: one file for each kind of record, and one for the reports they are from."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from dragoman.export.codebook import Line, of_columns
from dragoman.export.columns import COLUMNS, REPORTS, Cell, report_row, row, tables
from dragoman.export.neutral import neutral
from dragoman.export.outputs import Outputs, write_csv
from dragoman.export.selection import Found, Selection
from dragoman.export.tally import Tally
from dragoman.model import Report

NOTE = (
    "A text that a spreadsheet could run as a formula, or that begins with an apostrophe, has one "
    "apostrophe more before it; take one away to have the text."
)


def write(selection: Selection, outputs: Outputs, tally: Tally) -> Iterator[Line]:
    """Write the files; the lines of their codebook."""
    names = list(tables(selection.kinds))
    streams = {name: outputs.text(name) for name in names}
    for name, stream in streams.items():
        write_csv(stream, [[c.name for c in COLUMNS[name]]])
    for report, group in by_report(selection.found()):
        write_csv(streams[REPORTS], [map(_cell, report_row(report).values())])
        for found in group:
            write_csv(streams[found.kind], [map(_cell, row(found).values())])
            tally.take(found)
        tally.counts[REPORTS] += 1
    tally.notes.append(NOTE)
    return of_columns({name: COLUMNS[name] for name in names})


def by_report(found: Iterable[Found]) -> Iterator[tuple[Report, Iterator[Found]]]:
    """Each report with its records."""
    yield from groupby(found, lambda f: f.report)


def _cell(value: Cell) -> Cell:
    match value:
        case str():
            return neutral(value)
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
    return value
