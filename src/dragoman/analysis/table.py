"""A table: named columns, rows, and behind each row the records it rests on."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # what a dataframe library takes and gives

from dragoman.errors import SettingsError

Cell = object
Ids = Sequence[str]
RECORDS = "records"
_SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the type of its cells, what it means. An empty cell is None."""

    name: str
    type: type
    meaning: str


@dataclass(frozen=True, eq=False)
class Table:
    """Columns and their cells; `records` are the ids of the records behind each row.

    `note` says what is counted and what is left out. Any library that speaks the dataframe
    interchange protocol or Arrow's PyCapsule interface takes it as it is, where pyarrow is there.
    """

    name: str
    columns: tuple[Column, ...]
    data: tuple[Sequence[Cell], ...]  # one a column
    records: Sequence[Ids]
    note: str = ""

    def __len__(self) -> int:
        return len(self.records)

    @property
    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The cells, row by row."""
        return zip(*self.data, strict=True)

    def first(self, count: int) -> "Table":
        """The first rows."""
        cut = tuple(cells[:count] for cells in self.data)
        return Table(self.name, self.columns, cut, self.records[:count], self.note)

    def column(self, name: str) -> Sequence[Cell]:
        """The cells of the column of that name."""
        return self.data[[c.name for c in self.columns].index(name)]

    def to_dicts(self) -> Iterator[dict[str, Cell]]:
        """Each row by the names of its columns, as JSON has values, with the ids behind it."""
        names = [c.name for c in self.columns]
        for row, ids in zip(self.rows, self.records, strict=True):
            yield dict(zip(names, map(_plain, row), strict=True)) | {RECORDS: list(ids)}

    def to_csv(self, *, text: Callable[[str], str] = str) -> str:
        """The table with a header; the ids stand in one cell, with semicolons.

        `text` is how texts are written: `dragoman.export.neutral.neutral` for spreadsheets, which
        would run some of them as formulas.
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*(c.name for c in self.columns), RECORDS])
        for row, ids in zip(self.rows, self.records, strict=True):
            cells = (text(cell) if isinstance(cell, str) else _plain(cell) for cell in row)
            writer.writerow([*cells, _SEPARATOR.join(ids)])
        return out.getvalue()

    def to_arrow(self) -> Any:  # noqa: ANN401  # pyarrow is an extra
        """The table as pyarrow has it, with the columns' meanings; `SettingsError` without it."""
        pa = _pyarrow()
        kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), date: pa.date32()}
        fields = [
            pa.field(c.name, kinds[c.type], metadata={"meaning": c.meaning}) for c in self.columns
        ]
        arrays = [pa.array(cell, field.type) for cell, field in zip(self.data, fields, strict=True)]
        fields.append(pa.field(RECORDS, pa.list_(pa.string())))
        arrays.append(pa.array([list(ids) for ids in self.records], fields[-1].type))
        told = {"name": self.name, "note": self.note}
        return pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=told))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __dataframe__(self, nan_as_null: bool = False, allow_copy: bool = True) -> object:  # noqa: FBT001, FBT002  # the protocol's own signature
        # The protocol has no lists: the ids stand in one cell, as in CSV.
        pa, table = _pyarrow(), self.to_arrow()
        ids = pa.array([_SEPARATOR.join(ids) for ids in self.records], pa.string())
        plain = table.set_column(len(self.columns), RECORDS, ids)
        return plain.__dataframe__(nan_as_null=nan_as_null, allow_copy=allow_copy)


def across(
    columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]
) -> tuple[tuple[Cell, ...], ...]:
    """The cells of rows, column by column."""
    return tuple(zip(*rows, strict=True)) or ((),) * len(columns)


def _plain(value: Cell) -> Cell:
    return value.isoformat() if isinstance(value, date) else value


def _pyarrow() -> Any:  # noqa: ANN401  # pyarrow is an extra
    try:
        import pyarrow as pa
    except ImportError as error:
        raise SettingsError(
            "Handing a table to a dataframe library needs pyarrow, which is not installed.",
            todo="Install it with: pip install 'dragoman[tables]', or use to_dicts().",
        ) from error
    return pa
