"""Manifest and codebook of the files that hold everything: `jsonl` and `json`."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from dragoman.export.check import COUNTED
from dragoman.export.codebook import Line, of_columns
from dragoman.export.columns import COLUMNS
from dragoman.export.manifest import manifest, write_codebook, write_manifest
from dragoman.export.outputs import Outputs
from dragoman.export.parquet import own_lines
from dragoman.export.schema import schema
from dragoman.export.tally import Tally
from dragoman.model import KINDS
from dragoman.printable import printable_path

FORMATS = ("jsonl", "json")
SCHEMA_FILE = ".schema.json"


def describe(out: str | Path, *, format: str) -> dict[str, object] | None:
    """Write the manifest, the codebook and the JSON Schema beside a file; the manifest.

    None where it is a pipe or device, which has nothing beside it. The file is read once, a line
    at a time: what the manifest tells is what stands in it.
    """
    path, tally, total, size = Path(out), Tally(), hashlib.sha256(), 0
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        for line in stream:
            total.update(line)
            size += len(line)
            _count(line, tally, format=format)
    file = {"name": printable_path(path.name), "bytes": size, "sha256": total.hexdigest()}
    told = manifest(format, filters={}, files=[file], told=tally.told())
    with Outputs(path) as outputs:
        write_codebook(outputs, _lines())
        outputs.text(beside=SCHEMA_FILE).write(json.dumps(schema(), indent=2) + "\n")
        write_manifest(outputs, told)
    return told


def _count(line: bytes, tally: Tally, *, format: str) -> None:
    """Count what a line holds: each coding and failure stands on a line of its own."""
    text = line.decode("utf-8").rstrip("\n")
    if format == "json":
        _count_item(text.removesuffix(","), tally)
        return
    [(key, value), *_] = json.loads(text).items()
    if key == "coding":
        _count_coding(value, tally)
    elif key in COUNTED:
        tally.counts[COUNTED[key]] += 1
    elif key == "report":
        tally.counts["reports"] += 1


def _count_item(text: str, tally: Tally) -> None:
    if text.startswith('{"report":'):
        _count_coding(json.loads(text), tally)
    for kind, count in COUNTED.items():
        start = '{"file":' if kind == "foreign" else f'{{"id":"{kind}-'
        tally.counts[count] += text.startswith(start)


def _count_coding(coding: dict[str, list[dict[str, str]]], tally: Tally) -> None:
    tally.counts["codings"] += 1
    for kind in KINDS:
        tally.counts[kind] += len(coding[kind])
        for record in coding[kind]:
            tally.coders[record["coder"]] += 1


def _lines() -> Iterator[Line]:
    for kind in KINDS:
        flat = {c.name: c for c in COLUMNS[kind]}
        yield from of_columns({kind: [flat["id"]]})
        yield Line(kind, "evidence", "nested", "", "the exact words, and where they stand")
        yield from own_lines(kind)
