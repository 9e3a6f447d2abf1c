"""A run: documents out of their sources, through the processes, into the archive and its ledger."""

import os
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.archive import Archive
from dragoman.errors import SettingsError, SourceError, WorkerLost
from dragoman.ingest.fingerprint import fingerprint
from dragoman.ingest.pool import Here, Lost, Pool
from dragoman.ingest.reading import OF_ALL, SAME, Reading, Taken, coder_of, refused, told
from dragoman.model.ids import make_id
from dragoman.printable import printable, printable_path
from dragoman.store.runs import Asked, Entry, Outcome
from dragoman.way import Way

if TYPE_CHECKING:
    from dragoman.model import Coding, Failure
    from dragoman.sources import Document

BATCH, SECONDS = 64, 1.0  # documents kept at once, or those of so long a time: what a kill undoes
MAP = "map "  # before the name of a field, among the options of a run
LIMIT = 600.0  # seconds that one document may take


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What is to be taken in, into which archive, and how."""

    where: str | Path  # the archive's path or URL
    sources: tuple[str, ...]
    way: Way = field(default_factory=Way)
    mapping: Mapping[str, str] = field(default_factory=dict)  # columns of tables
    published: date | None = None  # of every document, instead of its own day
    workers: int = 1  # processes; with 0 this one reads, and nothing guards it
    wait: float = 10.0
    limit: float = LIMIT

    @property
    def coder(self) -> str:
        """The names of all coders that read."""
        return coder_of(self.way)

    @property
    def asked(self) -> Asked:
        """The same as the ledger keeps it: as text, whatever the names of files are."""
        way = self.way
        options = {
            "published": self.published and self.published.isoformat(),
            "min_confidence": way.min_confidence,
            "max_size": way.max_size,
            "coder": os.pathsep.join(map(str, way.coders_asked)) or None,
            "policy": way.policy_file,
        }
        told = {name: str(value) for name, value in options.items() if value is not None}
        told |= {MAP + name: column for name, column in self.mapping.items()}
        return Asked(
            sources=tuple(map(printable_path, self.sources)),
            folder=printable_path(Path.cwd()),
            coder=self.coder,
            options=tuple(sorted((name, printable_path(value)) for name, value in told.items())),
        )

    @property
    def local(self) -> bool:
        """Whether all sources are files here, so that counting them first costs nobody anything."""
        return not any("://" in source for source in self.sources)

    def documents(self) -> "Iterator[Document]":
        """The documents of the sources, one after the other."""
        from dragoman.sources import documents

        for source in self.sources:
            yield from documents(source, mapping=self.mapping, max_size=self.way.max_size)


def begin(intake: Intake, *, again: int | None = None) -> int:
    """The number of the run: of one that was asked the same and was stopped, or a new one.

    `again` is the number of a run to open once more; `SettingsError` where this is another one.
    """
    with Archive.open(intake.where, wait=intake.wait) as archive:
        if again is None:
            return archive.ledger.begin(intake.asked, at=_now())
        _check(again, archive.ledger.run(again).asked, intake.asked)
        archive.ledger.go_on(again)
        return again


def take_in(intake: Intake, number: int) -> Generator[Entry, None, None]:
    """What became of each document, as soon as the archive keeps it, in the order of the sources.

    What is done in the run is passed over, what was done in others skipped. To stop, close the
    iterator: what was read is kept, the rest is as if it had never begun.
    """
    with (
        Archive.open(intake.where, wait=intake.wait) as archive,
        _pool(intake) as pool,
    ):
        run = _Run(intake, archive, number)
        try:
            for document, found in pool.map(run.wanted(intake.documents())):
                run.put(lost(document, found) if isinstance(found, Lost) else found)
                yield from run.told()
        except (KeyboardInterrupt, GeneratorExit):
            run.keep()
            raise
        run.keep()
        yield from run.told()
        archive.ledger.end(number, at=_now())


class _Run:
    """What one run has found and not kept yet, and what it has kept and not told yet."""

    def __init__(self, intake: Intake, archive: Archive, number: int) -> None:
        self._intake, self._archive, self.number = intake, archive, number
        self._held: list[Taken] = []
        self._kept: list[Entry] = []
        self._new: set[tuple[str, str]] = set()  # report and version of what is being kept
        self._since = time.monotonic()

    def wanted(self, documents: "Iterable[Document]") -> "Iterator[Document]":
        """The documents that were not coded before; the others are skipped, or done already."""
        ledger, coder = self._archive.ledger, self._intake.coder
        for document in documents:
            known = ledger.known(printable(document.address), coder, run=self.number)
            digest = self._digest(document) if known else ""
            if digest not in known:
                yield document
                continue
            run, report, version = known[digest]
            if run != self.number:
                entry = Entry(
                    document=printable(document.address),
                    digest=digest,
                    outcome=Outcome.SKIPPED,
                    report=report,
                    version=version,
                    what=f"It was done in run {run}.",
                )
                self.put(Taken(entry))

    def _digest(self, document: "Document") -> str:
        published, size = self._intake.published, self._intake.way.max_size
        try:
            return fingerprint(document, published=published, max_size=size)[1]
        except SourceError:
            return ""  # whoever reads it finds out why

    def put(self, taken: Taken) -> None:
        """Hold it until there are enough to be kept at once."""
        self._held.append(taken)
        if len(self._held) >= BATCH or time.monotonic() - self._since >= SECONDS:
            self.keep()

    def keep(self) -> None:
        """Keep what is held, all of it at once; one by one where something in it cannot be kept."""
        try:
            entries = self._keep(self._held)
        except OF_ALL:
            raise
        except Exception:  # one document must not stop the run, whatever is wrong with it
            self._new.clear()
            entries = [entry for taken in self._held for entry in self._keep_alone(taken)]
        self._kept += entries
        self._held, self._since = [], time.monotonic()
        self._new.clear()

    def _keep(self, held: list[Taken]) -> list[Entry]:
        """Keep these, all of them or nothing."""
        with self._archive.together():
            entries = [self._put(taken) for taken in held]
            self._archive.ledger.write(self.number, entries)
        return entries

    def _keep_alone(self, taken: Taken) -> list[Entry]:
        try:
            return self._keep([taken])
        except OF_ALL:
            raise
        except Exception as error:
            return self._keep([Taken(refused(taken.entry, error))])

    def _put(self, taken: Taken) -> Entry:
        if taken.coding is not None:
            if not self._archive.put(taken.coding):  # one that came in with it was the same
                return replace(taken.entry, outcome=Outcome.SKIPPED, what=SAME)
            self._new.add((taken.coding.report.id, taken.coding.report.version))
            if path := self._elsewhere(taken.coding):
                return replace(taken.entry, what=f"The same text is kept as {path}.")
        elif taken.entry.outcome is Outcome.FAILED:
            self._archive.put_failure(failure(taken.entry))
        return taken.entry

    def _elsewhere(self, coding: "Coding") -> str | None:
        """The other spelling of its path, absolute or not, under which the same text is kept."""
        report = coding.report
        if report.address != report.file or "://" in report.address:
            return None  # it is named by more than the path of a file
        path = other_spelling(report.address)
        id = make_id("report", path)
        if (id, report.version) in self._new or self._archive.has(id, report.version, coding.coder):
            return path
        return None

    def told(self) -> list[Entry]:
        """What was kept since it was last asked."""
        told, self._kept = self._kept, []
        return told


def other_spelling(path: str) -> str:
    """The path from the root where it is one from here, and the other way round."""
    from dragoman.sources import normal_path

    here = Path(path)
    return normal_path(os.path.relpath(here) if here.is_absolute() else Path.cwd() / here)


def failure(entry: Entry) -> "Failure":
    """The failure of an entry, as the archive keeps it."""
    from dragoman.model import Failure

    return Failure(
        address=entry.document or "text:",
        code=entry.code or "",
        what=entry.what or "",
        todo=entry.todo or "",
    )


def _pool(intake: Intake) -> "Pool[Document, Taken] | Here[Document, Taken]":
    where, way, published = intake.where, intake.way, intake.published
    reading = Reading(where=where, way=way, published=published, wait=intake.wait)
    if not intake.workers:
        return Here(reading)
    return Pool(reading, workers=intake.workers, seconds=intake.limit)


def lost(document: "Document", found: Lost) -> Taken:
    """The failure of a document over which its process was killed."""
    error = WorkerLost(found.why, todo="Read it by itself, or with fewer --workers.")
    return Taken(told(document, error))


def _check(number: int, then: Asked, now: Asked) -> None:
    if then.coder != now.coder:
        raise SettingsError(
            f"Run {number} was read by {then.coder}, not by {now.coder}.",
            todo="Use `dragoman ingest` with its sources: it makes a run of its own.",
        )
    if then.folder != now.folder:
        raise SettingsError(
            f"Run {number} was begun in {then.folder}.", todo="Change to that folder."
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
