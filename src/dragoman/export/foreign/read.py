"""Reading the files of POLECAT, GDELT 2 and ACLED as events of theirs."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import ArchiveError
from dragoman.export.foreign.rows import Row, separated, tabbed, wrong
from dragoman.export.gdelt import KEYS as GDELT_KEYS
from dragoman.model import ForeignEvent, ForeignParty

_GDELT = tuple(key.name for key in GDELT_KEYS)
_ISO_DAY = "%Y-%m-%d"


def read(file: str | Path | BinaryIO, *, source: str) -> Iterator[ForeignEvent]:
    """The events of a file of the data set `source`, in its order, one at a time.

    Raises `ArchiveError` where the file cannot be opened, or a row is none of that data set; it
    names the line and the column. What came before that line has been given.
    """
    if source not in SOURCES:
        raise ArchiveError(
            f"There is no reader for {source}.", todo=f"Use one of {', '.join(SOURCES)}."
        )
    if not isinstance(file, str | Path):
        yield from SOURCES[source](file)
        return
    try:
        with Path(file).open("rb") as stream:
            yield from SOURCES[source](stream)
    except OSError as error:
        raise ArchiveError(
            f"{file} cannot be read: {error.strerror}.", todo="Check the path and its rights."
        ) from error


def polecat(lines: Iterable[bytes]) -> Iterator[ForeignEvent]:
    """The events of a POLECAT file: tab-separated, with a header."""
    for row in _having(tabbed(lines), "Event ID", "Event Date", "Event Type", "Actor Name"):
        yield ForeignEvent(
            source="polecat",
            id=row.needed("Event ID"),
            day=row.day("Event Date", _ISO_DAY),
            type=row.needed("Event Type"),
            mode=row.text("Event Mode"),
            actor=_listed(row, "Actor"),
            recipient=_listed(row, "Recipient"),
            place=row.text("Placename"),
            country=row.text("Country"),
            latitude=row.number("Latitude", most=90),
            longitude=row.number("Longitude", most=180),
            text=row.text("Headline"),  # in some of its files
        )


def gdelt(lines: Iterable[bytes]) -> Iterator[ForeignEvent]:
    """The events of a GDELT 2 file: tab-separated, 61 columns, without a header."""
    for row in tabbed(lines, columns=_GDELT):
        if row.line == 1 and row.text("SQLDATE") in ("SQLDATE", "Day"):
            continue  # some tools add a header
        yield ForeignEvent(
            source="gdelt",
            id=row.needed("GLOBALEVENTID"),
            day=row.day("SQLDATE", "%Y%m%d"),
            type=row.text("EventCode"),
            actor=_party(row, "Actor1Name", "Actor1CountryCode"),
            recipient=_party(row, "Actor2Name", "Actor2CountryCode"),
            place=row.text("ActionGeo_FullName"),
            country=row.text("ActionGeo_CountryCode"),
            latitude=row.number("ActionGeo_Lat", most=90),
            longitude=row.number("ActionGeo_Long", most=180),
            url=row.text("SOURCEURL"),
        )


def acled(lines: Iterable[bytes]) -> Iterator[ForeignEvent]:
    """The events of an ACLED file: with a header, comma, semicolon or tab between the cells."""
    for row in _having(separated(lines), "event_id_cnty", "event_date", "event_type", "actor1"):
        yield ForeignEvent(
            source="acled",
            id=row.needed("event_id_cnty"),
            day=row.day("event_date", _ISO_DAY, "%d %B %Y", "%d-%B-%Y", "%d %b %Y"),
            type=row.text("event_type"),
            mode=row.text("sub_event_type"),
            actor=_parties(row, "actor1", "assoc_actor_1"),
            recipient=_parties(row, "actor2", "assoc_actor_2"),
            place=row.text("location"),
            country=row.text("country"),
            latitude=row.number("latitude", most=90),
            longitude=row.number("longitude", most=180),
            text=row.text("notes"),
        )


def _having(rows: Iterator[Row], *columns: str) -> Iterator[Row]:
    """The rows, which must have these columns."""
    for number, row in enumerate(rows):
        missing = [column for column in columns if column not in row.cells]
        if number == 0 and missing:
            raise wrong(1, f"there is no column {', '.join(missing)}.")
        yield row


def _listed(row: Row, who: str) -> tuple[ForeignParty, ...]:
    names, countries = row.texts(f"{who} Name"), row.texts(f"{who} Country")
    if len(names) != len(countries):
        # The set does not say which belongs to which, so neither do we.
        return (
            *(ForeignParty(name=n) for n in names),
            *(ForeignParty(country=c) for c in countries),
        )
    return tuple(ForeignParty(name=n, country=c) for n, c in zip(names, countries, strict=True))


def _party(row: Row, name: str, country: str) -> tuple[ForeignParty, ...]:
    made = ForeignParty(name=row.text(name), country=row.text(country))
    return (made,) if made != ForeignParty() else ()


def _parties(row: Row, *columns: str) -> tuple[ForeignParty, ...]:
    return tuple(ForeignParty(name=name) for column in columns for name in row.texts(column))


# The readers by the name of the data set.
SOURCES: Mapping[str, Callable[[Iterable[bytes]], Iterator[ForeignEvent]]] = {
    "polecat": polecat,
    "gdelt": gdelt,
    "acled": acled,
}
