"""What a page was asked for: the words of its address, as filters."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Any, Literal, Self  # Any: arguments of a filter, by their names
from urllib.parse import urlencode

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)

from dragoman.errors import VocabularyError
from dragoman.model import State
from dragoman.store.browse import FACETS, Narrow
from dragoman.store.filter import Filter
from dragoman.web.fields import choices

Kind = Literal["event", "statement", "position", "figure", "mark"]
KINDS: tuple[Kind, ...] = ("event", "statement", "position", "figure", "mark")
PAGE = 50  # rows of a page
_FILTER = frozenset(f.name for f in fields(Filter)) - {"limit", "coder"}
_OF_VIEW = frozenset({"page", "size", "record", "saved"})
# The kind of record whose codes a field takes; marks have types of the user's own.
_OF_KIND = {
    "type": "event", "status": "event", "stance": "position", "issue": "position",
    "measure": "figure",
}  # fmt: skip


def _blank(value: object) -> object:
    """A field of a form that was left empty is not asked for."""
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: object) -> object:
    """A day as the command line takes it; no number of seconds since 1970."""
    if not isinstance(value, str) or not value.strip():
        return _blank(value)
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(f"{value[:100]!r} is no day such as 2025-01-21") from None


def coded(name: str, value: str) -> str:
    """The code as its vocabulary spells it; a `VocabularyError` that lists all where it is none."""
    codes = list(choices(_OF_KIND[name])[name])
    for code in codes:
        if code.casefold() == value.casefold():
            return code
    raise VocabularyError(f"There is no {name} {value[:100]!r}.", todo=f"Use {', '.join(codes)}.")


def _code(value: str | None, info: ValidationInfo) -> str | None:
    return None if value is None else coded(info.field_name or "", value)


Text = Annotated[Annotated[str, Field(max_length=500)] | None, BeforeValidator(_blank)]
Names = Annotated[Annotated[str, Field(max_length=5000)] | None, BeforeValidator(_blank)]
Code = Annotated[Text, AfterValidator(_code)]
Day = Annotated[date | None, BeforeValidator(_day)]


class Within(BaseModel):
    """Of which days, and how sure, all is that is asked for."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    since: Day = None
    until: Day = None
    confidence: Annotated[Annotated[float, Field(ge=0, le=1)] | None, BeforeValidator(_blank)] = (
        None
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since} is after until {self.until}")
        return self

    def query(self) -> dict[str, str]:
        """All that is not as it is without being asked for, as texts."""
        values = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {n: str(v) for n, v in values.items() if v is not None and v is not False}

    def link(self, path: str, **changes: object) -> str:
        """The address of a page with this query; `changes` are put in, None takes out."""
        return link(path, self.query() | {"page": None} | changes)


class Asked(Within):
    """Which records are asked for, and which of them are to be shown."""

    actor: Text = Field(None, description="Anyone named: a country's code, or a word's start.")
    country: Text = Field(None, description="The exact code of the country of a party of it.")
    type: Text = Field(None, description="The type of an event or mark.")
    status: Code = Field(None, description="The status of an event.")
    place: Text = Field(None, description="Where: a country's code, or a word's start.")
    issue: Code = Field(None, description="The issue of a position.")
    stance: Code = Field(None, description="The stance of a position.")
    measure: Code = Field(None, description="The measure of a figure.")
    schema_: Text = Field(None, alias="schema", description="The schema of a mark.")
    dated: Annotated[bool | None, BeforeValidator(_blank)] = None
    report: Text = Field(None, description="The id of one report.")
    state: Annotated[State | None, BeforeValidator(_blank)] = None
    order: Literal["place", "confidence"] = "place"
    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(PAGE, ge=1, le=500)

    def wanted(self, kind: str) -> Filter | None:
        """The filter for one kind of record; None where the kind cannot have what is asked for.

        `VocabularyError` where a type is asked for that there is none of.
        """
        if self.type is not None and kind != "mark":
            coded("type", self.type)
        given: dict[str, Any] = {n: getattr(self, attribute(n)) for n in _FILTER}
        made = Filter(**{n: v for n, v in given.items() if v is not None and v is not False})
        return None if made.foreign_to(kind) else made

    @property
    def narrow(self) -> Narrow:
        """What is asked for besides a filter."""
        return Narrow(report=self.report, country=self.country)

    def told(self) -> dict[str, str]:
        """What is asked for, by the names of the address; without what only says which page."""
        return {n: v for n, v in self.query().items() if n not in {*_OF_VIEW, "order"}}


class Queue(Asked):
    """Which records wait for review: of all kinds, or of one."""

    kind: Annotated[Kind | None, BeforeValidator(_blank)] = None
    record: Text = Field(None, description="The record that is looked at.")
    every: Annotated[bool | None, BeforeValidator(_blank)] = Field(
        None, description="Also those that this person decided on."
    )

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds asked for that can have what is asked for."""
        some = (self.kind,) if self.kind else ("mark",) if self.of_marks else KINDS
        return tuple(k for k in some if self.wanted(k))

    @property
    def of_marks(self) -> bool:
        """Whether no kind is asked for, but a type that marks alone can have."""
        if self.kind is not None or self.type is None:
            return False
        return self.type.upper() not in choices("event")["type"]


def attribute(name: str) -> str:
    """What the attribute of a field is called."""
    return "schema_" if name == "schema" else name


def link(path: str, query: Mapping[str, object]) -> str:
    """A path with a query, without what is not asked for."""
    told = {n: str(v) for n, v in query.items() if v not in (None, "", False)}
    return f"{path}?{urlencode(told)}" if told else path


def last_page(total: int, size: int) -> int:
    """The number of the last page of a list."""
    return max(1, -(-total // size))


@dataclass(frozen=True, slots=True)
class Facet:
    """A field and how many records there are with each of its values."""

    name: str
    label: str
    counts: tuple[tuple[str, int], ...]
    chosen: str | None


def facet_names(kind: str) -> tuple[str, ...]:
    """The fields of a kind that pages count by."""
    return (*FACETS[kind], "country", "state")
