"""The archive: everything kept, in one file or one database."""

import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Literal, Self, TextIO, cast

from dragoman.errors import ArchiveError, RemovedReport, SourceError
from dragoman.store.filter import Filter
from dragoman.way import Source, Way, failure_of

if TYPE_CHECKING:
    from dragoman.analyses import Analyses
    from dragoman.analysis.gaps import GapView
    from dragoman.analysis.positions import PositionTable
    from dragoman.analysis.series import Asked
    from dragoman.analysis.table import Table
    from dragoman.export.foreign import Seen
    from dragoman.export.selection import Selection
    from dragoman.linking.link import Found
    from dragoman.model import (
        Coded,
        Coding,
        Duplicates,
        Event,
        Failure,
        Figure,
        ForeignEvent,
        Happening,
        Linked,
        Mark,
        Position,
        Removal,
        Report,
        Statement,
        Story,
    )
    from dragoman.review.desk import Desk
    from dragoman.review.view import Shown, View
    from dragoman.store.ask import Rows
    from dragoman.store.browse import Browse
    from dragoman.store.decisions import Decisions
    from dragoman.store.foreign import Foreign
    from dragoman.store.history import Change
    from dragoman.store.links import Links
    from dragoman.store.runs import Ledger
    from dragoman.store.search import Match
    from dragoman.store.store import Store

__all__ = ["Archive", "Filter", "Format", "Merged"]

Format = Literal[
    "jsonl", "json", "csv", "xlsx", "parquet", "plover", "polecat", "gdelt", "acled", "geojson",
    "annotation",
]  # fmt: skip


