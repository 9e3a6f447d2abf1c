"""What a process does with a document: read it and code it, unless it was coded before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.archive import Archive
from dragoman.errors import ArchiveError, DragomanError, ModelError, RemovedReport, SettingsError
from dragoman.ingest.fingerprint import fingerprint
from dragoman.printable import printable
from dragoman.store.runs import BETWEEN, Entry, Outcome
from dragoman.way import Way

if TYPE_CHECKING:
    from dragoman.model import Coding
    from dragoman.sources import Document

OF_ALL = (ArchiveError, ModelError, SettingsError)  # what would happen to every document

SAME = "This version was coded by this coder before."


def coder_of(way: Way) -> str:
    """The names of all coders that read, as one."""
    return BETWEEN.join((way.coder, *(coder.name for coder in way.added)))


@dataclass(frozen=True)
class Taken:
    """What became of a document, and what was found in it where it is new."""

    entry: Entry
    coding: "Coding | None" = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Called in a process of its own: gives what reads one document.

    What the archive at `where` holds already is passed over.
    """

    way: Way
    where: str | Path | None = None
    published: date | None = None
    wait: float = 10.0

    def __call__(self) -> "Callable[[Document], Taken]":
        """The function; the model loads with the first document."""
        way = replace(self.way, threads=1)
        archive = Archive.open(self.where, wait=self.wait, create=False) if self.where else None
        return lambda document: take(document, way=way, archive=archive, published=self.published)


def take(
    document: "Document",
    *,
    way: Way,
    archive: Archive | None = None,
    published: date | None = None,
) -> Taken:
    """What becomes of the document; nothing is written.

    Whatever is wrong with it makes it a failed one. Only what would happen to every document is
    raised.
    """
    digest = ""
    try:
        document, digest = fingerprint(document, published=published, max_size=way.max_size)
        report = way.take(document, published=published)
        missing = way.coders(report)
        if archive is not None:
            report, missing = archive.unread(report, way=way)
        entry = Entry(
            document=printable(document.address),
            digest=digest,
            outcome=Outcome.DONE if missing else Outcome.SKIPPED,
            report=report.id,
            version=report.version,
            what=None if missing else SAME,
        )
        return Taken(entry, way.code_by(report, missing) if missing else None)
    except OF_ALL:
        raise
    except RemovedReport as error:
        return Taken(told(document, error, digest=digest, outcome=Outcome.SKIPPED))
    except DragomanError as error:
        return Taken(told(document, error, digest=digest))
    except Exception as error:  # one document must not stop the run, whatever is wrong with it
        return Taken(told(document, unforeseen(error), digest=digest))


def told(
    document: "Document",
    error: DragomanError,
    *,
    digest: str = "",
    outcome: Outcome = Outcome.FAILED,
) -> Entry:
    """The entry of a document that could not be read."""
    return Entry(
        document=printable(document.address),
        digest=digest,
        outcome=outcome,
        code=error.code,
        what=printable(error.what),
        todo=printable(error.todo),
    )


def refused(entry: Entry, error: Exception) -> Entry:
    """The entry of a document that was read and cannot be kept."""
    why = error if isinstance(error, DragomanError) else unforeseen(error)
    what, todo = printable(why.what), printable(why.todo)
    return Entry(
        document=entry.document,
        digest=entry.digest,
        outcome=Outcome.FAILED,
        code=why.code,
        what=what,
        todo=todo,
    )


def unforeseen(error: Exception) -> DragomanError:
    """What to say of an error that nobody raised on purpose."""
    return DragomanError(
        f"Unexpected {type(error).__name__}: {error}.",
        todo="This is a fault of dragoman: report it with the document.",
    )
