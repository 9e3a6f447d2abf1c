"""Events in the 61 columns of GDELT 2: tab-separated, without a header, as its files are."""

from collections.abc import Iterator
from datetime import date

from dragoman.export import shapes
from dragoman.export.codebook import Key, Line
from dragoman.export.columns import Cell, placed
from dragoman.export.outputs import Outputs
from dragoman.export.selection import Selection
from dragoman.export.tally import Tally
from dragoman.model import Actor, Event, Place, Report, When
from dragoman.vocab import nonstates

NOTE = (
    "The file has no header, as GDELT's have none; the codebook names the columns in their order. "
    "GLOBALEVENTID is our id, which is text and not a number. EventRootCode is CAMEO's root for "
    "PLOVER's type and mode, and empty where PLOVER's codes leave open which of several roots it "
    "is; EventCode and EventBaseCode repeat it, because we code no finer. QuadClass is PLOVER's "
    "quad. SQLDATE, MonthYear and Year are filled as far as the report tells. Places have no FIPS "
    "codes: ActionGeo_CountryCode and the ADM codes are empty, and the name is in "
    "ActionGeo_FullName. Empty as well: Goldstein scores, mentions and tone, ethnic and religious "
    "codes, and where the actors are. DATEADDED is the day of publication, which GDELT follows by "
    "minutes: an event whose day is not told happened by then, or is older."
)
_NO = "empty: we do not code it"


def _who(n: int) -> list[Key]:
    a = f"Actor{n}"
    role = "actor" if n == 1 else "recipient"
    return [
        Key(f"{a}Code", f"country, then sectors, of the first {role}, without blanks"),
        Key(f"{a}Name", f"the name of the first {role}"),
        Key(f"{a}CountryCode", "its country: ISO 3166 alpha-3", "country"),
        Key(f"{a}KnownGroupCode", "PLOVER's code where it is no state", "country"),
        *(Key(f"{a}{n}Code", _NO) for n in ("Ethnic", "Religion1", "Religion2")),
        *(Key(f"{a}Type{i}Code", "one of its sectors, PLOVER's", "sector") for i in (1, 2, 3)),
    ]


def _geo(what: str) -> list[Key]:
    ours = what == "Action"
    told = {
        "Type": "1 country, 2 US state, 3 US city, 4 city elsewhere, 5 province elsewhere",
        "FullName": "the place, its province and its country",
        "Lat": "WGS 84 degrees",
        "Long": "WGS 84 degrees",
        "FeatureID": "GeoNames' id; GDELT's own is of another gazetteer outside cities",
    }
    parts = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return [Key(f"{what}Geo_{part}", told.get(part, _NO) if ours else _NO) for part in parts]


KEYS = [
    Key("GLOBALEVENTID", "our id: text"),
    Key("SQLDATE", "the day, YYYYMMDD, where the report tells it"),
    Key("MonthYear", "the month, YYYYMM, where the report tells it"),
    Key("Year", "the year, where the report tells it"),
    Key(
        "FractionDate", "the day as a fraction of its year, as GDELT counts: (month x 30 + day)/365"
    ),
    *_who(1),
    *_who(2),
    Key("IsRootEvent", _NO),
    Key("EventCode", "as EventRootCode"),
    Key("EventBaseCode", "as EventRootCode"),
    Key("EventRootCode", "CAMEO's root for PLOVER's type and mode"),
    Key("QuadClass", "PLOVER's quad", "quad"),
    Key("GoldsteinScale", _NO),
    Key("NumMentions", "empty: an event is of one report"),
    Key("NumSources", "empty: an event is of one report"),
    Key("NumArticles", "empty: an event is of one report"),
    Key("AvgTone", _NO),
    *_geo("Actor1"),
    *_geo("Actor2"),
    *_geo("Action"),
    Key("DATEADDED", "the day the report was published, YYYYMMDD000000"),
    Key("SOURCEURL", "the report's address"),
]


def write(selection: Selection, outputs: Outputs, tally: Tally) -> Iterator[Line]:
    """Write the file; the lines of its codebook."""
    return shapes.write(SHAPE, selection, outputs, tally)


def root(type: str, mode: str | None) -> str:
    """CAMEO's root code for a type and mode of PLOVER's; empty where it is left open."""
    row = shapes.row_of("cameo", type)
    found = shapes.mode_of(row, mode)
    return str(row.get("root", "") if found is None else found)


def _cells(event: Event, report: Report, tally: Tally) -> dict[str, Cell]:
    code = root(event.type, event.mode)
    if not code:
        tally.empty("EventRootCode")
    if shapes.only_day(event.when) is None:
        tally.empty("SQLDATE")
    place = placed(event.place)
    return {
        "GLOBALEVENTID": event.id,
        **_dates(event.when),
        **_actor(1, event.actor),
        **_actor(2, event.recipient),
        "EventCode": code,
        "EventBaseCode": code,
        "EventRootCode": code,
        "QuadClass": event.quad,
        **(_where(place) if place else {}),
        "DATEADDED": f"{_digits(report.published)}000000" if report.published else None,
        "SOURCEURL": report.address,
    }


def _dates(when: When | None) -> dict[str, Cell]:
    if when is None or when.start is None or when.end is None:
        return {}
    start, end = when.start, when.end
    out: dict[str, Cell] = {}
    if start.year == end.year:
        out["Year"] = _digits(start)[:4]
    if (start.year, start.month) == (end.year, end.month):
        out["MonthYear"] = _digits(start)[:6]
    if start == end:
        out["SQLDATE"] = _digits(start)
        out["FractionDate"] = f"{start.year + (start.month * 30 + start.day) / 365:.4f}"
    return out


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _actor(n: int, actors: tuple[Actor, ...]) -> dict[str, Cell]:
    if not actors:
        return {}
    first = actors[0]
    country = first.country
    out: dict[str, Cell] = {
        f"Actor{n}Code": "".join((country or "", *first.sectors)),
        f"Actor{n}Name": shapes.named(first),
    }
    column = "KnownGroupCode" if country in nonstates() else "CountryCode"
    out[f"Actor{n}{column}"] = country
    return out | {f"Actor{n}Type{i}Code": s for i, s in enumerate(first.sectors[:3], start=1)}


def _where(place: Place) -> dict[str, Cell]:
    kinds = shapes.row_of("geo_type", place.precision or "")
    names = (place.name, place.admin1, shapes.country_name(place.country))
    return {
        "ActionGeo_Type": str(kinds.get("usa" if place.country == "USA" else "code", "")),
        "ActionGeo_FullName": ", ".join(dict.fromkeys(filter(None, names))),
        "ActionGeo_Lat": place.latitude,
        "ActionGeo_Long": place.longitude,
        "ActionGeo_FeatureID": place.geonames,
    }


SHAPE = shapes.Shape(
    name="GDELT 2", keys=KEYS, cells=_cells, separator="\t", header=False, note=NOTE
)
