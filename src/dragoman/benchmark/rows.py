"""Annotated texts: one JSON object on each line, gzipped where the bytes say so."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.errors import SourceError, UnreadableSource

Row = dict[str, Any]  # Any: JSON
Mark = dict[str, Any]
_GZIP = b"\x1f\x8b"


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file in order; `SourceError` names the first line that has no `text`."""
    for number, line in enumerate(read_bytes(path).split(b"\n"), start=1):
        if line.strip():
            yield _row(line, where=f"{path}, line {number}")


def read_bytes(path: Path) -> bytes:
    """What a file holds, unpacked where it is gzipped; `UnreadableSource` where that fails."""
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data.startswith(_GZIP) else data
    except (OSError, EOFError) as error:  # EOFError: a gzip file cut short
        why = getattr(error, "strerror", None) or error
        raise UnreadableSource(f"{path} cannot be read: {why}.", todo="Check it.") from error


def _row(line: bytes, *, where: str) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _malformed(where, "is no JSON") from error
    if not (isinstance(row, dict) and isinstance(row.get("text"), str)):
        raise _malformed(where, "has no `text`")
    return row


def _malformed(where: str, what: str) -> SourceError:
    return SourceError(f"{where}, {what}.", todo="Give one annotated text on each line.")


def marks(row: Row, *keys: str) -> list[Mark]:
    """The annotations of a row under the first of the keys it has, in the order of the text."""
    given = [row[key] for key in keys if isinstance(row.get(key), list)]
    found: list[Mark] = given[0] if given else []
    spans = [mark for mark in found if isinstance(mark, dict) and _span(mark)]
    return sorted(spans, key=lambda mark: (mark["start"], mark["end"]))


def _span(mark: Mark) -> bool:
    start, end = mark.get("start"), mark.get("end")
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end
