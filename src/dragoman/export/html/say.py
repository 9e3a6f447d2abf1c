"""What a page tells of a record: its claim in a sentence, and its fields one by one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dragoman.export.wording import UNKNOWN, days, value
from dragoman.model import (
    Actor,
    Coded,
    Event,
    Evidence,
    Figure,
    Mark,
    Place,
    Position,
    Size,
    Statement,
    When,
)
from dragoman.model.report import CONTEXT

# How each field is headed; those that are not here are not fields of a card.
LABELS = {
    "type": "Type",
    "mode": "Mode",
    "status": "Status",
    "actor": "Who",
    "recipient": "To whom",
    "kind": "Kind",
    "speaker": "Who speaks",
    "addressee": "To whom",
    "party": "Party",
    "stance": "Stance",
    "issue": "Issue",
    "value": "Number",
    "bound": "Bound",
    "measure": "Measure",
    "unit": "Unit",
    "of": "Of",
    "said_by": "Who says so",
    "place": "Where",
    "when": "When",
    "condition": "Condition",
    "cue": "Cue",
    "content": "What is said",
    "size": "Size told",
    "contexts": "Contexts",
    "attributes": "Attributes",
}
# What is no claim of an act that was done.
STATUS = {
    "actual": "told as done",
    "historical": "told as past",
    "future": "told as to come",
    "hypothetical": "told as possible",
    "negated": "told as not done",
}
KINDS = {
    "event": "Event",
    "statement": "Statement",
    "position": "Position",
    "figure": "Figure",
    "mark": "Mark",
}
STATES = {
    "machine": "Machine",
    "accepted": "Accepted",
    "corrected": "Corrected",
    "added": "Added",
    "rejected": "Rejected",
    "disputed": "Disputed",
}
# Control characters without tab and line feed, half characters, and those that turn others round.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Told(NamedTuple):
    """What stands in a field: the report's words and where, and what they were resolved to."""

    words: str | None
    more: str | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A field of a card; without anything told it is unknown."""

    field: str
    label: str
    told: tuple[Told, ...]


def clean(words: str) -> str:
    """The words on one line, with the number of each character that would not be seen."""
    return UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", " ".join(words.split()))


def around(evidence: Evidence) -> tuple[str, str, str]:
    """What stands before the words in their paragraph, in whole words; the words; what follows."""
    before = evidence.before.rpartition("\n")[2]
    if evidence.start > len(before) and before == evidence.before:
        before = before.partition(" ")[2]  # its first word may have been cut
    after = evidence.after.partition("\n")[0]
    if after == evidence.after and " " in after:
        after = after.rpartition(" ")[0]
    return (
        clean(before) + " " * before.endswith(" "),
        clean(evidence.words),
        " " * after.startswith(" ") + clean(after),
    )


def told(item: object) -> Told:
    """One thing that stands in a field."""
    match item:
        case Actor():
            codes = " ".join(filter(None, (item.country, *item.sectors)))
            return _resolved(item.evidence, item.name, codes, item.office)
        case Place():
            parts = (item.admin1, item.country, item.precision)
            disputed = "disputed" if item.disputed else None
            return _resolved(item.evidence, item.name, *parts, disputed)
        case When():
            words = clean(item.evidence.words) if item.evidence else None
            return Told(words, days(item), _span(item.evidence))
        case Evidence():
            return Told(clean(item.words), None, _span(item))
        case Size():
            named = item.model_dump(exclude_none=True).items()
            return Told(None, ", ".join(f"{number:g} {name}" for name, number in named))
    return Told(None, clean(str(item)))


def _resolved(evidence: Evidence, name: str | None, *more: str | None) -> Told:
    words = clean(evidence.words)
    other = clean(name) if name and clean(name).casefold() != words.casefold() else None
    return Told(words, ", ".join(filter(None, (other, *more))) or None, _span(evidence))


def _span(evidence: Evidence | None) -> tuple[int, int] | None:
    return None if evidence is None else (evidence.start, evidence.end)


def lines(record: Coded) -> Iterator[Line]:
    """The fields of a record, in the order of its kind; roles of marks as fields of their own."""
    for field in LABELS:
        if field not in type(record).model_fields:
            continue
        found = getattr(record, field)
        if field == "value" and isinstance(record, Figure):
            items = [Told(None, clean(value(record)))]
        elif isinstance(record, Mark) and field == "attributes":
            items = [Told(None, f"{clean(k)}: {clean(v)}") for k, v in found.items()]
        else:
            several = found if isinstance(found, tuple) else (found,)
            items = [told(item) for item in several if item not in (None, "")]
            if field == "said_by" and not items:
                items = [Told(None, "the report itself")]
        yield Line(field, LABELS[field], tuple(items))
    if isinstance(record, Mark):
        for role, those in record.roles.items():
            yield Line(role, clean(role), tuple(map(told, those)))


def held(item: object) -> str:
    """What somebody holds of a field, in a line; `unknown` for nothing."""
    several = item if isinstance(item, tuple) else (item,)
    found = [told(one) for one in several if one not in (None, "")]
    return "; ".join(_line(one) for one in found) or UNKNOWN


def _line(one: Told) -> str:
    return f"{one.words} [{one.more}]" if one.words and one.more else one.words or one.more or ""


def name(actor: Actor | None) -> str:
    """Whom the words resolve to, or the words."""
    return UNKNOWN if actor is None else clean(actor.name or actor.evidence.words)


def names(actors: tuple[Actor, ...]) -> str:
    """All of them; `unknown` where there are none."""
    return ", ".join(map(name, actors)) or UNKNOWN


def code(record: Coded) -> str:
    """What kind of thing it is, in its vocabulary's words."""
    match record:
        case Event():
            return " · ".join(filter(None, (record.type, record.mode)))
        case Statement():
            return record.kind.value
        case Position():
            return f"{record.stance.value} · {record.issue}"
        case Figure():
            return record.measure
        case Mark():
            return f"{clean(record.schema_)} · {clean(record.type)}"
    raise AssertionError(record)


def claim(record: Coded) -> str:
    """The record in a sentence that says who says so; never more than a claim."""
    match record:
        case Event():
            whom = f" → {names(record.recipient)}" if record.recipient else ""
            act = f"{names(record.actor)}{whom}, {STATUS[record.status.value]}"
            return f"{_according(record.said_by)}: {act}"
        case Statement():
            to = f", to {name(record.addressee)}" if record.addressee else ""
            return f"As reported: said by {name(record.speaker)}{to}"
        case Position():
            of = f" of {name(record.of)}" if record.of else ""
            return f"As reported: {name(record.party)} {record.stance.value}{of}"
        case Figure():
            of = clean(record.of.words) if record.of else record.measure
            return f"{_according(record.said_by)}: {clean(value(record))} ({of})"
        case Mark():
            return clean(record.type)
    raise AssertionError(record)


def _according(said_by: Actor | None) -> str:
    """Who says so: a source that is named, else the report."""
    return "As reported" if said_by is None else f"According to {name(said_by)}"


def before(evidence: Evidence) -> str:
    """What stands before the words, from a blank on where it was cut."""
    cut, start = evidence.before, evidence.start
    whole = cut if len(cut) >= start else f"… {cut.partition(' ')[2]}"
    return clean(whole) + (" " if cut[-1:].isspace() else "")


def after(evidence: Evidence) -> str:
    """What stands after them, up to a blank where it was cut."""
    cut = evidence.after
    whole = cut if len(cut) < CONTEXT else f"{cut.rpartition(' ')[0]} …"
    return (" " if cut[:1].isspace() else "") + clean(whole)
