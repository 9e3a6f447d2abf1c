"""The columns of each kind of record, as CSV, XLSX and the codebook have them.

Of several actors, places or words one column holds all, with `; ` between them and in the same
order in each of their columns; offsets stand as `12-18; 30-34`, in Unicode code points of the text
of the version that the row names.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any  # a column's record: each is given records of its own kind alone

from dragoman.export.citation import citation
from dragoman.export.selection import Found
from dragoman.model import Actor, Evidence, Figure, Mark, Place, Report, When

Cell = str | int | float | bool | date | None
REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the type of its cells, what it means, and the list its codes are of."""

    name: str
    type: type
    meaning: str
    get: Callable[[Any, Report], Cell]
    codes: str | None = None


def row(found: Found) -> dict[str, Cell]:
    """The cells of a record by the names of its kind's columns."""
    cells = {c.name: c.get(found.record, found.report) for c in COLUMNS[found.kind]}
    return cells | {REVIEW.name: found.state.value}


def report_row(report: Report) -> dict[str, Cell]:
    """The cells of a report."""
    return {c.name: c.get(None, report) for c in COLUMNS[REPORTS]}


def _of(name: str, type: type, meaning: str, codes: str | None = None) -> Column:
    """A column that is a field of the record."""
    return Column(name, type, meaning, lambda record, _: getattr(record, name), codes)


def _joined(items: Iterable[str | None]) -> str | None:
    cells = [item or "" for item in items]
    return "; ".join(cells) if any(cells) else None


def _span(evidence: Evidence) -> str:
    return f"{evidence.start}-{evidence.end}"


def _listed(value: object) -> tuple[Any, ...]:  # of whatever the field of a record holds
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _each(
    field: str, name: str, meaning: str, get: Callable[[Any], str | None], codes: str | None = None
) -> Column:
    """A column of all that stand in a field."""

    def cells(record: object, _: Report) -> Cell:
        return _joined(map(get, _listed(getattr(record, field))))

    return Column(name, str, meaning, cells, codes)


def _actor(field: str, who: str) -> list[Column]:
    def sectors(actor: Actor) -> str:
        return ",".join(actor.sectors)

    return [
        _each(field, field, f"{who}: the name it resolves to, else the words", _name),
        _each(field, f"{field}_words", f"{who}: the report's words", _words),
        _each(field, f"{field}_span", f"{who}: where the words stand", _at),
        _each(field, f"{field}_country", f"{who}: ISO 3166 alpha-3 or a code of PLOVER's",
              lambda a: a.country, "country"),
        _each(field, f"{field}_sectors", f"{who}: PLOVER's sectors, with commas", sectors,
              "sector"),
        _each(field, f"{field}_office", f"{who}: the office held", lambda a: a.office),
        _each(field, f"{field}_wikidata", f"{who}: Wikidata's id", lambda a: a.wikidata),
    ]  # fmt: skip


def _name(item: Actor | Place) -> str:
    return item.name or item.evidence.words


def _words(item: Actor | Place) -> str:
    return item.evidence.words


def _at(item: Actor | Place) -> str:
    return _span(item.evidence)


def _text(field: str, what: str) -> list[Column]:
    """The columns of words that stand in a field."""
    return [
        _each(field, field, what, lambda e: e.words),
        _each(field, f"{field}_span", f"{field}: where the words stand", _span),
    ]


def placed(place: tuple[Place, ...]) -> Place | None:
    """The first place that has coordinates."""
    return next((p for p in place if p.latitude is not None and p.longitude is not None), None)


def _place() -> list[Column]:
    def of_first(name: str) -> Callable[[Any, Report], Cell]:
        return lambda event, _: getattr(placed(event.place), name, None)

    first = "WGS 84 degrees, of the first place that has coordinates"
    return [
        _each("place", "place", "the name the place resolves to, else the words", _name),
        _each("place", "place_words", "the report's words for the place", _words),
        _each("place", "place_span", "where the words stand", _at),
        _each("place", "place_country", "the country of the place", lambda p: p.country,
              "country"),
        _each("place", "place_admin1", "the province or state", lambda p: p.admin1),
        _each("place", "place_precision", "how finely the place is known",
              lambda p: p.precision, "place_precision"),
        _each("place", "place_disputed", "whether it is a disputed place: yes or no",
              lambda p: "yes" if p.disputed else "no"),
        _each("place", "place_geonames", "GeoNames' id",
              lambda p: None if p.geonames is None else str(p.geonames)),
        Column("place_latitude", float, first, of_first("latitude")),
        Column("place_longitude", float, first, of_first("longitude")),
    ]  # fmt: skip


def _when() -> list[Column]:
    def part(get: Callable[[When], Cell]) -> Callable[[Any, Report], Cell]:
        return lambda record, _: get(record.when) if record.when else None

    def words(when: When) -> Cell:
        return when.evidence.words if when.evidence else None

    def span(when: When) -> Cell:
        return _span(when.evidence) if when.evidence else None

    return [
        Column("when_start", date, "the first day it can have been", part(lambda w: w.start)),
        Column("when_end", date, "the last day it can have been", part(lambda w: w.end)),
        Column("when_value", str, "the time as TIMEX3 writes it", part(lambda w: w.value)),
        Column("when_precision", str, "how finely the time is known",
               part(lambda w: w.precision.value), "time_precision"),
        Column("when_words", str, "the report's words for the time", part(words)),
        Column("when_span", str, "where the words stand", part(span)),
    ]  # fmt: skip


def _evidence(name: str, type: type, meaning: str) -> Column:
    return Column(name, type, meaning, lambda record, _: getattr(record.evidence, name))


