"""Tables with a report in each row: CSV, TSV, JSON lines and Parquet, read row by row."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO  # Any: the values of rows

from dragoman.errors import EmptySource, SourceError, UnreadableSource
from dragoman.printable import printable
from dragoman.sources.columns import Columns
from dragoman.sources.dates import stated_date
from dragoman.sources.decoding import decode, marked_encoding
from dragoman.sources.document import Document, failed
from dragoman.sources.files import too_large
from dragoman.sources.keys import Keys
from dragoman.sources.place import Place, broken

if TYPE_CHECKING:
    from collections.abc import Sequence

_BATCH = 64  # rows of a Parquet file held at a time
_SNIFFED = 1_000_000  # bytes by which the encoding of a CSV file is told
_SHORT = 200  # characters of a cell that is kept as metadata
_DELIMITERS = ",;\t|"

Row = Mapping[str, Any]
Numbered = tuple[int, Row | SourceError]


def rows(place: Place, *, mapping: Mapping[str, str] | None, max_size: int) -> Iterator[Document]:
    """The reports of a table's rows, in its order.

    A row's address is its `url`, else `TABLE#ID`, or `TABLE#NUMBER` counted from 1 where there is
    no `id`; where another row has that already, `~NUMBER` follows it. Columns that are no field's
    are kept as metadata where they hold short words.
    """
    try:
        with place.opened() as file:
            known: dict[tuple[str, ...], Columns] = {}  # objects of JSON need not be alike
            keys = Keys()
            for number, row in _numbered(file, place, max_size=max_size):
                if isinstance(row, SourceError):
                    yield failed(row, address=f"{place.address}#{number}", file=place.address)
                    continue
                names = tuple(row)
                try:
                    if names not in known:
                        where = f"Row {number} of {place.name}" if known else place.name
                        known[names] = Columns.find(names, mapping=mapping, where=where)
                except SourceError as error:
                    if not known:
                        raise  # it would be the same for every row
                    yield failed(error, address=f"{place.address}#{number}", file=place.address)
                    continue
                yield _document(row, number, known[names], place, keys)
            if not known:
                raise EmptySource(f"{place.name} has no rows.", todo="Check what wrote it.")
    except SourceError as error:
        yield failed(error, address=place.address, file=place.address)
    except (OSError, EOFError, UnicodeError) as error:
        told = broken(place.name, f"is damaged or cut off: {error}")
        yield failed(told, address=place.address, file=place.address)


def _numbered(file: BinaryIO, place: Place, *, max_size: int) -> Iterator[Numbered]:
    name = place.name.lower()
    if name.endswith(".parquet"):
        return _parquet(file, place)
    if name.endswith((".jsonl", ".ndjson")):
        return _json_lines(file, place, max_size=max_size)
    return _csv(file, place, max_size=max_size)


def _document(row: Row, number: int, columns: Columns, place: Place, keys: Keys) -> Document:
    told = {field: _words(row.get(column)) for field, column in columns.of.items()}
    text = row.get(columns.of["text"])
    key = told.get("id") or str(number)
    if not told.get("url"):
        key = keys.of(key, number, text if isinstance(text, str) else "")
    address = told.get("url") or f"{place.address}#{key}"
    name = f"{place.name}#{key}"
    if not isinstance(text, str) or not text.strip():
        error = EmptySource(f"{name} holds no text.", todo="Check the column with --map text=...")
        return failed(error, address=address, file=place.address)
    try:
        published = _day(row.get(columns.of.get("published", "")), columns.day_format, name=name)
    except SourceError as error:
        return failed(error, address=address, file=place.address)
    return Document(
        address=address,
        name=name,
        text=text,
        file=place.address,
        title=told.get("title"),
        published=published,
        site=told.get("site"),
        byline=told.get("byline"),
        language=(told.get("language") or "")[:2].lower() or None,
        metadata=dict(_others(row, columns)),
    )


def _others(row: Row, columns: Columns) -> Iterator[tuple[str, str]]:
    taken = set(columns.of.values())
    for column, value in row.items():
        words = _words(value) if column not in taken and not isinstance(value, dict) else None
        if words and len(words) <= _SHORT:
            yield printable(column), words


def _words(value: object) -> str | None:
    if isinstance(value, list | tuple):
        value = ", ".join(str(v) for v in value)
    return " ".join(printable(str(value)).split()) or None if value is not None else None


def _day(value: object, form: str | None, *, name: str) -> date | None:
    """The day a cell states; None for an empty one."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    words = str(value).strip()
    if not words:
        return None
    try:
        if form:
            return datetime.strptime(words, form).date()  # noqa: DTZ007  # a day has no zone
        return stated_date(words) or datetime.fromisoformat(words).date()
    except ValueError as error:
        raise UnreadableSource(
            f"{name} says it was published {words}, which is no day that can be read.",
            todo="Say how days are written, as in --map 'published=COLUMN|%d/%m/%Y'.",
        ) from error


