"""The archive: everything kept, in one file or one database."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby, islice
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
    from dragoman.review.desk import Desk
    from dragoman.review.view import Shown, View
    from dragoman.store.ask import Rows
    from dragoman.store.decisions import Decisions
    from dragoman.store.history import Change
    from dragoman.store.removal import Removal
    from dragoman.store.search import Match
    from dragoman.store.store import Store

__all__ = ["Archive", "Filter", "Format", "Merged"]

Format = Literal["jsonl", "json"]


@dataclass(frozen=True)
class Merged:
    """How much of another archive was new."""

    codings: int
    decisions: int
    failures: int
    removals: int  # reports that were removed or restored there

    def to_dict(self) -> dict[str, int]:
        """The numbers by what they count."""
        return asdict(self)


class Archive:
    """Reports and what was found in them; open one with `Archive.open`.

    What it lists streams from where it is kept, so that a list of any length takes little memory,
    and every record is checked against the stored text before it is given: where the words do not
    stand there, `DamagedArchive` is raised, which is an `AnchorError` too.
    """

    def __init__(self, store: "Store") -> None:
        self._store = store

    @classmethod
    def open(cls, where: str | Path, *, wait: float = 10.0, create: bool = True) -> "Archive":
        """The archive at a path or URL, made or brought up to date where needed.

        URLs are `sqlite:///FILE` and `postgresql://USER@HOST/DATABASE`; the database must be there.
        `wait` is for how many seconds to wait while another program writes; with `create=False`
        an archive that is not there is an `ArchiveError`.
        """
        from dragoman.store.store import Store  # late: SQLAlchemy takes a third of a second

        return cls(Store.open(where, wait=wait, create=create))

    @property
    def where(self) -> str:
        """The file it is kept in, or the URL of its database without the password."""
        return self._store.where

    @property
    def path(self) -> Path | None:
        """The file it is kept in, where it is one."""
        return self._store.path

    def close(self) -> None:
        """Let go of the file or database."""
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
        A report that cannot be read is kept among the failures, and its `SourceError` raised; so
        is one for a report that was removed, until it is restored.
        """
        way = way or Way()
        try:
            report = way.report(source, published=published)
        except SourceError as error:
            self.put_failure(failure_of(error, source))
            raise
        if removed := self._store.removal(report.id):
            raise SourceError(
                f"It was removed from the archive: {removed.reason or 'no reason was given'}.",
                todo=f"To keep it again: dragoman archive restore {report.id}",
            )
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
        """Keep what one coder found in a report, all of it or nothing; True if it was new.

        Nothing of a report that was removed is kept.
        """
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

    def search(self, words: str, *, limit: int | None = None) -> "Iterator[Match]":
        """The reports that have all the words, best first, and where they stand in their texts.

        Words are compared without case and accents. In quotation marks they must follow each
        other; `negotiat*` is any word that begins so. All else that is typed separates words.
        """
        return self._store.search(words, limit)

    def query(self, sql: str, *, seconds: float = 30.0) -> "Rows":
        """The answer to a statement in SQL that reads; nothing can be changed by one.

        `ArchiveError` where the database refuses it, or needs longer than that.
        """
        return self._store.query(sql, seconds=seconds)

    def remove(self, report: str, *, reason: str, who: str = "") -> "Removal":
        """Take a report out, with all that was found in it, and keep only that and why.

        It is named as for `report`. It stays out when it is read, imported or merged again.
        """
        return self._store.remove(report, reason=reason, who=who, at=_now())

    def restore(self, report: str, *, reason: str = "", who: str = "") -> "Removal":
        """Let a removed report in again, when it is next read, imported or merged.

        What an archive holds that does not know of the removal still stays out of a merge: it is
        older. The report is named by its id, the start of it, or its address.
        """
        return self._store.restore(report, reason=reason, who=who, at=_now())

    def removals(self) -> "Iterator[Removal]":
        """Every removal and restoration, by report, oldest first."""
        return self._store.removals()

    def changes(self, since: int = 0) -> "Iterator[Change]":
        """What was added, changed, removed and restored in this archive, in order.

        `since` is the cursor of the last change that is known already.
        """
        return self._store.changes(since)

    def merge(self, other: "Archive") -> Merged:
        """Take in all that another archive holds; how much of it was new.

        Archives merged in any order, or twice, hold and show the same (see `digest`). The other
        one is only read. A merge that is cut off leaves whole codings; merging again completes it.
        """
        removals = codings = decisions = failures = 0
        known: dict[str, int] = {}
        for report, found in groupby(other._store.removals(), lambda r: r.report):
            rows = list(found)
            known[report] = max((r.number for r in rows if r.removed), default=0)
            removals += self._store.join_removals(rows)
        for kept in other._store.codings():
            last = known.get(kept.coding.report.id, 0)
            codings += self._store.put(kept.coding, sequence=kept.sequence, known=last)
        for decision in other._decisions():
            last = known.get(decision.report or "", 0)
            decisions += self._decisions().put(decision, known=last)
        for failure in other._store.failures(every=True):
            failures += self.put_failure(failure)
        return Merged(codings, decisions, failures, removals)

    def review(self, coder: str) -> "Desk":
        """The desk at which a person decides on records: accepts, rejects, corrects, adds."""
        from dragoman.review.desk import Desk

        return Desk(coder, decisions=self._decisions(), find=self.report)

    def view(self, report: str) -> "View":
        """The records of a report as they are shown: with what people decided of them."""
        from dragoman.review.desk import viewed

        return viewed(self._decisions(), self.report(report))

    def shown(self, record: str, wanted: Filter | None = None) -> "Iterator[Shown]":
        """The records wanted of one kind (`event`, `statement` ...) as they are shown.

        As `events` and the like list them, but corrected, with those that people added and without
        those they rejected. With a `coder` the records are that coder's own.
        """
        from dragoman.review.fitting import fits
        from dragoman.review.listing import listed
        from dragoman.review.view import undecided
        from dragoman.store.fold import fold

        asked, decisions = wanted or Filter(), self._decisions()
        if not decisions.anywhere():
            return map(undecided, self._records(record, asked))
        everywhere = decisions.of("") if asked.coder is None else ()
        # A merge can give an actor the name that is asked for.
        open_ = replace(asked, limit=None, actor=None if everywhere else asked.actor)
        found = listed(
            self._records(record, open_),
            decided=() if asked.coder else decisions.reports(),
            view=self.view,
            source=self.source,
            everywhere=everywhere,
            fits=lambda one, report: one.record == record and fits(one, report, asked, fold=fold),
        )
        return islice(found, asked.limit)

    def reviewed(self) -> "Iterator[View]":
        """Every report that somebody decided on, as it is shown, by day of publication."""
        return map(self.view, self._decisions().reports())

    def _decisions(self) -> "Decisions":
        from dragoman.store.decisions import Decisions

        return Decisions(self._store)

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
            ordered = ((k.coding, k.sequence) for k in kept)
            return jsonl.write(ordered, failures, self._decisions())
        if format == "json":
            return document.write((k.coding for k in kept), failures)
        raise ArchiveError(f"There is no export format {format}.", todo="Use jsonl or json.")

    def import_(self, file: str | Path | TextIO) -> int:
        """Keep what `export` wrote as jsonl; how many codings were new.

        Each line is checked against its report's text: `DamagedArchive` names the first line that
        does not fit, and nothing from it on is kept.
        """
        from dragoman.export import jsonl
        from dragoman.model import Decision, Failure

        new, decisions = 0, self._decisions()
        with _lines(file) as lines:
            for found in jsonl.read(lines):
                if isinstance(found, Failure):
                    self.put_failure(found)
                elif isinstance(found, Decision):
                    decisions.put(found)
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
        for decision in self._decisions():
            total.update(dumps(decision.to_dict()).encode())
        for removal in self.removals():
            total.update(dumps(removal.to_dict()).encode())
        return total.hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


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
