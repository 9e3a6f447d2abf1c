"""PLOVER JSON, GeoJSON and Web Annotation, against schemas and readers that are not ours."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import shapely.geometry
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from selections import codings, manifest, of_events, selection, texts, written

from dragoman.export.codebook import Line
from dragoman.model import Coding, Place, Precision, Status, When
from factories import coding
from factories import codings as any_codings

BASE = coding(0)
EVENT = BASE.events[0]

TEXT = {"type": "string", "minLength": 1}
PLOVER = {
    "type": "object",
    "required": ["id", "date", "actor", "event"],
    "properties": {
        "id": TEXT,
        "date": {"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\d$"},
        "enddate": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "actor": {"$ref": "#/$defs/actors"},
        "recipient": {"$ref": "#/$defs/actors"},
        "event": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]+$"}},
        "mode": {"type": "array", "items": TEXT},
        "context": {"type": "array", "items": TEXT},
        "quad_code": {"enum": [1, 2, 3, 4]},
        "event_scale": {"type": "number", "minimum": -10, "maximum": 10},
        "event_loc": {"type": "object"},
        "event_text": {"type": "array", "items": TEXT},
        "text": TEXT,
        "text_info": {
            "type": "object",
            "required": ["start", "end"],
            "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}},
        },
        "size": {"type": "object", "additionalProperties": {"type": "number"}},
        "cite_info": {"type": "object", "required": ["citation"]},
        "coder": TEXT,
        "dragoman": {"type": "object"},
    },
    "additionalProperties": False,
    "$defs": {
        "actors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "code": {"type": "string"},
                    "sector": {"type": "array", "items": TEXT},
                    "entity_text": TEXT,
                    "identifier_id": {"type": "string"},
                    "identifier_text": {"type": "string"},
                    "office": {"type": "string"},
                },
                "additionalProperties": False,
            },
        }
    },
}
# After RFC 7946, sections 3.1 to 3.3, as far as points go.
POSITION = {
    "type": "array",
    "prefixItems": [
        {"type": "number", "minimum": -180, "maximum": 180},
        {"type": "number", "minimum": -90, "maximum": 90},
    ],
    "minItems": 2,
    "maxItems": 2,
}
GEOJSON = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": TEXT,
                    "properties": {"type": "object"},
                    "geometry": {
                        "oneOf": [
                            {
                                "properties": {"type": {"const": "Point"}, "coordinates": POSITION},
                                "required": ["type", "coordinates"],
                            },
                            {
                                "properties": {
                                    "type": {"const": "MultiPoint"},
                                    "coordinates": {"type": "array", "items": POSITION},
                                },
                                "required": ["type", "coordinates"],
                            },
                        ]
                    },
                },
            },
        },
    },
}
# After the Web Annotation Data Model, sections 3 and 4.
ANNOTATIONS = {
    "type": "object",
    "required": ["@context", "id", "type", "items"],
    "properties": {
        "type": {"const": "AnnotationPage"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "type", "target"],
                "properties": {
                    "id": {"type": "string", "pattern": "^urn:dragoman:"},
                    "type": {"const": "Annotation"},
                    "motivation": {"enum": ["classifying", "identifying"]},
                    "body": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["type", "value"],
                            "properties": {"type": {"const": "TextualBody"}},
                        },
                    },
                    "target": {
                        "type": "object",
                        "required": ["type", "source", "selector"],
                        "properties": {
                            "type": {"const": "SpecificResource"},
                            "selector": {
                                "type": "array",
                                "prefixItems": [
                                    {"required": ["type", "start", "end"]},
                                    {"required": ["type", "exact", "prefix", "suffix"]},
                                ],
                                "minItems": 2,
                                "maxItems": 2,
                            },
                        },
                    },
                },
            },
        },
    },
}


def valid(schema: dict[str, Any], value: object) -> None:
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(value)


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.read_text("utf-8").split("\n") if line]


def whole(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return found


def test_plover_fits_its_fields_and_its_words_stand(tmp_path: Path) -> None:
    found = lines(written(tmp_path, "plover"))
    assert len(found) == 3
    for event in found:
        valid(PLOVER, event)
        text, info = texts()[event["dragoman"]["version"]], event["text_info"]
        assert text[info["start"] : info["end"]] == event["text"] == event["event_text"][0]
        assert event["id"] in event["cite_info"]["citation"]


def test_a_plover_event(tmp_path: Path) -> None:
    [event] = lines(written(tmp_path, "plover", of_events(BASE.report, EVENT)))
    assert event["date"] == "2024-04-29"
    assert event["actor"] == [
        {"code": "RUS", "sector": [], "entity_text": "Russian forces", "identifier_text": "Russia"}
    ]
    assert (event["event"], event["mode"]) == (["ASSAULT"], ["aerial"])
    assert event["event_loc"]["geonameid"] == 706483
    assert event["size"] == {"dead": 12}
    assert event["dragoman"]["said_by"]["identifier_text"] == "Ukraine"


@pytest.mark.parametrize(
    ("status", "mode"),
    [
        (Status.ACTUAL, ["aerial"]),
        (Status.FUTURE, ["aerial", "future"]),
        (Status.NEGATED, ["aerial", "negation"]),
    ],
)
def test_plover_tells_plans_and_denials(status: Status, mode: list[str], tmp_path: Path) -> None:
    event = EVENT.model_copy(update={"status": status})
    [found] = lines(written(tmp_path, "plover", of_events(BASE.report, event)))
    assert found["mode"] == mode


def test_plover_makes_up_no_date(tmp_path: Path) -> None:
    when = When(end=BASE.report.published, precision=Precision.REPORT)
    event = EVENT.model_copy(update={"when": when})
    out = written(tmp_path, "plover", of_events(BASE.report, event))
    [found] = lines(out)
    valid(PLOVER, found)
    assert (found["date"], found["enddate"]) == (None, "2024-05-02")
    assert manifest(out)["left_empty"] == {"date": 1}


def test_geojson_is_geojson_to_shapely(tmp_path: Path) -> None:
    found = whole(written(tmp_path, "geojson"))
    valid(GEOJSON, found)
    for feature in found["features"]:
        point = shapely.geometry.shape(feature["geometry"])
        assert (point.x, point.y) == (36.25, 49.98)
        told = feature["properties"]
        assert texts()[told["version"]][told["start"] : told["end"]] == told["words"]
        assert [p["precision"] for p in told["places"]] == ["city"]
        for place in told["places"]:
            assert texts()[told["version"]][place["start"] : place["end"]] == place["words"]


def test_events_without_a_place_are_counted(tmp_path: Path) -> None:
    here, nowhere = EVENT.place[0], Place(evidence=EVENT.evidence, confidence=0.5)
    there = here.model_copy(update={"longitude": 0.0, "disputed": True})
    events = [
        EVENT.model_copy(update={"place": place, "mode": None})
        for place in ((), (nowhere,), (nowhere, here), (here, there))
    ]
    out = written(tmp_path, "geojson", of_events(BASE.report, *events))
    assert manifest(out)["left_out"] == {"no place with coordinates": 2}
    one, two = whole(out)["features"]
    assert one["geometry"] == {"type": "Point", "coordinates": [36.25, 49.98]}
    assert len(one["properties"]["places"]) == 2
    assert two["geometry"]["type"] == "MultiPoint"
    assert shapely.geometry.shape(two["geometry"]).geoms[1].x == 0
    assert [p["disputed"] for p in two["properties"]["places"]] == [False, True]


def test_nothing_is_an_empty_collection(tmp_path: Path) -> None:
    assert whole(written(tmp_path, "geojson", of_events(BASE.report)))["features"] == []
    assert whole(written(tmp_path, "annotation", of_events(BASE.report)))["items"] == []


def test_annotations_select_the_words(tmp_path: Path) -> None:
    page = whole(written(tmp_path, "annotation"))
    check_annotations(page, texts())
    assert manifest(tmp_path / "talks.annotation")["counts"]["annotations"] == len(page["items"])
    known = {r.id for c in codings() for r in c.records}
    own = [item for item in page["items"] if "role" not in item]
    assert {item["id"].removeprefix("urn:dragoman:") for item in own} == known
    roles = {item["role"] for item in page["items"] if "role" in item}
    assert {"actor", "place", "when", "said_by", "cue", "content", "party", "roles.by"} <= roles


@settings(max_examples=20, deadline=None)
@given(any_codings())
def test_any_coding_can_be_annotated_and_mapped(coding: Coding) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = selection([coding])
        version = {coding.report.version: coding.report.text}
        check_annotations(whole(written(Path(folder), "annotation", found)), version)
        valid(GEOJSON, whole(written(Path(folder), "geojson", found)))
        assert len(lines(written(Path(folder), "plover", found))) == len(coding.events)


def check_annotations(page: dict[str, Any], known: dict[str, str]) -> None:
    valid(ANNOTATIONS, page)
    ids = [item["id"] for item in page["items"]]
    assert len(ids) == len(set(ids))
    for item in page["items"]:
        position, words = item["target"]["selector"]
        text = known[item["target"]["version"]]
        start, end = position["start"], position["end"]
        assert text[start:end] == words["exact"]
        assert text[:start].endswith(words["prefix"])
        assert text[end:].startswith(words["suffix"])


@pytest.mark.parametrize("format", ["plover", "geojson", "annotation"])
def test_every_key_is_in_the_codebook(format: str, tmp_path: Path) -> None:
    out = written(tmp_path, format)
    told = Path(f"{out}.codebook.csv").read_text("utf-8").splitlines()
    assert told[0] == ",".join(Line._fields)
    known = {line.split(",")[1] for line in told[1:]}
    items = (
        lines(out)
        if format == "plover"
        else whole(out)["features" if format == "geojson" else "items"]
    )
    if format == "geojson":
        items = [item["properties"] for item in items]
    assert {key for item in items for key in item} - {"type"} <= known | {"type"}
