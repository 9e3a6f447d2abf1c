"""Finding the names of places in running text, by the gazetteer and the words around them.

The longest known name at each capitalised word is weighed: how well known the place is, what
stands before and after it, whether it is part of the name of a person or a company. What the text
shows to be a place once is a place wherever it is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.model import Span
from dragoman.resolve.places_persons import Persons, persons_in
from dragoman.resolve.places_standing import Standing, standing
from dragoman.resolve.places_text import Words, words_in, words_of
from dragoman.resolve.places_weigh import ENOUGH, Weight, weigh, weigh_unknown

_LONGEST = 5  # words of a name
_AGAIN = 1.5  # what a name gains that is shown to be a place elsewhere


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `end` as the name of a place."""

    first: int
    end: int
    name: str
    weight: Weight


def find_places(text: str) -> tuple[Span, ...]:
    """Where the names of places, and of peoples as adjectives, stand in the text, in order."""
    words = words_in(text)
    found = list(_candidates(words, persons_in(words)))
    shown = {one.name.lower() for one in found if one.weight.shown and one.weight.value >= ENOUGH}
    return tuple(_span(words, one) for one in found if _weight(one, shown) >= ENOUGH)


def _weight(one: Candidate, shown: set[str]) -> float:
    return one.weight.value + _AGAIN * (one.name.lower() in shown)


def _candidates(words: Words, persons: Persons) -> Iterator[Candidate]:
    """The longest known name at each capitalised word that is not part of one already."""
    done = 0
    for capital in words.capitals:
        if capital < done:
            continue
        at = capital - words.articled(capital)
        if words.low[at] == "the" and words.after(at) not in words_of("with_article"):
            continue
        one = _landmark(words, at, persons) or _shortened(words, at)
        one = one or _known(words, at, persons) or _unknown(words, at, persons)
        if one:
            yield one
            done = one.end


def _known(words: Words, at: int, persons: Persons) -> Candidate | None:
    """The longest known name at a word, or the longest that is likely."""
    longest = None
    for end in range(_reach(words, at), at, -1):
        known = None if words.forms[end - 1].islower() else standing(_name(words, at, end))
        if known is None or _bodied(words, at, end, known):
            continue
        one = Candidate(at, end, _name(words, at, end), weigh(words, at, end, known, persons))
        if one.weight.value >= ENOUGH:
            return one
        longest = longest or one
    return longest


def _reach(words: Words, at: int) -> int:
    """Where a name that begins at a word ends at the latest."""
    end = at + 1
    inner = words_of("inner")
    while end < at + _LONGEST and words.joined(end):
        small = words.forms[end].islower() and words.low[end] not in inner
        if small and words.gap(end) != "-":
            break
        end += 1
    return end


def _name(words: Words, first: int, end: int) -> str:
    return " ".join(words.forms[first:end])


def _bodied(words: Words, at: int, end: int, known: Standing) -> bool:
    """Whether the last word tells of a body of the place: "Dublin City Council"."""
    if end - at == 1 or not known.other or words.low[end - 1] not in words_of("civic"):
        return False
    return standing(_name(words, at, end - 1)) is not None


def _unknown(words: Words, at: int, persons: Persons) -> Candidate | None:
    """A name that only the words around it show to be a place: "the village of Cellardyke"."""
    if at in persons.parts or words.low[at] in words_of("common"):
        return None
    end = words.run(at, most=_LONGEST)
    weight = weigh_unknown(words, at, end)
    return Candidate(at, end, _name(words, at, end), weight) if weight.shown else None


def _shortened(words: Words, at: int) -> Candidate | None:
    """An area cut short after a place: "Austin, Tex."."""
    if words.forms[at] not in words_of("shortened") or words.gap(at) != ", ":
        return None
    name = words.forms[at]
    return Candidate(at, at + 1, name, Weight(3.0)) if words.capital(at - 1) else None


def _landmark(words: Words, at: int, persons: Persons) -> Candidate | None:
    """A name that says what it is: "Black Hawk County", "St. Michael's Hospital"."""
    end, found = at + 1, None
    saint = words.low[at] in ("st", "saint")
    while end < at + _LONGEST and (words.goes_on(end) or (saint and words.genitive(end))):
        found = end + 1 if words.low[end] in words_of("landmarks") else found
        end += 1
    if found is None or words.after(found - 1) in words_of("bodies") or words.numbered(at):
        return None
    if at in persons.parts or words.low[at] in words_of("openers"):
        return None
    if words.low[found - 1] in words_of("sites") and standing(words.forms[at]):
        return None  # of "Hartford Hospital", Hartford is the place
    return Candidate(at, found, _name(words, at, found), Weight(ENOUGH))


def _span(words: Words, one: Candidate) -> Span:
    """Where the candidate stands; what is cut short keeps its dot."""
    end, form = words.ends[one.end - 1], words.forms[one.end - 1]
    cut = "." in form or form in words_of("shortened")
    return words.starts[one.first], end + (cut and words.text[end : end + 1] == ".")
