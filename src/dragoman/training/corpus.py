"""The annotated corpus: units in, frames of the schemas out, and which units are never trained on.

One unit per line: `u`, `doc`, `date`, `title`, `text` and lists of marks named like the schemas,
spans as `[start, end]` in code points of `text`.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.model import Frame, Span
from dragoman.reading.schema import NONE, Schema, Schemas

CORPUS = Path("../shared/corpus/train.jsonl.gz")  # beside the project, never part of it

Unit = dict[str, Any]  # a line of the corpus as JSON gives it


def read_units(path: Path) -> list[Unit]:
    """The units of a JSONL file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def fold(doc: str, *, of: int = 10) -> int:
    """Which of so many folds a document is in; fold 0 of ten is the development documents."""
    return int(hashlib.sha1(doc.encode("utf-8")).hexdigest(), 16) % of


def split(units: Iterable[Unit]) -> tuple[list[Unit], list[Unit]]:
    """Units to train on, and units of the development documents."""
    train: list[Unit] = []
    development: list[Unit] = []
    for unit in units:
        (train if fold(unit["doc"]) else development).append(unit)
    return train, development


def published(unit: Unit) -> date | None:
    """The day a unit was published, where it is known."""
    return date.fromisoformat(unit["date"]) if unit.get("date") else None


def spans_of(value: Any) -> tuple[Span, ...]:  # Any: a span, a list of spans, or null
    """A span, a list of spans or nothing, as a tuple of spans."""
    if not value:
        return ()
    if isinstance(value[0], int):
        return ((value[0], value[1]),)
    return tuple((s, e) for s, e in value)


def frames_of(unit: Unit, schemas: Schemas) -> list[Frame]:
    """A unit's marks as frames."""
    return [frame for schema in schemas.items for frame in _frames(unit, schema)]


def _frames(unit: Unit, schema: Schema) -> Iterator[Frame]:
    for mark in unit.get(schema.name) or []:
        roles = {role: spans_of(mark.get(role)) for role in schema.roles}
        anchors = spans_of(mark.get(schema.anchor))
        plain = schema.types[0 if anchors else -1]
        kind = mark[schema.type_key] if schema.type_key else plain
        if not anchors and schema.fallback:
            anchors = tuple(first_word(unit["text"], s) for s in roles[schema.fallback][:1])
        if anchors:
            attributes = {a: mark.get(a) or NONE for a in schema.attributes}
            yield Frame(schema.name, anchors[0], kind, 1.0, attributes, roles)


def first_word(text: str, span: Span) -> Span:
    """The first word of a span."""
    start, end = span
    stop = next((i for i in range(start, end) if text[i].isspace()), end)
    return start, stop
