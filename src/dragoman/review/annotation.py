"""What was reviewed, in the format of the annotated corpus: paragraphs and the marks in them."""

from collections.abc import Iterator, Sequence
from typing import Any  # marks as JSON has them

from dragoman.model import (
    Actor,
    Block,
    BlockKind,
    Coded,
    Event,
    Evidence,
    Figure,
    Mark,
    Place,
    Position,
    Report,
    State,
    Statement,
    When,
)
from dragoman.reading.schema import Schemas
from dragoman.review.view import Shown, View

Line = dict[str, Any]
SHIPPED = ("events", "statements", "positions", "figures")
_OPEN = (State.MACHINE, State.DISPUTED)


def annotation(view: View, *, schemas: Schemas | None = None) -> Iterator[Line]:
    """The paragraphs of a report that were reviewed, each as a line of the corpus.

    With the lists of the shipped schemas, or of those given, as their files have them. Spans are
    `[start, end]` in code points of the paragraph. A paragraph is reviewed where every record in
    it is accepted, corrected, added or rejected; one without records, where all of the report is.
    Rejected records are left out. A filler that stands in another paragraph is left out as well.
    """
    names = SHIPPED if schemas is None else tuple(s.name for s in schemas.items)
    shown = [s for s in view.records if _list_of(s.record) in names]
    if not any(s.state not in _OPEN for s in shown):
        return
    whole = all(s.state not in _OPEN for s in shown)
    for number, (start, end) in enumerate(_paragraphs(view.report)):
        here = [s for s in shown if start <= s.record.evidence.start < end]
        if any(s.state in _OPEN for s in here) or not (here or whole):
            continue
        marks = _Paragraph(start, end).marks(here, names, schemas)
        yield _head(view.report, number, start, end) | marks


def _list_of(record: Coded) -> str:
    return record.schema_ if isinstance(record, Mark) else f"{record.record}s"


def _paragraphs(report: Report) -> list[tuple[int, int]]:
    blocks: Sequence[Block] = report.blocks
    if not blocks:
        return [(0, len(report.text))]
    return [(b.start, b.end) for b in blocks if b.kind is BlockKind.PARAGRAPH and b.start < b.end]


def _head(report: Report, number: int, start: int, end: int) -> Line:
    told = {
        "date": str(report.published) if report.published else None,
        "title": report.title,
    }
    head: Line = {"u": f"{report.id}:{number}", "doc": report.id}
    head |= {name: value for name, value in told.items() if value}
    return head | {"text": report.text[start:end]}


class _Paragraph:
    """Writes records as marks of one paragraph."""

    def __init__(self, start: int, end: int) -> None:
        self._start, self._end = start, end

    def marks(self, shown: Sequence[Shown], names: Sequence[str], schemas: Schemas | None) -> Line:
        """The marks by schema, by place."""
        out: Line = {name: [] for name in names}
        for item in shown:
            record = item.record
            fits = record.evidence.end <= self._end
            if item.state is not State.REJECTED and fits:
                out[_list_of(record)].append(self._mark(record, schemas))
        return out

    def _mark(self, record: Coded, schemas: Schemas | None) -> Line:
        match record:
            case Event():
                return self._event(record)
            case Statement():
                return self._statement(record)
            case Position():
                return self._position(record)
            case Figure():
                return self._figure(record)
            case Mark() if schemas is not None:
                return self._own(record, schemas)
        raise AssertionError(record)

    def _span(self, item: Evidence | Actor | Place | When | None) -> list[int] | None:
        evidence = item if isinstance(item, Evidence) or item is None else item.evidence
        if evidence is None or not self._start <= evidence.start < evidence.end <= self._end:
            return None
        return [evidence.start - self._start, evidence.end - self._start]

    def _spans(self, items: Sequence[Evidence | Actor | Place]) -> list[list[int]]:
        return [span for item in items if (span := self._span(item))]

    def _event(self, event: Event) -> Line:
        return {
            "trigger": self._span(event.evidence),
            "type": event.type,
            "mode": event.mode,
            "status": event.status.value,
            "actor": self._spans(event.actor),
            "recipient": self._spans(event.recipient),
            "place": self._spans(event.place),
            "time": self._span(event.when),
            "said_by": self._span(event.said_by),
        }

    def _statement(self, statement: Statement) -> Line:
        return {
            "kind": statement.kind.value,
            "cue": self._span(statement.cue),
            "content": self._spans(statement.content),
            "speaker": self._span(statement.speaker),
            "addressee": self._span(statement.addressee),
        }

    def _position(self, position: Position) -> Line:
        return {
            "stance": position.stance.value,
            "issue": position.issue,
            "content": self._span(position.evidence),
            "cue": self._span(position.cue),
            "party": self._span(position.party),
            "of": self._span(position.of),
            "condition": self._span(position.condition),
        }

    def _figure(self, figure: Figure) -> Line:
        return {
            "text": self._span(figure.evidence),
            "value": list(figure.value) if isinstance(figure.value, tuple) else figure.value,
            "bound": figure.bound.value,
            "measure": figure.measure,
            "unit": figure.unit,
            "of": self._span(figure.of),
            "said_by": self._span(figure.said_by),
        }

    def _own(self, mark: Mark, schemas: Schemas) -> Line:
        """A mark of a schema of the user's own, with the keys of its file."""
        schema = schemas[mark.schema_]
        line: Line = {schema.anchor: self._span(mark.evidence)} if schema.anchor else {}
        if schema.type_key:
            line[schema.type_key] = mark.type
        for name in schema.attributes:
            if name in mark.attributes:
                line[name] = mark.attributes[name]
        for role, arity in schema.roles.items():
            spans = self._spans(mark.roles.get(role, ()))
            line[role] = (spans[0] if spans else None) if arity == "one" else spans
        return line
