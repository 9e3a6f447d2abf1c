"""What a person types, as new values of a record's fields: codes, and words of the report."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any  # values of JSON, which have no narrower type

from dragoman.errors import VocabularyError
from dragoman.model import (
    Coded,
    Event,
    Evidence,
    Figure,
    Mark,
    Place,
    Position,
    Report,
    Statement,
)
from dragoman.review.words import Changes, edged, find, snapped, with_article
from dragoman.vocab import plover

NOTHING = "-"  # typed where a field is to be empty

_ACTOR, _PLACE, _WORDS = "actor", "place", "words"
# What stands in the fields that hold words of the report, and whether several can.
_FILLED: Mapping[tuple[type[Coded], str], tuple[str, bool]] = {
    (Event, "actor"): (_ACTOR, True),
    (Event, "recipient"): (_ACTOR, True),
    (Event, "place"): (_PLACE, True),
    (Event, "said_by"): (_ACTOR, False),
    (Statement, "speaker"): (_ACTOR, False),
    (Statement, "addressee"): (_ACTOR, False),
    (Statement, "cue"): (_WORDS, False),
    (Statement, "content"): (_WORDS, True),
    (Position, "party"): (_ACTOR, False),
    (Position, "of"): (_ACTOR, False),
    (Position, "condition"): (_WORDS, False),
    (Position, "cue"): (_WORDS, False),
    (Figure, "of"): (_WORDS, False),
    (Figure, "said_by"): (_ACTOR, False),
}
_LISTS = frozenset({"contexts", "sectors"})
_NUMBERS = frozenset({"geonames", "latitude", "longitude", "dead", "injured", "arrested"})


def typed(record: Coded, report: Report, field: str, text: str) -> Changes:
    """The changes of setting a field to what was typed; `-` empties it.

    Codes are typed as they are, words of the report as they stand there (`the clerk#2` for the
    second of that wording, several divided by `;`), and parts of an actor, place or time by a path:
    `actor.country`, or `actor.2.country` of the second. Raises `VocabularyError` or `AnchorError`.
    """
    name, _, path = field.partition(".")
    text = text.strip()
    if isinstance(record, Mark):
        return _of_mark(record, report, field, text)
    if name not in type(record).model_fields or name in ("coder", "confidence"):
        raise _no_field(record, name)
    if path:
        return _part(record, name, path, text)
    if name == "evidence":
        return edged(record, find(report, text, near=record.evidence.start))
    if name == "when":
        return {"when": _when(record, report, text)}
    if (filled := _FILLED.get((type(record), name))) is not None:
        return _filled(record, report, name, text, *filled)
    return _codes(record, name, text)


def _no_field(record: Coded, name: str) -> VocabularyError:
    known = [f for f in type(record).model_fields if f not in ("coder", "confidence")]
    return VocabularyError(
        f"There is no field {name!r} to correct in {with_article(record.record)}.",
        todo=f"Use {', '.join(known)}.",
    )


def _codes(record: Coded, name: str, text: str) -> Changes:
    if name in _LISTS:
        return {name: _split(text)}
    if name == "value":
        return {name: _value(text)}
    value = None if text == NOTHING else text
    if not isinstance(record, Event) or name not in ("type", "mode"):
        return {name: value}
    # Quad and score follow from type and mode; a mode of another type cannot stay.
    kind = plover().type(value.upper() if name == "type" and value else record.type)
    mode = value if name == "mode" else (record.mode if record.mode in kind.modes else None)
    score = plover().score(kind.name, mode)
    return {"type": kind.name, "mode": mode, "quad": kind.quad, "score": score}


def _split(text: str) -> list[str]:
    return [] if text == NOTHING else [part.strip() for part in re.split("[;,]", text)]


def _value(text: str) -> float | list[float] | None:
    if text == NOTHING:
        return None
    try:
        ends = [float(part) for part in text.replace(",", "").split(" to ")]
    except ValueError:
        ends = []
    if len(ends) not in (1, 2):
        raise VocabularyError(
            f"{text!r} is no number.", todo="Give one as 12, a range as 12 to 15."
        )
    return ends if len(ends) == 2 else ends[0]


def _filled(
    record: Coded, report: Report, name: str, text: str, kind: str, several: bool
) -> Changes:
    words = [] if text == NOTHING else text.split(";") if several else [text]
    found = [find(report, part.strip(), near=record.evidence.start) for part in words]
    return _filled_with(name, found, kind, several)


def chosen(record: Coded, report: Report, field: str, start: int, end: int) -> Changes:
    """The changes of filling a field with the whole words that a stretch of the text touches.

    Raises as `typed` does, also where the field holds no words.
    """
    found = snapped(report, start, end)
    if field == "evidence":
        return edged(record, found)
    if field == "when" and field in type(record).model_fields:
        return {"when": _resolved(record, report, found)}
    if isinstance(record, Mark) and field not in record.attributes and field != "type":
        kept = {role: [_json(e) for e in those] for role, those in record.roles.items()}
        return {"roles": kept | {field: [_json(found)]}}
    if (filled := _FILLED.get((type(record), field))) is None:
        raise _no_field(record, field)
    return _filled_with(field, [found], *filled)


def _filled_with(name: str, found: list[Evidence], kind: str, several: bool) -> Changes:
    if name == "content" and found:
        return {"content": [_json(e) for e in found], "evidence": _json(found[0])}
    made = [_MADE[kind](e) for e in found]
    return {name: made if several else made[0] if made else None}


def _json(evidence: Evidence) -> Changes:
    return evidence.model_dump(mode="json")


_MADE: Mapping[str, Callable[[Evidence], Any]] = {
    # What a person names is sure; to whom or where it resolves is told by further corrections.
    _ACTOR: lambda e: {"evidence": _json(e), "confidence": 1.0},
    _PLACE: lambda e: Place(evidence=e, confidence=1.0).model_dump(mode="json"),
    _WORDS: _json,
}


def _when(record: Coded, report: Report, text: str) -> Changes | None:
    if text == NOTHING:
        return None
    return _resolved(record, report, find(report, text, near=record.evidence.start))


def _resolved(record: Coded, report: Report, words: Evidence) -> Changes:
    from dragoman.model import Status
    from dragoman.resolve.times import TimeResolver

    status = record.status if isinstance(record, Event) else Status.ACTUAL
    found = TimeResolver(report).resolve((words.start, words.end), status=status)
    return found.model_dump(mode="json")


def _part(record: Coded, name: str, path: str, text: str) -> Changes:
    """One part of an actor, place, time or size."""
    value = record.model_dump(mode="json")[name]
    number, _, key = path.rpartition(".")
    at = int(number) - 1 if number.isdigit() else 0
    items = value if isinstance(value, list) else [value]
    if not 0 <= at < len(items) or not isinstance(items[at], dict) or key not in items[at]:
        raise VocabularyError(
            f"There is no {name}.{path} to correct.", todo="Name the words of it first."
        )
    empty = text == NOTHING
    items[at][key] = _split(text) if key in _LISTS else None if empty else _plain(key, text)
    return {name: value}


def _plain(key: str, text: str) -> object:
    if key not in _NUMBERS:
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise VocabularyError(f"{text!r} is no number.", todo="Give one as 12.") from error


def _of_mark(mark: Mark, report: Report, field: str, text: str) -> Changes:
    if field == "evidence":
        return edged(mark, find(report, text, near=mark.evidence.start))
    if field == "type":
        return {"type": text}
    if field in mark.attributes:
        rest = {k: v for k, v in mark.attributes.items() if k != field}
        return {"attributes": rest if text == NOTHING else rest | {field: text}}
    words = [] if text == NOTHING else text.split(";")
    found = [_json(find(report, part.strip(), near=mark.evidence.start)) for part in words]
    kept = {role: [_json(e) for e in those] for role, those in mark.roles.items()}
    return {"roles": kept | {field: found}}


def missed(report: Report, kind: str, code: str, words: str, *, coder: str, near: int = 0) -> Coded:
    """A record that the machine missed, with its words and its code; the rest can be corrected.

    `code` is an event's type, a statement's kind, a position's `stance/issue`, a figure's measure.
    """
    from dragoman.model import Bound, Stance, StatementKind, Status
    from dragoman.resolve.quantities import parse_quantity, unit_of

    evidence = find(report, words, near=near)
    shared: dict[str, Any] = {"evidence": evidence, "confidence": 1.0, "coder": coder}
    try:
        match kind:
            case "event":
                type_ = plover().type(code.upper())
                shared |= {"type": type_.name, "quad": type_.quad, "score": type_.score}
                return Event(**shared, status=Status.ACTUAL)
            case "statement":
                return Statement(**shared, kind=StatementKind(code), content=(evidence,))
            case "position":
                stance, _, issue = code.partition("/")
                return Position(**shared, stance=Stance(stance), issue=issue)
            case "figure":
                quantity = parse_quantity(evidence.words, measure=code)
                after = report.text[evidence.end :]
                unit = unit_of(evidence.words, code, after)
                bound = Bound(quantity.bound)
                return Figure(**shared, value=quantity.value, bound=bound, measure=code, unit=unit)
    except ValueError as error:
        raise VocabularyError(
            f"{code!r} is no code of {with_article(kind)}.",
            todo="Give a type, a kind of statement, stance/issue, or a measure.",
        ) from error
    raise VocabularyError(
        f"There is no kind of record {kind!r}.", todo="Use event, statement, position or figure."
    )
