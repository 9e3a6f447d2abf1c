import math
from typing import Any

import pytest

from dragoman.benchmark.places import contained, point, score_places, within_reach
from dragoman.model import Place, Report

PARIS = {"lat": 48.85, "lon": 2.35, "geonameid": "2988507", "fcode": "PPLC"}
# The middle of Lebanon as another source might have it, some 220 km from ours.
LEBANON = {"lat": 35.8, "lon": 35.8, "geonameid": "272103", "fcode": "PCLI"}


def mark(text: str, words: str, **more: Any) -> dict[str, Any]:
    start = text.index(words)
    return {"text": words, "start": start, "end": start + len(words), **more}


def test_scores_computed_by_hand() -> None:
    text = "Envoys met in Paris, and officials in Lebanon said so in Warsaw."
    row = {
        "text": text,
        "toponyms": [
            mark(text, "Paris", **PARIS),  # found and near
            mark(text, "Lebanon", **LEBANON),  # found, and right by its id alone
            mark(text, "officials", lat=0.0, lon=0.0),  # no place: neither found nor resolved
            mark(text, "Warsaw", lat=None, lon=None),  # found, but nobody knows where it is
            {"text": "Oslo", "start": 3, "end": 7, "lat": 59.9, "lon": 10.7},  # not in the text
        ],
    }
    summary = score_places([row]).summary()
    assert (summary["annotated"], summary["found"], summary["resolved"]) == (4, 3, 3)
    assert summary["detection_f1"] == round(2 * 3 / (4 + 3), 4)
    assert (summary["detection_precision"], summary["detection_recall"]) == (1.0, 0.75)
    assert summary["accuracy_161km"] == round(1 / 3, 4)
    assert summary["accuracy_contained"] == round(2 / 3, 4)
    assert summary["end_to_end_f1"] == round(2 * 2 / (3 + 2), 4)
    assert summary["without_coordinates"] == 1
    assert (summary["moved_annotations"], summary["misplaced_annotations"]) == (0, 1)
    assert (summary["texts"], summary["characters"]) == (1, len(text))


def test_an_annotation_that_stands_off_from_its_words() -> None:
    text = "Paris, they said. Envoys met in Paris."
    moved = {"text": "Paris", "start": 30, "end": 35, **PARIS}
    summary = score_places([{"text": text, "toponyms": [moved]}]).summary()
    assert (summary["moved_annotations"], summary["annotated"], summary["found"]) == (1, 1, 2)
    assert summary["detection_f1"] == round(2 * 1 / (1 + 2), 4)
    assert summary["accuracy_161km"] == 1.0


def test_fields_that_are_missing() -> None:
    rows: list[dict[str, Any]] = [
        {"text": "Envoys met in Paris.", "toponyms": [{"start": 14, "end": 19}]},
        {"text": "Nothing happened."},
        {"text": ""},
    ]
    summary = score_places(rows).summary()
    assert (summary["detection_f1"], summary["without_coordinates"]) == (1.0, 1)
    assert summary["accuracy_161km"] == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"lat": "1.5", "lon": -2}, (1.5, -2.0)),
        ({"lat": 1.5}, None),
        ({"lat": "", "lon": ""}, None),
        ({"lat": None, "lon": None}, None),
        ({"lat": math.nan, "lon": 0.0}, None),
    ],
)
def test_point(given: dict[str, Any], expected: tuple[float, float] | None) -> None:
    assert point(given) == expected


def placed(**more: Any) -> Place:
    evidence = Report(address="t", text="x").evidence(0, 1)
    return Place(evidence=evidence, confidence=1.0, reason="Test.", **more)


@pytest.mark.parametrize(
    ("latitude", "longitude", "near"),
    [  # a degree of latitude is 111.2 km everywhere, of longitude half of that at 60° north
        (61.44, 10.0, True),
        (61.46, 10.0, False),
        (60.0, 12.85, True),
        (60.0, 12.95, False),
        (-60.0, -170.0, False),
    ],
)
def test_within_a_hundred_miles(latitude: float, longitude: float, near: bool) -> None:
    here = placed(latitude=60.0, longitude=10.0)
    assert within_reach(here, {"lat": latitude, "lon": longitude}) is near
    assert not within_reach(here, {})
    assert not within_reach(placed(), {"lat": latitude, "lon": longitude})


RUSSIA = {"latitude": 60.0, "longitude": 100.0, "country": "RUS", "geonames": 2017370}
DALLAS = {"latitude": 32.8, "longitude": -96.8, "country": "USA", "admin1": "Texas"}
TEXAS = {"text": "Texas", "fcode": "ADM1", "lat": 31.0, "lon": -99.0}

CONTAINED: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    (RUSSIA, {"geonameid": "2017370", "lat": 55.0, "lon": 40.0}, True),
    (RUSSIA, {"geonameid": 2017370}, True),
    (RUSSIA, {"text": "Russian", "fcode": "PCLI", "lat": 55.0, "lon": 80.0}, True),
    (RUSSIA, {"wiki": "https://en.wikipedia.org/wiki/Russia", "lat": 60.0, "lon": 90.0}, True),
    (RUSSIA, {"text": "Ukraine", "fcode": "PCLI", "lat": 49.0, "lon": 32.0}, False),
    (RUSSIA, {"text": "Russia", "fcode": "PPL", "lat": 60.0, "lon": 90.0}, False),
    (RUSSIA, {"text": "Russia"}, False),  # nothing says what kind of place it is
    (DALLAS, TEXAS, True),
    (DALLAS, {**TEXAS, "text": "Ohio", "lat": 40.0, "lon": -83.0}, False),
    (DALLAS, {"text": "U.S.", "fcode": "PCLI", "lat": 39.8, "lon": -98.5}, True),
    (DALLAS, {"wiki": "https://x.org/wiki/Georgia_(country)", "lat": 42.0, "lon": 43.5}, False),
    ({}, TEXAS, False),
]


@pytest.mark.parametrize(("place", "gold", "expected"), CONTAINED)
def test_contained(place: dict[str, Any], gold: dict[str, Any], expected: bool) -> None:
    assert contained(placed(**place), gold) is expected


def test_a_city_is_told_from_the_area_of_its_name_by_the_title() -> None:
    buffalo = placed(latitude=42.9, longitude=-78.9, country="USA", admin1="New York")
    words = {"text": "New York", "lat": 40.7, "lon": -74.0}
    assert not contained(buffalo, {**words, "wiki": "https://x.org/wiki/New_York_City"})
    assert contained(buffalo, {**words, "wiki": "https://x.org/wiki/New_York_(state)"})
