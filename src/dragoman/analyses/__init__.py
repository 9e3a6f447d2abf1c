"""The analyses of one archive: what its records, as they are shown, add up to."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

from dragoman.analyses.asked import Archive, Wanted
from dragoman.errors import ArchiveError
from dragoman.model import Coded, Figure, Report, Statement, digest
from dragoman.store.filter import Filter

if TYPE_CHECKING:
    from dragoman.analysis.columns import Columns
    from dragoman.analysis.gaps import GapView
    from dragoman.analysis.kept import Stamp
    from dragoman.analysis.positions import PositionTable
    from dragoman.analysis.series import Asked
    from dragoman.analysis.stand import Stand
    from dragoman.analysis.table import Table
    from dragoman.store.store import Store

__all__ = ["Analyses", "Archive", "Wanted"]


class Analyses:
    """The analyses of an archive; counts come from columns made of it once (see `kept`).

    The last columns stay in memory until the archive changes; several threads may ask at once.
    """

    def __init__(self, archive: Archive, store: "Store") -> None:
        self._archive, self._store = archive, store
        self._last: dict[tuple[bool, bool], tuple[Stamp, Columns]] = {}
        self._lock = Lock()

    def columns(self, *, events: bool = True, tellings: bool = True) -> "Columns":
        """The archive as columns, true to its present state; what is not wanted may be missing."""
        from dragoman.analyses.reading import Reading
        from dragoman.analysis.kept import columns

        reading, folder = Reading(self._archive, self._store), _folder(self._archive)
        with self._lock:  # who asks meanwhile waits, instead of making the same
            stamp = reading.stamp()
            self._last = {w: held for w, held in self._last.items() if held[0] == stamp}
            for (has_events, has_tellings), (_, known) in self._last.items():
                if has_events >= events and has_tellings >= tellings:
                    return known
            made = columns(reading, folder, stamp=stamp, events=events, tellings=tellings)
            has = (events or bool(made.events), tellings or bool(made.stands))
            self._last[has] = (stamp, made)
            return made

    def dyads(self, asked: "Asked", *, happenings: bool = False) -> "Table":
        """How often one side acted towards another, period by period."""
        from dragoman.analysis.series import dyads

        told = self._happening_of("events") if happenings else None
        columns = self.columns(tellings=False)
        keyed = _keyed(asked, filter(None, columns.keys(asked.level)))
        return dyads(columns, keyed, happenings=told)

    def positions(self, asked: "Wanted") -> "PositionTable":
        """Where each party stands on each issue."""
        from dragoman.analysis.positions import position_table

        return position_table(
            self._stands(asked), ordered=True, note="The latest of each party on each issue."
        )

    def gaps(self, one: str, other: str, asked: "Wanted") -> "GapView":
        """Where two sides meet, and where they do not; its note tells what stands beside that."""
        from dragoman.analyses.beside import notes
        from dragoman.analysis.gaps import gap_view
        from dragoman.analysis.positions import cells_of

        cells = cells_of(self._stands(asked), ordered=True)
        known = {party for party, _ in cells}
        sides = [_key(side, known) for side in (one, other)]
        if sides[0] == sides[1]:
            raise ArchiveError(
                f"{one} and {other} are one party.", todo="Give two, to see whether they meet."
            )
        if missing := [side for side in sides if side not in known]:
            every = {party for party, _ in cells_of(self._stands(Wanted()), ordered=True)}
            if every.issuperset(missing):
                raise ArchiveError(
                    f"No position of {' or '.join(missing)} is among those that are asked for.",
                    todo="Ask for another issue, more days, or less sure ones.",
                )
            raise ArchiveError(
                f"No position of {' or '.join(missing)} is kept.",
                todo="The positions (`dragoman standing`) list the parties that have one.",
            )
        view = gap_view(cells, *sides)
        told = " ".join([f"{view.note}.", *notes(view, self.columns(tellings=False))])
        return replace(view, note=told)

    def timeline(self, wanted: Filter) -> "Table":
        """The events, statements and positions wanted, by day."""
        from dragoman.analysis.timeline import timeline

        kinds = ("event", "statement", "position")
        return timeline(
            (shown.id, shown.record, self._archive.source(shown.record))
            for kind in kinds
            for shown in self._archive.shown(kind, wanted)
        )

    def speakers(self, wanted: Filter, *, level: str = "actor") -> "Table":
        """The most cited speakers of the statements wanted."""
        from dragoman.analysis.speakers import speakers

        found = self._pairs("statement", wanted)
        return speakers(((s, r) for s, r in found if isinstance(s, Statement)), level=level)

    def contested(
        self, wanted: Filter, *, happenings: bool = False, every: bool = False
    ) -> "Table":
        """The figures wanted on which sources differ, side by side over time."""
        from dragoman.analysis.contested import contested

        told = self._happening_of("figures") if happenings else None
        found = ((f, r) for f, r in self._pairs("figure", wanted) if isinstance(f, Figure))
        return contested(found, happenings=told, every=every)

    def compare(self, source: str, asked: "Asked") -> "Table":
        """Our events beside those imported from another data set."""
        from dragoman.analysis.compare import compare

        theirs = self._archive.foreign(source, since=asked.since, until=asked.until)
        ours = _keyed(replace(asked, level="country"))
        return compare(self.columns(tellings=False), theirs, ours, source=source)

    def _stands(self, asked: Wanted) -> "list[Stand]":
        every = self.columns(events=False).stands
        if asked == Wanted():
            return every
        known = {s.party.key for s in every}
        keys = {_key(p, known) for p in asked.parties}
        if asked.concerning is not None:
            from dragoman.analysis.gaps import concerning

            every = concerning(every, _key(asked.concerning, known))
        return [
            s
            for s in every
            if (not keys or s.party.key in keys)
            and (asked.issue is None or s.issue == asked.issue or s.dropped)
            and (asked.since is None or s.day >= asked.since)
            and (asked.until is None or s.day <= asked.until)
            and s.confidence >= asked.confidence
        ]

    def _pairs(self, kind: str, wanted: Filter) -> Iterator[tuple[Coded, Report]]:
        for shown in self._archive.shown(kind, wanted):
            yield shown.record, self._archive.source(shown.record)

    def _happening_of(self, what: Literal["events", "figures"]) -> Mapping[str, str]:
        told = {id: of for of, ids in self._archive.happening_ids(what) for id in ids}
        if not told:
            raise ArchiveError(
                "No happenings are known: the archive's reports are not linked.",
                todo="Link them with `dragoman link`, or count events.",
            )
        return told


def _folder(archive: Archive) -> Path | None:
    """Where columns are kept: beside the archive's file, or with what the user's programs keep."""
    if archive.path is not None:
        return archive.path.with_name(f"{archive.path.name}.columns")
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return kept / "dragoman" / digest(archive.where)[:20]


def _keyed(asked: "Asked", known: Iterable[str] = ()) -> "Asked":
    """What is asked, with the sides as the level spells them."""
    if asked.level == "actor":
        return asked
    keys = set(known)
    one, other = (_key(s, keys, asked.level) if s else None for s in (asked.one, asked.other))
    return replace(asked, one=one, other=other)


def _key(side: str, known: Iterable[str], level: str = "party") -> str:
    """The key of a side among those known, whatever case or name it is typed in."""
    from dragoman.analyses.named import called

    folded = {key.casefold(): key for key in known}
    key = called(side, level=level)
    return folded.get(side.casefold()) or folded.get(key.casefold()) or key
