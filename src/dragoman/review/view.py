"""What is shown: a pure function of the machine's records and of people's decisions.

The order in which decisions are given does not matter, and none is lost: each stands with the
record it is on, or among the rest.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from dragoman.errors import AnchorError, VocabularyError
from dragoman.model import Coded, Decision, DecisionKind, Report, State, in_order, standing
from dragoman.review import naming
from dragoman.review.check import TOGETHER, check
from dragoman.review.reading import JUDGING, Reading, reading


@dataclass(frozen=True, slots=True)
class Conflict:
    """What coders hold against each other of one field; of `record`, where one rejects it."""

    field: str
    held: Mapping[str, object]  # by coder


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as it is shown.

    `record` is the corrected record, with the fields in dispute as the machine (or whoever added
    it) has them; it keeps the machine's coder and confidence. `machine` is the machine's own, with
    its score; None where a person added the record. `id` is the one that decisions name: it stays
    when a correction changes what ids are made of.
    """

    id: str
    record: Coded
    machine: Coded | None
    state: State
    decisions: tuple[Decision, ...] = ()  # all that name it, in order, also those undone
    readings: Mapping[str, Reading] | None = None  # by coder
    conflicts: tuple[Conflict, ...] = ()

    @property
    def rejected(self) -> bool:
        """Whether all who decided say that there is no such record."""
        return self.state is State.REJECTED

    @property
    def comments(self) -> tuple[Decision, ...]:
        """What was said of it."""
        return tuple(d for d in standing(self.decisions) if d.kind is DecisionKind.COMMENT)

    def of(self, coder: str) -> Reading | None:
        """What one coder holds of it; None if they have not decided."""
        return (self.readings or {}).get(coder)

    def to_dict(self) -> dict[str, object]:
        """The record as JSON-ready values, with its own id, and under `review` how it came so.

        Without `review` where it is the machine's own, and nobody decided or commented.
        """
        if not self.decisions and self.record == self.machine:
            return self.record.to_dict()
        machine = None if self.machine is None else self.machine.to_dict()
        review = {
            "state": self.state.value,
            "coders": sorted(self.readings or {}),
            "conflicts": [c.field for c in self.conflicts],
            "machine": machine if self.record != self.machine else None,
        }
        return self.record.to_dict() | {"id": self.id, "review": review}


def undecided(record: Coded) -> Shown:
    """A record on which nobody decided."""
    return Shown(record.id, record, record, State.MACHINE)


@dataclass(frozen=True, slots=True)
class View:
    """One version of a report as it is shown.

    `rest` are the decisions on nothing that is shown: comments on the report, merged actors, and
    those on records that are not there (any more).
    """

    report: Report
    records: tuple[Shown, ...]
    rest: tuple[Decision, ...] = ()

    def __getitem__(self, id: str) -> Shown:
        return next(shown for shown in self.records if shown.id == id)


def view(
    report: Report,
    records: Iterable[Coded],
    decisions: Iterable[Decision],
    *,
    earlier: Iterable[Coded] = (),
) -> View:
    """The machine's records of one version of a report, and what people added, as they are shown.

    By place in the report. Decisions that concern other reports are among the rest. `earlier` are
    records of older coders: those that people decided on are shown still, instead of what a newer
    coder says with the same code of the same words, unless people decided on that.
    """
    ordered = in_order(decisions)
    targets = {d.id: d for d in ordered}
    by_record: dict[str, list[Decision]] = {}
    for decision in ordered:
        if (record := _record_of(decision, targets)) is not None:
            by_record.setdefault(record, []).append(decision)
    everywhere = tuple(d for d in standing(ordered) if d.kind in naming.KINDS)
    bases: dict[str, tuple[Coded, Coded | None]] = {r.id: (r, r) for r in records}
    _keep_earlier(bases, earlier, {d.record for d in standing(ordered) if d.kind in JUDGING})
    for decision in standing(ordered):
        missed = decision.missed
        if missed is not None and missed.id not in bases and _of(missed, report):
            bases[missed.id] = (missed, None)
    shown = [
        _show(id, base, machine, by_record.get(id, ()), everywhere, report)
        for id, (base, machine) in bases.items()
    ]
    shown.sort(key=_place)
    placed = {d.id for s in shown for d in s.decisions}
    return View(report, tuple(shown), tuple(d for d in ordered if d.id not in placed))


def _keep_earlier(
    bases: dict[str, tuple[Coded, Coded | None]],
    earlier: Iterable[Coded],
    decided: Collection[str | None],
) -> None:
    newer = {_by_nobody(record): id for id, (record, _) in bases.items()}
    for record in sorted(earlier, key=lambda r: r.id):
        if record.id in bases or record.id not in decided:
            continue
        twin = newer.get(_by_nobody(record))
        if twin is not None and twin not in decided:
            bases.pop(twin, None)
        bases[record.id] = (record, record)


