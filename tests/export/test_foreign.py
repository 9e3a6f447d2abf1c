"""The readers of other data sets' files; every row here is made up."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import ArchiveError
from dragoman.export.foreign import SOURCES, ForeignEvent, ForeignParty, read
from dragoman.export.gdelt import KEYS

POLECAT = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tEvent Intensity\tActor Name\tActor Country\t"
    "Recipient Name\tRecipient Country\tPlacename\tCountry\tLatitude\tLongitude\n"
    "A-1\t2023-01-31\tCONSULT\tvisit\t2.5\tNorland; Sudland\tNOR; None\tNone\tNone\t"
    '"Port ""Old"" Town"\tNOR\t59.5\t-10.25\n'
    "A-2\t\tASSAULT\t\t-9\tNone\t\tSudland\tSDN; EGY\t\t\t\t\n"
)
ACLED = (
    "\ufeffevent_id_cnty,event_date,event_type,sub_event_type,actor1,assoc_actor_1,actor2,country,"
    "location,latitude,longitude,notes,fatalities\n"
    "N1,2023-01-31,Protests,Peaceful protest,Protesters (Norland),Union; Guild,,Norland,Port,1.5,2,"
    '"Two\nlines, ""quoted""",0\n'
    "N2,31 January 2023,Battles,,A,,B,Norland,Port,,,x,3\n"
)


def gdelt(**cells: str) -> str:
    return "\t".join(cells.get(key.name, "") for key in KEYS) + "\n"


GDELT = gdelt(
    GLOBALEVENTID="1",
    SQLDATE="20230131",
    EventCode="042",
    Actor1Name="NORLAND",
    Actor1CountryCode="NOR",
    ActionGeo_FullName="Port",
    ActionGeo_Lat="1.5",
    ActionGeo_Long="2",
    SOURCEURL="https://example.org",
) + gdelt(GLOBALEVENTID="2", SQLDATE="20230201")
FILES = {"polecat": POLECAT, "acled": ACLED, "gdelt": GDELT}


def events(text: str | bytes, source: str) -> list[ForeignEvent]:
    data = text.encode() if isinstance(text, str) else text
    return list(read(io.BytesIO(data), source=source))


def test_a_polecat_file() -> None:
    assert events(POLECAT, "polecat") == [
        ForeignEvent(
            source="polecat",
            id="A-1",
            day=date(2023, 1, 31),
            type="CONSULT",
            mode="visit",
            actor=(
                ForeignParty(name="Norland"),
                ForeignParty(name="Sudland"),
                ForeignParty(country="NOR"),
            ),
            place='Port "Old" Town',
            country="NOR",
            latitude=59.5,
            longitude=-10.25,
        ),
        ForeignEvent(
            source="polecat",
            id="A-2",
            type="ASSAULT",
            recipient=(
                ForeignParty(name="Sudland"),
                ForeignParty(country="SDN"),
                ForeignParty(country="EGY"),
            ),
        ),
    ]


def test_a_gdelt_file() -> None:
    one, two = events(GDELT, "gdelt")
    assert one == ForeignEvent(
        source="gdelt",
        id="1",
        day=date(2023, 1, 31),
        type="042",
        actor=(ForeignParty(name="NORLAND", country="NOR"),),
        place="Port",
        latitude=1.5,
        longitude=2.0,
        url="https://example.org",
    )
    assert two == ForeignEvent(source="gdelt", id="2", day=date(2023, 2, 1))
    header = gdelt(**{key.name: key.name for key in KEYS})
    assert events(header + GDELT, "gdelt") == [one, two]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_an_acled_file(separator: str) -> None:
    text = ACLED.replace("Union; Guild", "Union") if separator == ";" else ACLED
    if separator != ",":
        text = text.replace("lines, ", "lines ").replace(",", separator)
    one, two = events(text, "acled")
    assert (one.id, one.day, one.type, one.mode) == (
        "N1",
        date(2023, 1, 31),
        "Protests",
        "Peaceful protest",
    )
    assert one.text is not None
    assert one.text.startswith("Two\nlines")
    assert one.actor[:2] == (ForeignParty(name="Protesters (Norland)"), ForeignParty(name="Union"))
    assert (two.day, two.latitude) == (date(2023, 1, 31), None)


@pytest.mark.parametrize(
    ("source", "old", "new", "said"),
    [
        (
            "polecat",
            "2023-01-31",
            "31/01/2023",
            "Line 2: Column Event Date: '31/01/2023' is no day",
        ),
        ("polecat", "59.5", "north", "Line 2: Column Latitude: 'north' is no number"),
        ("polecat", "59.5", "95", "Line 2: Column Latitude: '95' is not between -90 and 90"),
        ("polecat", "59.5", "nan", "Line 2: Column Latitude: 'nan' is not between"),
        ("polecat", "A-2", "", "Line 3: Column Event ID: is empty"),
        ("polecat", "\tASSAULT", "", "Line 3: 12 cells, where there are 13 columns"),
        ("polecat", "Event Type", "Type", "Line 1: There is no column Event Type"),
        ("gdelt", "20230201", "2023", "Line 2: Column SQLDATE: '2023' is no day"),
        ("gdelt", "https://example.org\n", "https://example.org\t\n", "Line 1: 62 cells"),
        ("acled", "31 January 2023", "yesterday", "Line 4: Column event_date: 'yesterday'"),
        ("acled", "N2,", "N2,,", "Line 4: 14 cells"),
        ("acled", "actor1", "actor", "Line 1: There is no column actor1"),
        ("acled", ',"Two', ',"Two" x', "Line 2: The row cannot be read"),
    ],
)
def test_errors_name_the_line_and_the_column(source: str, old: str, new: str, said: str) -> None:
    assert old in FILES[source]
    with pytest.raises(ArchiveError) as caught:
        events(FILES[source].replace(old, new, 1), source)
    assert caught.value.what.startswith(said)


@pytest.mark.parametrize("source", SOURCES)
def test_what_is_no_utf_8_is_told_by_its_line(source: str) -> None:
    data = FILES[source].encode() + b"\xff\n"
    with pytest.raises(ArchiveError, match=r"Line \d: Byte 1 is not UTF-8"):
        events(data, source)


@pytest.mark.parametrize("source", SOURCES)
def test_an_empty_file_has_no_events(source: str) -> None:
    assert events("", source) == []


@pytest.mark.parametrize("source", SOURCES)
def test_events_come_as_the_file_is_read(source: str) -> None:
    lines = FILES[source].encode().splitlines(keepends=True)
    read_so_far = list[bytes]()

    def stream() -> Iterator[bytes]:
        for line in lines:
            read_so_far.append(line)
            yield line

    next(SOURCES[source](stream()))
    assert len(read_so_far) < len(lines)


def test_a_foreign_event_comes_back_from_json() -> None:
    for event in events(POLECAT, "polecat"):
        assert ForeignEvent.from_json(event.to_json()) == event


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        list(read(tmp_path / "none", source="acled"))
    with pytest.raises(ArchiveError, match="Use one of polecat, gdelt, acled"):
        list(read(tmp_path / "none", source="other"))
