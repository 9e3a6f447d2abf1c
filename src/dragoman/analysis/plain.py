"""What the analysis takes of events and positions, in plain values: an archive's columns have all
of it, so that a million need not be made into records to be counted."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from dragoman.analysis.party import Named, named
from dragoman.model import Coded, Event, Position, Report


class Time(NamedTuple):
    """When: the TIMEX3 value, and the first and last day."""

    value: str | None
    start: date | None
    end: date | None
    precision: str


class Act(NamedTuple):
    """An event; `country` is that of the first of its places that has one."""

    id: str
    start: int
    end: int
    words: str
    confidence: float
    when: Time | None
    type: str
    mode: str | None
    quad: int
    score: float
    status: str
    actor: tuple[Named, ...]
    recipient: tuple[Named, ...]
    country: str | None = None


class Taken(NamedTuple):
    """A position; `cue` is where its cue stands."""

    id: str
    start: int
    end: int
    words: str
    confidence: float
    when: Time | None
    stance: str
    issue: str
    condition: str | None
    cue: tuple[int, int] | None
    party: Named | None
    of: Named | None


class Found(NamedTuple):
    """What stands in a report, as it is shown."""

    report: str
    published: date | None
    text: str
    positions: Sequence[Taken]
    events: Sequence[Act]


def plain(report: Report, records: Iterable[Coded]) -> Found:
    """The plain values of a report's events and positions; other records are passed over."""
    those = list(records)
    positions = [taken(r) for r in those if isinstance(r, Position)]
    events = [act(r) for r in those if isinstance(r, Event)]
    return Found(report.id, report.published, report.text, positions, events)


def act(event: Event) -> Act:
    """An event's plain values."""
    return Act(
        *_shared(event), event.type, event.mode, event.quad, event.score, event.status,
        tuple(map(named, event.actor)), tuple(map(named, event.recipient)),
        next((p.country for p in event.place if p.country), None),
    )  # fmt: skip


def taken(position: Position) -> Taken:
    """A position's plain values."""
    p, cue = position, position.cue
    return Taken(
        *_shared(p), p.stance, p.issue, p.condition.words if p.condition else None,
        (cue.start, cue.end) if cue else None, named(p.party) if p.party else None,
        named(p.of) if p.of else None,
    )  # fmt: skip


def _shared(record: Event | Position) -> tuple[str, int, int, str, float, Time | None]:
    e, w = record.evidence, record.when
    when = Time(w.value, w.start, w.end, w.precision) if w else None
    return record.id, e.start, e.end, e.words, record.confidence, when
