"""Who is a person among the names of a text, so that Paris Hilton is no place."""

import re
from dataclasses import dataclass, field
from functools import cache

from dragoman.resolve.places_text import Words, words_of

_LONGEST = 12  # capitalised words that are read as one name


@cache
def _age() -> re.Pattern[str]:
    return re.compile(r", \d{1,2}(?=,| )(?! [A-Z])")


@dataclass(slots=True)
class Persons:
    """The words that are parts of persons' names, and the names by which they are called again."""

    parts: set[int] = field(default_factory=set)
    called: set[str] = field(default_factory=set)  # in lower case


def persons_in(words: Words) -> Persons:
    """The persons of a text, known by their first names, titles, or what follows the name."""
    found = Persons()
    done = 0
    for at in words.capitals:
        if at >= done:
            done = words.run(at, most=_LONGEST)
            _persons_of(words, at, done, found)
    return found


def _persons_of(words: Words, first: int, end: int, found: Persons) -> None:
    """The person of a run of capitalised words, if there is one."""
    start = _start(words, first, end)
    if start is None:
        return
    found.parts.update(range(start, end))
    found.called.update(word for word in words.low[start:end] if len(word) > 2)


def _start(words: Words, first: int, end: int) -> int | None:
    """The word of the run with which a person's name begins."""
    for at in range(first, end - 1):
        if words.low[at + 1] in words_of("not_surnames") or words.gap(at + 1) == "-":
            continue  # "Al-Fashir"
        if words.low[at] in words_of("first_names"):
            return at
        if words.low[at] in words_of("titles"):
            return at + 1
    if _titled(words, first) and words.low[first] not in words_of("civic"):
        return first
    aged = end - first > 1 and _age().match(words.text, words.ends[end - 1])
    return first if aged else None


def _titled(words: Words, at: int) -> bool:
    """Whether a title stands before the word, cut short or not."""
    if words.joined(at):
        return words.low[at - 1] in words_of("titles")
    return at > 0 and words.gap(at) == ". " and words.low[at - 1] in words_of("short_titles")
