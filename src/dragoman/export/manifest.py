"""Writing an export with its manifest and codebook beside it."""

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

from dragoman.export.codebook import Line
from dragoman.export.lines import SCHEMA
from dragoman.export.outputs import Outputs, write_csv
from dragoman.vocab import codebook, plover

MANIFEST, CODEBOOK = ".manifest.json", ".codebook.csv"


def manifest(
    format: str,
    *,
    filters: Mapping[str, object],
    files: list[dict[str, object]],
    told: Mapping[str, object],
) -> dict[str, object]:
    """What a manifest says: format, versions, filters, files with their hashes, counts, coders.

    Nothing in it depends on when it is written: the same records give the same manifest.
    """
    return {
        "format": format,
        "schema": SCHEMA,
        "dragoman": version("dragoman"),
        "vocabularies": {"plover": plover().version, "codebook": codebook().version},
        "filters": {name: value for name, value in filters.items() if value is not None},
        "files": files,
        **told,
    }


def write_codebook(outputs: Outputs, lines: Iterable[Line]) -> None:
    """Write the codebook beside the export."""
    write_csv(outputs.text(beside=CODEBOOK), [Line._fields, *lines])


def write_manifest(outputs: Outputs, told: Mapping[str, object]) -> None:
    """Write the manifest beside the export."""
    stream = outputs.text(beside=MANIFEST)
    stream.write(json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n")


def read_manifest(out: Path) -> dict[str, object]:
    """The manifest that stands beside an export."""
    found = json.loads(out.with_name(out.name + MANIFEST).read_text("utf-8"))
    assert isinstance(found, dict)
    return found
