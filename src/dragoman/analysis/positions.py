"""The position table: where each party stands on each issue, since when, and what went before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from dragoman.analysis.stand import Stand, in_cells
from dragoman.analysis.table import Column, Table, across
from dragoman.analysis.words import same_matter, shared
from dragoman.model import Stance

Key = tuple[str, str]
WANTS = frozenset({Stance.DEMANDS, Stance.OFFERS})
YEAR = 366  # days within which two objects of like words may be one matter
SILENCE = 731  # days; a stance told again after so many is taken anew
SOON = 90  # days within which a telling may be on what was told before without sharing its words
_OPPOSITE = {Stance.ACCEPTS: Stance.REJECTS, Stance.REJECTS: Stance.ACCEPTS}


@dataclass(frozen=True)
class Cell:
    """Where one party stands on one issue.

    `latest` are the tellings of the last report on it, the first of them the one shown; `history`
    the earlier ones in order of time; `contradictions` what a part of the side told against it.
    """

    party: str
    name: str
    issue: str
    latest: tuple[Stand, ...]
    history: tuple[Stand, ...] = ()
    contradictions: tuple[Stand, ...] = ()

    @property
    def shown(self) -> Stand:
        """The telling a cell shows."""
        return self.latest[0]

    @property
    def stands(self) -> tuple[Stand, ...]:
        """What the side itself told, in order of time."""
        return (*self.history, *self.latest)

    @property
    def every(self) -> tuple[Stand, ...]:
        """All tellings of the cell."""
        return (*self.stands, *self.contradictions)

    @cached_property
    def first(self) -> Stand:
        """The telling with which the party took its stance.

        An answer goes back along the line in which no other answer was told; a demand or an offer
        to the first that shares a word with it; neither goes over two years in which nothing of it
        was told. Telling it again does not move it.
        """
        shown = self.shown
        same = [s for s in self.stands if s.stance == shown.stance and not s.dropped]
        if shown.stance in WANTS:
            wanted = shown.content
            line = [s for s in same if s is shown or not wanted.isdisjoint(s.stems.split())]
        else:
            against = _OPPOSITE[Stance(shown.stance)]
            turned = max((s.day for s in self.history if s.stance == against), default=None)
            line = [s for s in same if turned is None or s.day > turned]
        first = shown
        for s in reversed(line):
            if (first.day - s.day).days > SILENCE:
                break
            first = s
        return first


@dataclass(frozen=True, eq=False)
class PositionTable(Table):
    """The table, and its cells by party and issue."""

    cells: Mapping[Key, Cell] = field(default_factory=dict)


COLUMNS = (
    Column("party", str, "the party: a country's code for its government, else a name"),
    Column("party_name", str, "its name"),
    Column("issue", str, "the issue"),
    Column("stance", str, "the latest stance"),
    Column("words", str, "the words of the latest stance"),
    Column("since", str, "when the stance was taken, as TIMEX3 writes it"),
    Column("since_report", str, "the id of the report that tells so first"),
    Column("day", str, "the day of the latest telling"),
    Column("said_by", str, "the words for who spoke or acted for the party"),
    Column("of", str, "the party of whom it is demanded, or from whom accepted"),
    Column("condition", str, "on what condition"),
    Column("record", str, "position, or event where an act answers"),
    Column("report", str, "the id of the report of the latest telling"),
    Column("earlier", int, "tellings before it"),
    Column("contradictions", int, "tellings of a part of the side with another stance"),
)


def position_table(
    stands: Iterable[Stand], *, ordered: bool = False, note: str = ""
) -> PositionTable:
    """The table of these tellings, by party and issue; `ordered` as for `cells_of`."""
    cells = cells_of(stands, ordered=ordered)
    return PositionTable(
        name="positions",
        columns=COLUMNS,
        data=across(COLUMNS, map(_row, cells.values())),
        records=tuple(tuple(s.id for s in c.every) for c in cells.values()),
        note=note,
        cells=cells,
    )


def cells_of(stands: Iterable[Stand], *, ordered: bool = False) -> dict[Key, Cell]:
    """The cells of these tellings, by party and issue; `ordered` tells that they come so already,
    and by time, as columns have them."""
    every = list(stands) if ordered else sorted(stands, key=in_cells)
    dropping: dict[str, list[Stand]] = defaultdict(list)
    for stand in every:
        if stand.dropped:
            dropping[stand.party.key].append(stand)
    cells: dict[Key, Cell] = {}
    for key, group in groupby(every, key=_key):
        told = [s for s in group if not s.dropped]
        if told:
            cells[key] = _cell(key, _with_dropped(told, dropping.get(key[0], [])))
    return cells


def _key(stand: Stand) -> Key:
    return stand.party.key, stand.issue


def _with_dropped(stands: list[Stand], dropping: list[Stand]) -> list[Stand]:
    """The tellings, those marked that the party says it no longer holds."""
    if not dropping:
        return stands
    return [
        s._replace(dropped=True)
        if s.stance in WANTS
        and any(d.order > s.order and shared(d.content, s.content) >= 0.5 for d in dropping)
        else s
        for s in stands
    ]


def _cell(key: Key, ordered: list[Stand]) -> Cell:
    side, against = ordered, tuple[Stand, ...]()
    if not all(s.party.head for s in ordered):
        found = {s.id for s in _contradictions(ordered)}
        if own := [s for s in ordered if s.id not in found]:
            side, against = own, tuple(s for s in ordered if s.id in found)
    last, at = side[-1], len(side)
    while at and (side[at - 1].report, side[at - 1].day) == (last.report, last.day):
        at -= 1
    latest = _settled(side[at:])
    shown = {s.id for s in latest}
    return Cell(
        party=key[0],
        name=last.party.name,
        issue=key[1],
        latest=latest,
        history=(*side[:at], *(s for s in side[at:] if s.id not in shown)),
        contradictions=against,
    )


def _contradictions(ordered: list[Stand]) -> Iterable[Stand]:
    """What a part of the side told against what the side's head tells in the same report, or told
    on the same matter when it last spoke before."""
    heads: dict[str, list[Stand]] = defaultdict(list)
    for stand in ordered:
        if stand.party.head:
            heads[stand.report].append(stand)
    held: list[Stand] = []
    for (_, report), group in groupby(ordered, key=lambda s: (s.day, s.report)):
        told = list(group)
        here = heads.get(report)
        for s in told:
            if not s.party.head and _against(s, here or held, here=bool(here)):
                yield s
        held = [s for s in told if s.party.head] or held


def _against(part: Stand, heads: Sequence[Stand], *, here: bool) -> bool:
    """Whether a part of a side takes a stance that none of its heads takes `here`, in one report;
    or refuses what all of them told soon before or on the same matter, or the other way round."""
    if here:
        return all(h.stance != part.stance for h in heads)
    no = part.stance == Stance.REJECTS
    about = [
        h for h in heads if (part.day - h.day).days <= SOON or same_matter(h.content, part.content)
    ]
    return bool(about) and all((h.stance == Stance.REJECTS) != no for h in about)


def _settled(told: list[Stand]) -> tuple[Stand, ...]:
    """The latest tellings, what is wanted first; a refusal on a condition gives way to acceptance
    that the same report tells."""
    accepted = any(s.stance == Stance.ACCEPTS for s in told)
    open_ = [s for s in told if not (accepted and s.condition and s.stance == Stance.REJECTS)]
    return tuple(sorted(open_, key=lambda s: (s.stance not in WANTS, s.order)))


def _row(cell: Cell) -> tuple[object, ...]:
    s, first = cell.shown, cell.first
    return (
        cell.party, cell.name, cell.issue, str(s.stance), s.words, first.since, first.report,
        s.day.isoformat() if s.last or s.published else None, s.said_by, s.of.key if s.of else None,
        s.condition, s.record, s.report, len(cell.history), len(cell.contradictions),
    )  # fmt: skip
