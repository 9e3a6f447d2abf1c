"""How well known a name is as that of a place, whatever stands around it."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from dragoman.resolve.gazetteer import Entry, gazetteer, place_key
from dragoman.resolve.places_text import words_of


@dataclass(frozen=True, slots=True)
class Standing:
    """How well known a name is as that of a place, whatever stands around it."""

    weight: float
    area: bool = False  # a country, an area or a region
    people: bool = False  # of a people: "Russian"
    other: bool = False  # by another name than its own


@lru_cache(maxsize=50_000)
def standing(name: str) -> Standing | None:
    """How well known a name is as that of a place; None where it is none at all."""
    single = " " not in name
    if name in words_of("peoples"):
        return Standing(3.0, people=True)
    if name in words_of("persons") or (name not in words_of("acronyms") and _common(name)):
        return None
    entries = _entries(name)
    if not entries:
        return None
    people = [entry for entry in entries if entry.match == "demonym"]
    if people:
        plural = name.endswith(("s", "men")) and not name.endswith("ss")
        return None if plural else Standing(3.0, people=True)
    best = max(_known(entry, name) for entry in entries)
    area = any(
        entry.kind not in ("city", "point") and _known(entry, name) >= 3 for entry in entries
    )
    other = all(entry.match == "alternate" for entry in entries)
    return Standing(best + 0.5 * (not single), area, other=other)


def _common(name: str) -> bool:
    return name.lower() in words_of("common")


def _entries(name: str) -> tuple[Entry, ...]:
    """The places of a name, with or without the article of Arabic."""
    entries = gazetteer().lookup(name)
    article, _, bare = name.partition(" ")
    if bare and all(map(_common, name.split())):
        return tuple(entry for entry in entries if _settled(entry))  # "Little Rock"
    if bare and not entries and article.lower() in words_of("articles"):
        return gazetteer().lookup(bare)
    return entries


def _settled(entry: Entry) -> bool:
    """Whether the place is so well known that even common words mean it."""
    return entry.match == "primary" and (entry.kind != "city" or entry.population > 100_000)


def _known(entry: Entry, name: str) -> float:
    if entry.kind in ("country", "region", "point"):
        return 3.0
    if entry.kind == "admin1" and entry.population > 200_000:
        return 3.0 if entry.match == "primary" or entry.country in ("USA", "CAN", "AUS") else 2.0
    if entry.match == "alternate":
        alike = SequenceMatcher(None, place_key(name), place_key(entry.name)).ratio() > 0.6
        return 1.5 if entry.population > 100_000 and alike else 0.0
    if entry.capital or entry.population > 500_000:
        return 2.5
    if entry.population > 300_000:
        return 2.0
    return 1.5 if entry.population > 50_000 else 1.0 if entry.population > 10_000 else 0.5
