"""The records of an archive as columns, so that a million of them are counted in a blink.

Nothing stands in them that the records do not tell; they can be made again at any time.
"""

import gc
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from itertools import permutations
from typing import Any  # NumPy's arrays, whose shapes and types their comments tell

import numpy as np

from dragoman.analysis.data import at_place, mutual
from dragoman.analysis.party import Named, Party, rolled, state_of
from dragoman.analysis.plain import Act, Found, Time
from dragoman.analysis.stand import Stand, in_cells, stands
from dragoman.model import Precision, Status

Array = Any  # a NumPy array
FORMAT = 15  # raised whenever columns are made or rolled up in another way
UNKNOWN = Named(words="")

# What events are counted by; the arrays of the same length are by event.
EVENT = {
    "report": np.int32, "first": np.int32, "last": np.int32, "type": np.int16, "quad": np.int8,
    "status": np.int8, "score": np.float32, "confidence": np.float32,
}  # fmt: skip
PAIR = {"event": np.int32, "actor": np.int32, "recipient": np.int32, "at_place": np.bool_}
STATUSES = tuple(Status)
_STATUS = {status.value: n for n, status in enumerate(STATUSES)}


@dataclass
class Columns:
    """Reports, events and tellings of positions of one archive.

    `events` and `pairs` are arrays by name: an event has a pair for each actor and recipient, and
    one of `at_place` where the country of its place stands for a recipient. Days are proleptic
    ordinals, 0 where not known; actors are numbers of `actors`, 0 is nobody known.
    """

    reports: Sequence[str] = field(default_factory=list)
    published: list[int] = field(default_factory=list)  # by report
    ids: Sequence[str] = field(default_factory=list)  # by event
    types: list[str] = field(default_factory=list)
    actors: list[Named] = field(default_factory=lambda: [UNKNOWN])
    events: dict[str, Array] = field(default_factory=dict)
    pairs: dict[str, Array] = field(default_factory=dict)
    stands: list[Stand] = field(default_factory=list)  # by party, issue and time

    def keys(self, level: str) -> list[str | None]:
        """Of each actor the country, the party, or who it is: what counts are rolled up to."""
        if level not in self._known:
            self._known[level] = [_KEYS[level](actor) for actor in self.actors]
        return self._known[level]

    @cached_property
    def _known(self) -> dict[str, list[str | None]]:
        return {}


def _party_key(who: Named) -> str | None:
    party = rolled(who)
    return party.key if party else None


_KEYS: Mapping[str, Callable[[Named], str | None]] = {
    "country": state_of,
    "party": _party_key,
    "actor": lambda who: who.name or who.words or None,
}


class Builder:
    """Makes columns, report by report."""

    def __init__(self) -> None:
        self.made = Columns()
        self._reports: list[str] = []
        self._ids: list[str] = []
        self._events: dict[str, list[Any]] = {name: [] for name in EVENT}
        self._pairs: dict[str, list[Any]] = {name: [] for name in PAIR}
        self._actors: dict[Named, int] = {UNKNOWN: 0}
        self._types: dict[str, int] = {}

    def add(self, found: Found) -> None:
        """What was found in a report."""
        self.made.stands += stands(found)
        for event in found.events:
            self._event(len(self._reports), event, found.published)
        self._reports.append(found.report)
        self.made.published.append(found.published.toordinal() if found.published else 0)

    def _event(self, report: int, event: Act, published: date | None) -> None:
        first, last = _days(event.when, event.status, published)
        number = len(self._ids)
        self._ids.append(event.id)
        type_ = self._types.setdefault(event.type, len(self._types))
        cells = (report, first, last, type_, event.quad, _STATUS[event.status], event.score,
                 event.confidence)  # fmt: skip
        for column, cell in zip(self._events.values(), cells, strict=True):
            column.append(cell)
        for actor, partner in _each_other(event):
            self._pair(number, actor, partner)
        place = _of_place(event)
        for actor in dict.fromkeys(event.actor) or (UNKNOWN,):
            for recipient in dict.fromkeys(event.recipient) or (UNKNOWN,):
                self._pair(number, actor, recipient)
            if place and state_of(actor) not in (None, place):
                self._pair(number, actor, Named(words="", country=place), at_place=True)

    def _pair(self, event: int, actor: Named, recipient: Named, *, at_place: bool = False) -> None:
        cells = (event, self._number(actor), self._number(recipient), at_place)
        for column, cell in zip(self._pairs.values(), cells, strict=True):
            column.append(cell)

    def _number(self, who: Named) -> int:
        return self._actors.setdefault(who, len(self._actors))

    def done(self) -> Columns:
        """The columns."""
        made = self.made
        made.reports, made.ids = self._reports, self._ids
        made.types, made.actors = list(self._types), list(self._actors)
        made.stands.sort(key=in_cells)
        made.events = {n: np.array(self._events[n], kind) for n, kind in EVENT.items()}
        made.pairs = {n: np.array(self._pairs[n], kind) for n, kind in PAIR.items()}
        return made


