"""What joins several reports: Story, Happening and Duplicates, and where tellings differ.

They are computed from the reports and records kept and hold no words of their own: they name
records by id, and every telling of a difference carries the words it rests on.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import ClassVar, NamedTuple

import pydantic

from dragoman.model.base import Record
from dragoman.model.ids import make_id
from dragoman.model.records import Status
from dragoman.model.report import Evidence

Ids = tuple[str, ...]
Reports = pydantic.Field(min_length=1)


class Link(NamedTuple):
    """A report or event among others of its kind, and the earlier one that it joins."""

    kind: str  # duplicate, story or happening
    id: str
    report: str
    day: int  # of publication, as Python counts days; 0 where unknown
    start: int  # of an event: where it stands in the text; of a report: how long it is
    sketch: str  # what it is compared by and shown from, as JSON
    joins: str | None = None
    likeness: float | None = None
    first: str = ""  # of those that lead to each other by joining

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Where it stands among all of its kind: it joins an earlier one only."""
        return (self.day, self.start, self.report, self.id)


def closest(
    link: Link, found: Iterable[tuple[Link, int]], *, window: int | None, most: int
) -> list[Link]:
    """The others that are at most so many days off; of those that share most, so many at most.

    Each comes with how much it shares. Undated ones are near to undated ones alone.
    """
    reach = window if window is None or link.day else 0
    near = [
        (other, shared)
        for other, shared in found
        if other.id != link.id and (reach is None or abs(other.day - link.day) <= reach)
    ]
    if len(near) > most:
        near.sort(key=lambda pair: (-pair[1], abs(pair[0].day - link.day), pair[0].order))
    return [other for other, _ in near[:most]]


class Linked(Record):
    """What linking did: how many reports it looked at, and how many groups there are now.

    Duplicates are groups of two reports or more; of stories and happenings, single ones count.
    """

    reports: int
    duplicates: int
    stories: int
    happenings: int


class _Joined(Record):
    """Reports that belong together, the first by day of publication first.

    `sources` are the independent sources that are known: wire services and publishers.
    """

    derived: ClassVar[tuple[str, ...]] = ("id", "independent")
    joined: ClassVar[str]

    reports: Ids = Reports
    sources: Ids = ()

    @cached_property
    def id(self) -> str:
        """A hash of the first of them, so that a later report does not change it."""
        return make_id(self.joined, self.reports[0])

    @cached_property
    def independent(self) -> int:
        """How many sources tell it independently, at least: unknown ones are not counted twice."""
        return max(1, len(self.sources))


class Duplicates(_Joined):
    """Reports that carry the same text, or nearly so; `exact` where nothing but blanks differs."""

    joined: ClassVar[str] = "duplicates"

    exact: bool
    publishers: Ids = ()  # all who published it, also where they share one source


class Story(_Joined):
    """Reports about the same development; `words` tell it from others, the most telling first."""

    joined: ClassVar[str] = "story"

    start: date | None = None  # the first and the last day of publication
    end: date | None = None
    words: tuple[str, ...] = ()


class Telling(Record):
    """One of the answers that differ: the value, who gives it, and the words it stands in."""

    value: str
    record: str  # the event or figure that says so
    source: str | None = None  # the wire service or publisher, where known
    said_by: str | None = None  # to whom the report attributes it
    evidence: Evidence


class Difference(Record):
    """What tellings of a happening do not agree on.

    `about` is who (`actor`, `recipient`), whether (`status`) or how many (`dead`, `injured`,
    `arrested`, or the measure of a figure). The tellings stand side by side as claims.
    """

    about: str
    tellings: tuple[Telling, ...] = pydantic.Field(min_length=2)


class Happening(_Joined):
    """One act in the world, told by events of one or more reports.

    `events` are the ids of its events, `figures` those of the figures told with them; `countries`
    of actors, recipients and places are codes as those of `Actor`, all that its events name.
    `status` is the most certain one told, `start` and `end` the days on which its events agree
    most closely, None where no event tells a day.
    """

    joined: ClassVar[str] = "happening"

    events: Ids = pydantic.Field(min_length=1)
    figures: Ids = ()
    type: str
    mode: str | None = None
    quad: int = pydantic.Field(ge=1, le=4)
    score: float = pydantic.Field(ge=-10, le=10)  # the middle one of its events
    status: Status
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    actor_countries: tuple[str, ...] = ()
    recipient_countries: tuple[str, ...] = ()
    place_countries: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    published: date | None = None  # of its first report
    evidence: Evidence  # of its first event
    differences: tuple[Difference, ...] = ()

    @cached_property
    def id(self) -> str:
        """A hash of its first event, so that a later report does not change it."""
        return self.id_of(self.events[0])

    @classmethod
    def id_of(cls, event: str) -> str:
        """The id of the happening whose first event has this one."""
        return make_id(cls.joined, event)
