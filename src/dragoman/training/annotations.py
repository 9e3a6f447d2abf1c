"""Annotations of schemas of the user's own: read, checked, and divided. Needs no PyTorch.

A line is a JSON object with `text` and, for each schema, a list of marks. `u` names the unit, `doc`
its document; `date` and `title` may stand there too. A span is `[start, end]` in code points of the
text, or its words: `"the clerk"`, `"the clerk#2"` where they are to be the second of that wording.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any  # what JSON holds

from dragoman.errors import DragomanError, SourceError
from dragoman.reading.schema import NONE, Schema, Schemas
from dragoman.training.corpus import Unit

KNOWN = ("u", "doc", "date", "title", "text")
PART = 5  # one unit of so many is held out
_TODO = "Correct the line; nothing was trained."


class _Fault(Exception):
    """What is wrong with a line."""


def read_annotations(path: Path, schemas: Schemas) -> list[Unit]:
    """The units of a file of annotations, all spans as offsets.

    Raises `SourceError` that names the line and its fault: words that do not stand in the text, a
    label, role or key that the schema does not have.
    """
    units = []
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    units.append(_numbered(line, number, schemas, path))
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise SourceError(f"{path} cannot be read: {why}.", todo="Check it.") from error
    if sum(bool(u[s.name]) for u in units for s in schemas.items) < 2:
        raise SourceError(f"{path} has fewer than two units with marks.", todo="Annotate more.")
    return units


def _numbered(line: str, number: int, schemas: Schemas, path: Path) -> Unit:
    try:
        unit = _unit(line, schemas)
    except _Fault as fault:
        raise SourceError(f"{path}, line {number}: {fault}.", todo=_TODO) from fault
    unit.setdefault("u", str(number))
    return unit


def _unit(line: str, schemas: Schemas) -> Unit:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise _Fault("no JSON") from None
    if not isinstance(row, dict):
        raise _Fault("no JSON object")
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        raise _Fault("no `text`")
    names = {s.name: s for s in schemas.items}
    for key in row:
        if key not in names and key not in KNOWN:
            raise _Fault(_unknown("schema", key, names))
    return row | {name: _marks(row, schema) for name, schema in names.items()}


def _marks(row: Unit, schema: Schema) -> list[dict[str, Any]]:
    marks = [] if row.get(schema.name) is None else row[schema.name]
    if not isinstance(marks, list) or not all(isinstance(m, dict) for m in marks):
        raise _Fault(f"`{schema.name}` is no list of marks")
    return [_mark(mark, schema, row["text"]) for mark in marks]


def _mark(mark: dict[str, Any], schema: Schema, text: str) -> dict[str, Any]:
    known = [schema.anchor, schema.type_key, *schema.attributes, *schema.roles]
    for key in mark:
        if key not in known or not key:
            raise _Fault(
                f"{schema.name}: {_unknown('attribute or role', key, filter(None, known))}"
            )
    out: dict[str, Any] = {}
    if schema.type_key:
        given = mark.get(schema.type_key, schema.types[0] if len(schema.types) == 1 else None)
        out[schema.type_key] = _label(given, schema.types, f"{schema.name}.{schema.type_key}")
    for attribute, labels in schema.attributes.items():
        given = mark.get(attribute) or (NONE if NONE in labels else None)
        out[attribute] = _label(given, labels, f"{schema.name}.{attribute}")
    out[schema.anchor] = _only(_spans(mark, schema.anchor, schema, text), schema.anchor, schema)
    for role, arity in schema.roles.items():
        spans = _spans(mark, role, schema, text)
        out[role] = _only(spans, role, schema) if arity == "one" else spans
    if not out[schema.anchor] and not (schema.fallback and out[schema.fallback]):
        raise _Fault(f"{schema.name}: a mark without `{schema.anchor}`")
    return out


def _label(given: object, labels: Sequence[str], where: str) -> str:
    if isinstance(given, str) and given in labels:
        return given
    if given is None:
        raise _Fault(f"{where} is missing; use one of {', '.join(labels)}")
    raise _Fault(f"{where}: {_unknown('label', str(given), labels)}")


def _unknown(what: str, given: str, known: Any) -> str:
    options = list(known)
    near = get_close_matches(given, options, n=1)
    told = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(options)}"
    return f"there is no {what} {given!r}: {told}"


def _spans(mark: dict[str, Any], key: str, schema: Schema, text: str) -> list[list[int]]:
    """A span or a list of spans, in whichever form, as offsets."""
    value = mark.get(key)
    if value in (None, "", []):
        return []
    several = isinstance(value, list) and not all(type(v) is int for v in value)
    return [_span(v, f"{schema.name}.{key}", text) for v in (value if several else [value])]


def _only(spans: list[list[int]], key: str, schema: Schema) -> list[int] | None:
    if len(spans) > 1:
        raise _Fault(f"{schema.name}.{key} has one span, not {len(spans)}")
    return spans[0] if spans else None


def _span(value: Any, where: str, text: str) -> list[int]:
    if isinstance(value, str):
        return _found(value, where, text)
    if not (isinstance(value, list) and len(value) == 2 and all(type(v) is int for v in value)):
        raise _Fault(f"{where}: {value!r} is neither words nor [start, end]")
    start, end = value
    if not 0 <= start < end <= len(text):
        raise _Fault(f"{where}: no words stand at {start}-{end} of the text")
    return [start, end]


def _found(words: str, where: str, text: str) -> list[int]:
    """Where the words stand; `#2` after them means the second time they do."""
    number, plain = 1, words
    if (told := re.search(r"#([1-9]\d*)$", words)) and words not in text:
        number, plain = int(told[1]), words[: told.start()]
    start = -1
    for _ in range(number):
        start = text.find(plain, start + 1) if plain else -1
        if start < 0:
            raise _Fault(f"{where}: {words!r} does not stand in the text")
    end = start + len(plain)
    if _joined(text[start - 1 : start + 1]) or _joined(text[end - 1 : end + 1]):
        raise _Fault(f"{where}: {words!r} cuts a word; say which with #2, #3, or give offsets")
    return [start, end]


def _joined(pair: str) -> bool:
    """Whether two characters are of one word; scripts without case may write words together."""
    return len(pair) == 2 and all(c.isdigit() or c.islower() or c.isupper() for c in pair)


def part(units: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    """Units to train on, and a fifth to hold out: always the same of the same units.

    Units of one document stay together. `DragomanError` where there are too few to divide.
    """
    order = sorted({_document(u) for u in units}, key=_hash)
    if len(order) < 2:
        raise DragomanError("All units are of one document.", todo="Annotate another.")
    out = set(order[: max(1, len(order) // PART)])
    held = [u for u in units if _document(u) in out]
    return [u for u in units if _document(u) not in out], held


def _document(unit: Unit) -> str:
    return str(unit.get("doc") or unit["text"])


def _hash(document: str) -> str:
    return hashlib.sha1(document.encode("utf-8", "surrogatepass")).hexdigest()
