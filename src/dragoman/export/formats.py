"""The formats that records can be exported in, and the one call that writes each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from dragoman.errors import ArchiveError
from dragoman.export import (
    acled,
    csv_files,
    gdelt,
    geojson,
    parquet,
    plover,
    polecat,
    web_annotation,
    xlsx,
)
from dragoman.export.codebook import Line
from dragoman.export.lossless import FORMATS as LOSSLESS
from dragoman.export.manifest import manifest, write_codebook, write_manifest
from dragoman.export.outputs import Outputs
from dragoman.export.selection import Selection
from dragoman.export.tally import Tally
from dragoman.model import KINDS

Write = Callable[[Selection, Outputs, Tally], Iterator[Line]]
_EVENTS = ("events",)
_APART = ("csv", "parquet")  # a file for each kind of record


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is written, and the kinds of record it can hold."""

    write: Write
    kinds: tuple[str, ...] = tuple(KINDS)


FORMATS: Mapping[str, Format] = {
    "csv": Format(csv_files.write),
    "xlsx": Format(xlsx.write),
    "parquet": Format(parquet.write),
    "plover": Format(plover.write, _EVENTS),
    "polecat": Format(polecat.write, _EVENTS),
    "gdelt": Format(gdelt.write, _EVENTS),
    "acled": Format(acled.write, _EVENTS),
    "geojson": Format(geojson.write, _EVENTS),
    "annotation": Format(web_annotation.write),
}


def path(file: str | Path | TextIO, format: str) -> Path:
    """Where a format is written that is more than one file; `ArchiveError` where it is no path,
    or there is no such format. A file of its own for each kind gets the format's ending."""
    if format not in FORMATS:
        known = ", ".join((*LOSSLESS, *FORMATS))
        raise ArchiveError(f"There is no export format {format}.", todo=f"Use one of {known}.")
    if not isinstance(file, str | Path):
        raise ArchiveError(f"{format} is more than one file.", todo="Give a path, not a stream.")
    found = Path(file)
    return found if found.suffix or format not in _APART else found.with_suffix(f".{format}")


def export(selection: Selection, *, format: str, out: str | Path) -> dict[str, object]:
    """Write the records wanted to `out`, manifest and codebook beside it; the manifest.

    All files are replaced once all are written. Takes no more memory for more records. Raises
    `ArchiveError` where a file cannot be written or the format holds no record of these kinds,
    `SettingsError` where a library for the format is not installed.
    """
    made = FORMATS[format]
    kinds = tuple(kind for kind in selection.kinds if kind in made.kinds)
    if not kinds:
        raise ArchiveError(
            f"The format {format} holds {' and '.join(made.kinds)} alone.",
            todo=f"Ask for {made.kinds[0]}, or choose another format.",
        )
    tally = Tally(kinds)
    with Outputs(out) as outputs:
        lines = made.write(replace(selection, kinds=kinds), outputs, tally)
        write_codebook(outputs, lines)
        files = outputs.finish()
        filters = {"kinds": list(kinds), **selection.filters}
        told = manifest(format, filters=filters, files=files, told=tally.told())
        write_manifest(outputs, told)
    return told
