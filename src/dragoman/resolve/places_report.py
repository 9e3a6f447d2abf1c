"""What a whole report says of where it is set: countries, areas, the names it explains."""

import re
from collections import Counter
from dataclasses import dataclass, field

from dragoman.resolve.gazetteer import Entry, gazetteer, place_key
from dragoman.resolve.places_held import AROUND, Held, held

# Up to four capitalised words, with the small words that names hold between them.
_NAME = re.compile(r"[A-Z][\w’'.-]*(?:\s(?:of\s|the\s|and\s)?[A-Z][\w’'.-]*){0,3}")
_COMPANY = 300  # names whose neighbourhood is compared: a very long report stays quick
_KNOWN_TOWN = 20_000  # people: smaller places are named too seldom to vote


@dataclass(slots=True)
class Outlook:
    """The countries and admin-1 areas a report speaks of, and what holds the places it explains."""

    countries: Counter[str] = field(default_factory=Counter)
    areas: Counter[str] = field(default_factory=Counter)
    explained: dict[str, Held] = field(default_factory=dict)
    towns: dict[str, tuple[Entry, ...]] = field(default_factory=dict)

    def share(self, country: str) -> float:
        """The country's part of all the report's votes, from 0 to 1."""
        return self.countries[country] / (self.countries.total() + 2) if country else 0.0

    def area_share(self, admin1: str) -> float:
        """The admin-1 area's part of all the report's votes for areas, from 0 to 1."""
        return self.areas[admin1] / (self.areas.total() + 2) if admin1 else 0.0

    def company(self, entry: Entry, words: str) -> float:
        """How many other names can be towns near the place; one of many places counts less."""
        own = place_key(words)
        return sum(
            1 / len(towns)
            for key, towns in self.towns.items()
            if key != own and any(near(entry, town) for town in towns)
        )

    def held(self, words: str) -> Held:
        """What the report says elsewhere to hold the place: "London, Ontario"."""
        return self.explained.get(place_key(words), Held())

    def count(self, entry: Entry, weight: int) -> None:
        """Let a place speak for its country and its area."""
        if entry.country:
            self.countries[entry.country] += weight
        if entry.admin1:
            self.areas[entry.admin1] += weight


def outlook(text: str) -> Outlook:
    """What the text's names that can mean one place alone say about where it is set."""
    seen = Outlook()
    for match in _NAME.finditer(text):
        parts = match.group().split()
        at = 0
        while at < len(parts):
            at += _count_name(seen, parts[at:]) or 1
        told = held(
            text[max(0, match.start() - AROUND) : match.start()], text[match.end() :][:AROUND]
        )
        if told.areas:
            seen.explained[place_key(match.group())] = told
    return seen


def _count_name(seen: Outlook, parts: list[str]) -> int:
    """Count the longest known name that the words open with; how many words it has."""
    for count in range(len(parts), 0, -1):
        name = re.sub(r"['’]s$", "", " ".join(parts[:count])).rstrip(".,'’-")
        entries = gazetteer().lookup(name)
        if entries:
            _count_entries(seen, entries)
            towns = tuple(entry for entry in entries if entry.kind == "city")
            if len(towns) == len(entries) and len(seen.towns) < _COMPANY:
                seen.towns[place_key(name)] = towns
            return count
    return 0


def near(entry: Entry, town: Entry) -> bool:
    """Whether two places lie within some 120 km, by a box that is good enough to compare."""
    north = abs(entry.latitude - town.latitude)
    return north < 1.1 and abs(entry.longitude - town.longitude) < 1.5


def _count_entries(seen: Outlook, entries: tuple[Entry, ...]) -> None:
    country = next((entry for entry in entries if entry.kind == "country"), None)
    if country:
        # "Georgia" is also a state, "Niger" too: such a name says nothing alone.
        if not any(e.kind == "admin1" and e.country != country.country for e in entries):
            seen.count(country, 2 if country.match == "demonym" else 3)
        return
    if len(entries) == 1 and entries[0].match == "inside":
        seen.count(entries[0], 1)  # a county of one state alone
    named = [entry for entry in entries if entry.match == "primary"]
    large = [entry for entry in named if entry.kind != "city" or entry.population > _KNOWN_TOWN]
    if large and len({entry.country for entry in named}) == 1:
        seen.count(max(large, key=lambda entry: entry.population), 1)
