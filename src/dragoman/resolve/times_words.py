"""The words of time expressions as pattern fragments, read once from `data/times.toml`."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from dragoman.resolve.numerals import lexicon as numeral_words
from dragoman.resolve.numerals import numbers, tokenize


@cache
def lexicon() -> dict[str, Any]:  # Any: TOML tables of several shapes
    """The words of time expressions."""
    path = files("dragoman.resolve") / "data" / "times.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first; a blank is any white space.

    Written as a tree of prefixes: the pattern engine does not build one, and tries each word.
    """
    return _tree(sorted(set(words)))


def _tree(words: list[str]) -> str:
    ends = "" in words
    branches = [
        re.escape(first).replace("\\ ", " ") + _tree([word[1:] for word in group])
        for first, group in _by_first([word for word in words if word])
    ]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return joined + "?" * ends


def _by_first(words: list[str]) -> Iterable[tuple[str, list[str]]]:
    return [(first, list(group)) for first, group in groupby(words, key=lambda word: word[0])]


def vague_words() -> list[str]:
    """The words that are always read as a vague time: "now", "recently"."""
    return [word for listed in lexicon()["vague"].values() for word in listed]


@cache
def fragments() -> dict[str, str]:
    """Named fragments that the rules are written with; a blank stands for any white space."""
    lex = lexicon()
    number = any_of([*numeral_words()["numbers"], "hundred", "thousand", "dozen"])
    # Only the short names take a full stop of their own.
    short = [
        name for name in lex["months"] if len(name) < 5 and name not in ("may", "june", "july")
    ]
    months = rf"(?:(?:{any_of(set(lex['months']) - set(short))})\b|(?:{any_of(short)})\b\.?)"
    year = r"(?:(?:1[1-9]|20)\d\d(?![\d%]|[.,]\d|-\d|s\b))"
    spoken = (
        rf"(?:(?:{any_of(lex['spoken_years'])}) (?:{number})(?:[- ](?:{number}))?|two thousand)"
    )
    year_of = (
        r"(?:(?:last|this|next|that"
        r"|(?:the )?(?:last|past|current|following|previous|next|same|coming))"
        rf" year|the year(?: (?:before|after|previous|earlier))?|{spoken})"
    )
    weekday = f"(?:{any_of(lex['weekdays'])})"
    any_day = rf"(?:(?:{any_of(lex['weekdays'])}|{any_of(lex['short_weekdays'])})\b\.?)"
    amount = (
        rf"(?:\d[\d,]*(?:\.\d+)?(?: ?1/2|½| and a half)?"
        rf"|(?:{number})(?:[- ](?:and[- ])?(?:a[- ])?(?:{number}|half))*"
        r"|an? (?:couple|dozen|handful|hundred|thousand)(?: of)?"
        r"|(?:a )?(?:good )?few|several|many|half an?"
        r"|another|an?)"
    )
    return {
        "month": months,
        "year": year,
        "spoken": spoken,
        "year_of": year_of,
        "weekday": weekday,
        "any_day": any_day,
        "dom": r"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?!,\d))",
        "amount": rf"{amount}(?:(?: to | or |-|–){amount})?(?: more)?",
        "unit": f"(?:{any_of([*lex['units'], 'centurie'])})",
        "part": f"(?:{any_of(lex['parts'])})",
        "season": f"(?:{any_of(lex['seasons'])})",
        "edge": (
            r"(?:(?:the )?(?:very )?(?:start|beginning|end|middle|close|latter part|first part) of "
            r"(?:the )?"
            r"|(?:early|late|earlier|later)(?: in| on)? (?:the )?|mid[- ])"
        ),
        "about": (
            r"(?:(?:nearly|almost|about|around|approximately|roughly|over|more than|less than"
            r"|at least|at most|no more than|up to) )"
        ),
        "ordinal": rf"(?:{any_of(lex['ordinals'])})",
        "decades": any_of(lex["decades"]),
        "feasts": any_of(lex["feasts"]),
        "sets": any_of(lex["sets"]),
        "vague": any_of(vague_words()),
        "zone": r"(?:utc|gmt|est|edt|et|cst|cdt|pst|pdt|cet|cest|eet|bst|ist|msk|[a-z]+ time)\b",
    }


def count(words: str) -> float | None:
    """How many an amount states; None for "several", "a few" and the like."""
    if re.search(r"\b(?:several|few|many|handful)\b", words):
        return None
    words = words.replace(" 1/2", "½").replace("1/2", "½")
    first = next(numbers(tokenize(words)), None)
    if first is not None:
        return first.value
    return 1.0  # "a", "an", "another"
