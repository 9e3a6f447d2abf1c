"""Files in the columns of POLECAT, GDELT 2 and ACLED: read by pandas, and by our own readers."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas
import pytest
from selections import codings, manifest, of_events, selection, texts, written

from dragoman.errors import ArchiveError
from dragoman.export import acled, foreign, gdelt, polecat, shapes
from dragoman.export.formats import export
from dragoman.export.neutral import plain
from dragoman.export.selection import Selection
from dragoman.model import Event, Precision, Status, When
from dragoman.vocab import plover
from factories import coding


def names(text: str) -> list[str]:
    return text.split(",")


POLECAT = names(
    "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,"
    "Actor Country,Actor COW,Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,"
    "Wikipedia Actor ID,Recipient Name,Recipient Country,Recipient COW,"
    "Primary Recipient Sector,Recipient Sectors,"
    "Recipient Title,Recipient Name Raw,Wikipedia Recipient ID,Placename,City,District,Province,"
    "Country,Latitude,Longitude,GeoNames ID,Raw Placename,Feature Type,Source,Publication Date,"
    "Story People,Story Organizations,Story Locations,Language,Version"
)
_ACTOR = names(
    "Code,Name,CountryCode,KnownGroupCode,EthnicCode,Religion1Code,Religion2Code,Type1Code,"
    "Type2Code,Type3Code"
)
_GEO = names("Type,FullName,CountryCode,ADM1Code,ADM2Code,Lat,Long,FeatureID")
GDELT = [
    *names("GLOBALEVENTID,SQLDATE,MonthYear,Year,FractionDate"),
    *(f"Actor1{c}" for c in _ACTOR), *(f"Actor2{c}" for c in _ACTOR),
    *names("IsRootEvent,EventCode,EventBaseCode,EventRootCode,QuadClass,GoldsteinScale"),
    *names("NumMentions,NumSources,NumArticles,AvgTone"),
    *(f"{who}Geo_{c}" for who in ("Actor1", "Actor2", "Action") for c in _GEO),
    "DATEADDED", "SOURCEURL",
]  # fmt: skip
ACLED = names(
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp"
)
COLUMNS = {"polecat": POLECAT, "gdelt": GDELT, "acled": ACLED}
BASE = coding(0)
EVENT = BASE.events[0]


def frame(folder: Path, format: str, found: Selection | None = None) -> Any:
    out = written(folder, format, found)
    headed = {"header": None, "names": GDELT} if format == "gdelt" else {}
    separator = "," if format == "acled" else "\t"
    return pandas.read_csv(out, sep=separator, dtype=str, keep_default_na=False, **headed)


def only(folder: Path, format: str, event: Event) -> dict[str, str]:
    [row] = frame(folder, format, of_events(BASE.report, event)).to_dict("records")
    return {str(name): str(cell) for name, cell in row.items()}


def changed(**fields: Any) -> Event:
    return EVENT.model_copy(update=fields)


def when(start: date | None, end: date | None, precision: Precision) -> Event:
    return changed(when=When(start=start, end=end, precision=precision))


@pytest.mark.parametrize("format", COLUMNS)
def test_their_columns_stand_in_their_order(format: str, tmp_path: Path) -> None:
    module = {"polecat": polecat, "gdelt": gdelt, "acled": acled}[format]
    assert [key.name for key in module.KEYS] == COLUMNS[format]
    assert len(COLUMNS[format]) == {"polecat": 40, "gdelt": 61, "acled": 31}[format]
    found = frame(tmp_path, format)
    assert list(found.columns) == COLUMNS[format]
    assert len(found) == 3


@pytest.mark.parametrize("format", COLUMNS)
def test_the_evidence_of_each_event_stands_beside(format: str, tmp_path: Path) -> None:
    ids = frame(tmp_path, format)[COLUMNS[format][0]]
    beside = pandas.read_csv(
        tmp_path / f"talks.{format}.evidence.csv", dtype=str, keep_default_na=False
    )
    assert list(beside["id"]) == list(ids)
    for row in beside.to_dict("records"):
        text = texts()[row["version"]]
        assert text[int(row["start"]) : int(row["end"])] == plain(row["words"])


@pytest.mark.parametrize("format", COLUMNS)
def test_the_manifest_says_whose_coding_it_is(format: str, tmp_path: Path) -> None:
    notes = " ".join(manifest(written(tmp_path, format))["notes"])
    assert "This is dragoman's coding in the columns of" in notes
    assert "It is not" in notes
    assert "mpty" in notes


@pytest.mark.parametrize("format", COLUMNS)
def test_our_readers_take_the_shapes_for_what_they_look_like(format: str, tmp_path: Path) -> None:
    out = written(tmp_path, format)
    found = list(foreign.read(out, source=format))
    assert {e.id for e in found} == {e.id for c in codings() for e in c.events}
    assert {e.day for e in found} == {date(2024, 4, 29)}
    assert {e.actor[0].name for e in found} == {"Russia"}
    assert {(e.latitude, e.longitude) for e in found} == {(49.98, 36.25)}


@pytest.mark.parametrize("format", COLUMNS)
@pytest.mark.parametrize(
    "status", [s for s in Status if s not in (Status.ACTUAL, Status.HISTORICAL)]
)
def test_what_is_not_told_as_done_is_left_out_and_counted(
    format: str, status: Status, tmp_path: Path
) -> None:
    out = written(tmp_path, format, of_events(BASE.report, EVENT, changed(status=status)))
    told = manifest(out)
    assert told["counts"] == {"events": 1}
    assert told["left_out"] == {f"told as {status}, not as done": 1}


def test_a_polecat_row(tmp_path: Path) -> None:
    row = only(tmp_path, "polecat", EVENT)
    assert {name: cell for name, cell in row.items() if cell} == {
        "Event ID": EVENT.id, "Event Date": "2024-04-29", "Event Type": "ASSAULT",
        "Event Mode": "aerial", "Intensity": "-9.5",
        "Quad Code": "MATERIAL CONFLICT", "Contexts": "military", "Actor Name": "Russia",
        "Actor Country": "RUS", "Actor Name Raw": "Russian forces", "Placename": "Kharkiv",
        "City": "Kharkiv", "Country": "UKR", "Latitude": "49.98", "Longitude": "36.25",
        "GeoNames ID": "706483", "Raw Placename": "Kharkiv", "Publication Date": "2024-05-02",
        "Version": "dragoman/test",
    }  # fmt: skip


def test_a_gdelt_row(tmp_path: Path) -> None:
    row = only(tmp_path, "gdelt", EVENT)
    assert {name: cell for name, cell in row.items() if cell} == {
        "GLOBALEVENTID": EVENT.id, "SQLDATE": "20240429", "MonthYear": "202404", "Year": "2024",
        "FractionDate": "2024.4082", "Actor1Code": "RUS", "Actor1Name": "Russia",
        "Actor1CountryCode": "RUS", "EventCode": "19", "EventBaseCode": "19",
        "EventRootCode": "19", "QuadClass": "4", "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Kharkiv, Ukraine", "ActionGeo_Lat": "49.98",
        "ActionGeo_Long": "36.25", "ActionGeo_FeatureID": "706483", "DATEADDED": "20240502000000",
        "SOURCEURL": "https://example.org/0",
    }  # fmt: skip


def test_an_acled_row(tmp_path: Path) -> None:
    row = only(tmp_path, "acled", EVENT)
    notes = row.pop("notes")
    assert "Russian forces struck power stations" in notes
    assert EVENT.id in notes
    assert {name: cell for name, cell in row.items() if cell} == {
        "event_id_cnty": EVENT.id, "event_date": "2024-04-29", "year": "2024",
        "time_precision": "1", "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike",
        "actor1": "Russia", "country": "Ukraine", "location": "Kharkiv", "latitude": "49.98",
        "longitude": "36.25", "geo_precision": "1", "source": "Report 0", "fatalities": "12",
    }  # fmt: skip


_SPANS = [
    (date(2024, 4, 1), date(2024, 4, 30), Precision.MONTH, ("", "202404", "2024"), "2024-04-01"),
    (date(2024, 4, 29), date(2024, 5, 5), Precision.WEEK, ("", "", "2024"), "2024-04-29"),
    (date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR, ("", "", "2024"), ""),
    (date(2023, 12, 1), date(2024, 2, 29), Precision.SEASON, ("", "", ""), ""),
    (None, date(2024, 5, 2), Precision.REPORT, ("", "", ""), ""),
    (None, None, Precision.VAGUE, ("", "", ""), ""),
]


@pytest.mark.parametrize(("start", "end", "precision", "parts", "day"), _SPANS)
def test_no_day_is_made_up(
    start: date | None,
    end: date | None,
    precision: Precision,
    parts: tuple[str, str, str],
    day: str,
    tmp_path: Path,
) -> None:
    event = when(start, end, precision)
    row = only(tmp_path, "gdelt", event)
    assert (row["SQLDATE"], row["MonthYear"], row["Year"]) == parts
    assert only(tmp_path, "polecat", event)["Event Date"] == ""
    assert manifest(tmp_path / "talks.polecat")["left_empty"] == {"Event Date": 1}
    assert only(tmp_path, "acled", event)["event_date"] == day


def test_what_is_not_known_is_not_zero(tmp_path: Path) -> None:
    row = only(tmp_path, "acled", changed(size=None, place=(), actor=()))
    assert [row[c] for c in ("fatalities", "latitude", "country", "actor1")] == [""] * 4


def test_a_country_has_no_coordinates_in_acled(tmp_path: Path) -> None:
    place = EVENT.place[0].model_copy(update={"precision": "country"})
    row = only(tmp_path, "acled", changed(place=(place,)))
    assert (row["country"], row["latitude"], row["geo_precision"]) == ("Ukraine", "", "")


@pytest.mark.parametrize(
    ("type", "mode", "root"),
    [
        ("AGREE", None, "03"), ("CONSULT", "visit", "04"), ("REQUEST", None, "10"),
        ("ACCUSE", None, "11"), ("ACCUSE", "investigate", "09"), ("ASSAULT", None, ""),
        ("ASSAULT", "abduct", "18"), ("ASSAULT", "unconventional", "20"),
    ],
)  # fmt: skip
def test_cameo_goes_no_further_than_plover(type: str, mode: str | None, root: str) -> None:
    assert gdelt.root(type, mode) == root


def test_the_tables_of_shapes_name_only_what_plover_has() -> None:
    types = plover().types
    assert set(shapes.shapes()["cameo"]) == set(types)
    for table in ("cameo", "acled"):
        for name in shapes.shapes()[table]:
            row = shapes.row_of(table, name)
            modes, without = row.get("modes", {}), row.get("without", [])
            assert isinstance(modes, dict)
            assert isinstance(without, list)
            assert {*modes, *without} <= set(types[name].modes)
    assert set(shapes.codes("time_precision")) <= set(Precision)
    assert set(shapes.codes("auxiliary")) == set(Status) - {Status.ACTUAL}


@pytest.mark.parametrize(
    ("type", "mode", "why"),
    [("CONSULT", None, True), ("PROTEST", "strike", True), ("PROTEST", "demo", False)],
)
def test_acled_takes_violence_and_demonstrations(
    type: str, mode: str | None, why: bool, tmp_path: Path
) -> None:
    out = written(tmp_path, "acled", of_events(BASE.report, changed(type=type, mode=mode)))
    left = {"neither violence nor a demonstration": 1} if why else {}
    assert manifest(out)["left_out"] == left


def test_a_format_for_events_refuses_other_kinds(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="holds events alone"):
        export(selection(codings(), kinds=("figures",)), format="gdelt", out=tmp_path / "x")
    assert list(tmp_path.iterdir()) == []
