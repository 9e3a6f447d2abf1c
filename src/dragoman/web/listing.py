"""Pages of records: what the machine found, with what people decided put in its place."""

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any  # Any: the keys that lists are sorted by: tuples of two forms

from dragoman.archive import Archive, Filter
from dragoman.model import State
from dragoman.review.fitting import fits
from dragoman.review.view import Shown, show, undecided
from dragoman.store.browse import FACETS, Group, Key, Narrow
from dragoman.store.fold import fold
from dragoman.web.asked import Asked, Facet, Kind, attribute, facet_names, last_page
from dragoman.web.views import Seen, Told, Views
from dragoman.web.views import seen as seen_as

ANY = Filter()
BATCH = 500  # records of a file that are loaded together
COUNTED = 64  # filters of which the counts are kept
MOST = 12  # values of a facet that are listed
LABELS = {
    "type": "Type", "status": "Status", "stance": "Stance", "issue": "Issue", "measure": "Measure",
    "schema": "Schema", "country": "Country of a party", "state": "State of review",
}  # fmt: skip

Keyed = Sequence[tuple[Any, str]]  # what a list is sorted by, and the record's id


@dataclass(frozen=True)
class Page:
    """Some of the records asked for, how many there are, and their counts by field."""

    rows: tuple[Shown, ...]
    total: int
    facets: tuple[Facet, ...]


class Listing:
    """Finds records of an archive as pages show them."""

    def __init__(self, archive: Archive, views: Views) -> None:
        self._archive, self._views, self._browse = archive, views, archive.browse()
        self._counted: dict[object, tuple[object, Counter[Group]]] = {}

    def page(self, kind: Kind, asked: Asked) -> Page:
        """A page of the records asked for; without rejected ones, unless these are asked for.

        The last page where one is asked for that comes after it.
        """
        if (wanted := asked.wanted(kind)) is None:
            return Page((), 0, ())
        found = self._decided(kind, wanted, asked)
        groups = {} if self.is_whole(wanted.actor) else self._groups(kind, wanted, asked.narrow)
        counted = _Counted(kind, asked, groups, found)
        first = (min(asked.page, last_page(counted.total, asked.size)) - 1) * asked.size
        chosen = {s.shown.id: s for s in found if counted.fits(s)}
        ids = self._window(kind, wanted, asked, list(chosen.values()), first)
        return Page(self._load(ids, chosen), counted.total, counted.facets())

    def every(self, kind: Kind, asked: Asked) -> Iterator[Shown]:
        """All the records that `page` shows page by page, by day of publication and place."""
        if (wanted := asked.wanted(kind)) is None:
            return
        counted = _Counted(kind, asked, {}, ())
        found = self._decided(kind, wanted, asked)
        chosen = {s.shown.id: s for s in found if counted.fits(s)}
        keys = sorted((s.key for s in chosen.values()), key=_by_place)
        others: Iterator[Key] = iter(())
        if self._has_machine(wanted, asked):
            others = self._browse.every_key(kind, wanted, asked.narrow)
        merged = heapq.merge(keys, others, key=_by_place)
        while batch := [key.id for key in islice(merged, BATCH)]:
            yield from self._load(batch, chosen)

    def machine(self, kind: Kind, asked: Asked) -> int:
        """How many of the records asked for are of reports that nobody decided on."""
        wanted = asked.wanted(kind) or ANY
        return _Counted(kind, asked, self._groups(kind, wanted, asked.narrow), ()).total

    def _groups(self, kind: Kind, wanted: Filter, narrow: Narrow) -> Mapping[Group, int]:
        """The counts of reports that nobody decided on: those of all, without the few others."""
        coded, decided = self._browse.state()
        all_ = self._kept(coded, kind, wanted, narrow, decided=None)
        return all_ - self._kept((coded, decided), kind, wanted, narrow, decided=True)

    def _kept(
        self, state: object, kind: Kind, wanted: Filter, narrow: Narrow, *, decided: bool | None
    ) -> Counter[Group]:
        """Counts of the store, looked up anew where it is not as it was."""
        key = (kind, _but(wanted, kind), replace(narrow, country=None), decided)
        known = self._counted.get(key)
        if known is None or known[0] != state:
            known = (state, self._browse.groups(kind, wanted, narrow, decided=decided))
            if len(self._counted) >= COUNTED:
                self._counted.clear()
            self._counted[key] = known
        return known[1]

    def is_whole(self, actor: str | None) -> bool:
        """Whether all must be looked at: merged names can bring in records that no query finds."""
        return actor is not None and self._views.merged

    def seen(self, wanted: Mapping[Kind, Filter], *, actor: str | None) -> Iterator[Seen]:
        """The records of reports that people decided on, and of all reports those that fit where
        no query finds them, by kind."""
        decided = list(self._views.seen())  # also brings `merged` up to date
        if not self.is_whole(actor):
            yield from decided
            return
        yield from (s for s in decided if s.shown.rejected)
        for kind, asked in wanted.items():
            for shown in self._archive.shown(kind, asked):
                yield seen_as(shown, self._archive.source(shown.record))

    def _has_machine(self, wanted: Filter, asked: Asked) -> bool:
        """Whether records of reports that nobody decided on are to be looked up."""
        return asked.state in (None, State.MACHINE) and not self.is_whole(wanted.actor)

    def _decided(self, kind: Kind, wanted: Filter, asked: Asked) -> list[Seen]:
        """The records of reports that people decided on that fit, whatever their codes and state:
        these are counted by what is asked for of each."""
        open_ = _but(wanted, kind)
        anything = open_ == ANY
        return [
            s for s in self.seen({kind: open_}, actor=wanted.actor)
            if s.shown.record.record == kind
            and asked.report in (None, s.report.id)
            and (anything or fits(s.shown.record, s.report, open_, fold=fold))
        ]  # fmt: skip

    def _window(
        self, kind: Kind, wanted: Filter, asked: Asked, chosen: Sequence[Seen], first: int
    ) -> list[str]:
        """The ids from one place on of the list that both parts make together."""
        by_confidence = asked.order == "confidence"
        order = _by_confidence if by_confidence else _by_place
        keyed = sorted((order(s.key), s.shown.id) for s in chosen)
        start, keys = 0, list[Key]()
        if self._has_machine(wanted, asked):
            start = max(0, first - len(keyed))
            keys = self._browse.keys(
                kind, wanted, asked.narrow, by_confidence=by_confidence,
                offset=start, limit=first + asked.size - start,
            )  # fmt: skip
        ordered = [(order(k), k.id) for k in keys]
        before = bisect_left(keyed, ordered[0]) if ordered and start else 0
        skipped = first - start - before
        merged = heapq.merge(ordered, keyed[before:])
        return [id for _, id in islice(merged, skipped, skipped + asked.size)]

    def _load(self, ids: Iterable[str], known: Mapping[str, Seen]) -> tuple[Shown, ...]:
        ids = list(ids)
        loaded = self.undecided(id for id in ids if id not in known)
        return tuple(known[id].shown if id in known else loaded[id] for id in ids)

    def of(self, ids: Iterable[str]) -> tuple[Shown, ...]:
        """The records of these ids as they are shown; without those that are not here any more."""
        ids = list(ids)
        decided = {s.shown.id: s.shown for s in self._views.seen()}
        found = self.undecided(id for id in ids if id not in decided) | decided
        return tuple(found[id] for id in ids if id in found)

    def undecided(self, ids: Iterable[str]) -> dict[str, Shown]:
        """Records of reports that nobody decided on, with the names that others merged."""
        records = self._browse.records(ids)
        if not records or not self._views.merged:
            return {id: undecided(record) for id, record in records.items()}
        first = next(iter(records.values()))
        everywhere = self._views.everywhere(first.evidence.report)
        return {id: show(r, everywhere, self._archive.source(r)) for id, r in records.items()}


