"""Figures: the words that state a quantity become a number or a range, its bound and its unit."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice

from dragoman.model import Bound, Span
from dragoman.resolve.numerals import Number, Token, lexicon, numbers, tokenize

_JOINERS = (["to"], ["and"], ["or"], ["through"], ["-"], ["‐"], ["‑"], ["–"], ["—"])

# A piece of the words that follow, without the mark behind it, and how many are looked at.
_PIECE = re.compile(r"[\s-]?[^\s();:]{1,40}?(?=[,.;:!?]{0,3}(?:[\s();:]|$))")
_PIECES = 4

_NO_PLURAL = ("ss", "us", "is", "as", "'s", "’s")

Value = float | tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """What the words of a figure claim; `value` is None for words such as "dozens".

    `unit` is a currency code, `percent`, a unit of time, length, area or weight, or None where
    the words themselves name none.
    """

    value: Value
    bound: Bound
    unit: str | None


def parse_quantity(words: str, *, measure: str | None = None) -> Quantity:
    """The quantity the words state: "more than two million" is 2,000,000 and a minimum.

    A part of a whole ("half", "two thirds") is a fraction; in percent where that is the measure.
    """
    text = _tidied(words)
    bare, bound = _bounded(text)
    unit = _unit_in(text)
    value, open_ended = _value(tokenize(bare), bare, unit)
    if open_ended and bound is Bound.EXACT:
        bound = Bound.ABOUT
    if unit in ("decades", "centuries") and value is not None:
        return _in_years(value, bound, unit)
    if measure == "percent" and unit is None and isinstance(value, float) and 0 < value < 1:
        return Quantity(value * 100, bound, "percent")
    return Quantity(value, bound, unit)


def whole(text: str, span: Span) -> Span | None:
    """The span with the number that its words only begin ("At", of "At least 15 people").

    None where they state nothing, and no number follows: "warned".
    """
    start, end = span
    if _states(text[start:end]):
        return span
    for found in islice(_PIECE.finditer(text, end), _PIECES):
        end = found.end()
        if _states(text[start:end]):
            while (more := _PIECE.match(text, end)) and _scaled(more[0]):
                end = more.end()  # "two" may be "two hundred thousand"
            return start, end
        if not _leads(text[start:end]):
            break
    return None


def _states(words: str) -> bool:
    """Whether the words tell a number, or one that they leave open: "dozens", "a few"."""
    told = parse_quantity(words)
    tokens = {token.text for token in tokenize(words)}
    long = told.unit in lexicon()["units"] and any(t.endswith(("s", "long")) for t in tokens)
    lex = lexicon()["words"]
    vague = not tokens.isdisjoint((*lex["vague"], *lex["unsaid"]))
    return told.value is not None or long or vague


def _scaled(word: str) -> bool:
    return word.strip().lower() in lexicon()["multipliers"]


def _leads(words: str) -> bool:
    """Whether the words are such as stand before a number, and no others."""
    bare, _ = _bounded(words.lower())
    rest = _unit_pattern().sub(" ", bare)
    return {token.text for token in tokenize(rest)} <= set(lexicon()["words"]["before"])


def unit_of(words: str, measure: str, following: str = "") -> str | None:
    """What a figure counts: its own unit, else people or the noun after it; None where none shows.

    `following` is the text after the figure's words.
    """
    lex = lexicon()
    named = parse_quantity(words).unit or _unit_next(following.lower())
    for unit in ("percent", "votes"):
        if measure in lex["measures"][unit]:
            return named or unit
    if named and named != "people":
        return named
    if named or measure in lex["measures"]["people"]:
        return "people"
    return _counted(words, following)


def _tidied(words: str) -> str:
    """Lower case, with the spellings undone that a reader of tokens would misread."""
    text = words.lower().strip()
    if not re.search(r"[$€£]|\bm\w", text):
        text = re.sub(r"(?<=\d)[ -]?m$", " meters", text)  # "300 m" is a length, "$300 m" is not
    text = re.sub(r"\bm[2²]", "square meters", text)
    text = re.sub(r"\ban? (\w+) and a half$", r"1.5 \1", text)
    return re.sub(r"\b(\w+)[ -](\w+) and a half$", r"\1 and a half \2", text)


def _bounded(text: str) -> tuple[str, Bound]:
    """The words without those that bound them, and the bound."""
    found = {_bounds()[phrase] for phrase in _bound_pattern().findall(text)}
    # min and max win over about: "at least about 20" is a minimum.
    order = (Bound.MIN, Bound.MAX, Bound.ABOUT)
    bound = next((bound for bound in order if bound in found), Bound.EXACT)
    return _bound_pattern().sub(" ", text), bound


@cache
def _bounds() -> dict[str, Bound]:
    table = lexicon()["bounds"].items()
    return {phrase: Bound(bound) for bound, phrases in table for phrase in phrases}


@cache
def _bound_pattern() -> re.Pattern[str]:
    # Found from the left, longest first: "no less than" before the "less than" inside it.
    return _any_of(_bounds(), boundary=r"\w")


def _any_of(words: Iterable[str], *, boundary: str) -> re.Pattern[str]:
    """A pattern of all the words: signs anywhere, names only where no `boundary` touches them."""
    longest = sorted(words, key=len, reverse=True)
    signs = "|".join(re.escape(word) for word in longest if not word[-1].isalpha())
    names = "|".join(re.escape(word) for word in longest if word[-1].isalpha())
    return re.compile(rf"{signs}|(?<!{boundary})(?:{names})(?!{boundary})")


def _value(cut: list[Token], text: str, unit: str | None) -> tuple[Value, bool]:
    """The number or range stated, and whether the words leave it open."""
    lex = lexicon()["words"]
    words = {token.text for token in cut}
    found = [] if words.intersection(lex["vague"]) else list(numbers(cut))
    if "not a single" in text or (not found and words.intersection(lex["zero"])):
        return 0.0, False
    if len(found) > 1:
        between = [token.text for token in cut[found[0].end : found[1].start]]
        if between in (["in"], ["out", "of"]) and found[1].value:
            return found[0].value / found[1].value, False
        if math.isinf(found[0].value + found[1].value):
            return None, True
        if between in _JOINERS or "to" in between:
            return _range(found[0], found[1]), "or" in between
    if found and math.isfinite(found[0].value):
        return found[0].value, False
    vague = words.intersection(lex["vague"]) or any(word.endswith("s") for word in words)
    if unit and not vague and (words & {"a", "an", "another"} or text.endswith("long")):
        return 1.0, False  # "a month", "yearlong"
    return None, True


def _range(low: Number, high: Number) -> tuple[float, float]:
    """The two ends of "between 10 and 20", "two to three million", "10-15"."""
    shared = high.scale if low.scale == 1 and high.scale >= 1000 and low.value < 1000 else 1
    return low.value * shared, high.value


def _unit_in(text: str) -> str | None:
    """The unit the words themselves name, the first one where there are several."""
    match = _unit_pattern().search(text)
    return _units()[match.group()] if match else None


def _unit_next(following: str) -> str | None:
    """The unit that stands right after the figure: "-day trip", " hours amid"."""
    match = _unit_pattern().match(following, 1) if following[:1] in (" ", "-") else None
    return _units()[match.group()] if match else None


@cache
def _units() -> dict[str, str]:
    lex = lexicon()
    return {
        word: code
        for table in ("currencies", "units")
        for code, words in lex[table].items()
        for word in words
    }


@cache
def _unit_pattern() -> re.Pattern[str]:
    # A name may touch a digit ("50km") but never another letter.
    return _any_of(_units(), boundary=r"[^\W\d_]")


def _in_years(value: float | tuple[float, float], bound: Bound, unit: str) -> Quantity:
    """Decades and centuries counted in years, so that durations compare."""
    years = 10 if unit == "decades" else 100
    if isinstance(value, tuple):
        return Quantity((value[0] * years, value[1] * years), bound, "years")
    return Quantity(value * years, bound, "years")


def _counted(words: str, following: str) -> str | None:
    """The noun counted: the first plural of the phrase after the figure, `people` for people."""
    people = lexicon()["people"]
    own = re.search(r"\bof (?!thousands|millions|billions)(.+)", words.lower())
    phrase = _phrase(own.group(1) if own else following.lower())
    for word in [word for word in phrase if word not in people["never"]] or phrase:
        if word in people["nouns"]:
            return "people"
        if word.endswith("s") and not word.endswith(_NO_PLURAL):
            person = word.endswith(tuple(people["endings"])) and word not in people["things"]
            return "people" if person else word
    return None


def _phrase(text: str) -> list[str]:
    """The words of the noun phrase that opens the text, at most six."""
    people = lexicon()["people"]
    text = re.sub(r"^\s*(?:(?:more|of|the|these|those|such|its|his|their)\s+)*", "", text)
    phrase: list[str] = []
    for word in re.findall(r"[^\W\d_]+(?:['’\-]\w+)*|[^\w\s]", text)[:6]:
        if word in people["stops"] or not word[0].isalpha():
            break
        phrase.append(word)
    return phrase
