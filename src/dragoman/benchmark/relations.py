"""Sentences with a given source and target: the rows of PLV, as lines of JSON or as a table."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dragoman.benchmark.rows import read_bytes
from dragoman.errors import SourceError, VocabularyError
from dragoman.model import Span
from dragoman.vocab.plv import plv

PART = 5  # one sentence of so many is held out
# How the columns are spelled, ours first.
COLUMNS = {
    "sentence": ("sentence", "text"),
    "marked": ("marked_sentence", "marked", "sentence_marked"),
    "source": ("source", "source_text", "src"),
    "target": ("target", "target_text", "tgt"),
    "root": ("gold_root", "root", "rootcode", "root_label", "label"),
}
_MARK = re.compile(r"(</?[st]>)")


@dataclass(frozen=True, slots=True)
class Relation:
    """A sentence, where its source and its target are named (nowhere: empty), and the class."""

    text: str
    source: tuple[Span, ...]
    target: tuple[Span, ...]
    root: str

    @property
    def held_out(self) -> bool:
        """Whether it is of the fifth that is measured on: by its text alone, so always the same."""
        return int(hashlib.sha1(self.text.encode("utf-8")).hexdigest(), 16) % PART == 0


def read_relations(path: Path) -> list[Relation]:
    """The rows of a file in order, JSON or tab-separated with a header; gzipped or not.

    Raises `SourceError` that names the first line without a sentence or without a class of PLV.
    """
    relations = []
    for number, row in _rows(path):
        cells = {
            name: str(next((row[key] for key in keys if row.get(key)), ""))
            for name, keys in COLUMNS.items()
        }
        try:
            relations.append(_relation(cells))
        except (ValueError, VocabularyError) as error:
            what = error.what if isinstance(error, VocabularyError) else f"{error}."
            raise SourceError(
                f"{path}, line {number}: {what}", todo="Correct it, or leave the line out."
            ) from error
    return relations


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Each row with its line's number, its keys in lower case."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8.", todo="Save it as UTF-8.") from error
    if text.lstrip().startswith("{"):
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError):
                    row = None
                if not isinstance(row, dict):
                    raise SourceError(
                        f"{path}, line {number}, is no JSON.", todo="Give one row on each line."
                    )
                yield number, {key.lower(): value for key, value in row.items()}
        return
    table = csv.DictReader(io.StringIO(text), delimiter="\t")
    names = {(name or "").strip().lower() for name in table.fieldnames or ()}
    if not names & set(COLUMNS["root"]):
        raise SourceError(
            f"{path} has no column of classes.",
            todo="Give lines of JSON, or a header with sentence, source, target and gold_root.",
        )
    for row in table:
        yield table.line_num, {str(k).strip().lower(): v for k, v in row.items()}


def _relation(cells: Mapping[str, str]) -> Relation:
    plain, marks = _unmarked(cells["marked"])
    text = cells["sentence"] or plain
    if not text.strip():
        raise ValueError("there is no sentence")
    if not cells["root"]:
        raise ValueError("there is no class")
    found = {"s": marks["s"], "t": marks["t"]} if plain == text else {"s": (), "t": ()}
    return Relation(
        text=text,
        source=found["s"] or _named(text, cells["source"]),
        target=found["t"] or _named(text, cells["target"]),
        root=plv().named(cells["root"]),
    )


def _unmarked(marked: str) -> tuple[str, dict[str, tuple[Span, ...]]]:
    """The sentence without `<s>` and `<t>`, and the spans that stood between them."""
    plain = ""
    begun: dict[str, int] = {}
    spans: dict[str, tuple[Span, ...]] = {"s": (), "t": ()}
    for piece in _MARK.split(marked):
        if not _MARK.fullmatch(piece):
            plain += piece
            continue
        which = piece[-2]
        if piece[1] != "/":
            begun[which] = len(plain)
        elif (start := begun.pop(which, len(plain))) < len(plain):
            spans[which] = (*spans[which], (start, len(plain)))
    return plain, spans


def _named(text: str, words: str) -> tuple[Span, ...]:
    """Where the words stand first, if they do."""
    start = text.find(words) if words.strip() else -1
    return ((start, start + len(words)),) if start >= 0 else ()


def divided(
    measured: Collection[Relation], trained: Collection[Relation]
) -> tuple[list[Relation], list[Relation]]:
    """What to measure on and what to train on, no sentence in both.

    Where nothing is left to train on, as where both are the same file, the fifth that is held out
    is measured on and the rest is trained on.
    """
    if {relation.text for relation in trained} <= {relation.text for relation in measured}:
        measured = [relation for relation in measured if relation.held_out]
    kept = {relation.text for relation in measured}
    return list(measured), [relation for relation in trained if relation.text not in kept]
