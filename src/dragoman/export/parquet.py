"""Parquet: one file for each kind of record, with types, and nested where the records are."""

import types
import typing
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import date
from enum import StrEnum
from typing import IO, Any

from dragoman.export.citation import citation
from dragoman.export.codebook import Key, Line, of_columns, of_keys
from dragoman.export.columns import COLUMNS, REPORTS, report_row, tables
from dragoman.export.csv_files import by_report
from dragoman.export.extras import needed
from dragoman.export.lines import SCHEMA
from dragoman.export.outputs import Outputs
from dragoman.export.selection import Found, Selection
from dragoman.export.tally import Tally
from dragoman.model import KINDS, Coded, Evidence, Record

Arrow = Any  # pyarrow has no types, and annotations have none that mypy knows
GROUP = 5_000  # rows held before they are written
_HEAD = {
    "id": "the record's id",
    "report": "the report's id",
    "version": "which version of the report's text the offsets are of",
    "start": "where the words begin: code points from the start of the text",
    "end": "where the words end: text[start:end] == words",
    "words": "the exact words the record rests on",
    "before": "up to 32 characters before the words",
    "after": "up to 32 characters after the words",
}
_TAIL = {
    "review": "where its review stands: machine, accepted, corrected, added or disputed",
    "report_title": "the report's title",
    "report_site": "who published the report",
    "report_address": "the report's address, or the file it was read from",
    "report_published": "the day the report was published",
    "citation": "how to cite the record",
}


def write(selection: Selection, outputs: Outputs, tally: Tally) -> Iterator[Line]:
    """Write the files; the lines of their codebook."""
    names = list(tables(selection.kinds))
    with ExitStack() as stack:
        opened = {name: closing(Table(name, outputs.binary(name))) for name in names}
        files = {name: stack.enter_context(table) for name, table in opened.items()}
        for report, group in by_report(selection.found()):
            files[REPORTS].add(dict(report_row(report)))
            tally.counts[REPORTS] += 1
            for found in group:
                files[found.kind].add(row(found))
                tally.take(found)
    return _lines(selection.kinds)


class Table:
    """One Parquet file, written a group of rows at a time."""

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        self._arrow = needed("pyarrow", extra="tables", format="parquet")
        parquet = needed("pyarrow.parquet", extra="tables", format="parquet")
        made = _report_schema if name == REPORTS else _schema
        told = {"dragoman": name, "schema": str(SCHEMA)}
        self._schema = made(self._arrow, name).with_metadata(told)
        self._writer = parquet.ParquetWriter(
            stream, self._schema, compression="zstd", store_schema=True
        )
        self._rows: list[dict[str, object]] = []

    def add(self, row: dict[str, object]) -> None:
        """One more row."""
        self._rows.append(row)
        if len(self._rows) == GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is held, and the end of the file."""
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []


def row(found: Found) -> dict[str, object]:
    """The cells of a record, nested where it is."""
    record, report = found.record, found.report
    e = record.evidence
    head = {"id": record.id, "report": e.report, "version": e.version}
    own = {name: _plain(getattr(record, field)) for name, field in _fields(type(record)) if name}
    tail = {f"report_{n}": getattr(report, n) for n in ("title", "site", "address", "published")}
    told = {"review": found.state.value, "citation": citation(record, report)}
    return head | _words(e) | _spread(own) | tail | told


def _fields(kind: type[Record]) -> Iterator[tuple[str, str]]:
    """The name in the file and the name in Python of each field but the evidence of a record."""
    for name, field in kind.model_fields.items():
        if not (issubclass(kind, Coded) and name == "evidence"):
            yield field.alias or name, name


def _words(e: Evidence) -> dict[str, object]:
    # The report and version are those of the row: evidence of another cannot be in a record.
    return {"start": e.start, "end": e.end, "words": e.words, "before": e.before, "after": e.after}


def _plain(value: object) -> object:
    match value:
        case Evidence():
            return _words(value)
        case Record():
            return {name: _plain(getattr(value, field)) for name, field in _fields(type(value))}
        case StrEnum():
            return value.value
        case tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return [(key, _plain(item)) for key, item in value.items()]
    return value


def _spread(own: dict[str, object]) -> dict[str, object]:
    """The same with a figure's value as the two ends of a range."""
    if "value" not in own:
        return own
    value = own["value"]
    low, high = value if isinstance(value, list) else (value, value)
    return {"low": low, "high": high} | {k: v for k, v in own.items() if k != "value"}


def _schema(arrow: Arrow, name: str) -> Arrow:
    text, number = arrow.string(), arrow.int64()
    types = {"start": number, "end": number, "report_published": arrow.date32()}
    named = [arrow.field(n, types.get(n, text)) for n in _HEAD]
    for alias, field in _fields(KINDS[name]):
        if alias == "value":
            named += [arrow.field(end, arrow.float64()) for end in ("low", "high")]
        else:
            named.append(
                arrow.field(alias, _type(arrow, KINDS[name].model_fields[field].annotation))
            )
    return arrow.schema([*named, *(arrow.field(n, types.get(n, text)) for n in _TAIL)])


def _report_schema(arrow: Arrow, name: str) -> Arrow:
    known = {str: arrow.string(), date: arrow.date32()}
    return arrow.schema([arrow.field(c.name, known[c.type]) for c in COLUMNS[name]])


def _type(arrow: Arrow, wanted: Arrow) -> Arrow:
    """The Arrow type of a field's annotation."""
    origin: Arrow = typing.get_origin(wanted)
    args = typing.get_args(wanted)
    if origin is typing.Annotated:
        return _type(arrow, args[0])
    if origin in (types.UnionType, typing.Union):
        return _type(arrow, next(a for a in args if a is not type(None)))
    if origin is tuple:
        return arrow.list_(_type(arrow, args[0]))
    if origin is dict:
        return arrow.map_(arrow.string(), _type(arrow, args[1]))
    if wanted is Evidence:
        named = {"start": int, "end": int, "words": str, "before": str, "after": str}
        return arrow.struct([arrow.field(n, _type(arrow, t)) for n, t in named.items()])
    if issubclass(wanted, Record):
        fields = ((n, wanted.model_fields[field].annotation) for n, field in _fields(wanted))
        return arrow.struct([arrow.field(n, _type(arrow, t)) for n, t in fields])
    simple = {bool: arrow.bool_, int: arrow.int64, float: arrow.float64, date: arrow.date32}
    return simple.get(wanted, arrow.string)()


def _lines(kinds: tuple[str, ...]) -> Iterator[Line]:
    for kind in kinds:
        yield from of_keys(kind, [Key(name, meaning) for name, meaning in _HEAD.items()])
        yield from own_lines(kind)
        yield from of_keys(kind, [Key(name, meaning) for name, meaning in _TAIL.items()])
    yield from of_columns({REPORTS: COLUMNS[REPORTS]})


def own_lines(kind: str) -> Iterator[Line]:
    """The lines of the columns that CSV has too, and of those that hold what it spreads."""
    flat = {c.name: c for c in COLUMNS[kind]}
    for name, _ in _fields(KINDS[kind]):
        wanted = ("low", "high") if name == "value" else (name,)
        for part in wanted:
            if part in flat:
                yield from of_columns({kind: [flat[part]]})
            else:
                yield Line(kind, part, "nested", "", "nested; docs/export.md tells its keys")