@dataclass(frozen=True)
class Merged:
    """How much of another archive was new."""

    codings: int = 0
    decisions: int = 0
    failures: int = 0
    removals: int = 0  # reports that were removed or restored there
    foreign: int = 0  # events of other data sets

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
        return self.take(report, way=way, dated=bool(published))

    def take(self, report: "Report", *, way: Way, dated: bool = False) -> "Coding":
        """The record of a report that was taken in already, as `read` gives it.

        `dated` tells that its day of publication was given by whoever reads it.
        """
        shown = self._store.shown(report.id)
        report, missing = self.unread(report, way=way)
        first = way.coders(report)[0]
        if missing:
            coding = way.code_by(report, missing)
            self.put(coding)
            if first in missing:
                return coding
        same = shown and shown.text == report.text
        if shown and same and dated and shown.version != report.version:
            self._store.show(report.id, report.version)
        return self._store.coding(report.id, report.version, first, beside=True)

    def unread(self, report: "Report", *, way: Way) -> "tuple[Report, list[str]]":
        """The report as it is to be kept, and the coders that have not read it yet.

        A day that was once given stands for a text that states none. `SourceError` for a report
        that was removed, until it is restored.
        """
        if removed := self._store.removal(report.id):
            raise RemovedReport(
                f"It was removed from the archive: {removed.reason or 'no reason was given'}.",
                todo=f"To keep it again: dragoman archive restore {report.id}",
            )
        shown = self._store.shown(report.id)
        if shown and report.published is None and shown.text == report.text:
            report = report.model_copy(update={"published": shown.published})
        coders = way.coders(report)
        return report, [c for c in coders if not self.has(report.id, report.version, c)]

    def put(self, coding: "Coding") -> bool:
        """Keep what one coder found in a report, all of it or nothing; True if it was new.

        Nothing of a report that was removed is kept.
        """
        return self._store.put(coding)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is put inside is kept at once when all went well, or none of it."""
        with self._store.together():
            yield

    def put_failure(self, failure: "Failure") -> bool:
        """Keep why a report could not be read; True if it was new."""
        return self._store.put_failure(failure)

    def has(self, report: str, version: str, coder: str) -> bool:
        """Whether this coder has coded this version of the report."""
        return self._store.has(report, version, coder)

    def reports(
        self, *, since: date | None = None, until: date | None = None
    ) -> Iterator["Report"]:
        """The latest version of each report, by day of publication; undated ones first.

        `since` and `until` are days, both inclusive, which undated ones do not match.
        """
        return self._store.reports(since=since, until=until)

    def report(
        self, report: str, *, version: str | None = None, coder: str | None = None
    ) -> "Coding":
        """The whole record of a report, given its id, the start of it, its address, or its file.

        The latest coding of the latest version, unless another is asked for.
        """
        return self._store.coding(report, version, coder)

    def source(self, record: "Coded | Happening") -> "Report":
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
        from dragoman.store.joining import Item, take_in

        items: Iterator[Item] = chain(
            other.removals(),
            ((kept.coding, kept.sequence) for kept in other._store.codings()),
            other._decisions(),
            other._store.failures(every=True),
            other._foreign(),
        )
        return Merged(**take_in(self._store, items, known=0))

    def review(self, coder: str) -> "Desk":
        """The desk at which a person decides on records: accepts, rejects, corrects, adds."""
        from dragoman.review.desk import Desk

        return Desk(coder, decisions=self._decisions(), find=self.report)

    def view(self, report: "str | Coding") -> "View":
        """The records of a report as they are shown: with what people decided of them.

        Who has the report's coding already can give it, so that it is not read again.
        """
        from dragoman.review.desk import viewed

        coding = self.report(report) if isinstance(report, str) else report
        return viewed(self._decisions(), coding)

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
        also = sorted({name for decision in everywhere for name in decision.actors})
        open_ = replace(asked, limit=None)
        found = listed(
            self._store.records(record, open_, also=also, page=asked.limit),
            decided=() if asked.coder else decisions.touching(record, asked, also),
            view=self.view,
            source=self.source,
            everywhere=everywhere,
            fits=lambda one, report: one.record == record and fits(one, report, asked, fold=fold),
        )
        return islice(found, asked.limit)

    def reviewed(self) -> "Iterator[View]":
        """Every report that somebody decided on, as it is shown, by day of publication."""
        return map(self.view, self._decisions().reports())

    def dyads(self, asked: "Asked | None" = None, *, happenings: bool = False) -> "Table":
        """How often one side acted towards another, by day, week, month or year, as a table.

        Counts events; with `happenings` each happening once, however many reports tell it.
        """
        from dragoman.analysis.series import Asked

        return self._analyses.dyads(asked or Asked(), happenings=happenings)

    def position_table(
        self,
        *parties: str,
        concerning: str | None = None,
        issue: str | None = None,
        since: date | None = None,
        until: date | None = None,
        confidence: float = 0.0,
    ) -> "PositionTable":
        """Where each party stands on each issue, since when, and what went before, as a table.

        Parties are a country's code or name for its government, else names of the actor tables;
        with `concerning` only what is addressed to that party, names it, or is told beside it.
        """
        from dragoman.analyses import Wanted

        asked = Wanted(
            parties=parties, concerning=concerning, issue=issue, since=since, until=until,
            confidence=confidence,
        )  # fmt: skip
        return self._analyses.positions(asked)

    def gaps(
        self,
        one: str,
        other: str,
        *,
        issue: str | None = None,
        since: date | None = None,
        until: date | None = None,
        confidence: float = 0.0,
    ) -> "GapView":
        """Whether two sides meet, issue by issue: agreed, close, apart, one-sided, unaddressed."""
        from dragoman.analyses import Wanted

        asked = Wanted(issue=issue, since=since, until=until, confidence=confidence)
        return self._analyses.gaps(one, other, asked)

    def timeline(self, wanted: Filter | None = None) -> "Table":
        """The events, statements and positions wanted, by day, as a table."""
        return self._analyses.timeline(wanted or Filter())

    def speakers(self, wanted: Filter | None = None, *, level: str = "actor") -> "Table":
        """Who is cited most in the statements wanted, as a table; `level` is actor or party."""
        return self._analyses.speakers(wanted or Filter(), level=level)

    def contested(
        self, wanted: Filter | None = None, *, happenings: bool = False, every: bool = False
    ) -> "Table":
        """The figures wanted on which sources differ, side by side over time, as a table.

        `happenings` sets beside each other what is told of one happening, instead of what is
        counted in the same words; `every` shows figures on which nobody differs as well.
        """
        found = self._analyses
        return found.contested(wanted or Filter(), happenings=happenings, every=every)

    def compare(self, source: str, asked: "Asked | None" = None) -> "Table":
        """Our events beside the imported ones of another data set, by period, dyad and type."""
        from dragoman.analysis.series import Asked

        return self._analyses.compare(source, asked or Asked(by="day"))

    @cached_property
    def _analyses(self) -> "Analyses":
        from dragoman.analyses import Analyses

        return Analyses(self, self._store)

    @property
    def ledger(self) -> "Ledger":
        """The runs: what this archive was asked to take in, and what became of each document."""
        from dragoman.store.runs import Ledger

        return Ledger(self._store)

    def browse(self) -> "Browse":
        """Pages and counts of its lists, for who shows them a page at a time."""
        from dragoman.store.browse import Browse

        return Browse(self._store)

    def link(self, *, report: "Callable[[int], object]" = lambda _: None) -> "Linked":
        """Find duplicates, stories and happenings among what changed since the last time.

        `report` is told how many reports are done. Reports linked in any order, or again, give the
        same groups; a run that is cut off goes on where it was when it is called again.
        """
        from dragoman.linking import picture

        return picture.link(self._links(), read=self._linkable, report=report)

    def duplicates(self) -> "Iterator[Duplicates]":
        """Reports that carry one text, or nearly so, by day of publication, once linked."""
        from dragoman.linking import picture

        return picture.duplicates(self._links())

    def stories(self, *, least: int = 1) -> "Iterator[Story]":
        """Reports about one development, of stories of at least so many, once linked."""
        from dragoman.linking import picture

        return picture.stories(self._links(), least=least)

    def happenings(self, wanted: Filter | None = None, *, least: int = 1) -> "Iterator[Happening]":
        """Acts told by at least so many events, one of which is wanted, once linked.

        By day of publication. Their words are checked as those of records are.
        """
        from dragoman.linking import picture
        from dragoman.review.fitting import fits
        from dragoman.store.fold import fold

        asked = wanted or Filter()
        if foreign := asked.foreign_to("event"):
            raise ArchiveError(
                f"A happening has no {' or '.join(foreign)} to filter by.", todo="Leave it out."
            )
        narrow = replace(asked, limit=None) != Filter()

        def fitting(event: "Event") -> bool:
            return not narrow or fits(event, self.source(event), asked, fold=fold)

        found = picture.happenings(self._links(), least=least, fits=fitting)
        return map(self._checked, islice(found, asked.limit))

    def happening_ids(
        self, of: Literal["events", "figures"] = "events"
    ) -> "Iterator[tuple[str, list[str]]]":
        """The id of each happening and those of its events, or of the figures told with them.

        To count by: nothing is made of them or checked, so that millions take seconds.
        """
        from dragoman.linking import picture

        return (picture.members if of == "events" else picture.figures)(self._links())

    def _checked(self, happening: "Happening") -> "Happening":
        self._store.source(happening).check(happening.evidence)
        for telling in (t for d in happening.differences for t in d.tellings):
            self._store.source(telling).check(telling.evidence)
        return happening

    def _links(self) -> "Links":
        from dragoman.store.links import Links

        return Links(self._store)

    def _linkable(self, reports: "Collection[str]") -> "dict[str, list[Found]]":
        """What there is to link of reports; nothing of those that are not kept."""
        from dragoman.linking.link import links_of
        from dragoman.model import Event, Figure

        alone = not self._decisions().of("")  # none that holds for every report
        told = self._links().told(reports) if alone else {}
        found: dict[str, list[Found]] = {id: [] for id in reports}
        for id in reports:
            if id in told:
                report, records = told[id]
                kept = [(record.id, record) for record in records]
            elif self._store.shown(id) is None:
                continue
            else:
                view = self.view(id)
                report = view.report
                kept = [(s.id, s.record) for s in view.records if not s.rejected]
            events = [(i, r) for i, r in kept if isinstance(r, Event)]
            figures = [(i, r) for i, r in kept if isinstance(r, Figure)]
            found[id] = links_of(report, events, figures)
        return found

    def _decisions(self) -> "Decisions":
        from dragoman.store.decisions import Decisions

        return Decisions(self._store)

    def export(
        self,
        file: str | Path | TextIO,
        *,
        format: Format = "jsonl",
        kinds: Collection[str] = (),
        wanted: Filter | None = None,
    ) -> dict[str, object] | None:
        """Write what is kept for other programs; the manifest that is written beside it.

        `jsonl` is everything, to be imported again, and `json` the same as one object; a stream
        takes these two alone, and gets no manifest. The other formats are those of docs/export.md:
        the records that lists show, of these kinds (`events` ...; all if none is named), or those
        wanted. The same records give the same bytes; a path is replaced once all is written.
        """
        from dragoman.export import formats, lossless
        from dragoman.store.engine import is_part

        if isinstance(file, str | Path) and self.path and is_part(self.path, file):
            raise ArchiveError(f"{file} is of this archive.", todo="Give the name of another file.")
        if format not in lossless.FORMATS:
            selection = self._selection(kinds, wanted or Filter())
            return formats.export(selection, format=format, out=formats.path(file, format))
        if kinds or wanted:
            raise ArchiveError(
                f"{format} holds everything.", todo="Leave the filter out, or use another format."
            )
        pieces = self._everything(format)
        if isinstance(file, str | Path):
            _write(file, pieces)
            return lossless.describe(file, format=format)
        file.writelines(pieces)
        return None

    def _everything(self, format: Format) -> Iterator[str]:
        from dragoman.export import document, jsonl

        kept, failures = self._store.codings(), self._store.failures(every=True)
        decisions, removals, foreign = self._decisions(), self.removals(), self._foreign()
        if format == "json":
            codings = (k.coding for k in kept)
            return document.write(codings, failures, decisions, removals=removals, foreign=foreign)
        ordered = ((k.coding, k.sequence) for k in kept)
        return jsonl.write(ordered, failures, decisions, removals=removals, foreign=foreign)

    def _selection(self, kinds: Collection[str], wanted: Filter) -> "Selection":
        from dragoman.export.selection import Selection
        from dragoman.model import KINDS

        return Selection(
            records=lambda kind: self.shown(kind.removesuffix("s"), wanted),
            source=self.source,
            kinds=tuple(kind for kind in KINDS if kind in kinds or not kinds),
            filters=asdict(wanted),
        )

    def import_(self, file: str | Path | TextIO) -> int:
        """Keep what `export` wrote as jsonl; how many codings were new.

        Each line is checked against its report's text: `DamagedArchive` names the first line that
        does not fit, and nothing from it on is kept. A report that was removed where the file was
        written is removed here too, and what came in before that is taken for older.
        """
        from dragoman.export import jsonl
        from dragoman.store.joining import take_in

        with _lines(file) as lines:
            return take_in(self._store, jsonl.read(lines))["codings"]

    def import_foreign(
        self, file: str | Path | BinaryIO, *, source: str, name: str | None = None
    ) -> "Seen":
        """Keep the events of a file of another data set, to be compared with ours; what it held.

        `source` is `polecat`, `gdelt` or `acled`; `name` is what the file is called, its own name
        if none is given. `ArchiveError` names the first row that does not fit; what stands before
        it is kept, and importing the whole file again is safe.
        """
        from dragoman.export.foreign import Seen, read
        from dragoman.model import Imported

        called = name or (Path(file).name if isinstance(file, str | Path) else "-")
        seen = Seen()
        found = seen.read(read(file, source=source))
        seen.new = self._foreign().put(Imported(file=called, event=event) for event in found)
        return seen

    def foreign(
        self, source: str | None = None, *, since: date | None = None, until: date | None = None
    ) -> "Iterator[ForeignEvent]":
        """The events of other data sets that were imported, by source and day, undated ones first.

        `source` is the data set: `polecat`, `gdelt` or `acled`; all if None. `since` and `until`
        are days, both inclusive; an event whose day is not known matches neither. Each event (a
        source and an id) is given once: where several files tell it, as the one does whose name is
        the last in order. They stream: any number of them takes little memory.
        """
        return self._foreign().events(source, since, until)

    def _foreign(self) -> "Foreign":
        from dragoman.store.foreign import Foreign

        return Foreign(self._store)

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
        for told in self._foreign():
            total.update(dumps(told.to_dict()).encode())
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
    except FileNotFoundError as error:
        raise ArchiveError(f"There is no file {path}.", todo="Check the path.") from error
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise ArchiveError(
            f"{path or 'The stream'} cannot be read: {why}.",
            todo="Give a file that `export` wrote as jsonl.",
        ) from error
