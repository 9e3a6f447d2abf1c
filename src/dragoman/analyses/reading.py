"""How an archive is read to be counted: from its plain columns, and as records where people decided
on them."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from dragoman.analyses.asked import Archive
from dragoman.analysis.kept import Stamp
from dragoman.analysis.party import Named
from dragoman.analysis.plain import Act, Found, Taken, Time, plain
from dragoman.store import trail
from dragoman.store.plain import Plain, Plains, Row
from dragoman.store.store import Store

if TYPE_CHECKING:
    from dragoman.review.view import View


class Reading:
    """An archive as columns are made of it."""

    def __init__(self, archive: Archive, store: Store) -> None:
        self._archive, self._trail, self._plains = archive, trail.Trail(store), Plains(store)

    def stamp(self) -> Stamp:
        """Its state: the last change, and hashes of its changes and of its decisions."""
        found = self._trail.stamp()
        return found.number, found.changes, found.decisions

    def since(self, stamp: Stamp) -> set[str | None] | None:
        """The reports that changed since, None among them for all; None if it never was so."""
        return self._trail.since(trail.Stamp(*stamp))

    def decided(self) -> set[str | None]:
        """The reports that somebody decided on, None among them for all."""
        return self._trail.decided()

    def found(self, reports: Collection[str] | None = None) -> Iterator[Found]:
        """What stands in each report that is kept; in those of some that are, if some are given."""
        decided, merged = self.decided(), self._plains.merged()
        for report in self._plains.reports(reports):
            if report.id in decided or (merged and not merged.isdisjoint(report.names)):
                yield _shown(self._archive.view(report.id))
            else:
                yield _found(report)


def _shown(view: "View") -> Found:
    """What stands in a report as it is shown, by the ids that decisions name: those of corrected
    records are no longer the ids of what is in them."""
    ids = {s.record.id: s.id for s in view.records if not s.rejected}
    found = plain(view.report, (s.record for s in view.records if not s.rejected))
    return found._replace(
        positions=[p._replace(id=ids[p.id]) for p in found.positions],
        events=[e._replace(id=ids[e.id]) for e in found.events],
    )


def _found(report: Plain) -> Found:
    return Found(
        report.id, report.published, report.text,
        [_taken(report, row) for row in report.positions],
        [_act(report, row) for row in report.events],
    )  # fmt: skip


def _act(report: Plain, row: Row) -> Act:
    id, _, _, _, words, start, end, confidence, value, first, last, precision, *own = row
    when = Time(value, first, last, precision) if precision else None
    own += [_named(report, id, role) for role in ("actor", "recipient")]
    own.append(report.countries.get(id))
    return Act(id, start, end, words, confidence, when, *own)


def _taken(report: Plain, row: Row) -> Taken:
    id, _, _, _, words, start, end, confidence, value, first, last, precision, *own = row
    when = Time(value, first, last, precision) if precision else None
    stance, issue, condition = own
    party, of = (next(iter(_named(report, id, role)), None) for role in ("party", "of"))
    cue = report.cues.get(id)
    return Taken(id, start, end, words, confidence, when, stance, issue, condition, cue, party, of)


def _named(report: Plain, record: str, role: str) -> tuple[Named, ...]:
    found = report.who.get((record, role))
    return tuple(Named(*who) for who in found) if found else ()
