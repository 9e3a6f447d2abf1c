"""Further annotation: marks as offsets into texts that others publish, and texts of our own.

A line of `annotations/units.jsonl` names its text (`source`, a file; `id`, a row of it; `span`) and
holds the first 16 digits of that text's SHA-256 and the marks, as the corpus has them. The texts
are read where they lie; a line whose text is missing or has changed is left out. A line of
`annotations/written.jsonl` has its text, written for this project, and its marks' words.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from dragoman.reading.schema import Schemas
from dragoman.training.annotations import read_annotations
from dragoman.training.corpus import Unit, read_units

ANNOTATIONS = Path("annotations")
UNITS, WRITTEN = "units.jsonl", "written.jsonl"
DATA = Path("../shared/data")  # beside the project, never part of it

_OPENING = frozenset(("(", "[", "$", "US$", "#"))
_CLOSING = frozenset(
    (".", ",", ";", ":", "?", "!", ")", "]", "%", "...")
    + ("'", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m")
)


def read_further(folder: Path, schemas: Schemas, *, data: Path = DATA) -> list[Unit]:
    """All units of the folder: those of others whose texts are there, then those written."""
    units = read_standoff(folder / UNITS, data) if (folder / UNITS).exists() else []
    written = folder / WRITTEN
    return units + (read_annotations(written, schemas) if written.exists() else [])


def read_standoff(path: Path = ANNOTATIONS / UNITS, data: Path = DATA) -> list[Unit]:
    """The units of a file whose texts are there, with their texts."""
    rows = read_units(path)
    texts = {s: dict(_texts(data / s)) for s in {r["source"] for r in rows} if (data / s).is_file()}
    units = (_with_text(row, texts.get(row["source"], {})) for row in rows)
    return [unit for unit in units if unit]


def digest_of(text: str) -> str:
    """What a line keeps of its text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _with_text(row: Unit, texts: Mapping[str, str]) -> Unit | None:
    start, end = row["span"]
    text = texts.get(row["id"], "")[start:end]
    return {**row, "text": text} if digest_of(text) == row["sha256"] else None


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Each row's id and text; a row without an id is called by its number, and of a tokenised file
    the sentences, alone and with the one before, by theirs."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        if ".conll" in path.name:
            before = ""
            for i, sentence in enumerate(map(joined, _sentences(lines))):
                yield str(i), sentence
                yield f"{i - 1}-{i}", f"{before} {sentence}"
                before = sentence
        else:
            for i, row in enumerate(map(json.loads, filter(str.strip, lines))):
                yield row.get("id", str(i)), row["text"]


def _sentences(lines: Iterator[str]) -> Iterator[list[str]]:
    words: list[str] = []
    for line in map(str.rstrip, lines):
        if line:
            words.append(line.split("\t")[0])
        elif words:
            yield words
            words = []
    if words:
        yield words


def joined(words: list[str]) -> str:
    """Words of a tokenised sentence with the blanks a printed one has."""
    text, quoted, glued = "", False, True
    for word in words:
        quote = word in ('"', "``", "''")
        closing = word in _CLOSING or (quote and quoted)
        text += ("" if glued or closing else " ") + ('"' if quote else word)
        quoted ^= quote
        glued = word in _OPENING or (quote and quoted)
    return text
