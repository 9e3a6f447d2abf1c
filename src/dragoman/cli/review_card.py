"""One record under review, for a terminal: its words, its fields, what people said."""

from collections.abc import Iterator

from rich.text import Text

from dragoman.cli.display import words as say
from dragoman.cli.safe import clean
from dragoman.model import (
    Actor,
    Decision,
    DecisionKind,
    Evidence,
    Place,
    Report,
    Size,
    When,
)
from dragoman.review.naming import Name
from dragoman.review.reading import Reading
from dragoman.review.view import Shown

ROOM = 400  # characters of the report shown on either side of the words
_APART = frozenset({"evidence", "confidence", "coder"})


def card(shown: Shown, report: Report, *, number: int, of: int) -> Iterator[Text]:
    """The lines of a record: where it stands in the queue, its words, its fields."""
    record = shown.record
    sure = "" if shown.machine is None else f" · {say.percent(shown.machine.confidence)}"
    head = f"{number}/{of} · {record.record} {shown.id.rpartition('-')[2][: say.HASH]}"
    yield Text(f"{head} · {shown.state}{sure}", "bold")
    yield Text(f"{say.report_line(report)} · {clean(record.coder)}", "dim")
    yield say.around(report, record.evidence, room=ROOM)
    machine = shown.machine or record
    if machine.evidence != record.evidence:
        yield Text(f"  the machine's words: ›{clean(machine.evidence.words)}‹", "dim")
    for field in type(record).model_fields:
        if field in _APART:
            continue
        now, then = told(getattr(record, field)), told(getattr(machine, field))
        was = f" (the machine: {then})" if now != then else ""
        yield Text(f"  {field.rstrip('_')}: {now}{was}")
    for conflict in shown.conflicts:
        held = "; ".join(f"{clean(c)}: {_held(v)}" for c, v in conflict.held.items())
        yield Text(f"  disputed {conflict.field}: {held}")
    for name, reading in sorted((shown.readings or {}).items()):
        yield Text(f"  {clean(name)}: {_state(reading)}", "dim")
    for comment in shown.comments:
        yield Text(f"  {clean(comment.coder)} says: {clean(comment.why)}")


def decided(decision: Decision) -> str:
    """What was decided, in a line."""
    kind, _, number = (decision.record or "").rpartition("-")
    record = f"{kind.partition('-')[0]} {number[: say.HASH]}" if kind else "the report"
    names = ", ".join(map(clean, decision.actors))
    into = clean(decision.into) if decision.into else "nobody who is known"
    return {
        DecisionKind.ACCEPT: f"Accepted: {record}.",
        DecisionKind.REJECT: f"Rejected: {record}.",
        DecisionKind.CORRECT: f"Corrected: {record}, {', '.join(map(clean, decision.changes))}.",
        DecisionKind.ADD: f"Added: {record}.",
        DecisionKind.MERGE: f"Merged: {names} is {into} in all reports.",
        DecisionKind.SPLIT: f"Split: {names} is {into} in {record}.",
        DecisionKind.COMMENT: f"Commented on: {record}.",
        DecisionKind.UNDO: f"Taken back: your last decision on {record}.",
    }[decision.kind]


def _held(value: object) -> str:
    return told(value.name if isinstance(value, Name) else value)


def _state(reading: Reading) -> str:
    changed = f" {', '.join(sorted(reading.changed))}" if reading.changed else ""
    return f"{reading.state}{changed}"


def told(value: object) -> str:
    """The value of a field, worded for a terminal."""
    match value:
        case None | () | "" | {}:
            return say.NOTHING
        case Actor():
            return say.actor(value)
        case Place():
            return say.place(value)
        case When():
            return say.when(value)
        case Evidence():
            return f"“{clean(value.words)}”"
        case Size():
            parts = value.model_dump(exclude_none=True).items()
            return ", ".join(f"{name} {number:g}" for name, number in parts) or say.NOTHING
        case dict():
            return "; ".join(f"{clean(str(k))}: {told(v)}" for k, v in value.items())
        case tuple():
            return "; ".join(map(told, value))
        case float():
            return f"{value:,.12g}"
    return clean(str(value))
