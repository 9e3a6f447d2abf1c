"""Events as PLOVER's own JSON: one object a line, with the manual's names of fields."""

from collections.abc import Iterator
from typing import cast

from dragoman.export import shapes
from dragoman.export.citation import citation
from dragoman.export.codebook import Key, Line, of_keys
from dragoman.export.columns import placed
from dragoman.export.lines import dumps
from dragoman.export.outputs import Outputs
from dragoman.export.selection import Found, Selection
from dragoman.export.tally import Tally
from dragoman.model import Actor, Event, Place, Report, When
from dragoman.vocab import plover

Fields = dict[str, object]
NOTE = (
    "`date` is null where the report does not tell the first day; PLOVER asks for one, and none is "
    "made up. PLOVER has one place for an event: the first with coordinates. What PLOVER has no "
    "field for stands under `dragoman`."
)
KEYS = [
    Key("id", "our id"),
    Key("date", "the first day it can have been; null where the report does not tell"),
    Key("enddate", "the last day it can have been, where it is another"),
    Key("actor", "who acts: code (country), sector, office, entity_text, identifier_text and "
                 "identifier_id (Wikidata)"),
    Key("recipient", "to whom it is done: the same"),
    Key("event", "PLOVER's type", "type"),
    Key("mode", "PLOVER's mode, and its auxiliary mode where the act is not told as done", "mode"),
    Key("context", "PLOVER's contexts", "context"),
    Key("quad_code", "PLOVER's quad", "quad"),
    Key("event_scale", "PLOVER's score"),
    Key("event_loc", "where: extracted_place, resolved_place, geonameid, lat, lon, province, "
                     "country_code"),
    Key("event_text", "the exact words the event rests on"),
    Key("text", "the same words"),
    Key("text_info", "where they stand in the report's text: start and end, in code points"),
    Key("size", "people dead, injured and arrested, as told"),
    Key("cite_info", "citation, url, title, publication, language, coder, codebook, version"),
    Key("coder", "who coded it"),
    Key("dragoman", "report, version, before, after, status, said_by, confidence, review, and the "
                    "places with their precision and whether they are disputed"),
]  # fmt: skip


def write(selection: Selection, outputs: Outputs, tally: Tally) -> Iterator[Line]:
    """Write the file; the lines of its codebook."""
    stream = outputs.text()
    for found in selection.found("events"):
        event = _event(found)
        if event["date"] is None:
            tally.empty("date")
        stream.write(dumps(event) + "\n")
        tally.take(found)
    tally.notes.append(NOTE)
    yield from of_keys("events", KEYS)


def _event(found: Found) -> Fields:
    event, report = cast("Event", found.record), found.report  # the kind asked for
    e, place = event.evidence, placed(event.place) or next(iter(event.place), None)
    auxiliary = shapes.codes("auxiliary").get(event.status.value)
    out: Fields = {
        "id": event.id,
        **_days(event.when),
        "actor": [_actor(a) for a in event.actor],
        "recipient": [_actor(a) for a in event.recipient],
        "event": [event.type],
        "mode": [mode for mode in (event.mode, auxiliary) if mode],
        "context": list(event.contexts),
        "quad_code": event.quad,
        "event_scale": event.score,
        "event_loc": _known(_place(place)) if place else None,
        "event_text": [e.words],
        "text": e.words,
        "text_info": {"start": e.start, "end": e.end},
        "size": _known(event.size.to_dict()) if event.size else None,
        "cite_info": _known(_cite(event, report)),
        "coder": event.coder,
        "dragoman": _more(event) | {"review": found.state.value},
    }
    return {k: v for k, v in out.items() if v is not None or k == "date"}


def _days(when: When | None) -> Fields:
    start, end = (when.start, when.end) if when else (None, None)
    out: Fields = {"date": start and str(start)}
    return out | ({"enddate": str(end)} if end and end != start else {})


def _actor(actor: Actor) -> Fields:
    return _known({
        "code": actor.country,
        "sector": list(actor.sectors),
        "entity_text": actor.evidence.words,
        "identifier_id": actor.wikidata,
        "identifier_text": actor.name,
        "office": actor.office,
    })  # fmt: skip


def _place(place: Place) -> Fields:
    return {
        "extracted_place": place.evidence.words,
        "resolved_place": place.name,
        "geonameid": place.geonames,
        "lat": place.latitude,
        "lon": place.longitude,
        "province": place.admin1,
        "country_code": place.country,
    }


def _cite(event: Event, report: Report) -> Fields:
    return {
        "citation": citation(event, report),
        "url": report.address,
        "title": report.title,
        "publication": report.site,
        "language": report.language,
        "coder": event.coder,
        "codebook": "PLOVER",
        "version": plover().version,
    }


def _more(event: Event) -> Fields:
    e = event.evidence
    places = [
        _known({"words": p.evidence.words, "name": p.name, "precision": p.precision})
        | {"disputed": p.disputed}
        for p in event.place
    ]
    return {
        "report": e.report,
        "version": e.version,
        "before": e.before,
        "after": e.after,
        "status": event.status.value,
        "said_by": _actor(event.said_by) if event.said_by else None,
        "confidence": event.confidence,
        "places": places,
    }


def _known(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value is not None}
