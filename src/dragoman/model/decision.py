"""Decisions: what people say of records; and what several of them add up to.

A decision is appended and never changed. Its id is a hash of who decided what on which record and
why, without the time: one decision that came into two archives is one when they are joined, with
the earlier of its times.
"""

import heapq
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Self

import pydantic

from dragoman.model.base import Record
from dragoman.model.ids import make_id
from dragoman.model.records import KINDS, Coded

_CLASSES: dict[str, type[Coded]] = {kind.record: kind for kind in KINDS.values()}
_FIXED = frozenset({"coder", "confidence", "id", "record", "schema", "schema_"})


class DecisionKind(StrEnum):
    """What a person decided."""

    ACCEPT = "accept"  # the record is right, with the coder's own corrections if there are any
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"  # a record that was missed
    MERGE = "merge"  # several names are one actor
    SPLIT = "split"  # in a report or record, a name is another actor
    COMMENT = "comment"
    UNDO = "undo"  # of a decision of one's own


class State(StrEnum):
    """Where the review of a record stands."""

    MACHINE = "machine"  # nobody decided
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    ADDED = "added"
    REJECTED = "rejected"
    DISPUTED = "disputed"

    def joined(self, other: "State") -> "State":
        """What two coders' states of one record add up to, in either order.

        The further of the two, but a record that one keeps and another rejects is disputed.
        """
        if State.REJECTED in (self, other):
            rest = {self, other} - {State.REJECTED, State.MACHINE}
            return State.DISPUTED if rest else State.REJECTED
        return max(self, other, key=_FURTHER.index)


_FURTHER = (State.MACHINE, State.ACCEPTED, State.CORRECTED, State.ADDED, State.DISPUTED)


class Decision(Record):
    """What a person decided: who, when, why, and on what.

    `report`, `version` and `record` are the ids of what it is on. Which of the other fields are
    told follows from `kind`, and any other is an error:

    - `correct`: `changes`, new values by field as the record's `to_dict` writes them;
    - `add`: `missed`, the record that was missed, whose coder is this one;
    - `merge`, `split`: `actors`, names (or words, where no name is known) as they are shown;
      `into`, the name they get, with `country` where one is told. A merge with a `report` holds
      there alone; a split holds in its `report`, or in its `record` alone;
    - `undo`: `undoes`, the id of the decision.

    `after` is the id of the coder's decision that this one repeats an older one behind: accepting
    again what was undone is another decision than the first.
    """

    derived: ClassVar[tuple[str, ...]] = ("id",)

    kind: DecisionKind
    coder: str = pydantic.Field(min_length=1)
    decided: datetime
    why: str = ""
    report: str | None = None
    version: str | None = None
    record: str | None = None
    changes: dict[str, pydantic.JsonValue] = {}
    missed: pydantic.SerializeAsAny[Coded] | None = None
    actors: tuple[str, ...] = ()
    into: str | None = None
    country: str | None = None
    undoes: str | None = None
    after: str | None = None

    @cached_property
    def id(self) -> str:
        """The decision's id: the same decision of the same coder is one decision."""
        told = {
            name: getattr(self, name)
            for name in type(self).model_fields
            if name not in ("decided", "changes", "missed")
        }
        missed = self.missed and self.missed.to_json()
        return make_id("decision", told, json.dumps(self.changes, sort_keys=True), missed)

    @pydantic.field_validator("decided")
    @classmethod
    def _in_utc(cls, decided: datetime) -> datetime:
        if decided.utcoffset() is None:
            raise ValueError("a time without its zone")
        return decided.astimezone(UTC)

    @pydantic.field_validator("missed", mode="before")
    @classmethod
    def _of_its_kind(cls, missed: object) -> object:
        if not isinstance(missed, dict):
            return missed
        kind = _CLASSES.get(str(missed.get("record")))
        if kind is None:
            raise ValueError("a missed record of no kind")
        return kind.from_dict(missed)

    @pydantic.field_serializer("missed")
    def _whole(self, missed: Coded | None) -> dict[str, object] | None:
        return None if missed is None else missed.to_dict()

    @pydantic.model_validator(mode="after")
    def _sound(self) -> Self:
        needed, allowed = _TOLD[self.kind]
        optional = {name for name in _ASKED if getattr(self, name)}
        for name in needed - optional:
            raise ValueError(f"{self.kind} without {name}")
        for name in sorted(optional - needed - allowed):
            raise ValueError(f"{self.kind} with {name}")
        if fixed := _FIXED & self.changes.keys():
            raise ValueError(f"{', '.join(sorted(fixed))} cannot be corrected")
        json.dumps(self.changes, allow_nan=False)
        if (m := self.missed) is not None:
            e = m.evidence
            if (self.report, self.version, self.record) != (e.report, e.version, m.id):
                raise ValueError("on another record than the one that was missed")
            if m.coder != self.coder:
                raise ValueError("a missed record of another coder")
        return self


_ASKED = ("report", "version", "record", "changes", "missed", "actors", "into", "country", "undoes")
_ON = frozenset({"report", "version", "record"})
_NONE: frozenset[str] = frozenset()

# What each kind has to tell, and what it may.
_TOLD: dict[DecisionKind, tuple[frozenset[str], frozenset[str]]] = {
    DecisionKind.ACCEPT: (_ON, _NONE),
    DecisionKind.REJECT: (_ON, _NONE),
    DecisionKind.CORRECT: (_ON | {"changes"}, _NONE),
    DecisionKind.ADD: (_ON | {"missed"}, _NONE),
    DecisionKind.MERGE: (frozenset({"actors", "into"}), frozenset({"report", "country"})),
    DecisionKind.SPLIT: (frozenset({"report", "actors"}), _ON | {"into", "country"}),
    DecisionKind.COMMENT: (frozenset({"report"}), _ON),
    DecisionKind.UNDO: (frozenset({"undoes"}), _ON),
}


def earlier(one: Decision, other: Decision) -> Decision:
    """Of one decision told with two times, the one with the earlier."""
    return min(one, other, key=lambda decision: decision.decided)


def in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Each decision once, by time and then by id; none before the one that it undoes or repeats.

    The same for the same decisions, in whatever order they are given.
    """
    known: dict[str, Decision] = {}
    for decision in decisions:
        known[decision.id] = earlier(decision, known.get(decision.id, decision))
    behind: dict[str, list[str]] = {}
    waits: dict[str, int] = {}
    for id, decision in known.items():
        before = {b for b in (decision.undoes, decision.after) if b in known}
        waits[id] = len(before)
        for other in before:
            behind.setdefault(str(other), []).append(id)
    ready = [(known[id].decided, id) for id, count in waits.items() if not count]
    heapq.heapify(ready)
    out: list[Decision] = []
    while ready:
        _, id = heapq.heappop(ready)
        out.append(known[id])
        for next_ in behind.get(id, ()):
            waits[next_] -= 1
            if not waits[next_]:
                heapq.heappush(ready, (known[next_].decided, next_))
    return tuple(out)


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that count, in order: those that are not undone, without the undoing.

    An undo that is itself undone counts for nothing. Only a decision of one's own can be undone:
    two coders who contradict each other both stand.
    """
    ordered = in_order(decisions)
    known = {decision.id: decision for decision in ordered}
    undone: set[str] = set()
    # From the last on: an undo always comes behind what it undoes.
    for decision in reversed(ordered):
        target = known.get(decision.undoes or "")
        if target and decision.id not in undone and target.coder == decision.coder:
            undone.add(target.id)
    return tuple(d for d in ordered if d.id not in undone and d.kind is not DecisionKind.UNDO)
