"""The rows of a file of another data set, with errors that name the line and the column."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn, TypeVar

from dragoman.errors import ArchiveError

Value = TypeVar("Value")
_NOTHING = ("", "None", "NA", "NULL")  # how the sets write that they have no value


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def text(self, *columns: str) -> str | None:
        """The cell of the first of these columns that the file has; None where it is empty."""
        for column in columns:
            if column in self.cells:
                cell = self.cells[column].strip()
                return None if cell in _NOTHING else cell
        return None

    def texts(self, column: str) -> list[str]:
        """The parts of a cell that lists them with semicolons."""
        parts = (self.text(column) or "").split(";")
        return [part.strip() for part in parts if part.strip() not in _NOTHING]

    def needed(self, column: str) -> str:
        """The cell, which must not be empty."""
        return self.text(column) or self.refuse(column, "is empty")

    def number(self, column: str, *, most: float) -> float | None:
        """A number between `-most` and `most`; None where the cell is empty."""
        cell = self.text(column)
        if cell is None:
            return None
        found = self._made(column, cell, float, "is no number")
        if not -most <= found <= most:  # this refuses what is no number at all, too
            self.refuse(column, f"{cell!r} is not between -{most:g} and {most:g}")
        return found

    def day(self, column: str, *formats: str) -> date | None:
        """The day, in the first of the formats of `strptime` that fits; None where it is empty."""
        cell = self.text(column)
        if cell is None:
            return None
        for format in formats:
            try:
                # A day has no time zone: the sets do not give one.
                return datetime.strptime(cell, format).date()  # noqa: DTZ007
            except ValueError:
                continue
        return self.refuse(column, f"{cell!r} is no day")

    def refuse(self, column: str, what: str) -> NoReturn:
        """Raise the error that names this line and the column."""
        raise wrong(self.line, f"column {column}: {what}.")

    def _made(self, column: str, cell: str, make: Callable[[str], Value], what: str) -> Value:
        try:
            return make(cell)
        except ValueError:
            self.refuse(column, f"{cell!r} {what}")


def wrong(line: int, what: str) -> ArchiveError:
    """What to say of a line that does not fit."""
    return ArchiveError(
        f"Line {line}: {what[:1].upper()}{what[1:]}",
        todo="Check that the file is whole and of the data set you named.",
    )


def tabbed(lines: Iterable[bytes], *, columns: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a tab-separated file; its first line names the columns unless they are given.

    Its cells hold no tabs or line ends; quotes around a whole cell are taken off.
    """
    names = list(columns)
    for number, line in _decoded(lines):
        cells = [_unquoted(cell) for cell in line.rstrip("\r\n").split("\t")]
        if cells == [""]:
            continue
        if not names:
            names = cells
        else:
            yield _row(number, names, cells)


def separated(lines: Iterable[bytes]) -> Iterator[Row]:
    """The rows of a file with a header, whichever of `,` `;` and tab separates its cells."""
    decoded = _decoded(lines)
    number, header = next(decoded, (1, ""))
    separator = max(",;\t", key=header.count)
    place = [number]
    reader = csv.reader(_noted(decoded, place), delimiter=separator, strict=True)
    names = next(csv.reader([header], delimiter=separator), [])
    while True:
        first = place[0] + 1  # a cell may hold line ends: the row is where it begins
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise wrong(first, f"the row cannot be read: {error}.") from error
        if cells:
            yield _row(first, names, cells)


def _noted(lines: Iterator[tuple[int, str]], place: list[int]) -> Iterator[str]:
    for place[0], line in lines:
        yield line


def _row(number: int, names: list[str], cells: list[str]) -> Row:
    if len(cells) != len(names):
        raise wrong(number, f"{len(cells)} cells, where there are {len(names)} columns.")
    return Row(number, dict(zip(names, cells, strict=True)))


def _decoded(lines: Iterable[bytes]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise wrong(number, f"byte {error.start + 1} is not UTF-8.") from error
        yield number, text.removeprefix("\ufeff") if number == 1 else text


def _unquoted(cell: str) -> str:
    whole = len(cell) > 1 and cell.startswith('"') and cell.endswith('"')
    return cell[1:-1].replace('""', '"') if whole else cell