def _of_place(event: Act) -> str | None:
    """The country that an act done at a place is done to, where none of its recipients has one."""
    known = event.type not in at_place() or any(map(state_of, event.recipient))
    return None if known else event.country


def _each_other(event: Act) -> list[tuple[Named, Named]]:
    """The pairs of those of two states or parties who do with each other what has no recipient."""
    types, fighting = mutual()
    fights = event.type in at_place() and event.words.casefold().startswith(fighting)
    if event.recipient or not (fights or event.type in types):
        return []
    return [(a, b) for a, b in permutations(dict.fromkeys(event.actor), 2) if _others(a, b)]


def _others(one: Named, other: Named) -> bool:
    """Whether both are of a state or a party, and of no one state or party together."""
    mine, theirs = ((state_of(who), _party_key(who)) for who in (one, other))
    same = any(a and a == b for a, b in zip(mine, theirs, strict=True))
    return any(mine) and any(theirs) and not same


def _days(when: Time | None, status: str, published: date | None) -> tuple[int, int]:
    """The first and the last day an event can have been; zeros where that is not told.

    What is told as done without a time counts on the day of its report.
    """
    day = published.toordinal() if published else 0
    if when is None or when.precision == Precision.REPORT:
        return (day, day) if status == Status.ACTUAL else (0, 0)
    if when.start and when.end:
        return when.start.toordinal(), when.end.toordinal()
    return 0, 0


def joined(parts: Iterable[Columns], without: Callable[[str], bool]) -> Columns:
    """Several columns as one, in order; of the first without the reports that are told."""
    out, told_of, ids = Columns(), list[str](), list[str]()
    actors: dict[Named, int] = {UNKNOWN: 0}
    types: dict[str, int] = {}
    events: dict[str, list[Array]] = defaultdict(list)
    pairs: dict[str, list[Array]] = defaultdict(list)
    for place, part in enumerate(parts):
        left = np.array([place > 0 or not without(r) for r in part.reports], bool)
        mine = left[part.events["report"]] if len(left) else np.zeros(0, bool)
        told = mine[part.pairs["event"]] if len(mine) else np.zeros(0, bool)
        numbers = np.cumsum(left) - 1 + len(told_of)
        renamed = np.cumsum(mine) - 1 + len(ids)
        whom = np.array([actors.setdefault(a, len(actors)) for a in part.actors], np.int32)
        kinds = np.array([types.setdefault(t, len(types)) for t in part.types], np.int16)
        for name, column in part.events.items():
            kept = column[mine]
            kept = numbers[kept] if name == "report" else kinds[kept] if name == "type" else kept
            events[name].append(kept.astype(EVENT[name]))
        for name, column in part.pairs.items():
            kept = column[told]
            if name != "at_place":
                kept = renamed[kept] if name == "event" else whom[kept]
            pairs[name].append(kept.astype(PAIR[name]))
        gone = {r for r, stays in zip(part.reports, left, strict=True) if not stays}
        told_of += [r for r, stays in zip(part.reports, left, strict=True) if stays]
        out.published += [p for p, stays in zip(part.published, left, strict=True) if stays]
        ids += [i for i, stays in zip(part.ids, mine, strict=True) if stays]
        out.stands += [s for s in part.stands if s.report not in gone]
    out.reports, out.ids = told_of, ids
    out.types, out.actors = list(types), list(actors)
    out.stands.sort(key=in_cells)
    out.events = {name: np.concatenate(columns) for name, columns in events.items()}
    out.pairs = {name: np.concatenate(columns) for name, columns in pairs.items()}
    return out