def _by_nobody(record: Coded) -> str:
    """What the records of different coders have in common that say the same of the same words."""
    return record.model_copy(update={"coder": ""}).id


def show(record: Coded, decisions: Iterable[Decision], report: Report) -> Shown:
    """One of the machine's records as it is shown; decisions on other records are passed over."""
    return view(report, [record], decisions)[record.id]


def _record_of(decision: Decision, targets: Mapping[str, Decision]) -> str | None:
    """The record a decision is on; that of the decision which it undoes, however far back."""
    seen = decision
    while seen.record is None and (target := targets.get(seen.undoes or "")) is not None:
        seen = target
    return seen.record


def _of(record: Coded, report: Report) -> bool:
    """Whether an added record fits this version of the report: any program may have written it."""
    if (record.evidence.report, record.evidence.version) != (report.id, report.version):
        return False
    try:
        check(record, report)
    except (AnchorError, VocabularyError):
        return False
    return True


def _place(shown: Shown) -> tuple[int, int, str]:
    return (shown.record.evidence.start, shown.record.evidence.end, shown.id)


def _show(
    id: str,
    base: Coded,
    machine: Coded | None,
    decisions: Iterable[Decision],
    everywhere: Iterable[Decision],
    report: Report,
) -> Shown:
    ordered = tuple(decisions)
    readings = dict(_readings(base, standing(ordered), report))
    states = (_state(r, base, machine) for r in readings.values())
    state = reduce(State.joined, states, State.MACHINE)
    record, conflicts = _combined(base, readings, report)
    record, names = _renamed(id, record, report, everywhere)
    conflicts = (*_kept_or_not(readings), *conflicts, *names)
    if conflicts:
        state = State.DISPUTED
    return Shown(id, record, machine, state, ordered, readings, conflicts)


def _readings(
    base: Coded, decisions: Iterable[Decision], report: Report
) -> Iterator[tuple[str, Reading]]:
    by_coder: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_coder.setdefault(decision.coder, []).append(decision)
    for coder in sorted(by_coder):
        if (found := reading(coder, base, by_coder[coder], report)) is not None:
            yield coder, found


def _state(held: Reading, base: Coded, machine: Coded | None) -> State:
    added = machine is None and held.coder == base.coder and held.record is not None
    return State.ADDED if added else held.state


def _kept_or_not(readings: Mapping[str, Reading]) -> Iterator[Conflict]:
    decided = {c: r.state for c, r in readings.items() if r.state is not State.MACHINE}
    rejecting = {c for c, state in decided.items() if state is State.REJECTED}
    if rejecting and decided.keys() - rejecting:
        yield Conflict("record", decided)


def _combined(
    base: Coded, readings: Mapping[str, Reading], report: Report
) -> tuple[Coded, tuple[Conflict, ...]]:
    """The record with what coders agree on, and what they do not."""
    held: dict[str, dict[str, object]] = {}
    for coder, found in readings.items():
        for field, value in found.values.items():
            held.setdefault(field, {})[coder] = value
    agreed: dict[str, object] = {}
    conflicts = []
    for field in sorted(held):
        first, *others = held[field].values()
        if all(other == first for other in others):
            agreed[field] = first
        else:
            conflicts.append(Conflict(field, held[field]))
    apart = {c.field for c in conflicts}
    held_back = {f for group in TOGETHER if group & apart for f in group}
    changed = {
        f: value for f, value in agreed.items() if value != getattr(base, f) and f not in held_back
    }
    if not changed:
        return base, tuple(conflicts)
    made = base.model_copy(update=changed)
    try:
        check(made, report, fields=changed.keys())
    except (AnchorError, VocabularyError):
        # Each fits alone but not all together, as one coder's type and another's mode.
        return base, (*conflicts, *(Conflict(f, held[f]) for f in sorted(changed)))
    return made, tuple(conflicts)


def _renamed(
    id: str, record: Coded, report: Report, decisions: Iterable[Decision]
) -> tuple[Coded, tuple[Conflict, ...]]:
    decisions = tuple(decisions)
    if not decisions:
        return record, ()
    names: dict[tuple[str, int], naming.Name] = {}
    conflicts = []
    for field, actors in naming.actors_of(record).items():
        for number, actor in enumerate(actors):
            told = naming.opinions(actor, record=id, report=report.id, decisions=decisions)
            if len(set(told.values())) == 1:
                names[field, number] = next(iter(told.values()))
            elif told:
                conflicts.append(Conflict(field, dict(told)))
    return naming.renamed(record, names), tuple(conflicts)
