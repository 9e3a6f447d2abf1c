"""What can be changed in a record, and with what: codes to choose from, words of the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.export.html import say
from dragoman.model import (
    Actor,
    Coded,
    Event,
    Evidence,
    Figure,
    Mark,
    Place,
    Status,
)
from dragoman.vocab import codebook, plover

Codes = Mapping[str, str]  # code: meaning


@dataclass(frozen=True, slots=True)
class Input:
    """A field of a form: what `review.changes.typed` calls it, and its value now."""

    name: str
    label: str
    value: str
    codes: Codes | None = None


@dataclass(frozen=True, slots=True)
class Editable:
    """A field of a card: what it tells, and how it can be changed.

    `number` is the key that goes to it, for fields that words of the report fill.
    """

    line: say.Line
    inputs: tuple[Input, ...]
    number: int | None


@cache
def choices(kind: str) -> Mapping[str, Codes]:
    """The codes that fields of a kind can have."""
    book = codebook()
    types = {name: type_.meaning for name, type_ in plover().types.items()}
    status = {s.value: say.STATUS[s.value] for s in Status}
    known: dict[str, dict[str, Codes]] = {
        "event": {"type": types, "status": status},
        "statement": {"kind": book.kinds},
        "position": {"stance": book.stances, "issue": book.issues},
        "figure": {"measure": book.measures, "bound": book.bounds},
        "mark": {},
    }
    return known[kind]


def missed_codes() -> Mapping[str, Codes]:
    """By kind, the codes that a record which was missed can be added with."""
    book = codebook()
    positions = {
        f"{s}/{i}": f"{s}: {told}" for s in book.stances for i, told in book.issues.items()
    }
    return {
        "event": choices("event")["type"],
        "statement": book.kinds,
        "position": positions,
        "figure": book.measures,
    }


_PARTS: Mapping[type, tuple[str, ...]] = {
    Actor: ("name", "country", "sectors"),
    Place: ("name", "country", "geonames"),
}
_WORDS = frozenset(
    ("actor", "recipient", "speaker", "addressee", "party", "of", "said_by")
    + ("place", "when", "condition", "cue", "content")
)


def editable(record: Coded) -> list[Editable]:
    """The fields of a record, those that words fill numbered from 1 to 9."""
    out, number = [], 0
    for line in say.lines(record):
        words = line.field in _WORDS or (isinstance(record, Mark) and line.field in record.roles)
        number += words
        inputs = tuple(_inputs(record, line.field, words=words))
        out.append(Editable(line, inputs, number if words and number < 10 else None))
    return out


def _inputs(record: Coded, field: str, *, words: bool) -> list[Input]:
    value = record.roles[field] if isinstance(record, Mark) and words else getattr(record, field)
    items = value if isinstance(value, tuple) else () if value is None else (value,)
    if words:
        said = "; ".join(filter(None, map(_words, items)))
        found = [Input(field, "Words", said)]
        for number, item in enumerate(items, 1):
            for part in _PARTS.get(type(item), ()):
                which = f" of {number}" if len(items) > 1 else ""
                label = f"{part.capitalize()}{which}"
                found.append(Input(f"{field}.{number}.{part}", label, _part(item, part)))
        return found
    if isinstance(record, Mark) and field == "attributes":
        return [Input(n, say.clean(n), v) for n, v in record.attributes.items()]
    codes = _codes(record, field)
    if field == "size":
        return []
    text = _number(record) if isinstance(record, Figure) and field == "value" else _text(value)
    return [Input(field, say.LABELS[field], text, codes)]


def _codes(record: Coded, field: str) -> Codes | None:
    if isinstance(record, Event) and field == "mode":
        kind = plover().types.get(record.type)
        return {"-": "none", **kind.mode_meanings} if kind else None
    return choices(record.record).get(field)


def _words(item: object) -> str | None:
    evidence = item if isinstance(item, Evidence) else getattr(item, "evidence", None)
    return evidence.words if isinstance(evidence, Evidence) else None


def _part(item: object, part: str) -> str:
    return _text(getattr(item, part))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _number(figure: Figure) -> str:
    ends = figure.value if isinstance(figure.value, tuple) else (figure.value,)
    return " to ".join(f"{end:.12g}" for end in ends if end is not None)


def roles(record: Coded) -> dict[str, int]:
    """The keys that go to the fields which words fill."""
    return {e.line.field: e.number for e in editable(record) if e.number}
