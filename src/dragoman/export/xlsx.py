"""XLSX: a workbook with one sheet for each kind of record, the reports, codebook and manifest."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from dragoman.export.codebook import Line, of_columns
from dragoman.export.columns import COLUMNS, REPORTS, Cell, report_row, row, tables
from dragoman.export.csv_files import by_report
from dragoman.export.extras import needed
from dragoman.export.outputs import Outputs
from dragoman.export.selection import Selection
from dragoman.export.tally import Tally

Xlsx = Any  # XlsxWriter has no types
MOST_ROWS = 1_048_576  # of a sheet, in Excel
MOST_UNITS = 32_767  # of a cell, in UTF-16 code units
CONTINUED = "continued"
# The same records give the same bytes: the day that a ZIP file without times gives its parts.
_CREATED = datetime(1980, 1, 1, tzinfo=UTC)
_OLDEST = date(1900, 3, 1)  # Excel counts a day before it that never was
_NOTE = (
    f"A cell holds {MOST_UNITS} characters at most. What is longer goes on in the sheet "
    f"'{CONTINUED}': joined in the order of `part`, after the cell itself, it is the whole text."
)


def write(selection: Selection, outputs: Outputs, tally: Tally) -> Iterator[Line]:
    """Write the workbook; the lines of its codebook."""
    library = needed("xlsxwriter", extra="xlsx", format="xlsx")
    names = list(tables(selection.kinds))
    lines = list(of_columns({name: COLUMNS[name] for name in names}))
    # To a file of its own first: a workbook is a ZIP file, which goes back to what it has written.
    with tempfile.TemporaryFile() as made:
        with library.Workbook(made, {"constant_memory": True}) as book:
            book.set_properties({"created": _CREATED})
            workbook = Workbook(book)
            workbook.fill(selection, names, tally)
            tally.notes.append(_NOTE)
            workbook.tell(lines, tally.told() | {"filters": selection.filters})
        made.seek(0)
        shutil.copyfileobj(made, outputs.binary())
    return iter(lines)


class Workbook:
    """A workbook that is written row by row."""

    def __init__(self, book: Xlsx) -> None:
        self._book = book
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._bold = book.add_format({"bold": True})
        self._sheets: dict[str, Sheet] = {}

    def fill(self, selection: Selection, names: list[str], tally: Tally) -> None:
        """The sheets of the records and their reports, and what did not fit into their cells."""
        for name in names:
            self.sheet(name, [c.name for c in COLUMNS[name]])
        self.sheet(CONTINUED, ["sheet", "id", "column", "part", "text"])
        for report, group in by_report(selection.found()):
            self._row(REPORTS, report.id, report_row(report))
            tally.counts[REPORTS] += 1
            for found in group:
                self._row(found.kind, found.record.id, row(found))
                tally.take(found)

    def tell(self, lines: Iterable[Line], manifest: Mapping[str, object]) -> None:
        """The sheets of the codebook and the manifest."""
        self.sheet("codebook", list(Line._fields))
        for line in lines:
            self._sheets["codebook"].add(line)
        self.sheet("manifest", ["key", "name", "value"])
        for key, value in manifest.items():
            for name, told in _pairs(value):
                self._sheets["manifest"].add([key, name, told])

    def sheet(self, name: str, columns: list[str]) -> None:
        """A new sheet with a first row of these names."""
        self._sheets[name] = Sheet(self._book, name, columns, bold=self._bold, day=self._day)

    def _row(self, name: str, id: str, cells: Mapping[str, Cell]) -> None:
        first = list[Cell]()
        for column, value in cells.items():
            parts = list(pieces(value)) if isinstance(value, str) else [value]
            first.append(parts[0])
            for number, part in enumerate(parts[1:], start=2):
                self._sheets[CONTINUED].add([name, id, column, number, part])
        self._sheets[name].add(first)


class Sheet:
    """A sheet, and the further ones where it is full."""

    def __init__(
        self,
        book: Xlsx,
        name: str,
        columns: list[str],
        *,
        bold: Xlsx,
        day: Xlsx,
        most: int = MOST_ROWS,
    ) -> None:
        self._book, self._name, self._columns, self._most = book, name, columns, most
        self._bold, self._day = bold, day
        self._count = 0
        self._begin()

    def _begin(self) -> None:
        self._count += 1
        name = self._name if self._count == 1 else f"{self._name} {self._count}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(self._columns):
            self._sheet.write_string(0, at, column, self._bold)
        self._row = 1

    def add(self, cells: Iterable[Cell]) -> None:
        """One more row."""
        if self._row == self._most:
            self._begin()
        for at, value in enumerate(cells):
            self._put(at, value)
        self._row += 1

    def _put(self, at: int, value: Cell) -> None:
        match value:
            case None | "":
                pass
            case str():
                self._sheet.write_string(self._row, at, value)
            case bool():
                self._sheet.write_boolean(self._row, at, value)
            case date() if value >= _OLDEST:
                self._sheet.write_datetime(self._row, at, value, self._day)
            case date():
                self._sheet.write_string(self._row, at, value.isoformat())
            case _:
                self._sheet.write_number(self._row, at, value)


def pieces(text: str, *, most: int = MOST_UNITS) -> Iterator[str]:
    """The text in parts of at most so many UTF-16 code units, each of whole characters."""
    if len(text) * 2 <= most:
        yield text
        return
    start = units = 0
    for at, letter in enumerate(text):
        size = 2 if letter > "\uffff" else 1
        if units + size > most:
            yield text[start:at]
            start, units = at, 0
        units += size
    yield text[start:]


def _pairs(value: object) -> Iterator[tuple[str, Cell]]:
    if isinstance(value, Mapping):
        yield from ((str(name), _told(told)) for name, told in value.items())
    elif isinstance(value, list):
        yield from (("", _told(told)) for told in value)
    else:
        yield "", _told(value)


def _told(value: object) -> Cell:
    return value if isinstance(value, int | float) else str(value)
