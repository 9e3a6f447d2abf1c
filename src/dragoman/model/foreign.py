"""Events of other data sets, kept to be compared with ours; they have no words, so are no records
of ours."""

from datetime import date

import pydantic

from dragoman.model.base import Record


class ForeignParty(Record):
    """Who acts or to whom it is done, as given: a name, a country in the set's own spelling."""

    name: str | None = None
    country: str | None = None


class ForeignEvent(Record):
    """An event of another data set, with its own codes as they stand in its file.

    `source` is the data set; `type` and `mode` are its codes, not ours; coordinates are WGS 84
    degrees. Where a set has no direction (ACLED), `actor` and `recipient` are its first and second.
    """

    source: str
    id: str = pydantic.Field(min_length=1)
    day: date | None = None
    type: str | None = None
    mode: str | None = None
    actor: tuple[ForeignParty, ...] = ()
    recipient: tuple[ForeignParty, ...] = ()
    place: str | None = None
    country: str | None = None
    latitude: float | None = pydantic.Field(default=None, ge=-90, le=90)
    longitude: float | None = pydantic.Field(default=None, ge=-180, le=180)
    url: str | None = None
    text: str | None = None


class Imported(Record):
    """An event of another data set, and the name of the file that tells it."""

    file: str
    event: ForeignEvent
