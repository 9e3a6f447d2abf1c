"""Which records wait for review, the least sure first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.archive import Archive, Filter
    from dragoman.model import Coded
    from dragoman.review.view import Shown

KINDS = ("events", "statements", "positions", "figures", "marks")


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """A record that waits; little is kept of it, because a queue can be long."""

    confidence: float
    report: str
    id: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which records are asked for."""

    coder: str
    kinds: tuple[str, ...]
    report: str | None = None  # the id of one report
    states: tuple[str, ...] = ()  # none: any
    every: bool = False  # also those that the coder decided on
    limit: int | None = None


def queue(archive: "Archive", wanted: "Filter", asked: Asked) -> list[Item]:
    """The records that wait for this coder, the least sure first.

    Kinds that cannot have what is asked for are left out. Records that people added come last.
    """
    decided = {s.id: s for view in archive.reviewed() for s in view.records}
    items = {i.id: i for i in _found(archive, wanted, asked)}
    if not _narrow(wanted):
        items |= {s.id: _item(s) for s in decided.values() if s.machine is None}
    kept = sorted(i for i in items.values() if _waits(i, decided, asked))
    return kept[: asked.limit]


def _found(archive: "Archive", wanted: "Filter", asked: Asked) -> Iterator[Item]:
    find: Mapping[str, Callable[[Filter], Iterator[Coded]]] = {
        kind: getattr(archive, kind) for kind in KINDS
    }
    for kind in asked.kinds or KINDS:
        if wanted.foreign_to(kind.removesuffix("s")):
            continue
        for record in find[kind](wanted):
            yield Item(record.confidence, record.evidence.report, record.id)
        if wanted.actor is not None:  # a merge can give an actor the name that is asked for
            yield from map(_item, archive.shown(kind.removesuffix("s"), wanted))


def _narrow(wanted: "Filter") -> bool:
    from dragoman.archive import Filter

    return wanted != Filter(confidence=wanted.confidence)


def _item(shown: "Shown") -> Item:
    record = shown.record
    return Item(record.confidence, record.evidence.report, shown.id)


def _waits(item: Item, decided: "Mapping[str, Shown]", asked: Asked) -> bool:
    shown = decided.get(item.id)
    if asked.report not in (None, item.report):
        return False
    if shown is not None and asked.kinds and f"{shown.record.record}s" not in asked.kinds:
        return False
    if asked.states and (shown.state if shown else "machine") not in asked.states:
        return False
    return asked.every or bool(asked.states) or shown is None or shown.of(asked.coder) is None
