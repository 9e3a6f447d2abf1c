"""GeoJSON (RFC 7946): the events whose place is known, as a collection of features."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from dragoman.export.codebook import Key, Line, of_columns, of_keys
from dragoman.export.columns import COLUMNS, row
from dragoman.export.lines import dumps
from dragoman.export.outputs import Outputs
from dragoman.export.selection import Found, Selection
from dragoman.export.tally import Tally
from dragoman.model import Event, Place

NOTE = (
    "A point is where the named place is, as finely as the precision beside it says: that of a "
    "country is no more than a point in it. Several places of one event are one MultiPoint; "
    "`places` tells of each in the same order, then of those without coordinates."
)


def write(selection: Selection, outputs: Outputs, tally: Tally) -> Iterator[Line]:
    """Write the file; the lines of its codebook."""
    stream = outputs.text()
    stream.write('{"type":"FeatureCollection","features":[')
    first = True
    for found in selection.found("events"):
        feature = _feature(found)
        if feature is None:
            tally.leave("no place with coordinates")
            continue
        stream.write(("\n" if first else ",\n") + dumps(feature))
        first = False
        tally.take(found)
    stream.write("\n]}\n")
    tally.notes.append(NOTE)
    yield from of_columns({"events": COLUMNS["events"]})
    yield from of_keys("events", [
        Key("places", "each place: name, words, start, end, precision, disputed, geonames"),
    ])  # fmt: skip


def _feature(found: Found) -> dict[str, object] | None:
    event = cast("Event", found.record)  # the kind asked for
    known = [p for p in event.place if p.latitude is not None and p.longitude is not None]
    if not known:
        return None
    points = [[p.longitude, p.latitude] for p in known]
    many = len(points) > 1
    geometry = {
        "type": "MultiPoint" if many else "Point",
        "coordinates": points if many else points[0],
    }
    cells = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row(found).items()
    }
    places = [_place(p) for p in (*known, *(p for p in event.place if p not in known))]
    properties = {**cells, "places": places}
    return {"type": "Feature", "id": event.id, "geometry": geometry, "properties": properties}


def _place(place: Place) -> dict[str, object]:
    e = place.evidence
    return {
        "name": place.name,
        "words": e.words,
        "start": e.start,
        "end": e.end,
        "precision": place.precision,
        "disputed": place.disputed,
        "geonames": place.geonames,
    }
