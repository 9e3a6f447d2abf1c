"""Frames of schemas of the user's own as marks: each with the words that it rests on."""

from collections.abc import Sequence

from dragoman.model import Frame, Mark, Report
from dragoman.reading.schema import default_schemas


def marks_of(report: Report, frames: Sequence[Frame], *, coder: str) -> tuple[Mark, ...]:
    """The marks of those frames that are of no shipped schema, by their place in the report.

    Spans are offsets into `report.text`. Nothing in them is resolved: roles are words.
    """
    shipped = {s.name for s in default_schemas().items}
    own = sorted((f for f in frames if f.schema not in shipped), key=lambda f: f.anchor)
    marks = (_mark(report, frame, coder) for frame in own)
    return tuple({mark.id: mark for mark in marks}.values())


def _mark(report: Report, frame: Frame, coder: str) -> Mark:
    filled = {*frame.attributes, *frame.roles}
    return Mark(
        evidence=report.evidence(*frame.anchor),
        confidence=frame.confidence,
        coder=coder,
        schema_=frame.schema,
        type=frame.type,
        attributes=frame.attributes,
        roles={
            role: tuple(report.evidence(*s) for s in spans) for role, spans in frame.roles.items()
        },
        confidences={key: p for key, p in frame.scores.items() if key in filled},
    )
