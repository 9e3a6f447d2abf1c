"""What stands right after a name and holds the place: "Tripoli, Lebanon", "Guma, Benue State"."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dragoman.resolve.gazetteer import Entry, gazetteer

AROUND = 90  # characters after a name in which its holders are looked for
_MOST = 3  # holders of a name: "Sabra, Gaza City, Palestine"
_WORD = r"[^\W\d_a-z][\w.'’-]*"
_NAME = rf"{_WORD}(?:\s(?:(?:of|and|the)\s){{0,2}}{_WORD}){{0,3}}"


@cache
def place_words() -> dict[str, Any]:  # Any: TOML tables
    """The words around a place name that say what kind of place it is."""
    path = files("dragoman.resolve") / "data" / "place_words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Held:
    """What holds a place by the words: all that its holders can mean, and the narrowest of them.

    Where it is `sure`, the place lies in the country of one of the areas and nowhere else.
    """

    areas: tuple[Entry, ...] = ()
    within: Entry | None = None
    sure: bool = False

    def holds(self, entry: Entry) -> bool:
        """Whether the place can lie in one of the areas; a sea or region of no state can."""
        return not entry.country or any(area.country == entry.country for area in self.areas)

    def of_country(self) -> "Held":
        """What holds a name that is a country's too: "Georgia, United States", but no list."""
        listed = not self.sure and any(area.kind == "country" for area in self.areas)
        return Held() if listed else Held(self.areas)


@dataclass(frozen=True, slots=True)
class _Item:
    """One holder that is told: all its name can mean, and what stands behind it."""

    known: tuple[Entry, ...]
    after: str
    glued: bool  # to a capitalised word that is no part of its name

    @property
    def areas(self) -> tuple[Entry, ...]:
        """The countries and admin-1 areas of the name."""
        kinds = ("country", "admin1")
        return tuple(e for e in self.known if e.kind in kinds and e.match != "demonym")

    @property
    def lands(self) -> tuple[Entry, ...]:
        """The countries of the name."""
        return tuple(entry for entry in self.areas if entry.kind == "country")

    def inside(self, lands: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """What of the name lies in one of the countries."""
        codes = {land.country for land in lands}
        return tuple(e for e in self.known if e.country in codes and e.kind != "country")


def held(before: str, after: str) -> Held:
    """What the words right after a name say to hold it; `before` is the text it follows."""
    items = list(_items(after))
    for at, item in enumerate(items):
        further = items[at + 1].lands if at + 1 < len(items) else ()
        if item.lands and not item.inside(further):
            return _in_country(items[:at], item, listed=bool(further), opened=_opened(before))
    return _in_area(items, opened=_opened(before)) if items else Held()


def _in_area(items: list[_Item], *, opened: bool) -> Held:
    """The area told without its country; sure where its name is not that of a town in it too."""
    first, last = items[0], items[min(len(items), 2) - 1]
    areas, within = first.areas, max(first.known, key=lambda entry: entry.population)
    if last is not first:  # "Austin, Scott County, Indiana"
        codes = {area.admin1 for area in last.areas}
        inner = tuple(entry for entry in first.known if entry.admin1 in codes)
        if not inner:
            return Held(first.areas)
        within = _narrowest(inner)
        areas = tuple(area for area in last.areas if area.admin1 == within.admin1)
    seat = any(e.kind == "city" and e.admin1 == within.admin1 for e in last.known)
    plain = len(areas) == 1 and within.admin1 == areas[0].admin1 and not seat
    sure = plain and not last.glued and len(items) < 3 and _closed(last.after, opened=opened)
    return Held(areas, within, sure)


def _in_country(inner: list[_Item], item: _Item, *, listed: bool, opened: bool) -> Held:
    """The country told with what of the names before it lies there."""
    within: tuple[Entry, ...] = ()
    for one in reversed(inner):  # each in the one behind it
        found = one.inside(item.lands)
        codes = {entry.admin1 for entry in within} - {""}
        nearer = found if not codes else tuple(e for e in found if e.admin1 in codes)
        within = nearer or within
    if within:
        areas = tuple(e for e in within if e.kind == "admin1") or (_narrowest(within),)
        return Held((*areas, *item.lands), _narrowest(within), sure=True)
    if inner and inner[0].areas:
        return Held(inner[0].areas)  # "Kyiv, Minsk, Russia": a list
    stands = item.lands[0].population > 0  # former states hold no place of today
    sure = stands and not (listed or item.glued) and _closed(item.after, opened=opened)
    return Held(item.areas, item.lands[0], sure)


def _narrowest(entries: tuple[Entry, ...]) -> Entry:
    """The area of a name, of several that of its largest town; the town where no area has it."""
    town = max(entries, key=lambda entry: entry.population)
    areas = [entry for entry in entries if entry.kind == "admin1"]
    own = gazetteer().admin1(town.admin1) if len(areas) > 1 else None
    return own or (areas[0] if areas else town)


def _closed(after: str, *, opened: bool) -> bool:
    """Whether a holder ends there, so that it tells of the name before and begins nothing new.

    Not "London, France and Spain", nor "In Geneva, Iran said".
    """
    word = re.match(r",?\s+([a-z]+)", after)
    if after[:1] == "," or not word:
        return not word or word.group(1) not in ("and", "or")
    return not opened and word.group(1) in place_words()["held"]["behind"]


def _opened(before: str) -> bool:
    """Whether the name stands in an opening phrase of its sentence: "In Geneva, Iran said"."""
    sentence = re.split(r"[.!?\n\"“”]\s*", before)[-1]
    return re.match(r"(?:In|At|From|Near|Outside|Around|After|On)\s[^,]*$", sentence) is not None


def _items(after: str) -> Iterator[_Item]:
    """The holders in their order; names that nothing is known of hold nothing."""
    joint = re.match(r"(?:['’]s)?\s*(?:,?\s+in\s|,|\()\s*(?:the\s)?", after)
    for _ in range(_MOST):
        match = re.compile(_NAME).match(after, joint.end()) if joint else None
        if match is None:
            return
        found = _item(after, match.start(), match.group())
        end = match.end() if found is None else len(after) - len(found.after)
        if found and after[match.start() - 4 : match.start()] == "the " and not found.lands:
            return  # "the Scott County police"
        if found:
            yield found
        joint = re.compile(r",\s*(?:the\s)?").match(after, end)


def _item(after: str, start: int, words: str) -> _Item | None:
    """The longest known name that the words open with."""
    ends = [match.end() for match in re.finditer(r"\S+", words)]
    for end in reversed(ends):
        name = words[:end]
        known = _known(name.strip(".,"))
        if known:
            short = name[:-1].count(".") > 0 or len(name) < 4  # "U.S."
            stops = name.endswith(".") and not short
            rest = after[start + len(name) - stops :]
            return _Item(known, rest, glued=end < ends[-1] and not stops)
    return None


def _known(name: str) -> tuple[Entry, ...]:
    """What the name means, also without the word for its kind: "Benue State"."""
    if len(name) == 2 and name.isupper() and name != "UK":
        state = gazetteer().admin1(f"US.{name}")
        return (state,) if state else ()
    if name.lower() in place_words()["drop"]["before"]:
        return ()  # "in the north"
    found = gazetteer().lookup(name)
    bare, _, kind = name.rpartition(" ")
    if found or kind.lower() not in place_words()["admin1"]["words"]:
        return found
    return tuple(entry for entry in gazetteer().lookup(bare) if entry.kind == "admin1")
