"""The way of the data, wired once: a source becomes a report, its frames, its record."""

import sys
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import SourceError

if TYPE_CHECKING:
    from dragoman.model import Coding, Failure, Report
    from dragoman.reading import Reader

Source = str | PathLike[str]
STDIN = "-"


@dataclass(frozen=True, kw_only=True)
class Way:
    """How reports are read: with which coder, from which confidence on, up to which size.

    Heavy parts load when first asked for: importing this module loads none.
    """

    coder_folder: Path | None = None  # the shipped coder if None
    min_confidence: float | None = None  # the coder's own thresholds if None
    max_size: int = 10_000_000
    threads: int = 0

    @cached_property
    def reader(self) -> "Reader":
        """The reader with its weights."""
        from dragoman.reading import load_reader

        return load_reader(
            self.coder_folder, min_confidence=self.min_confidence, threads=self.threads
        )

    @cached_property
    def coder(self) -> str:
        """What the records of this way name as their coder."""
        from dragoman.reading import read_manifest, shipped

        name = read_manifest(self.coder_folder or shipped()).coder
        # Another threshold keeps other records of the same report: it is another coder.
        return name if self.min_confidence is None else f"{name}@{self.min_confidence:g}"

    def report(self, source: Source, *, published: date | None = None) -> "Report":
        """The report in a file, on standard input (`-`), or given as its text.

        A string is a path where such a file exists or where it holds no blank: no report is one
        word, and a mistyped path must not be read as a text.
        """
        from dragoman.sources import read_source, read_text

        if isinstance(source, str) and source != STDIN and not _is_path(source):
            return read_text(source, published=published)
        return read_source(
            source, published=published, max_size=self.max_size, stdin=sys.stdin.buffer
        )

    def code(self, report: "Report") -> "Coding":
        """The record of a report."""
        from dragoman.reading import read_report
        from dragoman.resolve.coding import code

        return code(report, read_report(report, reader=self.reader), coder=self.coder)


def _is_path(source: str) -> bool:
    if not any(c.isspace() for c in source):
        return bool(source)
    try:
        return Path(source).exists()
    except (OSError, ValueError):  # longer than a path may be, or with a NUL
        return False


def failure_of(error: SourceError, source: Source) -> "Failure":
    """A source that could not be read, as the archive keeps it."""
    from dragoman.model import Failure
    from dragoman.sources import normal_path

    # A text that is refused has no address: its first words must do.
    text = isinstance(source, str) and source != STDIN and not _is_path(source)
    address = str(source)[:80] if text else normal_path(source)
    return Failure(
        address=address or "text:", code=error.code, what=printable(error.what), todo=error.todo
    )


def printable(text: str) -> str:
    """The text without the escapes by which Python carries undecodable bytes of file names."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
