"""What is exported: records with their reports, one report after the other."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from dragoman.model import KINDS, Coded, Report, State


class Reviewed(Protocol):
    """A record as people decided it, under the id by which they know it."""

    @property
    def id(self) -> str:
        """The id that decisions name, whatever was corrected."""

    @property
    def record(self) -> Coded:
        """The record as it is shown."""

    @property
    def state(self) -> State:
        """Where its review stands."""


class Found(NamedTuple):
    """A record, the version of the report it was found in, and the name of the kind's list."""

    kind: str
    record: Coded
    report: Report
    state: State = State.MACHINE  # where its review stands


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The records wanted.

    `records` gives those of one kind (`events`, `statements` ...), as the machine or as people
    have them, by day of publication with undated reports first, then by report, as an archive lists
    them; `source` the report of a record. `filters` is told in the manifest.
    """

    records: Callable[[str], Iterable[Coded | Reviewed]]
    source: Callable[[Coded], Report]
    kinds: tuple[str, ...] = tuple(KINDS)
    filters: Mapping[str, object] = field(default_factory=dict)

    def found(self, *kinds: str) -> Iterator[Found]:
        """The records of these kinds, or of all that are wanted; those of a report together.

        No more than one record of each kind is held at a time.
        """
        wanted = [kind for kind in self.kinds if not kinds or kind in kinds]
        return heapq.merge(*map(self._of_kind, wanted), key=_place)

    def _of_kind(self, kind: str) -> Iterator[Found]:
        for item in self.records(kind):
            if isinstance(item, Coded):
                yield Found(kind, item, self.source(item))
            else:
                record = _known_as(item.record, item.id)
                yield Found(kind, record, self.source(record), item.state)


def _known_as(record: Coded, id: str) -> Coded:
    """The record under its id: what is corrected would otherwise get another."""
    if record.id == id:
        return record
    made = record.model_copy()
    made.__dict__["id"] = id  # where a cached property keeps it
    return made


def _place(found: Found) -> tuple[bool, date, str]:
    published = found.report.published
    return published is not None, published or date.min, found.report.id