_FIRST = [
    _of("id", str, "the record's id: the same for the same record of the same coder"),
    _evidence("report", str, "the report's id"),
    _evidence("version", str, "which version of the report's text the offsets are of"),
    _evidence("start", int, "where the words begin: code points from the start of the text"),
    _evidence("end", int, "where the words end: text[start:end] == words"),
    _evidence("words", str, "the exact words the record rests on"),
    _evidence("before", str, "up to 32 characters before the words"),
    _evidence("after", str, "up to 32 characters after the words"),
]


def _told(name: str, type: type, meaning: str) -> Column:
    return Column(f"report_{name}", type, meaning, lambda _, report: getattr(report, name))


# Filled in from what is found, since a record does not tell it.
REVIEW = Column("review", str, "where its review stands", lambda _, __: None, "review")

_LAST = [
    _of("confidence", float, "how likely the record is right, from 0 to 1, as its coder says"),
    _of("coder", str, "who coded it: dragoman/VERSION or a person's name"),
    REVIEW,
    _told("title", str, "the report's title"),
    _told("site", str, "who published the report"),
    _told("address", str, "the report's address, or the file it was read from"),
    _told("published", date, "the day the report was published"),
    Column("citation", str, "how to cite the record", citation),
]


def _size(name: str, meaning: str) -> Column:
    return Column(name, float, meaning, lambda event, _: getattr(event.size, name, None))


def _ends(figure: Figure) -> tuple[float | None, float | None]:
    return figure.value if isinstance(figure.value, tuple) else (figure.value, figure.value)


def _json(value: object) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None


def _roles(mark: Mark, _: Report) -> str | None:
    def filled(evidence: Evidence) -> Mapping[str, object]:
        return {"start": evidence.start, "end": evidence.end, "words": evidence.words}

    return _json({role: [filled(e) for e in those] for role, those in mark.roles.items()})


_EVENTS = [
    _of("type", str, "PLOVER's type of act", "type"),
    _of("mode", str, "PLOVER's mode of the type", "mode"),
    Column("status", str, "whether it is told as done", lambda e, _: e.status.value, "status"),
    _of("quad", int, "PLOVER's quad of the type", "quad"),
    _of("score", float, "PLOVER's score, from -10 (hostile) to 10 (cooperative)"),
    Column("contexts", str, "PLOVER's contexts", lambda e, _: _joined(e.contexts), "context"),
    *_actor("actor", "who acts"),
    *_actor("recipient", "to whom it is done"),
    *_place(),
    *_when(),
    *_actor("said_by", "who says so, where it is not the report itself"),
    _size("dead", "people killed, as told; empty is not none"),
    _size("injured", "people injured, as told"),
    _size("arrested", "people arrested, as told"),
]
_STATEMENTS = [
    Column("kind", str, "how the words are reported", lambda s, _: s.kind.value, "kind"),
    *_actor("speaker", "who speaks"),
    *_text("cue", "the words that report the speaking"),
    *_text("content", "all stretches of what was said"),
    *_actor("addressee", "to whom it is said"),
    *_when(),
]
_POSITIONS = [
    *_actor("party", "whose position it is"),
    Column("stance", str, "what the party does", lambda p, _: p.stance.value, "stance"),
    _of("issue", str, "what it is about", "issue"),
    *_actor("of", "of whom it is demanded, or from whom accepted"),
    *_text("condition", "on what condition"),
    *_text("cue", "the words that show the stance"),
    *_when(),
]
_FIGURES = [
    Column("low", float, "the number, or the first of a range or tally", lambda f, _: _ends(f)[0]),
    Column(
        "high", float, "the number, or the second of a range or tally", lambda f, _: _ends(f)[1]
    ),
    Column("bound", str, "how the number is bounded", lambda f, _: f.bound.value, "bound"),
    _of("measure", str, "what kind of thing is counted", "measure"),
    _of("unit", str, "the unit"),
    *_text("of", "the words for what is counted"),
    *_actor("said_by", "who says so, where it is not the report itself"),
]
_MARKS = [
    Column("schema", str, "the schema it is of", lambda m, _: m.schema_),
    _of("type", str, "the schema's type"),
    Column("attributes", str, "labels by attribute, as JSON", lambda m, _: _json(m.attributes)),
    Column("roles", str, "by role the words that fill it, as JSON", _roles),
    Column("confidences", str, "how likely each label and role is right, as JSON",
           lambda m, _: _json(m.confidences)),
]  # fmt: skip


def _field(name: str, type: type, meaning: str) -> Column:
    return Column(name, type, meaning, lambda _, report: getattr(report, name))


_REPORT = [
    Column("report", str, "the report's id", lambda _, report: report.id),
    _field("version", str, "which version of its text this is"),
    _field("address", str, "its address, or the file it was read from"),
    _field("title", str, "its title"),
    _field("site", str, "who published it"),
    _field("byline", str, "who wrote it"),
    _field("published", date, "the day it was published"),
    _field("language", str, "its language, ISO 639-1"),
    _field("text", str, "its text, in which the offsets of its records count code points"),
]

# The columns by the name of the table; the reports are those that a record exported is of.
COLUMNS: dict[str, list[Column]] = {
    "events": [*_FIRST, *_EVENTS, *_LAST],
    "statements": [*_FIRST, *_STATEMENTS, *_LAST],
    "positions": [*_FIRST, *_POSITIONS, *_LAST],
    "figures": [*_FIRST, *_FIGURES, *_LAST],
    "marks": [*_FIRST, *_MARKS, *_LAST],
    REPORTS: _REPORT,
}


def tables(kinds: Iterable[str]) -> Iterator[str]:
    """The tables of an export of these kinds."""
    yield from kinds
    yield REPORTS