def _but(wanted: Filter, kind: str) -> Filter:
    return replace(wanted, **dict.fromkeys(FACETS[kind]))


def _by_place(key: Key) -> tuple[Any, ...]:
    return (key.published or date.min, key.report, key.start, key.id)


def _by_confidence(key: Key) -> tuple[Any, ...]:
    return (key.confidence, key.report, key.id)


class _Counted:
    """The counts of records by field: of each field under all that is asked of the others."""

    def __init__(
        self,
        kind: Kind,
        asked: Asked,
        groups: Mapping[Group, int],
        decided: Iterable[Seen],
    ) -> None:
        self._columns = FACETS[kind]
        self._names = facet_names(kind)
        self._chosen = {name: _chosen(asked, name, self._columns) for name in self._names}
        self._counts: dict[str, Counter[str]] = {n: Counter() for n in self._names}
        self._known: dict[Told, set[str]] = {}
        self.total = 0
        for (codes, countries), count in groups.items():
            self._add(Told((*codes, None, "machine"), countries), count)
        for told, count in Counter(s.told for s in decided).items():
            self._add(told, count)

    def fits(self, seen: Seen) -> bool:
        """Whether a record is among those asked for, by its codes, country and state."""
        return not self._wrong(seen.told)

    def facets(self) -> tuple[Facet, ...]:
        """The counts, the largest first; what is chosen is always among them."""
        return tuple(self._facet(name) for name in self._names)

    def _facet(self, name: str) -> Facet:
        counts, chosen = self._counts[name], self._chosen[name]
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        listed = [p for n, p in enumerate(ordered) if n < MOST or p[0] == chosen]
        if chosen is not None and chosen not in counts:
            listed.append((chosen, 0))
        return Facet(name, LABELS[name], tuple(listed), chosen)

    def _wrong(self, told: Told) -> set[str]:
        """The fields that are not as they are asked for."""
        if (known := self._known.get(told)) is not None:
            return known
        wrong = set()
        for name, value in zip(self._names, told.values, strict=True):
            chosen = self._chosen[name]
            if name == "country":
                bad = chosen is not None and chosen not in told.countries
            elif chosen is None:
                bad = name == "state" and value == State.REJECTED
            else:
                bad = value != chosen
            if bad:
                wrong.add(name)
        self._known[told] = wrong
        return wrong

    def _add(self, told: Told, count: int) -> None:
        wrong = self._wrong(told)
        self.total += 0 if wrong else count
        for name, value in zip(self._names, told.values, strict=True):
            if wrong - {name}:
                continue
            values = told.countries if name == "country" else (value,)
            for one in values:
                if one is not None:
                    self._counts[name][str(one)] += count


def _chosen(asked: Asked, name: str, columns: tuple[str, ...]) -> str | None:
    value = getattr(asked, attribute(name))
    return None if value is None else _SPELLED.get((name, columns), str)(str(value))


# How codes are spelled, whatever case they are asked for in; marks have their own.
_SPELLED = {
    (name, columns): str.upper if name == "type" else str.lower
    for kind, columns in FACETS.items()
    if kind != "mark"
    for name in columns
}
