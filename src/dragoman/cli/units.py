"""Files of units: JSON lines, gzipped where the name says so, whole or not there at all."""

import datetime
import gzip
import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from dragoman.errors import SourceError, UnreadableSource

PIPE = "-"
SUFFIX = ".gz"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of text: its id, its document and day of publication where told, and its text."""

    u: str
    text: str
    doc: str | None = None
    date: datetime.date | None = None


def read_units(source: str) -> Iterator[Unit]:
    """The units of a file, in order; `SourceError` names the first line that is none."""
    try:
        with _input(source) as stream:
            for number, line in enumerate(stream, start=1):
                yield _unit(line, where=f"{source}, line {number}")
    except (OSError, EOFError) as error:  # EOFError: a gzip file cut short
        why = getattr(error, "strerror", None) or error
        raise UnreadableSource(f"{source} cannot be read: {why}.", todo="Check it.") from error


@contextmanager
def _input(source: str) -> Iterator[BinaryIO]:
    if source == PIPE:
        yield sys.stdin.buffer
        return
    with Path(source).open("rb") as raw:
        # A gzip file reads as any binary stream does, which its own type does not say.
        yield cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if source.endswith(SUFFIX) else raw


def _unit(line: bytes, *, where: str) -> Unit:
    try:
        row = json.loads(line)  # of UTF-8; a mark of byte order is one more thing that is no JSON
    except (ValueError, RecursionError) as error:
        raise _malformed(where, "is no JSON") from error
    if not isinstance(row, dict):
        raise _malformed(where, "is no JSON object")
    for name in ("u", "text"):
        if not isinstance(row.get(name), str):
            raise _malformed(where, f"has no `{name}` that is a text")
    doc = row.get("doc")
    return Unit(
        u=row["u"],
        text=row["text"],
        doc=doc if isinstance(doc, str) else None,
        date=_day(row.get("date")),
    )


def _day(value: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None


def _malformed(where: str, what: str) -> SourceError:
    return SourceError(f"{where}, {what}.", todo="Give one unit with `u` and `text` on each line.")


@contextmanager
def writer(out: str) -> Iterator[Callable[[str], object]]:
    """Writes text to a file that is put in its place only once all went well."""
    if out == PIPE:
        stdout = sys.stdout.buffer
        yield lambda text: stdout.write(text.encode())
        stdout.flush()
        return
    part = Path(f"{out}.part")
    try:
        with part.open("wb") as raw, _output(raw, packed=out.endswith(SUFFIX)) as stream:
            yield stream.write
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _output(raw: BinaryIO, *, packed: bool) -> Iterator[io.TextIOWrapper]:
    # Without a name and a time in it, the same lines give the same file.
    made = gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) if packed else raw
    with io.TextIOWrapper(cast("BinaryIO", made), encoding="utf-8", newline="\n") as stream:
        yield stream