def _json_lines(file: BinaryIO, place: Place, *, max_size: int) -> Iterator[Numbered]:
    number = 0
    while line := file.readline(2 * max_size + 1):
        number += 1
        if len(line) > 2 * max_size:  # a text's escapes can make it twice as long
            yield number, too_large(f"{place.name}#{number}", size=None, max_size=max_size)
            while line and not line.endswith(b"\n"):
                line = file.readline(max_size)
            continue
        if not line.strip():
            continue
        try:
            row = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
            if not isinstance(row, dict):
                raise ValueError("it is no object")
        except (ValueError, RecursionError) as error:
            yield (
                number,
                UnreadableSource(
                    f"Line {number} of {place.name} is no JSON object: {error}.",
                    todo="Write one object a line.",
                ),
            )
            continue
        yield number, row


def _csv(file: BinaryIO, place: Place, *, max_size: int) -> Iterator[Numbered]:
    head = file.read(_SNIFFED)
    if not head.strip():
        return
    # A character may be cut at the end of what is looked at.
    sniffed = head[: head.rfind(b"\n") + 1] or head
    encoding = marked_encoding(head) or decode(sniffed, name=place.name).encoding
    stream = io.TextIOWrapper(_Rest(head, file), encoding=encoding, newline="")  # type: ignore[type-var]
    lines = (line.replace("\0", "") for line in stream)
    first = next(lines).removeprefix("\ufeff")
    delimiter = _delimiter(first, place.name)
    csv.field_size_limit(max(max_size, csv.field_size_limit()))
    reader = csv.reader(chain([first], lines), delimiter=delimiter)
    header: Sequence[str] = next(reader)
    number = 0
    try:
        for cells in reader:
            if not cells:
                continue
            number += 1
            if len(cells) != len(header):
                error: SourceError = UnreadableSource(
                    f"Row {number} of {place.name} has {len(cells)} cells, its header "
                    f"{len(header)}.",
                    todo="Put cells with separators or line breaks between quotation marks.",
                )
                yield number, error
                continue
            yield number, dict(zip(header, cells, strict=True))
    except UnicodeDecodeError as error_:
        raise broken(place.name, f"is no longer {encoding} after row {number:,}") from error_
    except csv.Error as error_:
        raise broken(place.name, f"is no table after row {number:,}: {error_}") from error_


class _Rest(io.RawIOBase):
    """A stream with what was read of it already put back."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head, self._file = io.BytesIO(head), file

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return self._head.read(size) or self._file.read(size)

    read1 = read


def _delimiter(header: str, name: str) -> str:
    if name.lower().endswith(".tsv"):
        return "\t"
    return max(_DELIMITERS, key=header.count)


def _parquet(file: BinaryIO, place: Place) -> Iterator[Numbered]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise UnreadableSource(
            f"{place.name} is a Parquet table.", todo="Install pip install 'dragoman[tables]'."
        ) from error
    number = 0
    try:
        table = pyarrow.parquet.ParquetFile(file)
        for batch in table.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except (pyarrow.ArrowException, OSError) as error:
        why = str(error).splitlines()[0]
        raise broken(place.name, f"is no whole Parquet table: {why}") from error
