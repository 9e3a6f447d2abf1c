"""The words of a place name: what they can name, and what the words around them say of it."""

import re
from dataclasses import dataclass

from dragoman.resolve.gazetteer import Entry, gazetteer
from dragoman.resolve.places_held import AROUND, Held, held, place_words


@dataclass(frozen=True, slots=True)
class Setting:
    """What the words around a name say: the kind of place, and what holds it."""

    kind: str | None  # "admin1", "admin2" or "city"
    held: Held


def well_known(entry: Entry) -> bool:
    """Whether a report need not say where the place is: a capital, or a city such as Geneva."""
    return entry.capital or entry.geonames in place_words()["known"]["cities"]


def own_words(words: str) -> str:
    """The name without what is told to hold it: "Sabra" of "Sabra, Gaza City, Palestine"."""
    whole = _known(" ".join(words.split()))
    return words if whole else re.split(r",|\sin\s(?=[^\W\d_a-z])", words, maxsplit=1)[0]


def candidates(words: str) -> tuple[tuple[Entry, ...], str | None]:
    """What the words can name, tried with less and less around the name, and the kind they say."""
    words = re.sub(r"['’]s?$", "", " ".join(words.split()))
    found = _known(words)
    if found:
        return found, None
    parts, kind = words.split(), None
    drop = place_words()["drop"]
    while len(parts) > 1 and parts[-1].lower() in drop["after"]:
        word = parts.pop().lower()
        kind = _kind_of(word) or ("admin2" if word in place_words()["admin2"]["named"] else kind)
        found = _known(re.sub(r"['’]s?$", "", " ".join(parts)))  # "Turkey's airspace"
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


def _kind_of(word: str) -> str | None:
    kinds = ("admin1", "admin2", "city")
    return next((kind for kind in kinds if word in place_words()[kind]["words"]), None)


def _known(name: str) -> tuple[Entry, ...]:
    """The places of a name, in any spelling of an Arabic article before it."""
    if not any(character.isupper() for character in name):
        return ()  # "the capital", "the border"
    found = gazetteer().lookup(name)
    if found:
        return found
    head, _, tail = re.sub(r"[-‐‑]", " ", name).partition(" ")
    articles = place_words()["articles"]["words"]
    bare = tail if head.lower() in articles and tail else name
    spelled = (gazetteer().lookup(f"{article} {bare}") for article in ("al", "el", *articles))
    if bare != name:
        found = gazetteer().lookup(bare)
    return found or next((entries for entries in spelled if entries), ())


def setting_of(text: str, start: int, end: int) -> Setting:
    """What the words on both sides of a name say of it."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    follows = re.match(r"\s+([\w-]+)", after)
    leads = re.search(r"([\w-]+)(?:\s+of)?(?:\s+the)?\s+$", before)
    kind = follows and _kind_of(follows.group(1).lower())
    kind = kind or (leads and _kind_of(leads.group(1).lower()))
    return Setting(kind or None, held(before, after))
