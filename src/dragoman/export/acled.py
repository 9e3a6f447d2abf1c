"""Acts of violence and protest in the 31 columns of ACLED: comma-separated, with a header."""

from collections.abc import Iterator

from dragoman.export import shapes
from dragoman.export.citation import citation
from dragoman.export.codebook import Key, Line
from dragoman.export.columns import Cell, placed
from dragoman.export.outputs import Outputs
from dragoman.export.selection import Selection
from dragoman.export.tally import Tally
from dragoman.model import Actor, Event, Place, Report

NOTE = (
    "Only ASSAULT and PROTEST have a counterpart in ACLED; strikes and boycotts have none. In "
    "ACLED neither actor1 nor actor2 is the one who acts; here actor1 is. event_type and "
    "sub_event_type are empty where PLOVER's mode leaves them open: a battle is told from violence "
    "against civilians by who is attacked. event_date is empty where the report tells less than a "
    "month, otherwise the first day that time_precision spans. fatalities is empty where the "
    "report gives no number: it is never 0 for want of one. A place known only as a country has no "
    "coordinates. Empty as well: inter1, inter2, interaction, civilian_targeting, iso, region, "
    "admin2, admin3, source_scale, tags, timestamp. Texts that a spreadsheet could run have an "
    "apostrophe before them."
)
_NO = "empty: we do not code it"
KEYS = [
    Key("event_id_cnty", "our id"),
    Key("event_date", "the first day of the time, YYYY-MM-DD"),
    Key("year", "its year"),
    Key("time_precision", "1 day, 2 week, 3 month"),
    Key("disorder_type", "ACLED's, by PLOVER's type"),
    Key("event_type", "ACLED's, where PLOVER's mode settles it"),
    Key("sub_event_type", "ACLED's, where PLOVER's mode settles it"),
    Key("actor1", "the first who acts"),
    Key("assoc_actor_1", "the others who act"),
    Key("inter1", _NO),
    Key("actor2", "the first to whom it is done"),
    Key("assoc_actor_2", "the others to whom it is done"),
    Key("inter2", _NO),
    Key("interaction", _NO),
    Key("civilian_targeting", _NO),
    Key("iso", "empty: we do not keep numeric codes"),
    Key("region", _NO),
    Key("country", "the country of the place, by name"),
    Key("admin1", "the province or state"),
    Key("admin2", "empty: we do not keep it"),
    Key("admin3", "empty: we do not keep it"),
    Key("location", "the place's name"),
    Key("latitude", "WGS 84 degrees"),
    Key("longitude", "WGS 84 degrees"),
    Key("geo_precision", "1 the place itself, 2 a district, 3 a province"),
    Key("source", "who published the report, else its title"),
    Key("source_scale", _NO),
    Key("notes", "the exact words with those around them, and how to cite the event"),
    Key("fatalities", "people killed, as told"),
    Key("tags", _NO),
    Key("timestamp", "empty: when a record came in is not part of it"),
]


def write(selection: Selection, outputs: Outputs, tally: Tally) -> Iterator[Line]:
    """Write the file; the lines of its codebook."""
    return shapes.write(SHAPE, selection, outputs, tally)


def _cells(event: Event, report: Report, tally: Tally) -> dict[str, Cell] | None:
    kind = shapes.row_of("acled", event.type)
    without = kind.get("without")
    if not kind or (isinstance(without, list) and event.mode in without):
        tally.leave("neither violence nor a demonstration")
        return None
    found = shapes.mode_of(kind, event.mode)
    types = found if isinstance(found, dict) else {}
    if not types:
        tally.empty("event_type")
    e = event.evidence
    place = placed(event.place) or next(iter(event.place), None)
    return {
        "event_id_cnty": event.id,
        **_date(event, tally),
        "disorder_type": str(kind["disorder"]),
        "event_type": types.get("event"),
        "sub_event_type": types.get("sub_event"),
        **_actors(1, event.actor),
        **_actors(2, event.recipient),
        **(_where(place) if place else {}),
        "source": report.site or report.title,
        "notes": f"{e.before}{e.words}{e.after} [{citation(event, report)}]",
        "fatalities": _whole(event.size.dead if event.size else None),
    }


def _date(event: Event, tally: Tally) -> dict[str, Cell]:
    when = event.when
    precision = shapes.codes("time_precision").get(when.precision if when else "")
    if when is None or when.start is None or precision is None:
        tally.empty("event_date")
        return {}
    return {
        "event_date": when.start, "year": when.start.year, "time_precision": precision
    }  # fmt: skip


def _actors(n: int, actors: tuple[Actor, ...]) -> dict[str, Cell]:
    return {
        f"actor{n}": shapes.joined(actors[:1], shapes.named),
        f"assoc_actor_{n}": shapes.joined(actors[1:], shapes.named),
    }


def _where(place: Place) -> dict[str, Cell]:
    precision = shapes.codes("geo_precision").get(place.precision or "")
    return {
        "country": shapes.country_name(place.country),
        "admin1": place.admin1,
        "location": place.name,
        "latitude": place.latitude if precision else None,
        "longitude": place.longitude if precision else None,
        "geo_precision": precision,
    }


def _whole(number: float | None) -> Cell:
    return int(number) if number is not None and number == int(number) else number


SHAPE = shapes.Shape(name="ACLED", keys=KEYS, cells=_cells, separator=",", note=NOTE)
