"""Dyad series: how often one side acted towards another, period by period, and how."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # NumPy's arrays

import numpy as np

from dragoman.analysis.columns import STATUSES, Columns
from dragoman.analysis.data import helping
from dragoman.analysis.periods import name, numbers
from dragoman.analysis.table import Column, Table
from dragoman.model import Status
from dragoman.vocab import countries

Array = Any  # a NumPy array
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
DONE = (Status.ACTUAL, Status.HISTORICAL)
REBELS = frozenset({"REB", "PRM", "UAF"})  # PLOVER's sectors of those who fight a state


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a series is of.

    `by` is day, week, month or year; `level` what actors are rolled up to: country, party, or
    actor, where they are not. `one` and `other` are keys of that level: with both the series is of
    these two, in both directions, and has every period from the first to the last.
    """

    one: str | None = None
    other: str | None = None
    by: str = "month"
    level: str = "country"
    statuses: Collection[Status] = DONE
    types: Collection[str] = ()
    since: date | None = None
    until: date | None = None
    confidence: float = 0.0


class Ids(Sequence[Sequence[str]]):
    """Behind each row the ids of what it counts, looked up when they are asked for."""

    def __init__(self, ids: Sequence[str], order: Array, starts: Array) -> None:
        self._ids, self._order, self._starts = ids, order, starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, row: Any) -> Any:  # noqa: ANN401  # the sequence's own signature
        if isinstance(row, slice):
            return [self[n] for n in range(*row.indices(len(self)))]
        if not -len(self) <= row < len(self):
            raise IndexError(row)
        row %= len(self)
        those = self._order[self._starts[row] : self._starts[row + 1]]
        return sorted(self._ids[n] for n in those)  # the same, however the columns were made


def _columns(counted: str) -> tuple[Column, ...]:
    return (
        Column("period", str, "the day, week, month or year, as ISO 8601 writes it"),
        Column("actor", str, "who acts"),
        Column("recipient", str, "to whom it is done"),
        Column(counted, int, f"how many {counted}; empty where no report of the period was read"),
        *(Column(q, int, f"{counted} of PLOVER's quad {n}") for n, q in enumerate(QUADS, 1)),
        Column("score", float, f"the mean of PLOVER's scores of the {counted}, from -10 to 10"),
        Column("at_place", int, f"those {counted} whose recipient the country of the place tells"),
        Column("reports", int, "reports that tell of them"),
        Column("read", int, "reports of the archive that were published in the period"),
    )


