"""What one coder holds of one record: whether they keep it, and the fields they answer for."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pydantic

from dragoman.errors import AnchorError, VocabularyError
from dragoman.model import Coded, Decision, DecisionKind, Report, State
from dragoman.review.check import check
from dragoman.review.wording import wrong
from dragoman.review.words import with_article

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

JUDGING = (DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.CORRECT, DecisionKind.ADD)


@dataclass(frozen=True, slots=True)
class Reading:
    """One coder's: where their review stands, the record as they hold it, and what they changed.

    `record` is None where they reject it. `values` are the fields they answer for: all if they
    accepted or added it, otherwise those they corrected. `unfit` are corrections that cannot be
    made of this record; they count for nothing.
    """

    coder: str
    state: State
    record: Coded | None
    values: Mapping[str, object] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    unfit: tuple[Decision, ...] = ()


def reading(
    coder: str, base: Coded, decisions: Iterable[Decision], report: Report
) -> Reading | None:
    """What the decisions of one coder, standing and in order, make of the record; None if nothing.

    Of accepting and rejecting the later counts. Corrections stay through both.
    """
    held, unfit = base, []
    last: DecisionKind | None = None
    whole = False  # whether the coder answers for every field
    changed = set[str]()
    for decision in decisions:
        if decision.kind not in JUDGING:
            continue
        if decision.kind is DecisionKind.CORRECT:
            try:
                held = corrected(held, decision.changes, report)
            except (VocabularyError, AnchorError):
                unfit.append(decision)
                continue
            changed |= decision.changes.keys()
        elif decision.kind is not DecisionKind.REJECT:
            whole = True
        last = decision.kind
    if last is None:
        return Reading(coder, State.MACHINE, None, unfit=tuple(unfit)) if unfit else None
    differs = frozenset(f for f in changed if getattr(held, f) != getattr(base, f))
    if last is DecisionKind.REJECT:
        return Reading(coder, State.REJECTED, None, unfit=tuple(unfit))
    fields = type(held).model_fields if whole else changed
    values = {f: getattr(held, f) for f in fields if f not in ("coder", "confidence")}
    state = State.CORRECTED if differs else State.ACCEPTED
    return Reading(coder, state, held, values, differs, tuple(unfit))


def corrected(record: Coded, changes: Mapping[str, pydantic.JsonValue], report: Report) -> Coded:
    """The record with new values in some fields, checked as any record is.

    Raises `VocabularyError` where a value will not do, `AnchorError` where words do not stand in
    the report. The coder and the confidence stay the machine's.
    """
    fields = record.model_dump(mode="json") | dict(changes)
    try:
        made = type(record).model_validate_json(json.dumps(fields))
    except pydantic.ValidationError as error:
        raise _unfit(record, error.errors()[0]) from error
    check(made, report, fields=changes.keys())
    return made


def _unfit(record: Coded, error: "ErrorDetails") -> VocabularyError:
    """The error for a value that a field cannot have."""
    loc = error["loc"]
    if loc[:1] == ("value",):
        loc = loc[:1]  # a number or a range: pydantic goes on with which of the two it tried
    where = ".".join(str(n + 1 if isinstance(n, int) else n) for n in loc)
    return VocabularyError(
        f"{where or record.record}: {wrong(error)}.",
        todo=f"Give a value that the field can have in {with_article(record.record)}.",
    )


def fit(decision: Decision, base: Coded | None, report: Report) -> None:
    """Raise unless the decision can be made of that record of that report."""
    if decision.missed is not None:
        check(decision.missed, report)
    elif decision.kind is DecisionKind.CORRECT and base is not None:
        corrected(base, decision.changes, report)
