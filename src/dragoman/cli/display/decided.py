"""What people decided of a report's records, with the machine's own coding beside it."""

from collections.abc import Iterator

from rich.text import Text

from dragoman.cli.display import words as say
from dragoman.cli.review_card import told
from dragoman.cli.safe import clean
from dragoman.model import Decision, DecisionKind, standing
from dragoman.review.view import Shown, View

_APART = frozenset({"confidence", "coder"})


def decided(view: View) -> Iterator[Text]:
    """Lines for each record that somebody decided on, then for what was said of the report."""
    for shown in view.records:
        if shown.decisions or shown.record != shown.machine:
            yield from _record(shown)
    for decision in standing(view.rest):
        if decision.kind is DecisionKind.COMMENT and decision.record is None:
            yield _said(decision)


def _record(shown: Shown) -> Iterator[Text]:
    record, machine = shown.record, shown.machine
    by = ", ".join(map(clean, sorted(shown.readings or {})))
    head = f"{say.mark(record, id=shown.id)} · {shown.state}"
    yield Text(f"{head} by {by}" if by else head, "bold")
    if machine is None:
        yield Text(f"  {record.record}: “{clean(record.evidence.words)}”; the machine has none")
    else:
        for field in type(record).model_fields:
            now, then = told(getattr(record, field)), told(getattr(machine, field))
            if field not in _APART and now != then:
                yield Text(f"  {field.rstrip('_')}: {now} (the machine: {then})")
    for conflict in shown.conflicts:
        held = "; ".join(f"{clean(coder)}: {_held(v)}" for coder, v in conflict.held.items())
        yield Text(f"  disputed {conflict.field}: {held}")
    yield from map(_said, shown.comments)


def _held(value: object) -> str:
    return told(getattr(value, "name", value))


def _said(decision: Decision) -> Text:
    return Text(f"  {clean(decision.coder)} says: {clean(decision.why)}")