# --- as bytes ---------------------------------------------------------------------------------

_NUMBERS = {"start": np.int32, "end": np.int32, "confidence": np.float64, "dropped": np.bool_}
_DATES = ("published", "first", "last")
_PARTIES = ("party", "of")


def packed(columns: Columns) -> dict[str, Array]:
    """The columns as arrays of plain types, to be kept, with what actors roll up to."""
    texts: dict[str, object] = {
        "reports": list(columns.reports), "ids": list(columns.ids), "types": list(columns.types),
        "actors": [[a.words, a.name, a.country, a.sectors, a.office] for a in columns.actors],
        "keys": {level: columns.keys(level) for level in ("country", "party")},
    }  # fmt: skip
    arrays: dict[str, Array] = {"published": np.array(columns.published, np.int32)}
    arrays |= {f"event.{n}": a for n, a in columns.events.items()}
    arrays |= {f"pair.{n}": a for n, a in columns.pairs.items()}
    for name in Stand._fields:
        cells = [getattr(s, name) for s in columns.stands]
        if name in _NUMBERS:
            arrays[f"stand.{name}"] = np.array(cells, _NUMBERS[name])
            continue
        numbers = {cell: n for n, cell in enumerate(dict.fromkeys(cells))}
        arrays[f"stand.{name}"] = np.array([numbers[cell] for cell in cells], np.int32)
        texts[f"stand.{name}"] = [_plain(cell) for cell in numbers]
    return arrays | {f"json.{n}": np.frombuffer(_dumps(t), np.uint8) for n, t in texts.items()}


def _plain(cell: object) -> object:
    match cell:
        case date():
            return cell.toordinal()
        case Party():
            return [cell.key, cell.name, cell.head]
    return cell


def unpacked(arrays: Mapping[str, Array], *, events: bool = True, tellings: bool = True) -> Columns:
    """The columns of such arrays; what is not wanted stays empty."""

    def text(name: str) -> Any:  # noqa: ANN401  # whatever it holds
        return json.loads(arrays[f"json.{name}"].tobytes())

    made = Columns(reports=Texts(arrays["json.reports"]), published=arrays["published"].tolist())
    if events:
        made.ids, made.types = Texts(arrays["json.ids"]), text("types")
        made.actors = [Named(w, n, c, tuple(s), o) for w, n, c, s, o in text("actors")]
        made.events = {n: arrays[f"event.{n}"] for n in EVENT}
        made.pairs = {n: arrays[f"pair.{n}"] for n in PAIR}
        made._known.update(text("keys"))
    if tellings:
        made.stands = _stands(arrays, text)
    return made


class Texts(Sequence[str]):
    """A list of texts, read when one of them is asked for."""

    def __init__(self, packed: Array) -> None:
        self._packed = packed

    @cached_property
    def _texts(self) -> list[str]:
        return list(json.loads(self._packed.tobytes()))

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, number: Any) -> Any:  # noqa: ANN401  # the sequence's own signature
        return self._texts[number]


def _stands(arrays: Mapping[str, Array], text: Callable[[str], list[Any]]) -> list[Stand]:
    cells = []
    for name in Stand._fields:
        column = arrays[f"stand.{name}"]
        if name not in _NUMBERS:
            told = text(f"stand.{name}")
            if name in _DATES:
                told = [day and date.fromordinal(day) for day in told]
            elif name in _PARTIES:
                told = [party and Party(*party) for party in told]
            column = np.fromiter(told, object, len(told))[column]
        cells.append(column.tolist())
    # Tuples in the hundred thousands: the collector would walk them again and again for nothing.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return list(map(partial(tuple.__new__, Stand), zip(*cells, strict=True)))  # as `_make`
    finally:
        if collecting:
            gc.enable()


def _dumps(cells: object) -> bytes:
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode()
