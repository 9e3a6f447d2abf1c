"""What a page was asked for: the words of its address, as filters."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Any, Literal  # Any: arguments of a filter, by their names
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dragoman.model import State
from dragoman.store.browse import FACETS, Narrow
from dragoman.store.filter import Filter

Kind = Literal["event", "statement", "position", "figure", "mark"]
KINDS: tuple[Kind, ...] = ("event", "statement", "position", "figure", "mark")
PAGE = 50  # rows of a page
_FILTER = frozenset(f.name for f in fields(Filter)) - {"limit", "coder"}
_OF_VIEW = frozenset({"page", "size", "record", "saved"})


def _blank(value: object) -> object:
    """A field of a form that was left empty is not asked for."""
    return None if isinstance(value, str) and not value.strip() else value


Text = Annotated[Annotated[str, Field(max_length=500)] | None, BeforeValidator(_blank)]


class Asked(BaseModel):
    """Which records are asked for, and which of them are to be shown."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    actor: Text = Field(None, description="Anyone named: a country's code, or a word's start.")
    country: Text = Field(None, description="The exact code of the country of a party of it.")
    type: Text = Field(None, description="The type of an event or mark.")
    status: Text = Field(None, description="The status of an event.")
    place: Text = Field(None, description="Where: a country's code, or a word's start.")
    issue: Text = Field(None, description="The issue of a position.")
    stance: Text = Field(None, description="The stance of a position.")
    measure: Text = Field(None, description="The measure of a figure.")
    schema_: Text = Field(None, alias="schema", description="The schema of a mark.")
    since: Annotated[date | None, BeforeValidator(_blank)] = None
    until: Annotated[date | None, BeforeValidator(_blank)] = None
    confidence: Annotated[Annotated[float, Field(ge=0, le=1)] | None, BeforeValidator(_blank)] = (
        None
    )
    dated: Annotated[bool | None, BeforeValidator(_blank)] = None
    report: Text = Field(None, description="The id of one report.")
    state: Annotated[State | None, BeforeValidator(_blank)] = None
    order: Literal["place", "confidence"] = "place"
    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(PAGE, ge=1, le=500)

    def wanted(self, kind: str) -> Filter | None:
        """The filter for one kind of record; None where the kind cannot have what is asked for."""
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

    def query(self) -> dict[str, str]:
        """All that is not as it is without being asked for, as texts."""
        values = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {n: str(v) for n, v in values.items() if v is not None and v is not False}

    def link(self, path: str, **changes: object) -> str:
        """The address of a page with this query; `changes` are put in, None takes out."""
        return link(path, self.query() | {"page": None} | changes)


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
        return tuple(k for k in ((self.kind,) if self.kind else KINDS) if self.wanted(k))


def attribute(name: str) -> str:
    """What the attribute of a field is called."""
    return "schema_" if name == "schema" else name


def link(path: str, query: Mapping[str, object]) -> str:
    """A path with a query, without what is not asked for."""
    told = {n: str(v) for n, v in query.items() if v not in (None, "", False)}
    return f"{path}?{urlencode(told)}" if told else path


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
