"""The words of a place name: what they can name, and what the words around them say of it."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dragoman.resolve.gazetteer import Entry, gazetteer
from dragoman.resolve.places_report import holders

_AROUND = 60  # characters before and after a name that are read for what kind of place it is


@dataclass(frozen=True, slots=True)
class Setting:
    """What the words around a name say: the kind of place, and the areas that hold it."""

    kind: str | None  # "admin1", "admin2" or "city"
    holders: tuple[Entry, ...]


@cache
def _words() -> dict[str, Any]:  # Any: TOML tables
    path = files("dragoman.resolve") / "data" / "place_words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def well_known(entry: Entry) -> bool:
    """Whether a report need not say where the place is: a capital, or a city such as Geneva."""
    return entry.capital or entry.geonames in _words()["known"]["cities"]


def candidates(words: str) -> tuple[tuple[Entry, ...], str | None]:
    """What the words can name, tried with less and less around the name, and the kind they say."""
    words = re.sub(r"['’]s?$", "", " ".join(words.split()))
    found = _known(words)
    if found:
        return found, None
    head, _, tail = words.partition(",")
    if tail:
        inside, kind = candidates(head)
        areas = _known(tail)
        if kind == "admin2":
            inside = tuple(area for area in areas if area.kind == "admin1") or inside
        return tuple(entry for entry in inside if _within(entry, areas)) or inside, kind
    parts, kind = words.split(), None
    drop = _words()["drop"]
    while len(parts) > 1 and parts[-1].lower() in drop["after"]:
        word = parts.pop().lower()
        kind = _kind_of(word) or ("admin2" if word in _words()["admin2"]["named"] else kind)
        found = _known(" ".join(parts))
        if found:
            return found, kind
    while len(parts) > 1 and parts[0].lower() in drop["before"]:
        kind = _kind_of(parts.pop(0).lower()) or kind
        found = _known(" ".join(parts))
        if found:
            return found, kind
    return (), kind


def with_area(found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The places with, where no area has the name, the area of the largest town that has it."""
    if not found or any(entry.kind == "admin1" for entry in found):
        return found
    town = max(found, key=lambda entry: entry.population)
    area = gazetteer().admin1(town.admin1) if town.kind == "city" else None
    return (*found, area) if area else found


def _within(entry: Entry, areas: tuple[Entry, ...]) -> bool:
    return any(a.country == entry.country and a.admin1 in ("", entry.admin1) for a in areas)


def _kind_of(word: str) -> str | None:
    kinds = ("admin1", "admin2", "city")
    return next((kind for kind in kinds if word in _words()[kind]["words"]), None)


def _known(name: str) -> tuple[Entry, ...]:
    """The places of a name, in any spelling of an Arabic article before it."""
    if not any(character.isupper() for character in name):
        return ()  # "the capital", "the border"
    found = gazetteer().lookup(name)
    if found:
        return found
    head, _, tail = re.sub(r"[-‐‑]", " ", name).partition(" ")
    articles = _words()["articles"]["words"]
    bare = tail if head.lower() in articles and tail else name
    spelled = (gazetteer().lookup(f"{article} {bare}") for article in ("al", "el", *articles))
    if bare != name:
        found = gazetteer().lookup(bare)
    return found or next((entries for entries in spelled if entries), ())


def setting_of(text: str, start: int, end: int) -> Setting:
    """What the words on both sides of a name say of it."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    follows = re.match(r"\s+([\w-]+)", after)
    leads = re.search(r"([\w-]+)(?:\s+of)?(?:\s+the)?\s+$", before)
    kind = follows and _kind_of(follows.group(1).lower())
    kind = kind or (leads and _kind_of(leads.group(1).lower()))
    return Setting(kind or None, holders(after))
