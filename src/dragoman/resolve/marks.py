"""Frames as the annotated corpus writes them: marks with spans into their unit's text."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dragoman.model import Frame, Report, Span, Status
from dragoman.resolve.quantities import parse_quantity, unit_of
from dragoman.resolve.status import settled
from dragoman.resolve.times import TimeResolver

Marks = dict[str, list[dict[str, Any]]]  # events, statements, positions, figures, ready for JSON


def marks(frames: Sequence[Frame], text: str, *, published: date | None = None) -> Marks:
    """The marks of one unit; a statement or position without content is none.

    With the day it was published, acts that the unit dates long before it are `historical`.
    """
    out: Marks = {"events": [], "statements": [], "positions": [], "figures": []}
    for frame in sorted(frames, key=lambda f: f.anchor):
        out[frame.schema] += _WRITERS[frame.schema](frame, text)
    if published and any(event["time"] for event in out["events"]):
        _settle(out["events"], text, published)
    return out


def _settle(events: list[dict[str, Any]], text: str, published: date) -> None:
    times = TimeResolver(Report(address="unit", text=text, published=published))
    for event in events:
        if event["time"]:
            status = Status(event["status"])
            start, end = event["time"]
            when = times.resolve((start, end), status=status)
            event["status"] = settled(status, when, published).value


def _one(spans: Sequence[Span]) -> list[int] | None:
    return list(spans[0]) if spans else None


def _many(spans: Sequence[Span]) -> list[list[int]]:
    return [list(s) for s in spans]


def _event(frame: Frame, _: str) -> list[dict[str, Any]]:
    roles = frame.roles
    return [
        {
            "trigger": list(frame.anchor),
            "type": frame.type,
            "mode": frame.attributes.get("mode"),
            "status": frame.attributes["status"],
            **{role: _many(roles.get(role, ())) for role in ("actor", "recipient", "place")},
            **{role: _one(roles.get(role, ())) for role in ("time", "said_by")},
        }
    ]


def _statement(frame: Frame, _: str) -> list[dict[str, Any]]:
    content = frame.roles.get("content", ())
    if not content:
        return []
    return [
        {
            "kind": frame.attributes["kind"],
            "cue": list(frame.anchor) if frame.type == "cue" else None,
            "content": _many(content),
            **{role: _one(frame.roles.get(role, ())) for role in ("speaker", "addressee")},
        }
    ]


def _positions(frame: Frame, _: str) -> list[dict[str, Any]]:
    return [
        {
            "stance": frame.type,
            "issue": frame.attributes["issue"],
            "content": list(content),
            "cue": list(frame.anchor),
            **{role: _one(frame.roles.get(role, ())) for role in ("party", "of", "condition")},
        }
        for content in frame.roles.get("content", ())
    ]


def _figure(frame: Frame, text: str) -> list[dict[str, Any]]:
    words = text[slice(*frame.anchor)]
    value = parse_quantity(words, measure=frame.type).value
    return [
        {
            "text": list(frame.anchor),
            "value": list(value) if isinstance(value, tuple) else value,
            "bound": frame.attributes["bound"],
            "measure": frame.type,
            "unit": unit_of(words, frame.type, text[frame.anchor[1] :]),
            **{role: _one(frame.roles.get(role, ())) for role in ("of", "said_by")},
        }
    ]


_WRITERS = {
    "events": _event,
    "statements": _statement,
    "positions": _positions,
    "figures": _figure,
}
