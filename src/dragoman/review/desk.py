"""The desk of one coder: records as they are shown, and decisions on them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol  # Any: values of JSON, and what each kind of decision tells

import pydantic

from dragoman.errors import ArchiveError, DragomanError
from dragoman.model import Coded, Coding, Decision, DecisionKind, standing
from dragoman.review import naming
from dragoman.review.check import check
from dragoman.review.reading import corrected
from dragoman.review.view import Shown, View, view


class Decisions(Protocol):
    """Where decisions are kept."""

    def put(self, decision: Decision) -> bool:
        """Add a decision; True if it was new."""

    def of(self, report: str) -> tuple[Decision, ...]:
        """Those on one report, and those that hold for every report."""

    def records(self, report: str, version: str) -> tuple[Coded, ...]:
        """The records of that version that somebody decided on, of any coder."""

    def reports(self) -> tuple[str, ...]:
        """The ids of the reports kept that somebody decided on, by day of publication."""


Find = Callable[[str], Coding]  # the latest coding of a report, by any name of it


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def viewed(decisions: Decisions, coding: Coding) -> View:
    """The records of a report as they are shown, with what people decided."""
    report = coding.report
    earlier = decisions.records(report.id, report.version)
    return view(report, coding.records, decisions.of(report.id), earlier=earlier)


class Desk:
    """Where one coder decides.

    Each method gives the decisions that it made, and raises without any where one cannot be made.
    Deciding the same again changes nothing.
    """

    def __init__(
        self,
        coder: str,
        *,
        decisions: Decisions,
        find: Find,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.coder = coder
        self._decisions = decisions
        self._find = find
        self._clock = clock

    def view(self, report: str) -> View:
        """The records of a report as they are shown now."""
        return viewed(self._decisions, self._find(report))

    def accept(self, shown: Shown, *, why: str = "") -> list[Decision]:
        """That the record is right as it is shown: with what others corrected, unless disputed."""
        made = []
        if taken := _taken_over(shown, self.coder):
            made += self._enter(DecisionKind.CORRECT, **_on(shown), changes=taken, why=why)
        return made + self._enter(DecisionKind.ACCEPT, **_on(shown), why=why)

    def reject(self, shown: Shown, *, why: str = "") -> list[Decision]:
        """That there is no such record."""
        return self._enter(DecisionKind.REJECT, **_on(shown), why=why)

    def correct(
        self, shown: Shown, changes: Mapping[str, pydantic.JsonValue], *, why: str = ""
    ) -> list[Decision]:
        """Other values of some fields; those that the record has already are left out.

        Raises `VocabularyError` or `AnchorError` where a value will not do.
        """
        report = self._find(shown.record.evidence.report).report
        mine = shown.of(self.coder)
        base = (mine and mine.record) or shown.machine or shown.record
        made = corrected(base, changes, report)
        new = {f: v for f, v in changes.items() if getattr(made, f) != getattr(base, f)}
        if not new:
            return []
        return self._enter(DecisionKind.CORRECT, **_on(shown), changes=new, why=why)

    def add(self, record: Coded, *, why: str = "") -> list[Decision]:
        """A record that was missed; its coder is the one at this desk."""
        check(record, self._find(record.evidence.report).report)
        return self._enter(DecisionKind.ADD, **_of(record), missed=record, why=why)

    def comment(self, shown: Shown, why: str) -> list[Decision]:
        """Something said of a record."""
        return self._enter(DecisionKind.COMMENT, **_on(shown), why=_said(why))

    def remark(self, report: str, why: str) -> list[Decision]:
        """Something said of a report."""
        found = self._find(report).report
        told = {"report": found.id, "version": found.version}
        return self._enter(DecisionKind.COMMENT, **told, why=_said(why))

    def merge(
        self,
        actors: Iterable[str],
        into: str,
        *,
        report: str | None = None,
        country: str | None = None,
        why: str = "",
    ) -> list[Decision]:
        """That several names are one actor: in one report, or in all."""
        merged = tuple(sorted(set(actors) - {into}))
        if not merged:
            raise DragomanError("A name cannot be merged with itself.", todo="Give another name.")
        told: dict[str, Any] = {"actors": merged, "into": into}
        return self._enter(DecisionKind.MERGE, **told, report=report, country=country, why=why)

    def split(
        self, shown: Shown, actor: str, into: str | None, *, country: str | None = None
    ) -> list[Decision]:
        """That in one record a name is another actor, or (None) nobody who is known.

        Raises where the record names nobody so.
        """
        known = self._names(shown)
        if actor not in known:
            raise DragomanError(
                f"The record names nobody {actor!r}.",
                todo=f"It names {', '.join(map(repr, sorted(known))) or 'nobody'}.",
            )
        if actor == into:
            raise DragomanError("That is the name already.", todo="Give another name.")
        told: dict[str, Any] = {"actors": (actor,), "into": into, "country": country}
        return self._enter(DecisionKind.SPLIT, **_on(shown), **told)

    def _names(self, shown: Shown) -> set[str]:
        """What its actors are called: as shown, as found, and by this coder's own merges."""
        mine = shown.of(self.coder)
        records = (shown.record, shown.machine, mine.record if mine else None)
        those = (naming.actors_of(record) for record in records if record is not None)
        known = {naming.shown_as(actor) for found in those for a in found.values() for actor in a}
        for decision in standing(self._decisions.of(shown.record.evidence.report)):
            mine_too = decision.coder == self.coder and decision.kind is DecisionKind.MERGE
            if mine_too and decision.into and known.intersection(decision.actors):
                known.add(decision.into)
        return known

    def undo(self, shown: Shown) -> list[Decision]:
        """Takes back the coder's last decision on a record; nothing where none stands."""
        mine = [d for d in standing(shown.decisions) if d.coder == self.coder]
        if not mine:
            return []
        return self._enter(DecisionKind.UNDO, **_on(shown), undoes=mine[-1].id)

    def take_back(self, decision: Decision) -> list[Decision]:
        """Undoes one decision of the coder's own, whatever came after it."""
        on = {name: getattr(decision, name) for name in ("report", "version", "record")}
        return self._enter(DecisionKind.UNDO, **on, undoes=decision.id)

    def _enter(
        self,
        kind: DecisionKind,
        *,
        report: str | None,
        **told: Any,  # noqa: ANN401 (the fields of a decision, checked when it is made)
    ) -> list[Decision]:
        mine = [d for d in self._decisions.of(report or "") if d.coder == self.coder]
        last = max((d.decided for d in mine), default=None)
        decided = self._clock()
        if last is not None and decided <= last:
            decided = last + timedelta(microseconds=1)  # whatever the clock did, this came later
        made = Decision(kind=kind, coder=self.coder, decided=decided, report=report, **told)
        if any(d.id == made.id for d in mine):
            here = [d for d in mine if d.record == made.record]
            latest = max(here, key=lambda d: d.decided)
            if _with(latest, after=None).id == made.id:
                return []
            made = _with(made, after=latest.id)
        if not self._decisions.put(made):
            if any(d.id == made.id for d in self._decisions.of(report or "")):
                return []  # the same was decided at the same time
            raise ArchiveError("The report was removed.", todo="Restore it, then decide again.")
        return [made]


def _with(decision: Decision, *, after: str | None) -> Decision:
    return decision.model_copy(update={"after": after})


def _on(shown: Shown) -> dict[str, Any]:
    evidence = shown.record.evidence
    return {"report": evidence.report, "version": evidence.version, "record": shown.id}


def _of(record: Coded) -> dict[str, Any]:
    evidence = record.evidence
    return {"report": evidence.report, "version": evidence.version, "record": record.id}


def _said(why: str) -> str:
    if not why.strip():
        raise DragomanError("A comment without words.", todo="Say something.")
    return why.strip()


def _taken_over(shown: Shown, coder: str) -> dict[str, Any]:
    """What others corrected and nobody disputes, as far as this coder does not hold it yet."""
    mine = shown.of(coder)
    own = mine.record if mine and mine.record is not None else shown.machine
    disputed = {c.field for c in shown.conflicts}
    taken: dict[str, Any] = {}
    for other, found in (shown.readings or {}).items():
        if other == coder or found.record is None:
            continue
        values = found.record.model_dump(mode="json")
        for field in sorted(found.changed - disputed):
            if own is None or getattr(own, field) != getattr(found.record, field):
                taken[field] = values[field]
    return taken
