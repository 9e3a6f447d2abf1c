"""What is shown of reports, kept until something changes in them."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import NamedTuple

from dragoman.archive import Archive
from dragoman.model import Coding, Decision, Report
from dragoman.review.naming import actors_of
from dragoman.review.view import Shown, View
from dragoman.store.browse import COUNTRIES, FACETS, Key
from dragoman.web.asked import attribute

RECENT = 64  # reports of which what was found is kept beside those that people decided on


class Told(NamedTuple):
    """What a record has of the fields it is counted by, in their order, and of whom it is."""

    values: tuple[str | None, ...]  # None for the countries
    countries: frozenset[str]


class Seen(NamedTuple):
    """A record that is shown and its report, with what lists ask of it again and again."""

    shown: Shown
    report: Report
    key: Key
    told: Told


def seen(shown: Shown, report: Report) -> Seen:
    """The record as lists take it."""
    record = shown.record
    roles = [name.removesuffix("_country") for name in COUNTRIES[record.record]]
    named = (a for role, found in actors_of(record).items() if role in roles for a in found)
    codes = (getattr(record, attribute(name)) for name in FACETS[record.record])
    values = (*(code if code is None else str(code) for code in codes), None, shown.state.value)
    told = Told(values, frozenset(a.country for a in named if a.country))
    at = record.evidence.start
    key = Key(report.published, report.id, at, shown.id, record.confidence)
    return Seen(shown, report, key, told)


class _Recent(NamedTuple):
    coded: int
    decided: int
    coding: Coding
    view: View


class Views:
    """What is shown of reports; safe to ask from several threads."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self._browse = archive, archive.browse()
        self._everywhere = 0
        self._kept: dict[str, tuple[int, View, tuple[Seen, ...]]] = {}
        self._recent: OrderedDict[str, _Recent] = OrderedDict()
        self._lock = Lock()

    def of(self, report: str) -> View | None:
        """What is shown of one report, given by its id; None where it is not here."""
        stamp = self._browse.stamp(report)
        if stamp is None:
            return None
        coded, decided = stamp
        known = self._recent.get(report)
        if known is None or (known.coded, known.decided) != stamp:
            same = known is not None and known.coded == coded
            coding = known.coding if known and same else self._archive.report(report)
            known = _Recent(coded, decided, coding, self._archive.view(coding))
        with self._lock:
            self._recent[report] = known
            self._recent.move_to_end(report)
            while len(self._recent) > RECENT:
                self._recent.popitem(last=False)
        return known.view

    def all(self) -> Mapping[str, View]:
        """The views of the reports that somebody decided on, by day of publication."""
        return {id: view for id, (_, view, _) in self._decided().items()}

    def _decided(self) -> Mapping[str, tuple[int, View, tuple[Seen, ...]]]:
        everywhere, stamps = self._browse.stamps()
        with self._lock:
            old = self._kept if everywhere == self._everywhere else {}
        made = {
            id: old[id] if id in old and old[id][0] == stamp else self._made(id, stamp)
            for id, stamp in stamps.items()
        }
        with self._lock:
            self._kept, self._everywhere = made, everywhere
        return made

    def _made(self, id: str, stamp: int) -> tuple[int, View, tuple[Seen, ...]]:
        view = self.of(id) or self._archive.view(id)
        return stamp, view, tuple(seen(shown, view.report) for shown in view.records)

    @property
    def merged(self) -> bool:
        """Whether somebody merged names in all reports, when these were last asked."""
        return self._everywhere > 0

    def everywhere(self, report: str) -> tuple[Decision, ...]:
        """What was decided for all reports, which every report tells: this one is asked."""
        view = self.of(report) or self._archive.view(report)
        return tuple(d for d in view.rest if d.report is None)

    def seen(self) -> Iterator[Seen]:
        """Every record of the reports that somebody decided on, also those that were rejected."""
        for _, _, records in self._decided().values():
            yield from records
