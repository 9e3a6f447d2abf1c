"""The archive: everything kept, in one file."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TextIO, cast

from dragoman.errors import ArchiveError, SourceError
from dragoman.store.filter import Filter
from dragoman.way import Source, Way, failure_of

if TYPE_CHECKING:
    from dragoman.model import (
        Coded,
        Coding,
        Event,
        Failure,
        Figure,
        Mark,
        Position,
        Report,
        Statement,
    )
    from dragoman.store.store import Store

__all__ = ["Archive", "Filter", "Format"]

Format = Literal["jsonl", "json"]


class Archive:
    """Reports and what was found in them; open one with `Archive.open`.

    What it lists streams from the file, so that a list of any length takes little memory, and
    every record is checked against the stored text before it is given: where the words do not
    stand there, `DamagedArchive` is raised, which is an `AnchorError` too.
    """

    def __init__(self, store: "Store") -> None:
        self._store = store

    @classmethod
    def open(cls, where: str | Path, *, wait: float = 10.0, create: bool = True) -> "Archive":
        """The archive at a path or `sqlite:///` URL, made or brought up to date where needed.

        `wait` is for how many seconds to wait while another program writes; with `create=False`
        a file that is not there is an `ArchiveError`.
        """
        from dragoman.store.store import Store  # late: SQLAlchemy takes a third of a second

        return cls(Store.open(where, wait=wait, create=create))

    @property
    def path(self) -> Path:
        """The file it is kept in."""
        return self._store.path

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(
        self, source: Source, *, published: date | str | None = None, way: Way | None = None
    ) -> "Coding":
        """The record of a text or file, read unless its coders have read this version before.

        Another title, site or day of publication makes another version, and what was told last
        is shown. A day that was once given stands for a text that states none.
        A report that cannot be read is kept among the failures, and its `SourceError` raised.
        """
        way = way or Way()
        try:
            report = way.report(source, published=published)
        except SourceError as error:
            self.put_failure(failure_of(error, source))
            raise
        shown = self._store.shown(report.id)
        same = shown if shown and shown.text == report.text else None
        if same and report.published is None:
            report = report.model_copy(update={"published": same.published})
        coders = way.coders(report)
        missing = [c for c in coders if not self.has(report.id, report.version, c)]
        if missing:
            whole = coders[0] in missing
            coding = way.code(report) if whole else way.beside(report, missing)
            self.put(coding)
            if whole:
                return coding
        if same and published and same.version != report.version:
            self._store.show(report.id, report.version)
        return self._store.coding(report.id, report.version, coders[0], beside=True)

    def put(self, coding: "Coding") -> bool:
        """Keep what one coder found in a report, all of it or nothing; True if it was new."""
        return self._store.put(coding)

    def put_failure(self, failure: "Failure") -> bool:
        """Keep why a report could not be read; True if it was new."""
        return self._store.put_failure(failure)

    def has(self, report: str, version: str, coder: str) -> bool:
        """Whether this coder has coded this version of the report."""
        return self._store.has(report, version, coder)

    def reports(self) -> Iterator["Report"]:
        """The latest version of each report, by day of publication; undated ones first."""
        return self._store.reports()

    def report(
        self, report: str, *, version: str | None = None, coder: str | None = None
    ) -> "Coding":
        """The whole record of a report, given its id, the start of it, its address, or its file.

        The latest coding of the latest version, unless another is asked for.
        """
        return self._store.coding(report, version, coder)

    def source(self, record: "Coded") -> "Report":
        """The report that a record was found in: its text, title, address and date."""
        return self._store.source(record)

    def events(self, wanted: Filter | None = None) -> Iterator["Event"]:
        """The events wanted, by day of publication and place in the report."""
        return cast("Iterator[Event]", self._records("event", wanted))

    def statements(self, wanted: Filter | None = None) -> Iterator["Statement"]:
        """The statements wanted, by day of publication and place in the report."""
        return cast("Iterator[Statement]", self._records("statement", wanted))

    def positions(self, wanted: Filter | None = None) -> Iterator["Position"]:
        """The positions wanted, by day of publication and place in the report."""
        return cast("Iterator[Position]", self._records("position", wanted))

    def figures(self, wanted: Filter | None = None) -> Iterator["Figure"]:
        """The figures wanted, by day of publication and place in the report."""
        return cast("Iterator[Figure]", self._records("figure", wanted))

    def marks(self, wanted: Filter | None = None) -> Iterator["Mark"]:
        """The marks wanted, by day of publication and place in the report."""
        return cast("Iterator[Mark]", self._records("mark", wanted))

    def _records(self, record: str, wanted: Filter | None) -> Iterator["Coded"]:
        # The five methods above cast: the store gives records of the kind it is asked for.
        return self._store.records(record, wanted or Filter())

    def failures(self) -> Iterator["Failure"]:
        """Every source that could not be read, with the reason and what to do.

        Those that are kept as a report, because reading them went well another time, are left out.
        """
        return self._store.failures()

    def export(self, file: str | Path | TextIO, *, format: Format = "jsonl") -> None:
        """Write everything kept: `jsonl` to import again, `json` as one object.

        The same records give the same bytes. A path is replaced only once all is written.
        """
        pieces = self._exported(format)
        if isinstance(file, str | Path):
            _write(file, pieces)
        else:
            file.writelines(pieces)

    def _exported(self, format: Format) -> Iterator[str]:
        from dragoman.export import document, jsonl

        kept, failures = self._store.codings(), self._store.failures(every=True)
        if format == "jsonl":
            return jsonl.write(((k.coding, k.sequence) for k in kept), failures)
        if format == "json":
            return document.write((k.coding for k in kept), failures)
        raise ArchiveError(f"There is no export format {format}.", todo="Use jsonl or json.")

    def import_(self, file: str | Path | TextIO) -> int:
        """Keep what `export` wrote as jsonl; how many codings were new.

        Each line is checked against its report's text: `DamagedArchive` names the first line that
        does not fit, and nothing from it on is kept.
        """
        from dragoman.export import jsonl
        from dragoman.model import Failure

        new = 0
        with _lines(file) as lines:
            for found in jsonl.read(lines):
                if isinstance(found, Failure):
                    self.put_failure(found)
                else:
                    coding, sequence = found
                    new += self._store.put(coding, sequence=sequence)
        return new

    def digest(self) -> str:
        """The SHA-256 of all that is kept: equal for archives that hold and show the same."""
        from dragoman.export.lines import dumps

        total = hashlib.sha256()
        for kept in self._store.codings():
            total.update(dumps([kept.coding.to_dict(), kept.latest]).encode())
        for failure in self._store.failures(every=True):
            total.update(dumps(failure.to_dict()).encode())
        return total.hexdigest()


def _write(path: str | Path, pieces: Iterable[str]) -> None:
    from dragoman.export.files import replacing

    try:
        with (
            replacing(path) as raw,
            io.TextIOWrapper(raw, encoding="utf-8", newline="\n") as stream,
        ):
            stream.writelines(pieces)
    except OSError as error:
        raise ArchiveError(
            f"{path} cannot be written: {error.strerror}.", todo="Check the path and its rights."
        ) from error


@contextmanager
def _lines(file: str | Path | TextIO) -> Iterator[TextIO]:
    path = file if isinstance(file, str | Path) else None
    try:
        if isinstance(file, str | Path):
            with Path(file).open(encoding="utf-8", newline="\n") as stream:
                yield stream
        else:
            yield file
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(
            f"{path or 'The stream'} cannot be read: {error}.",
            todo="Give a file that `export` wrote as jsonl.",
        ) from error
