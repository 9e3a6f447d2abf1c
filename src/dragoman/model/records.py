"""The records: Event, Statement, Position, Figure, Mark, and who, where and when they name.

Every record carries the words it rests on, a calibrated confidence between 0 and 1, and the coder
that made it (`dragoman/<model version>` or a person's name).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar, Self

import pydantic
from pydantic_core import PydanticCustomError

from dragoman.model.base import Record
from dragoman.model.ids import make_id
from dragoman.model.report import Evidence, Report

Confidence = pydantic.Field(ge=0.0, le=1.0)


class Status(StrEnum):
    """PLOVER's auxiliary modes."""

    ACTUAL = "actual"
    HISTORICAL = "historical"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class StatementKind(StrEnum):
    """How the words were reported."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Stance(StrEnum):
    """What a party does with an issue."""

    DEMANDS = "demands"
    OFFERS = "offers"
    ACCEPTS = "accepts"
    REJECTS = "rejects"


class Bound(StrEnum):
    """How a figure is bounded."""

    EXACT = "exact"
    ABOUT = "about"
    MIN = "min"
    MAX = "max"


class Precision(StrEnum):
    """How finely a time is known; `report`: only that it was before publication."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    VAGUE = "vague"
    REPORT = "report"


class Actor(Record):
    """Who: the words, and what they resolve to; None where unknown.

    `country` is ISO 3166 alpha-3 or one of PLOVER's codes (UNO, EUR, IGO, NGO, ISM, IMG, MNC);
    `sectors` are PLOVER sector codes; `reason` says in a sentence why it was resolved so.
    """

    evidence: Evidence
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    wikidata: str | None = None
    antecedent: Evidence | None = None  # the fuller mention a pronoun or short name stands for
    confidence: float = Confidence
    reason: str = ""


class Place(Record):
    """Where: the words, and the place they resolve to; None where unknown.

    `precision` is `point`, `city`, `admin2`, `admin1`, `region` or `country`; coordinates are
    WGS 84 degrees.
    """

    evidence: Evidence
    name: str | None = None
    geonames: int | None = None
    latitude: float | None = pydantic.Field(default=None, ge=-90, le=90)
    longitude: float | None = pydantic.Field(default=None, ge=-180, le=180)
    country: str | None = None
    admin1: str | None = None
    precision: str | None = None
    disputed: bool = False
    confidence: float = Confidence
    reason: str = ""


class When(Record):
    """When: the words if there are any, the TIMEX3 value, and the days it spans, both inclusive."""

    evidence: Evidence | None = None
    value: str | None = None
    start: date | None = None
    end: date | None = None
    precision: Precision
    reason: str = ""


class Size(Record):
    """How many people an act hurt or took, as told: figures joined to their event."""

    dead: float | None = None
    injured: float | None = None
    arrested: float | None = None


class Coded(Record):
    """What all kinds of record share.

    A record by itself is not checked against its text: a `Coding` and the store do that.
    """

    derived: ClassVar[tuple[str, ...]] = ("id", "record")
    record: ClassVar[str]  # the word for this kind of record

    evidence: Evidence
    confidence: float = Confidence
    coder: str = pydantic.Field(min_length=1)

    def _keys(self) -> tuple[object, ...]:
        raise NotImplementedError

    @cached_property
    def id(self) -> str:
        """The record's id: a hash of what it is, where it stands and who coded it."""
        e = self.evidence
        return make_id(self.record, e.report, e.version, self.coder, e.start, e.end, *self._keys())

    def all_evidence(self) -> Iterator[Evidence]:
        """Every piece of evidence in the record, its own first."""
        yield from _evidence_in(self)


