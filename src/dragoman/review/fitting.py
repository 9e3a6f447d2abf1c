"""Whether a record is one of those wanted: as the store decides, for corrected records as well."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Protocol, TypeVar

from dragoman.model import (
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

M = TypeVar("M", Actor, Place)


class Wanted(Protocol):
    """Which records are wanted, as `store.filter.Filter` tells it; None is not asked for."""

    @property
    def actor(self) -> str | None:
        """Anyone named."""

    @property
    def place(self) -> str | None:
        """Where the act was."""

    @property
    def type(self) -> str | None:
        """The type of an event or mark."""

    @property
    def status(self) -> str | None:
        """The status of an event."""

    @property
    def issue(self) -> str | None:
        """The issue of a position."""

    @property
    def stance(self) -> str | None:
        """The stance of a position."""

    @property
    def measure(self) -> str | None:
        """The measure of a figure."""

    @property
    def schema(self) -> str | None:
        """The schema of a mark."""

    @property
    def dated(self) -> bool | None:
        """Whether the report must tell when."""

    @property
    def since(self) -> date | None:
        """The first day."""

    @property
    def until(self) -> date | None:
        """The last day."""

    @property
    def confidence(self) -> float | None:
        """The least."""


Fold = Callable[[str], str]  # a text as filters compare it


def fits(record: Coded, report: Report, wanted: Wanted, *, fold: Fold) -> bool:
    """Whether the record is one of those wanted, of which its kind has all that is asked for."""
    return (
        _codes(record, wanted)
        and (wanted.confidence is None or record.confidence >= wanted.confidence)
        and (not wanted.dated or (when := _when(record)) is not None and when.value is not None)
        and (wanted.actor is None or _actor(record, wanted.actor, fold))
        and (wanted.place is None or _place(record, wanted.place, fold))
        and _days(record, report, wanted)
    )


def _codes(record: Coded, wanted: Wanted) -> bool:
    spell: dict[str, Callable[[str], str]] = {"type": str.upper}
    if isinstance(record, Mark):
        spell = {"type": str, "schema": str}
    for name in ("type", "status", "issue", "stance", "measure", "schema"):
        asked = getattr(wanted, name)
        has = getattr(record, "schema_" if name == "schema" else name, None)
        if asked is not None and has != spell.get(name, str.lower)(asked):
            return False
    return True


def _actor(record: Coded, words: str, fold: Fold) -> bool:
    for actor in _members(record, Actor):
        fuller = actor.antecedent.words if actor.antecedent else None
        if actor.country == words.upper():
            return True
        if _says(words, fold, actor.name, actor.evidence.words, fuller):
            return True
    # What a figure counts is no resolved actor, but an analyst asks for it as one.
    if isinstance(record, Figure):
        return _says(words, fold, record.of.words if record.of else None)
    if isinstance(record, Mark):
        return _says(words, fold, *(e.words for those in record.roles.values() for e in those))
    return False


def _place(record: Coded, words: str, fold: Fold) -> bool:
    return any(
        place.country == words.upper()
        or _says(words, fold, place.name, place.evidence.words, place.admin1)
        for place in _members(record, Place)
    )


def _members(record: Coded, kind: type[M]) -> Iterator[M]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, kind):
                yield item


def _says(words: str, fold: Fold, *texts: str | None) -> bool:
    start = fold(words)
    return bool(start) and any(f" {start}" in f" {fold(text)}" for text in texts if text)


def _when(record: Coded) -> When | None:
    return record.when if isinstance(record, Event | Statement | Position) else None


def _days(record: Coded, report: Report, wanted: Wanted) -> bool:
    """The days a record spans must touch the days wanted; unknown days touch none."""
    when = _when(record)
    start, end = (when.start, when.end) if when else (None, None)
    first = start or end or report.published
    last = end or start or report.published
    if wanted.since is not None and (last is None or last < wanted.since):
        return False
    return wanted.until is None or (first is not None and first <= wanted.until)
