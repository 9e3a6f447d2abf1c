"""Reading one time expression of a text that is held in lower case."""

from functools import cache

from dragoman.resolve.times_calendar import OffTheCalendar
from dragoman.resolve.times_grammar import Rule, match_at
from dragoman.resolve.times_scene import Found, Reading, Scene


def lowered(text: str) -> str:
    """The text in lower case, every character where it stood."""
    low = text.lower()
    # "İ" lowers to two characters; then each character is lowered alone.
    return low if len(low) == len(text) else "".join(map(_single, text))


@cache
def _single(character: str) -> str:
    low = character.lower()
    return low if len(low) == 1 else character


def reading_at(scene: Scene, start: int) -> Reading | None:
    """What the expression that begins at `start` means; None where none begins there."""
    found = match_at(scene.low, start)
    return reading_of(scene, *found) if found else None


def reading_of(scene: Scene, rule: Rule, match: Found) -> Reading | None:
    """What the words mean that a rule matched; None where they are no time after all."""
    name = match[rule.named] if rule.named else None
    if name and not scene.text[match.start + match.words.index(name)].isupper():
        return None
    try:
        return rule.read(scene, match)
    except OffTheCalendar:
        return Reading("DATE", None, why="it lies off the calendar")