def dyads(columns: Columns, asked: Asked, *, happenings: Mapping[str, str] | None = None) -> Table:
    """The series, by period and dyad.

    What is counted are events; with `happenings` (of each event's id the happening's) happenings,
    each once in a period and dyad however many reports tell it. Events that the reports do not
    date to one period are left out, and counted in the note; so is help for rebels at the level of
    countries, and at others what a place alone tells.
    """
    counted = "events" if happenings is None else "happenings"
    pairs, period, left = chosen(columns, asked)
    unit, ids = _units(columns, pairs["event"], happenings)
    names, actor, recipient = _keyed(columns, asked.level, pairs)
    width = max(len(names), 1)
    first = period.min() if len(period) else 0
    key = ((period - first) * width + actor) * width + recipient
    # Of a happening a telling that names the recipient comes before one that names the place alone.
    event, at_place = pairs["event"], pairs["at_place"]
    by = (event, at_place, unit, key)
    order = np.lexsort(by) if happenings else np.argsort(key, kind="stable")
    key, unit, event, at_place = (column[order] for column in (key, unit, event, at_place))
    fresh = np.ones(len(key), bool)
    fresh[1:] = (key[1:] != key[:-1]) | (unit[1:] != unit[:-1])
    reports = _distinct(key, columns.events["report"][event])
    key, unit, event, at_place = key[fresh], unit[fresh], event[fresh], at_place[fresh]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.zeros(0, int)
    keys = key[starts]
    sizes = np.diff(np.r_[starts, len(key)])
    quads = [_sums(columns.events["quad"][event] == n, starts) for n in range(1, 5)]
    scores = _sums(columns.events["score"][event].astype(float), starts) / np.maximum(sizes, 1)
    when, rest = keys // (width * width) + first, keys % (width * width)
    who = np.array(names or [""], object)
    read = _read(columns, asked.by)
    periods, at = np.unique(when, return_inverse=True)
    labels = np.array([name(n, asked.by) for n in periods.tolist()], object)
    counts = np.array([read.get(n, 0) for n in periods.tolist()], int)
    data: list[list[Any]] = [
        labels[at].tolist(),
        who[rest // width].tolist() if len(rest) else [],
        who[rest % width].tolist() if len(rest) else [],
        sizes.tolist(),
        *(q.tolist() for q in quads),
        np.round(scores, 3).tolist(),
        _sums(at_place, starts).tolist(),
        reports.tolist(),
        counts[at].tolist(),
    ]
    alone = 0 if happenings is None else sum(i not in happenings for i in columns.ids)
    told = _note(counted, asked.by, left, alone)
    records: Sequence[Sequence[str]] = Ids(ids, unit, np.r_[starts, len(key)])
    if _both_known(columns, asked) and (span := _span(asked, when)):
        data, records = _filled(data, records, asked, read, span)
        told += _beyond(columns, asked, read, span)
    return Table("dyads", _columns(counted), tuple(data), records, told)


def _both_known(columns: Columns, asked: Asked) -> bool:
    """Whether the series is of two sides that are somebody."""
    known = {*columns.keys(asked.level), *(countries() if asked.level == "country" else ())}
    return bool(asked.one and asked.other and known >= {asked.one, asked.other})


def _span(asked: Asked, told: Array) -> range:
    """The periods that are listed of two sides: those asked for, else those told of between."""
    first, last = (int(told[0]), int(told[-1])) if len(told) else (None, None)
    if asked.since:
        first = int(numbers([asked.since.toordinal()], asked.by)[0])
    if asked.until:
        last = int(numbers([asked.until.toordinal()], asked.by)[0])
    return range(0) if first is None or last is None else range(first, last + 1)


def _beyond(columns: Columns, asked: Asked, read: Mapping[int, int], span: range) -> str:
    """How many periods of which reports were read are not listed, and how they are."""
    days = [day for day in columns.published if day]
    early = 0 if asked.since else sum(n < span.start for n in read)
    late = 0 if asked.until else sum(n >= span.stop for n in read)
    if not early + late:
        return ""
    asking = [f"--since {date.fromordinal(min(days))}"] if early else []
    asking += [f"--until {date.fromordinal(max(days))}"] if late else []
    one = early + late == 1
    return (
        f" {early + late:,} {asked.by}{'' if one else 's'} "
        f"{' and '.join(w for w, n in (('before', early), ('after', late)) if n)}, of which "
        f"reports were read, {'is' if one else 'are'} not listed: {' '.join(asking)} lists "
        f"{'it' if one else 'them'}."
    )


def _note(counted: str, by: str, left: "Left", alone: int) -> str:
    told = f"Counts {counted} by {by}."
    for number, which in (
        (left.undated, f"of no one {by}"),
        (left.aiding, "of help for rebels of the other country"),
        (left.placed, "at a place, naming nobody acted upon,"),
    ):
        if number:
            verb = "is" if number == 1 else "are"
            told += f" {_events(number)} {which} {verb} left out."
    if alone:
        those = "counts for itself" if alone == 1 else "count each for itself"
        verb = "is" if alone == 1 else "are"
        told += f" {_events(alone)} of the archive {verb} not linked and {those}."
    return told


def _events(number: int) -> str:
    return "1 event" if number == 1 else f"{number:,} events"


@dataclass(frozen=True)
class Left:
    """How many events a series leaves out: of no one period, that help rebels, or known by their
    place alone."""

    undated: int
    aiding: int
    placed: int


def chosen(columns: Columns, asked: Asked) -> tuple[dict[str, Array], Array, Left]:
    """The pairs that are wanted and their periods, and what is left out."""
    e = columns.events
    status = np.array([s in asked.statuses for s in STATUSES])
    wanted = status[e["status"]] & (e["confidence"] >= asked.confidence)
    if asked.types:
        kinds = [n for n, t in enumerate(columns.types) if t in asked.types]
        wanted &= np.isin(e["type"], kinds)
    if asked.since:
        wanted &= (e["first"] == 0) | (e["last"] >= asked.since.toordinal())
    if asked.until:
        wanted &= (e["first"] == 0) | (e["first"] <= asked.until.toordinal())
    some, mine = wanted[columns.pairs["event"]], _between(columns, asked)
    none = np.zeros(len(some), bool)
    country = asked.level == "country"
    aiding = some & mine & _helping(columns) if country else none
    placed = none if country else columns.pairs["at_place"] & some & _acting(columns, asked)
    mine &= some & ~(aiding if country else columns.pairs["at_place"])
    pairs = {n: a[mine] for n, a in columns.pairs.items()}
    first, last = numbers(e["first"], asked.by), numbers(e["last"], asked.by)
    dated = (e["first"] > 0) & (first == last)
    undated = np.unique(pairs["event"][~dated[pairs["event"]]])
    kept = dated[pairs["event"]]
    pairs = {n: a[kept] for n, a in pairs.items()}
    left = [len(undated), *(len(np.unique(columns.pairs["event"][w])) for w in (aiding, placed))]
    return pairs, first[pairs["event"]], Left(*left)


def _helping(columns: Columns) -> Array:
    """Which pairs are of help to rebels: none of the country against which they fight."""
    types = np.array([t in helping() for t in columns.types], bool)
    rebels = np.array([bool(REBELS.intersection(a.sectors)) for a in columns.actors], bool)
    actor, recipient = columns.pairs["actor"], columns.pairs["recipient"]
    found: Array = types[columns.events["type"]][columns.pairs["event"]]
    return found & rebels[recipient] & ~rebels[actor]


def _acting(columns: Columns, asked: Asked) -> Array:
    """Which pairs' actors are one of the sides asked for, or anybody known."""
    sides = {asked.one, asked.other} - {None}
    keys = columns.keys(asked.level)
    acting = np.array([k is not None and (not sides or k in sides) for k in keys], bool)
    found: Array = acting[columns.pairs["actor"]]
    return found


def _between(columns: Columns, asked: Asked) -> Array:
    """Which pairs are of the two sides asked for, or of the one; both must be known."""
    keys = columns.keys(asked.level)
    known = np.array([k is not None for k in keys], bool)
    actor, recipient = columns.pairs["actor"], columns.pairs["recipient"]
    both = known[actor] & known[recipient]
    sides = [np.array([k == side for k in keys], bool) for side in (asked.one, asked.other) if side]
    if not sides:
        return both
    one, other = sides[0], sides[-1] if len(sides) > 1 else known
    return both & ((one[actor] & other[recipient]) | (other[actor] & one[recipient]))


def _keyed(
    columns: Columns, level: str, pairs: Mapping[str, Array]
) -> tuple[list[str], Array, Array]:
    """The keys of a level in order, and of each pair the numbers of actor and recipient."""
    keys = columns.keys(level)
    present = np.unique(np.r_[pairs["actor"], pairs["recipient"]]).tolist()
    names = sorted({k for n in present if (k := keys[n]) is not None})
    number = {k: n for n, k in enumerate(names)}
    codes = np.array([number.get(k or "", 0) for k in keys], np.int64)
    return names, codes[pairs["actor"]], codes[pairs["recipient"]]


def _units(
    columns: Columns, events: Array, happenings: Mapping[str, str] | None
) -> tuple[Array, Sequence[str]]:
    """The number of what each pair counts, and the ids these numbers are of."""
    if happenings is None:
        return events, columns.ids
    joined: dict[str, int] = {}
    of = [joined.setdefault(happenings.get(i, i), len(joined)) for i in columns.ids]
    return np.array(of, np.int64)[events], list(joined)


def _sums(values: Array, starts: Array) -> Array:
    kind = float if values.dtype.kind == "f" else int
    return np.add.reduceat(values, starts, dtype=kind) if len(starts) else np.zeros(0, kind)


def _distinct(key: Array, report: Array) -> Array:
    """How many reports each run of equal keys has."""
    if not len(key):
        return np.zeros(0, int)
    order = np.lexsort((report, key))
    k, r = key[order], report[order]
    fresh = np.r_[True, (k[1:] != k[:-1]) | (r[1:] != r[:-1])]
    return _sums(fresh, np.flatnonzero(np.r_[True, k[1:] != k[:-1]]))


def _read(columns: Columns, by: str) -> dict[int, int]:
    """How many reports of each period the archive has."""
    days = np.array([d for d in columns.published if d], np.int64)
    found, counts = np.unique(numbers(days, by), return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


def _filled(
    data: list[list[Any]],
    records: Sequence[Sequence[str]],
    asked: Asked,
    read: Mapping[int, int],
    span: range,
) -> tuple[list[list[Any]], Sequence[Sequence[str]]]:
    """The series of two sides with every period from the first to the last.

    Where reports were read but tell of nothing there are zeros; where none were read, nothing.
    """
    known = {(p, a): n for n, (p, a) in enumerate(zip(data[0], data[1], strict=True))}
    sides = dict.fromkeys(((asked.one, asked.other), (asked.other, asked.one)))
    rows: list[list[Any]] = []
    ids: list[Sequence[str]] = []
    for number in span:
        label = name(number, asked.by)
        for side, towards in sides:
            if (row := known.get((label, side))) is not None:
                rows.append([column[row] for column in data])
                ids.append(records[row])
            else:
                none = 0 if read.get(number) else None
                told = [none] * (1 + len(QUADS))
                rows.append([label, side, towards, *told, None, none, none, read.get(number, 0)])
                ids.append(())
    return [list(column) for column in zip(*rows, strict=True)], ids
