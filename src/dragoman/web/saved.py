"""Filters that somebody gave a name: a file of the user's own, by archive."""

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from dragoman.archive import Archive
from dragoman.errors import SettingsError
from dragoman.export.files import replacing

MOST = 200  # of one archive


class Saved(NamedTuple):
    """A name and the address it stands for: a page of ours with its filter."""

    name: str
    link: str


class SavedFilters:
    """The named filters of one archive; a filter's address holds all of it and stays as it is."""

    def __init__(self, file: Path, archive: Archive) -> None:
        self._file, self._lock = file, Lock()
        self._archive = str(archive.path.resolve()) if archive.path else archive.where
        self._typed = archive.where  # by which archives were told apart once

    def all(self) -> list[Saved]:
        """By name."""
        return [Saved(*pair) for pair in sorted(self._mine(self._read()).items())]

    def put(self, name: str, link: str) -> None:
        """Give a filter a name, which stands for no other then."""
        with self._lock:
            known = self._read()
            known[self._archive] = mine = self._mine(known) | {name: link}
            if len(mine) > MOST:
                raise SettingsError(f"There are {MOST} saved filters.", todo="Remove one of them.")
            self._write(known)

    def remove(self, name: str) -> None:
        """Take a name away."""
        with self._lock:
            known = self._read()
            known[self._archive] = {n: a for n, a in self._mine(known).items() if n != name}
            self._write(known)

    def _mine(self, known: Mapping[str, dict[str, str]]) -> dict[str, str]:
        return known.get(self._archive, known.get(self._typed, {}))

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"The saved filters in {self._file} cannot be read: {error}.",
                todo="Correct or remove the file.",
            ) from error
        return found if isinstance(found, dict) else {}

    def _write(self, known: Mapping[str, Mapping[str, str]]) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self._file) as stream:
                stream.write(json.dumps(known, ensure_ascii=False, indent=1).encode())
        except OSError as error:
            raise SettingsError(
                f"{self._file} cannot be written: {error.strerror}.", todo="Check its rights."
            ) from error
