"""How likely a known name is that of a place where it stands, by the words around it."""

import re
from dataclasses import dataclass
from functools import cache

from dragoman.resolve.places_persons import Persons
from dragoman.resolve.places_standing import Standing, standing
from dragoman.resolve.places_text import Words, words_of

ENOUGH = 2.0  # the weight from which a name is a place
_KNOWN = 2.5  # the standing of a capital, a large city, a country


@dataclass(frozen=True, slots=True)
class Weight:
    """How likely words are the name of a place, and whether the words around them show it."""

    value: float
    shown: bool = False

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(self.value + other.value, self.shown or other.shown)


NEVER = Weight(-9.0)


def weigh(words: Words, first: int, end: int, known: Standing, persons: Persons) -> Weight:
    """How likely words `first` to `end` are the name of a place where they stand."""
    if any(at in persons.parts for at in range(first, end)):
        return NEVER
    if words.counted(end - 1) and words.forms[end - 1].isupper():
        return NEVER
    if known.people and _language(words, first, end):
        return NEVER
    weight = Weight(known.weight) + _before(words, first, known) + _after(words, end, known)
    if _dateline(words, first, end):
        weight += Weight(2.5, shown=True)
    elif _shouted(words, first, end):
        weight += Weight(-1.0 if known.weight >= _KNOWN else -3.0)
    if end - first == 1:
        weight += _alone(words, first, known, persons, shown=weight.shown)
    return weight


def weigh_unknown(words: Words, first: int, end: int) -> Weight:
    """How likely words that name no place we know are the name of one."""
    if words.before(first) == "of" and words.before(first - 1) in words_of("kinds"):
        return Weight(ENOUGH, shown=True)
    leads = words.before(first) in ("in", "near", "at", "from", "outside")
    if leads and _held(words, end):
        return Weight(ENOUGH, shown=True)
    return NEVER


def _language(words: Words, first: int, end: int) -> bool:
    """Whether the adjective of a people names a language: "in Spanish and in French"."""
    alone = words.after(end - 1) in ("", "and", "or")
    return alone and words.before(first) in words_of("languages")


def _shouted(words: Words, first: int, end: int) -> bool:
    """Whether the words stand in capitals and are no short form of a place."""
    form = words.forms[first]
    return end - first == 1 < len(form) and form.isupper() and form not in words_of("acronyms")


@cache
def _line() -> re.Pattern[str]:
    # What follows the place a report was sent from: "PARIS (Agency) -", "DALLAS, Texas --".
    area, agency, dash = (
        r"(?:, [A-Z][\w. ]{1,20})?",
        r"[^\n\w]{0,3}\([A-Z][^)\n]{1,25}\)",
        r" ?[—–_]",
    )
    return re.compile(rf"{area}(?:{agency}|{dash}| -{{1,3}} )")


def _dateline(words: Words, first: int, end: int) -> bool:
    """Whether the words head a report as the place it was sent from."""
    shouted = words.forms[first].isupper() and len(words.forms[first]) > 3
    if first and "\n" not in words.gap(first) and not (shouted and not words.joined(first)):
        return False
    told = _line().match(words.text, words.ends[end - 1])
    return told is not None or (first == 0 and words.forms[first].isupper() and _held(words, end))


def _alone(words: Words, at: int, known: Standing, persons: Persons, *, shown: bool) -> Weight:
    """What speaks against a single word: a person is called so, it only opens a sentence."""
    against = 0.0
    if words.low[at] in persons.called and not (shown and known.area):
        against -= 3.0
    if words.opens(at) and known.weight < _KNOWN and not shown:
        against -= 0.5
    return Weight(against)


def _before(words: Words, first: int, known: Standing) -> Weight:
    """What the word before says."""
    word = words.before(first)
    if not word:
        return Weight(0.0)
    if word in words_of("leading"):
        return Weight(1.5, shown=True)
    if word in words_of("hinting") or not words.capital(first - 1):
        return Weight(0.3 if word in words_of("hinting") else 0.0)
    if word in words_of("civic") or word in words_of("common") or known.people:
        return Weight(0.0)
    if standing(words.forms[first - 1]):
        return Weight(0.0)
    return Weight(-0.5 if known.area and word not in words_of("first_names") else -2.0)


def _after(words: Words, end: int, known: Standing) -> Weight:
    """What the words after say."""
    word = words.after(end - 1)
    if not word:
        return Weight(2.5, shown=True) if _held(words, end) and not known.people else Weight(0.0)
    if words.gap(end) == "-" and word in ("based", "area", "wide"):
        return Weight(1.0, shown=True)
    if not words.capital(end):
        return _lower_after(word, known)
    if word in words_of("bodies"):
        return NEVER
    if word in words_of("civic") or word in words_of("landmarks"):
        return Weight(0.5, shown=True)
    personal = words.low[end - 1] in words_of("people")
    beside = standing(words.forms[end])
    if known.people or (beside and (beside.area or not personal)):
        return Weight(0.0)
    return Weight(-1.0 if known.area and not personal else -2.0)


def _lower_after(word: str, known: Standing) -> Weight:
    if word in words_of("following"):
        return Weight(1.0, shown=True)
    if word in words_of("speech") and known.weight < _KNOWN:
        return Weight(-1.5)
    return Weight(0.0)


def _held(words: Words, end: int) -> bool:
    """Whether the area that holds the place follows: "Springfield, Ill.", "Paris, France"."""
    if end >= len(words) or words.gap(end) != ", " or not words.capital(end):
        return False
    if words.forms[end] in words_of("shortened"):
        return True
    two = " ".join(words.forms[end : end + 2]) if words.joined(end + 1) else ""
    known = (two and standing(two)) or standing(words.forms[end])
    return bool(known and known.area)
