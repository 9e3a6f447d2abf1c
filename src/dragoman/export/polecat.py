"""Events in the 40 columns of POLECAT: tab-separated, with a header."""

from collections.abc import Iterator

from dragoman.export import shapes
from dragoman.export.codebook import Key, Line
from dragoman.export.columns import Cell, placed
from dragoman.export.outputs import Outputs
from dragoman.export.selection import Selection
from dragoman.export.tally import Tally
from dragoman.model import Actor, Event, Place, Report
from dragoman.vocab import plover

NOTE = (
    "Empty: COW codes, Wikipedia ids (we have Wikidata's), District, Feature Type and the lists of "
    "a story's people, organizations and locations. Event Date is empty where the report does not "
    "tell the day; Publication Date is always the report's. A future act is not in the file."
)


def _who(who: str, role: str) -> list[Key]:
    return [
        Key(f"{who} Name", f"the names of the {role}s"),
        Key(f"{who} Country", "their countries: ISO 3166 alpha-3 or PLOVER's codes", "country"),
        Key(f"{who} COW", "empty: we do not code it"),
        Key(f"Primary {who} Sector", "the first sector of the first of them", "sector"),
        Key(f"{who} Sectors", "all their sectors", "sector"),
        Key(f"{who} Title", "their offices"),
        Key(f"{who} Name Raw", "the report's words for them"),
        Key(f"Wikipedia {who} ID", "empty: we resolve to Wikidata, see the column's twin in CSV"),
    ]


KEYS = [
    Key("Event ID", "our id"),
    Key("Event Date", "the day, where the report tells it"),
    Key("Event Type", "PLOVER's type", "type"),
    Key("Event Mode", "PLOVER's mode", "mode"),
    Key("Intensity", "PLOVER's score"),
    Key("Quad Code", "PLOVER's quad, in words"),
    Key("Contexts", "PLOVER's contexts", "context"),
    *_who("Actor", "actor"),
    *_who("Recipient", "recipient"),
    Key("Placename", "the place's name"),
    Key("City", "the same where it is a populated place"),
    Key("District", "empty: we do not keep it"),
    Key("Province", "the province or state"),
    Key("Country", "the country of the place: ISO 3166 alpha-3"),
    Key("Latitude", "WGS 84 degrees"),
    Key("Longitude", "WGS 84 degrees"),
    Key("GeoNames ID", "GeoNames' id"),
    Key("Raw Placename", "the report's words for the place"),
    Key("Feature Type", "empty: we do not keep it"),
    Key("Source", "who published the report"),
    Key("Publication Date", "the day the report was published"),
    Key("Story People", "empty: an event is of one report"),
    Key("Story Organizations", "empty: an event is of one report"),
    Key("Story Locations", "empty: an event is of one report"),
    Key("Language", "the report's language, ISO 639-1"),
    Key("Version", "the coder"),
]


def write(selection: Selection, outputs: Outputs, tally: Tally) -> Iterator[Line]:
    """Write the file; the lines of its codebook."""
    return shapes.write(SHAPE, selection, outputs, tally)


def _cells(event: Event, report: Report, tally: Tally) -> dict[str, Cell]:
    day = shapes.only_day(event.when)
    if day is None:
        tally.empty("Event Date")
    place = placed(event.place) or next(iter(event.place), None)
    return {
        "Event ID": event.id,
        "Event Date": day,
        "Event Type": event.type,
        "Event Mode": event.mode,
        "Intensity": event.score,
        "Quad Code": plover().quads[event.quad].upper(),
        "Contexts": "; ".join(event.contexts),
        **_people("Actor", event.actor),
        **_people("Recipient", event.recipient),
        **(_where(place) if place else {}),
        "Source": report.site,
        "Publication Date": report.published,
        "Language": report.language,
        "Version": event.coder,
    }


def _people(who: str, actors: tuple[Actor, ...]) -> dict[str, Cell]:
    sectors = list(dict.fromkeys(s for a in actors for s in a.sectors))
    return {
        f"{who} Name": shapes.joined(actors, shapes.named),
        f"{who} Country": shapes.joined(actors, lambda a: a.country),
        f"Primary {who} Sector": next((s for a in actors[:1] for s in a.sectors), None),
        f"{who} Sectors": "; ".join(sectors),
        f"{who} Title": shapes.joined(actors, lambda a: a.office),
        f"{who} Name Raw": shapes.joined(actors, lambda a: a.evidence.words),
    }


def _where(place: Place) -> dict[str, Cell]:
    return {
        "Placename": place.name,
        "City": place.name if place.precision == "city" else None,
        "Province": place.admin1,
        "Country": place.country,
        "Latitude": place.latitude,
        "Longitude": place.longitude,
        "GeoNames ID": place.geonames,
        "Raw Placename": place.evidence.words,
    }


SHAPE = shapes.Shape(name="POLECAT", keys=KEYS, cells=_cells, separator="\t", note=NOTE)
