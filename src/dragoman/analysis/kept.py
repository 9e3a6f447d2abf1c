"""Columns kept beside an archive, and brought up to date by what has happened to it since.

They are used only where the archive's own trail of changes proves that they still hold; else they
are made anew. Deleting them costs nothing but the time to make them.
"""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Protocol

import numpy as np

from dragoman.analysis.columns import FORMAT, Builder, Columns, joined, packed, unpacked
from dragoman.analysis.plain import Found

LARGE = 20_000  # events and tellings from which on keeping columns is worth a file
NAME = "columns.npz"

Stamp = tuple[int, str, str]


class Source(Protocol):
    """An archive as columns are made of it."""

    def stamp(self) -> Stamp:
        """Its state: the last change, and hashes of its changes and of its decisions."""

    def since(self, stamp: Stamp) -> set[str | None] | None:
        """The reports that changed since, None among them for all; None if it never was so."""

    def decided(self) -> set[str | None]:
        """The reports that somebody decided on, None among them for all."""

    def found(self, reports: Collection[str] | None = None) -> Iterator[Found]:
        """What stands in each report that is kept; in those of some that are, if some are given."""


def columns(
    source: Source,
    folder: Path | None,
    *,
    stamp: Stamp,
    events: bool = True,
    tellings: bool = True,
) -> Columns:
    """The columns of an archive; kept in the folder, if there is one and they are many.

    `stamp` is the archive's state, as it was last asked for. Events or tellings that are not wanted
    may be left out.
    """
    known, before = _read(folder, holding=stamp, events=events, tellings=tellings)
    if known is not None and before == stamp:
        return known
    made = None
    if known is not None and before is not None:
        made = _brought_up(source, known, before, stamp)
    made = made or _made(source.found())
    if folder is not None and len(made.ids) + len(made.stands) >= LARGE:
        # An archive may be read where nothing can be written; then columns are made each time.
        with suppress(OSError):
            _write(folder, made, stamp)
    return made


def _made(reports: Iterable[Found]) -> Columns:
    builder = Builder()
    for found in reports:
        builder.add(found)
    return builder.done()


def _brought_up(source: Source, known: Columns, before: Stamp, now: Stamp) -> Columns | None:
    """The columns with what has changed since; None where all of them have to be made again."""
    changed = source.since(before)
    if changed is None:
        return None
    if before[2] != now[2]:
        changed |= source.decided()
    if None in changed:
        return None
    names = {name for name in changed if name}
    return joined([known, _made(source.found(names))], without=names.__contains__)


def _read(
    folder: Path | None, *, holding: Stamp, events: bool, tellings: bool
) -> tuple[Columns | None, Stamp | None]:
    """The columns kept in a folder, and the state of the archive they were made of.

    All of them where they are of another state: they are to be brought up from it.
    """
    if folder is None or not (folder / NAME).exists():
        return None, None
    try:
        with (folder / NAME).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            told = json.loads(arrays["stamp"].tobytes())
            if told.pop("rules") != rules():
                return None, None
            stamp = (told["number"], told["changes"], told["decisions"])
            old = stamp != holding
            return unpacked(arrays, events=events or old, tellings=tellings or old), stamp
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None, None  # of another format or cut off: they are made again


def _write(folder: Path, columns: Columns, stamp: Stamp) -> None:
    told = dict(zip(("number", "changes", "decisions"), stamp, strict=True)) | {"rules": rules()}
    arrays = packed(columns)
    arrays["stamp"] = np.frombuffer(json.dumps(told).encode(), np.uint8)
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **arrays)
        Path(name).replace(folder / NAME)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@cache
def rules() -> str:
    """A hash of all that decides how records become columns: the tables and word lists."""
    total = hashlib.sha256(str(FORMAT).encode())
    for package in ("dragoman.vocab", "dragoman.analysis"):
        for file in sorted(resources.files(package).iterdir(), key=lambda f: f.name):
            if file.name.endswith((".csv", ".toml")):
                total.update(file.read_bytes())
    return total.hexdigest()
