"""What a person can do with records, the same from a form and from JSON."""

from typing import Literal, NamedTuple

from dragoman.errors import ArchiveError, DragomanError
from dragoman.model import Coded, Decision
from dragoman.review import changes, several
from dragoman.review.view import Shown, View
from dragoman.review.words import moved, snapped
from dragoman.web.asked import Queue
from dragoman.web.context import Web

MOST = 500  # records of one bulk act

REASONS = {
    "no-record": "nothing of the kind is told",
    "wrong-words": "it stands on the wrong words",
    "wrong-code": "it is of another type",
    "twice": "it is there twice",
    "other": "another reason",
}


class Unknown(ArchiveError):
    """A record or report that is not here; pages answer as for an address that is none."""

    code = "archive.unknown"


class Found(NamedTuple):
    """A record as it is shown, among those of its report."""

    shown: Shown
    view: View


class Bulk(NamedTuple):
    """The records that a bulk act is about, and how many fit but are left out."""

    records: list[Shown]
    total: int
    disputed: int


def find(web: Web, record: str) -> Found:
    """The record of that id; `Unknown` where there is none."""
    report = web.archive.browse().report_of(record)
    view = None if report is None else web.views.of(report)
    if view is not None:
        for shown in view.records:
            if shown.id == record:
                return Found(shown, view)
    raise Unknown(f"There is no record {record}.", todo="It may be of an older coder.")


def whole(web: Web, report: str) -> View:
    """The report of that id, or the start of it; `Unknown` where there is none."""
    if (known := web.views.of(report)) is not None:
        return known
    try:
        return web.archive.view(report)
    except ArchiveError as error:
        if type(error) is not ArchiveError:  # a damaged archive is no wrong address
            raise
        raise Unknown(error.what, todo=error.todo) from error


class Acts:
    """The acts of one person."""

    def __init__(self, web: Web, coder: str) -> None:
        self._web, self._archive, self._coder = web, web.archive, coder
        self._desk = web.archive.review(coder)

    def accept(self, record: str, *, why: str = "") -> list[Decision]:
        """That the record is right as it is shown."""
        return self._desk.accept(find(self._web, record).shown, why=why)

    def reject(self, record: str, *, why: str = "") -> list[Decision]:
        """That there is no such record."""
        return self._desk.reject(find(self._web, record).shown, why=why)

    def comment(self, record: str, *, why: str) -> list[Decision]:
        """Something said of it."""
        return self._desk.comment(find(self._web, record).shown, why)

    def correct(self, record: str, field: str, value: str, *, why: str = "") -> list[Decision]:
        """Another value of a field, as somebody types it: `-` empties it."""
        shown, view = find(self._web, record)
        made = changes.typed(self._held(shown), view.report, field, value)
        return self._desk.correct(shown, made, why=why)

    def fill(self, record: str, field: str, start: int, end: int) -> list[Decision]:
        """The words chosen in the text, in code points, as what stands in a field."""
        shown, view = find(self._web, record)
        made = changes.chosen(self._held(shown), view.report, field, start, end)
        return self._desk.correct(shown, made)

    def move(self, record: str, edge: Literal["start", "end"], words: int) -> list[Decision]:
        """An edge of the record's words, moved by so many words."""
        shown, view = find(self._web, record)
        made = moved(self._held(shown), view.report, edge=edge, words=words)
        return self._desk.correct(shown, made)

    def add(self, report: str, kind: str, code: str, start: int, end: int) -> list[Decision]:
        """A record that was missed, with the words chosen in the text."""
        text = whole(self._web, report).report
        words = snapped(text, start, end)
        made = changes.missed(text, kind, code, words.words, coder=self._coder, near=words.start)
        return self._desk.add(made)

    def add_words(self, report: str, kind: str, code: str, words: str) -> list[Decision]:
        """A record that was missed, with its words as they stand in the report: `talks#2`."""
        text = whole(self._web, report).report
        return self._desk.add(changes.missed(text, kind, code, words.strip(), coder=self._coder))

    def undo(self, record: str) -> list[Decision]:
        """Take back the person's last decision on a record."""
        return self._desk.undo(find(self._web, record).shown)

    def undo_last(self) -> list[Decision]:
        """Take back what the person did last: a decision, or all of a bulk act."""
        act = several.last_act(self._archive.browse().decided_by(self._coder))
        if not act:
            raise DragomanError("There is nothing to take back.", todo="Decide on a record first.")
        return several.take_back(self._desk, act)

    def bulk(self, asked: Queue) -> Bulk:
        """What accepting all that wait would be about; disputed ones are left."""
        found, total = self._web.queues.all(asked, self._coder, limit=MOST)
        if total > MOST:
            raise DragomanError(
                f"{total} records are too many to be accepted at once; {MOST} are the most.",
                todo="Narrow the filter.",
            )
        calm = [s for s in found if not s.conflicts]
        return Bulk(calm, total, len(found) - len(calm))

    def accept_all(self, asked: Queue, *, expected: int) -> list[Decision]:
        """Accept what a preview showed; nothing where that is not what waits any more."""
        found = self.bulk(asked).records
        if len(found) != expected:
            raise DragomanError(
                f"{len(found)} records wait now, {expected} did when you looked.",
                todo="Look at the list again.",
            )
        return several.accept_all(self._desk, found)

    def _held(self, shown: Shown) -> Coded:
        """The record as this person holds it: what they change is their own."""
        mine = shown.of(self._coder)
        return mine.record if mine and mine.record is not None else shown.record
