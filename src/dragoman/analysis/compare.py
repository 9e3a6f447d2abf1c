"""Our events beside those of another data set: where both tell of a dyad on a day, or one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product

import numpy as np

from dragoman.analysis.columns import Columns
from dragoman.analysis.data import foreign_types
from dragoman.analysis.party import first_state
from dragoman.analysis.periods import name, numbers
from dragoman.analysis.series import Asked, chosen
from dragoman.analysis.table import Column, Table, across
from dragoman.model import ForeignEvent, ForeignParty
from dragoman.vocab import countries

COLUMNS = (
    Column("period", str, "the day, week, month or year, as ISO 8601 writes it"),
    Column("actor", str, "the country that acts; the first in order where there is no direction"),
    Column("recipient", str, "the country to which it is done"),
    Column("type", str, "PLOVER's type, theirs set beside it by a crosswalk"),
    Column("ours", int, "our events; empty where we read no report of the period"),
    Column("theirs", int, "their events"),
    Column("state", str, "both, ours, theirs, or not read"),
    Column("reports", str, "the ids of our reports, with semicolons"),
    Column("foreign", str, "the ids of their events, with semicolons"),
    Column("urls", str, "the addresses of their reports, where the set gives them"),
)
Key = tuple[int, str, str, str]
UNDIRECTED = ("acled",)


@dataclass
class _Pair:
    ours: list[int] = field(default_factory=list)
    theirs: list[ForeignEvent] = field(default_factory=list)


def compare(
    columns: Columns, foreign: Iterable[ForeignEvent], asked: Asked, *, source: str
) -> Table:
    """Both by period, dyad and type; each row has what stands behind it on either side.

    Only periods in which the other set has events are set beside each other. Countries alone are
    compared: the sets name actors in their own ways. A set without direction (ACLED) is met by our
    events of either direction.
    """
    pairs: dict[Key, _Pair] = defaultdict(_Pair)
    left_out = 0
    for event in foreign:
        keys = list(_keys(event, asked.by, source))
        left_out += not keys
        for key in keys:
            pairs[key].theirs.append(event)
    periods = {key[0] for key in pairs}
    for key, number in _own(columns, asked, source):
        if key[0] in periods:
            pairs[key].ours.append(number)
    days = np.array([d for d in columns.published if d], np.int64)
    read = set(numbers(days, asked.by).tolist())
    ordered = sorted(pairs.items())
    both = sum(bool(p.ours and p.theirs) for _, p in ordered)
    ours, theirs = (sum(bool(getattr(p, s)) for _, p in ordered) for s in ("ours", "theirs"))
    return Table(
        name="compare",
        columns=COLUMNS,
        data=across(COLUMNS, (_row(columns, k, p, asked.by, read) for k, p in ordered)),
        records=tuple(tuple(columns.ids[n] for n in dict.fromkeys(p.ours)) for _, p in ordered),
        note=(
            f"Periods, dyads and types: {both} in both, {ours} in ours, {theirs} in {source}. "
            f"{left_out} of their events without a day, type or two countries are left out."
        ),
    )


def _row(columns: Columns, key: Key, pair: _Pair, by: str, read: set[int]) -> tuple[object, ...]:
    ours = list(dict.fromkeys(pair.ours))
    known = key[0] in read or bool(ours)
    state = (
        "both" if ours and pair.theirs
        else "ours" if ours
        else "theirs" if known
        else "not read"
    )  # fmt: skip
    reports = dict.fromkeys(columns.reports[columns.events["report"][n]] for n in ours)
    urls = dict.fromkeys(e.url for e in pair.theirs if e.url)
    return (
        name(key[0], by), *key[1:], len(ours) if known else None, len(pair.theirs), state,
        "; ".join(reports) or None, "; ".join(e.id for e in pair.theirs) or None,
        "; ".join(urls) or None,
    )  # fmt: skip


def _own(columns: Columns, asked: Asked, source: str) -> Iterator[tuple[Key, int]]:
    pairs, period, _ = chosen(columns, asked)
    keys = columns.keys("country")
    kinds = columns.events["type"][pairs["event"]]
    rows = (period, pairs["actor"], pairs["recipient"], kinds, pairs["event"])
    for when, actor, recipient, kind, number in zip(*(r.tolist() for r in rows), strict=True):
        one, other = _ends(keys[actor] or "", keys[recipient] or "", source)
        yield (when, one, other, columns.types[kind]), number


def _keys(event: ForeignEvent, by: str, source: str) -> Iterator[Key]:
    kind = _type(event.type, source)
    if event.day is None or kind is None:
        return
    period = int(numbers(np.array([event.day.toordinal()]), by)[0])
    whom = product(_states(event.actor), _states(event.recipient))
    for one, other in dict.fromkeys(_ends(a, b, source) for a, b in whom):
        yield period, one, other, kind


def _ends(one: str, other: str, source: str) -> tuple[str, str]:
    return (min(one, other), max(one, other)) if source in UNDIRECTED else (one, other)


def _type(type_: str | None, source: str) -> str | None:
    if source not in foreign_types():
        return type_  # POLECAT has PLOVER's own
    found: Mapping[str, str] = foreign_types()[source]
    return found.get(type_ or "") or found.get((type_ or "")[:2])


def _states(parties: Iterable[ForeignParty]) -> list[str]:
    return list(dict.fromkeys(s for p in parties if (s := _state(p.country, p.name))))


@cache
def _state(country: str | None, called: str | None) -> str | None:
    """The ISO 3166 code of whom a set names in its own spelling."""
    if country in countries():
        return country
    return (country and first_state(country)) or (called and first_state(called)) or None