def _evidence_in(value: object) -> Iterator[Evidence]:
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _evidence_in(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _evidence_in(item)
    elif isinstance(value, dict):
        yield from _evidence_in(tuple(value.values()))


class Event(Coded):
    """An act of PLOVER 2.0: who did what to whom, where and when, and who says so.

    `quad` is PLOVER's quad code (1 verbal cooperation, 2 material cooperation, 3 verbal conflict,
    4 material conflict), `score` its intensity from -10 to 10.
    """

    record: ClassVar[str] = "event"

    type: str
    mode: str | None = None
    quad: int = pydantic.Field(ge=1, le=4)
    score: float = pydantic.Field(ge=-10, le=10)
    contexts: tuple[str, ...] = ()
    actor: tuple[Actor, ...] = ()
    recipient: tuple[Actor, ...] = ()
    place: tuple[Place, ...] = ()
    when: When | None = None
    status: Status
    said_by: Actor | None = None
    size: Size | None = None

    def _keys(self) -> tuple[object, ...]:
        return (self.type,)


class Statement(Coded):
    """What someone said; the evidence is the first stretch of its content."""

    record: ClassVar[str] = "statement"

    kind: StatementKind
    speaker: Actor | None = None
    cue: Evidence | None = None
    content: tuple[Evidence, ...] = pydantic.Field(min_length=1)
    addressee: Actor | None = None
    when: When | None = None  # where the sentence says when it was said

    def _keys(self) -> tuple[object, ...]:
        return (self.cue.start if self.cue else None,)


class Position(Coded):
    """Where a party stands on an issue; the evidence is the words that state the object."""

    record: ClassVar[str] = "position"

    party: Actor | None = None
    stance: Stance
    issue: str
    of: Actor | None = None
    condition: Evidence | None = None
    cue: Evidence | None = None
    when: When | None = None  # where the sentence says when it was taken

    def _keys(self) -> tuple[object, ...]:
        return (self.stance, self.cue.start if self.cue else None)


class Figure(Coded):
    """A number claimed; the evidence is the words that state it.

    `value` is a number or, for a range, its two ends; None for words such as "dozens".
    """

    record: ClassVar[str] = "figure"

    value: float | tuple[float, float] | None = None
    bound: Bound
    measure: str
    unit: str | None = None
    of: Evidence | None = None
    said_by: Actor | None = None

    def _keys(self) -> tuple[object, ...]:
        return (self.measure,)


class Mark(Coded):
    """What a schema of the user's own finds; the evidence is its anchor.

    `attributes` are labels by attribute, `roles` the words that fill each role; `confidences` gives
    for each of both how likely it is right. In JSON the schema stands under `schema`.
    """

    record: ClassVar[str] = "mark"
    model_config = pydantic.ConfigDict(
        validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    # With the underscore, because pydantic has a method of the plain name.
    schema_: str = pydantic.Field(alias="schema", min_length=1)
    type: str
    attributes: dict[str, str] = {}
    roles: dict[str, tuple[Evidence, ...]] = {}
    confidences: dict[str, Annotated[float, Confidence]] = {}

    def _keys(self) -> tuple[object, ...]:
        # Marks of one anchor can differ in what fills their roles alone.
        filled = [(role, [e.start for e in those]) for role, those in sorted(self.roles.items())]
        return (self.schema_, self.type, filled)


class Failure(Record):
    """A report that could not be read: kept beside the run, with the reason and what to do."""

    derived: ClassVar[tuple[str, ...]] = ("id",)

    address: str
    code: str
    what: str
    todo: str

    @cached_property
    def id(self) -> str:
        """The failure's id: the same failure of the same source is one failure."""
        return make_id("failure", self.address, self.code)


class Coding(Record):
    """What one coder found in one version of a report: the record of that report.

    `added` names the coders with schemas of the user's own that have read it as well; the marks are
    theirs, or the coder's own. Where `coder` itself is one of them, nothing but marks is there.

    Cannot be made unless every piece of evidence stands in the report's text (`AnchorError`), and
    each record is of its coder and there once (`pydantic.ValidationError`).
    """

    report: Report
    coder: str = pydantic.Field(min_length=1)
    added: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    positions: tuple[Position, ...] = ()
    figures: tuple[Figure, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def records(self) -> tuple[Coded, ...]:
        """All records, in the order events, statements, positions, figures, marks."""
        return (*self.events, *self.statements, *self.positions, *self.figures, *self.marks)

    @property
    def parts(self) -> tuple["Coding", ...]:
        """The same as one coding for each coder: what an archive keeps."""
        if self.added in ((), (self.coder,)):
            return (self,)
        own = {name: getattr(self, name) for name in KINDS if name != "marks"}
        found = {c: tuple(m for m in self.marks if m.coder == c) for c in (self.coder, *self.added)}
        main = Coding(report=self.report, coder=self.coder, **own, marks=found[self.coder])
        added = (
            Coding(report=self.report, coder=c, added=(c,), marks=found[c]) for c in self.added
        )
        return (*added,) if self.coder in self.added else (main, *added)

    def joined(self, added: Iterable["Coding"]) -> "Coding":
        """This coding with what coders with schemas of the user's own found in the same report."""
        others = [c for c in added if c.coder not in (self.coder, *self.added)]
        if not others:
            return self
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        fields["added"] = (*self.added, *(c.coder for c in others))
        fields["marks"] = (*self.marks, *(m for c in others for m in c.marks))
        return Coding(**fields)

    @pydantic.model_validator(mode="after")
    def _sound(self) -> Self:
        seen = set[str]()
        for record in self.records:
            if record.coder not in self._coders(record):
                told = {"id": record.id, "coder": record.coder}
                raise PydanticCustomError("coder", "{id} was coded by {coder}", told)
            if record.id in seen:
                raise PydanticCustomError("twice", "{id} is there twice", {"id": record.id})
            seen.add(record.id)
            for evidence in record.all_evidence():
                self.report.check(evidence)
        return self

    def _coders(self, record: Coded) -> tuple[str, ...]:
        if isinstance(record, Mark):
            return (self.coder, *self.added)
        return () if self.coder in self.added else (self.coder,)

    def to_dict(self) -> dict[str, object]:
        """The report and its records as JSON-ready values, ids included."""
        found = {name: [r.to_dict() for r in getattr(self, name)] for name in KINDS}
        head = {"report": self.report.to_dict(), "coder": self.coder, "added": list(self.added)}
        return {**head, **found}

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """The coding that `to_dict` gave, every record and its id checked."""
        if not isinstance(values, dict):
            return cls.model_validate(values)
        fields = values | {"report": Report.from_dict(values.get("report"))}
        if isinstance(names := values.get("added"), list):
            fields["added"] = tuple(names)
        for name, kind in KINDS.items():
            fields[name] = values.get(name)  # all are always written
            if isinstance(items := fields[name], list):
                fields[name] = tuple(kind.from_dict(item) for item in items)
        return cls.model_validate(fields)


# The kinds of record by the names of their lists.
KINDS: dict[str, type[Coded]] = {
    "events": Event,
    "statements": Statement,
    "positions": Position,
    "figures": Figure,
    "marks": Mark,
}
