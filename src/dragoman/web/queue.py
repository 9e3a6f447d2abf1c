"""The queue of review: records in the order of confidence, around the one that is looked at."""

import heapq
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.archive import Archive, Filter
from dragoman.model import State
from dragoman.review.fitting import fits
from dragoman.review.view import Shown
from dragoman.store.fold import fold
from dragoman.web.asked import Kind, Queue, coded
from dragoman.web.listing import ANY, Listing
from dragoman.web.views import Seen

BEFORE, AFTER = 4, 20  # records of the queue that are listed around the current one

Place = tuple[float, str, str]  # confidence, report, id


@dataclass(frozen=True)
class Around:
    """Where a record stands in a queue, and those around it; `current` is None at its end."""

    before: tuple[Shown, ...]
    current: Shown | None
    after: tuple[Shown, ...]
    number: int  # how many come before it, and 1
    total: int

    @property
    def next(self) -> Shown | None:
        """The one after it."""
        return self.after[0] if self.after else None

    @property
    def previous(self) -> Shown | None:
        """The one before it."""
        return self.before[-1] if self.before else None


class Queues:
    """Finds the queues of an archive."""

    def __init__(self, archive: Archive, listing: Listing) -> None:
        self._archive, self._listing = archive, listing
        self._browse = archive.browse()

    def around(self, asked: Queue, coder: str, record: Shown | None = None) -> Around:
        """The queue around a record, which may itself wait no more; else its beginning."""
        self._check(asked)
        waiting = {s.shown.id: s.shown for s in self._waiting(asked, coder)}
        places = sorted(place(s) for s in waiting.values())
        if record is None:
            return self._beginning(asked, waiting, places)
        here = place(record)
        at = bisect_left(places, here)
        later = places[at + 1 :] if places[at : at + 1] == [here] else places[at:]
        after = list(heapq.merge(self._keys(asked, here, AFTER), later[:AFTER]))[:AFTER]
        earlier = self._keys(asked, here, BEFORE, backwards=True)
        before = sorted([*earlier, *places[max(0, at - BEFORE) : at]])[-BEFORE:]
        shown = self._load([*before, *after], waiting)
        number, total = self._numbers(asked, here, at, len(places))
        return Around(shown[: len(before)], record, shown[len(before) :], number, total)

    def _beginning(self, asked: Queue, waiting: dict[str, Shown], places: list[Place]) -> Around:
        first = list(heapq.merge(self._keys(asked, None, AFTER + 1), places))[: AFTER + 1]
        if not first:
            return Around((), None, (), 0, 0)
        current, *after = self._load(first, waiting)
        _, total = self._numbers(asked, None, 0, len(places))
        return Around((), current, tuple(after), 1, total)

    def all(self, asked: Queue, coder: str, *, limit: int) -> tuple[list[Shown], int]:
        """All records of the queue, and how many there are; none where these are over `limit`."""
        self._check(asked)
        waiting = {s.shown.id: s.shown for s in self._waiting(asked, coder)}
        places = sorted(place(s) for s in waiting.values())
        _, total = self._numbers(asked, None, 0, len(places))
        if total > limit:
            return [], total
        keys = heapq.merge(self._keys(asked, None, limit), places)
        return list(self._load(list(keys), waiting)), total

    def _check(self, asked: Queue) -> None:
        """Raise where a type is asked for that neither events nor any mark here has."""
        if asked.of_marks and asked.type is not None:
            marks = self._archive.marks(Filter(type=asked.type, limit=1))
            if next(marks, None) is None:
                coded("type", asked.type)

    def _waiting(self, asked: Queue, coder: str) -> Iterator[Seen]:
        """The records that wait for this coder, of those that no query finds: on whose reports
        somebody decided, or whose actor may have a name that was merged."""
        found = {kind: asked.wanted(kind) or ANY for kind in asked.kinds}
        wanted: dict[str, Filter | None] = {k: None if f == ANY else f for k, f in found.items()}
        for seen in self._listing.seen(found, actor=asked.actor):
            shown, report, _, told = seen
            if (kind := shown.record.record) not in wanted:
                continue
            if asked.state is not None:
                open_ = shown.state is asked.state
            else:
                open_ = bool(asked.every) or shown.of(coder) is None
            country = asked.country is None or asked.country in told.countries
            here = asked.report in (None, report.id) and country and open_
            narrow = wanted[kind]
            if here and (narrow is None or fits(shown.record, report, narrow, fold=fold)):
                yield seen

    def _machine(self, asked: Queue) -> tuple[Kind, ...]:
        if asked.state not in (None, State.MACHINE) or self._listing.is_whole(asked.actor):
            return ()
        present = self._browse.present()
        return tuple(kind for kind in asked.kinds if kind in present)

    def _keys(
        self, asked: Queue, beyond: Place | None, limit: int, *, backwards: bool = False
    ) -> list[Place]:
        """The nearest records in order of confidence on which nobody decided."""
        found: list[Place] = []
        for kind in self._machine(asked):
            keys = self._browse.keys(
                kind, asked.wanted(kind) or ANY, asked.narrow, by_confidence=True,
                limit=limit, beyond=beyond, backwards=backwards,
            )  # fmt: skip
            found += [(k.confidence, k.report, k.id) for k in keys]
        found.sort(reverse=backwards)
        return sorted(found[:limit])

    def _numbers(self, asked: Queue, here: Place | None, at: int, decided: int) -> tuple[int, int]:
        number, total = at + 1, decided
        for kind in self._machine(asked):
            total += self._listing.machine(kind, asked)
            if here is not None:
                wanted = asked.wanted(kind) or ANY
                number += self._browse.before(kind, wanted, asked.narrow, here)
        return number, total

    def _load(self, places: list[Place], known: dict[str, Shown]) -> tuple[Shown, ...]:
        shown = known | self._listing.undecided(id for _, _, id in places if id not in known)
        return tuple(shown[id] for _, _, id in places)


def place(shown: Shown) -> Place:
    """What the queue is sorted by: the least sure first."""
    record = shown.record
    return (record.confidence, record.evidence.report, shown.id)
