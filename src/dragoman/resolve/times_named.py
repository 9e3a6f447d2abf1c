"""Dates in names: "the March 23 Movement" dates nothing, "the October 7 attacks" are of 2023."""

import re
from functools import cache

from dragoman.resolve.times_calendar import Period, on
from dragoman.resolve.times_scene import Found, Scene
from dragoman.resolve.times_words import any_of, lexicon

_AROUND = 60  # characters: what follows or comes before a date in a name


def is_name(scene: Scene, m: Found) -> bool:
    """Whether the date is part of a name: of a body, an agreement, a square."""
    if m["year"] or scene.low[max(0, m.start - 3) : m.start] == "on ":
        return False  # "on May 5 Army troops advanced"
    return _name_after().match(scene.text, m.end) is not None


@cache
def _name_after() -> re.Pattern[str]:
    names = lexicon()["names"]
    inner = f"(?:(?:{any_of(names['inner'])}) )?"
    bodies = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}s?" for word in names["bodies"])
    capitals = any_of(word.capitalize() for word in names["capitals"])
    return re.compile(rf"[ -]{inner}(?:{bodies}|(?:{capitals})s?)\b")


def named_day(scene: Scene, m: Found, month: int, day: int) -> Period | None:
    """The one day that "the October 7 attacks" or "the attacks of October 7" name, once it is over.

    None where the words name no such day.
    """
    row = lexicon()["named_days"].get(f"{month:02}-{day:02}")
    if not row or not scene.published or m["dom2"]:
        return None
    found = on(row["year"], month, day)
    if found is None or found.first >= scene.published:
        return None
    after, before = _nouns(tuple(row["nouns"]))
    named = after.match(scene.low, m.end) or before.search(
        scene.low[max(0, m.start - _AROUND) : m.start]
    )
    return found if named else None


@cache
def _nouns(words: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    nouns = f"(?:{any_of(words)})(?:e?s)?"
    between = any_of(lexicon()["names"]["between"])
    return (
        re.compile(rf" (?:(?:{between})[ -]){{0,2}}{nouns}\b"),
        re.compile(rf"\b{nouns} of (?:the )?$"),
    )
