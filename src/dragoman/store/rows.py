"""Records and reports as rows, and rows as the records they came from."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import pydantic
import sqlalchemy as sa

from dragoman.errors import AnchorError, DamagedArchive
from dragoman.model import (
    KINDS,
    Actor,
    Coded,
    Event,
    Figure,
    Mark,
    Place,
    Position,
    Report,
    Statement,
    When,
)
from dragoman.store import terms
from dragoman.store.fold import folded

Row = dict[str, object]
CLASSES: dict[str, type[Coded]] = {c.record: c for c in KINDS.values()}

_JSON = ("blocks", "origins", "metadata")  # fields of a report kept as JSON


def report_row(report: Report) -> Row:
    """The row of `versions` for this version of a report."""
    row = report.model_dump(exclude={"address"})
    plain = report.model_dump(mode="json", include=set(_JSON))
    return row | {name: _dumps(plain[name]) for name in _JSON} | _keys(report)


def report_from(row: sa.RowMapping) -> Report:
    """The report of a row of `versions` joined with its address; raises where it was changed."""
    fields = {name: row[name] for name in Report.model_fields if name not in _JSON}
    fields |= {"id": row["report"], "version": row["version"]}
    with intact(str(row["address"])):
        fields |= {name: json.loads(str(row[name])) for name in _JSON}
        return Report.from_json(json.dumps(fields, default=str))


@contextmanager
def intact(name: str) -> Iterator[None]:
    """Raise `DamagedArchive` where what is read inside is not as it was written."""
    try:
        yield
    except (ValueError, AnchorError) as error:
        raise DamagedArchive(
            f"{name} is damaged: {_said(error).rstrip('.')}.",
            todo="Restore the archive from a copy, or read the report into a new one.",
        ) from error


def _said(error: ValueError | AnchorError) -> str:
    match error:
        case pydantic.ValidationError():
            return error.errors()[0]["msg"]
        case AnchorError():
            return error.what
    return str(error)


def record_row(record: Coded, number: int) -> Row:
    """The row of `records`: what the record is and its own JSON."""
    return {"id": record.id, "record": record.record, **_place_in(record)} | {
        "number": number,
        "json": record.to_json(),
    }


def kind_row(record: Coded, report: Report) -> Row:
    """The row of the record's own table: plain columns to filter, sort and count by."""
    shared = {"id": record.id, **_place_in(record), "published": report.published}
    return shared | _evidence(record) | _COLUMNS[type(record)](record)


def actor_rows(record: Coded) -> Iterator[Row]:
    """The rows of `actors`: everyone the record names, by role."""
    for role, number, actor in _members(record, Actor):
        row = actor.model_dump(include={"name", "country", "office", "wikidata"})
        fuller = actor.antecedent.words if actor.antecedent else None
        yield (
            row
            | _evidence(actor)
            | {
                "record": record.id,
                "role": role,
                "number": number,
                "sectors": "; ".join(actor.sectors),
                "folded": folded(actor.name, actor.evidence.words, fuller),
            }
        )


def place_rows(record: Coded) -> Iterator[Row]:
    """The rows of `places`: where the record says the act was."""
    for _, number, place in _members(record, Place):
        row = place.model_dump(exclude={"evidence", "confidence", "reason"})
        yield (
            row
            | _evidence(place)
            | {
                "record": record.id,
                "number": number,
                "folded": folded(place.name, place.evidence.words, place.admin1),
            }
        )


def term_rows(record: Coded, report: Report) -> list[Row]:
    """The rows of `terms`: the words and countries of all whom the record names, and of where."""
    named = [("actor", row) for row in actor_rows(record)]
    named += [("place", row) for row in place_rows(record)]
    named.append(("actor", _COLUMNS[type(record)](record)))  # figures and marks have words too
    return terms.term_rows(record.id, report.published, named)


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _keys(report: Report) -> Row:
    return {"report": report.id, "version": report.version}


def _place_in(record: Coded) -> Row:
    e = record.evidence
    return {"report": e.report, "version": e.version, "coder": record.coder}


def _evidence(item: Coded | Actor | Place) -> Row:
    e = item.evidence
    return {
        "words": e.words,
        "evidence_start": e.start,
        "evidence_end": e.end,
        "confidence": item.confidence,
    }


Member = TypeVar("Member", Actor, Place)


def _members(record: Coded, kind: type[Member]) -> Iterator[tuple[str, int, Member]]:
    for role in type(record).model_fields:
        value = getattr(record, role)
        for number, item in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(item, kind):
                yield role, number, item


def _named(items: Iterable[Actor | Place | None]) -> str | None:
    """The names, or the words where no name is known, as one text."""
    return "; ".join(i.name or i.evidence.words for i in items if i) or None


def _countries(items: Iterable[Actor | Place | None]) -> str | None:
    return "; ".join(dict.fromkeys(i.country for i in items if i and i.country)) or None


def _times(when: When | None) -> Row:
    return {
        "when_start": when and when.start,
        "when_end": when and when.end,
        "when_value": when and when.value,
        "when_precision": when and when.precision,
    }


def _event(event: Event) -> Row:
    size = event.size
    return event.model_dump(include={"type", "mode", "status", "quad", "score"}) | {
        "actor": _named(event.actor),
        "actor_country": _countries(event.actor),
        "recipient": _named(event.recipient),
        "recipient_country": _countries(event.recipient),
        "place": _named(event.place),
        "place_country": _countries(event.place),
        "said_by": _named([event.said_by]),
        "contexts": "; ".join(event.contexts) or None,
        **_times(event.when),
        "dead": size and size.dead,
        "injured": size and size.injured,
        "arrested": size and size.arrested,
    }


def _statement(statement: Statement) -> Row:
    return {
        "kind": statement.kind,
        "speaker": _named([statement.speaker]),
        "speaker_country": _countries([statement.speaker]),
        "addressee": _named([statement.addressee]),
        "cue": statement.cue and statement.cue.words,
        "content": " … ".join(part.words for part in statement.content),
        **_times(statement.when),
    }


def _position(position: Position) -> Row:
    return {
        "party": _named([position.party]),
        "party_country": _countries([position.party]),
        "stance": position.stance,
        "issue": position.issue,
        "of": _named([position.of]),
        "of_country": _countries([position.of]),
        "condition": position.condition and position.condition.words,
        "cue": position.cue and position.cue.words,
        **_times(position.when),
    }


def _figure(figure: Figure) -> Row:
    ends = figure.value if isinstance(figure.value, tuple) else (figure.value, figure.value)
    of = figure.of.words if figure.of else None
    return figure.model_dump(include={"bound", "measure", "unit"}) | {
        "low": ends[0],
        "high": ends[1],
        "of": of,
        "said_by": _named([figure.said_by]),
        "said_by_country": _countries([figure.said_by]),
        "folded": folded(of),
    }


def _mark(mark: Mark) -> Row:
    roles = {role: ", ".join(e.words for e in those) for role, those in mark.roles.items()}
    return {
        "schema": mark.schema_,
        "type": mark.type,
        "attributes": _listed(mark.attributes),
        "roles": _listed(roles),
        "folded": folded(*(e.words for those in mark.roles.values() for e in those)),
    }


def _listed(values: Mapping[str, str]) -> str | None:
    return "; ".join(f"{name}: {value}" for name, value in values.items()) or None


# Each function takes the kind it stands beside, which a mapping's type cannot say.
_COLUMNS: dict[type[Coded], Callable[..., Row]] = {
    Event: _event,
    Statement: _statement,
    Position: _position,
    Figure: _figure,
    Mark: _mark,
}
