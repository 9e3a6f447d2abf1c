"""Numbers as news writes them: digits, words, multipliers and fractions, in running words."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Kind = Literal["digits", "glyph", "small", "scale", "part", "article", "and", "other"]


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the words: what it is, its value where it has one, and how it was written."""

    kind: Kind
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the tokens it was read from: `tokens[start:end]`.

    `scale` is the multiplier it ended with, so that "two to three million" can share it.
    """

    value: float
    start: int
    end: int
    scale: float = 1


@cache
def lexicon() -> dict[str, Any]:  # Any: TOML tables of several shapes
    """The words of figures, read once from `data/quantities.toml`."""
    path = files("dragoman.resolve") / "data" / "quantities.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d[\d,]*(?:\.\d+)?|\.\d+"
        r"|[½¼¾⅓⅔]|[-‐‑–—]|[^\W\d_]+"
    )


@cache
def _tables() -> dict[str, tuple[Kind, float]]:
    lex = lexicon()
    kinds: tuple[tuple[str, Kind], ...] = (
        ("glyphs", "glyph"),
        ("numbers", "small"),
        ("multipliers", "scale"),
        ("fractions", "part"),
    )
    table: dict[str, tuple[Kind, float]] = {
        word: (kind, float(value)) for name, kind in kinds for word, value in lex[name].items()
    }
    return table | {"a": ("article", 1), "an": ("article", 1), "and": ("and", 0)}


def tokenize(words: str) -> list[Token]:
    """The words cut into numbers, number words and all else, in order.

    A hyphen joins ("twenty-five", "10-year") unless digits stand on both sides of it.
    """
    cut = _pattern().findall(words.lower())
    return [
        _token(text)
        for at, text in enumerate(cut)
        if text not in "-‐‑–—" or (0 < at < len(cut) - 1 and _digits(cut[at - 1], cut[at + 1]))
    ]


def _digits(*texts: str) -> bool:
    return all(text[0].isdecimal() for text in texts)


def _token(text: str) -> Token:
    # isdecimal, not isdigit: "²" is a digit that float() refuses.
    if text[0].isdecimal() or text[0] == ".":
        return Token("digits", float(re.sub(r"[^\d.]", "", text)), text)
    kind, value = _tables().get(text, ("other", 0))
    return Token(kind, value, text)


def numbers(cut: list[Token]) -> Iterator[Number]:
    """Every number among the tokens, longest first from the left."""
    at = 0
    while at < len(cut):
        number = _fraction(cut, at) or _number(cut, at)
        if number:
            yield number
        at = number.end if number else at + 1


def _kind(cut: list[Token], at: int) -> Kind:
    return cut[at].kind if 0 <= at < len(cut) else "other"


def _fraction(cut: list[Token], at: int) -> Number | None:
    """A fraction without a numerator: "half a million", "a third"; not the ordinal "third"."""
    counted = _kind(cut, at) == "article"
    start, at = at, at + counted
    if _kind(cut, at) != "part" or not (counted or cut[at].text in ("half", "quarter")):
        return None
    value, end = 1 / cut[at].value, at + 1
    scaled = end + (end < len(cut) and cut[end].text == "of")
    scaled += _kind(cut, scaled) == "article"
    if _kind(cut, scaled) == "scale":
        scale = cut[scaled].value
        return Number(value * scale, start, scaled + 1, scale)
    return Number(value, start, end)


def _number(cut: list[Token], start: int) -> Number | None:
    at = start + (_kind(cut, start) == "article" and _kind(cut, start + 1) == "scale")
    if _kind(cut, at) not in ("digits", "glyph", "small", "scale"):
        return None
    total, group, scale = 0.0, 0.0, 1.0
    first = at
    while at < len(cut):
        token = cut[at]
        if token.kind == "scale":
            grown = (group or 1) * token.value
            # Below a thousand a multiplier stays open: "two hundred and five", "hundred million".
            total, group = (total, grown) if token.value < 1000 else (total + grown, 0.0)
            scale, at = token.value, at + 1
        elif at == first or _adds(token, group, total):
            group, at = group + token.value, at + 1
        elif token.kind == "part" and 0 < group < 10 and not total:
            group, at = group / token.value, at + 1
        elif token.kind == "and":
            half = _half(cut, at)
            if half:
                group += total and half * scale or half
                at += 3
            elif (
                at + 1 < len(cut)
                and cut[at + 1].kind == "small"
                and _adds(cut[at + 1], group, total)
            ):
                at += 1
            else:
                break
        else:
            break
    return Number(total + group, start, at, scale)


def _half(cut: list[Token], at: int) -> float:
    """What "and a half" adds, or 0."""
    if _kind(cut, at + 1) == "article" and _kind(cut, at + 2) == "part":
        return 1 / cut[at + 2].value
    return 0.0


def _adds(token: Token, group: float, total: float) -> bool:
    """Whether a word adds to what was read: "twenty five", "hundred six", not "two three"."""
    if token.kind == "glyph":
        return True
    if token.kind != "small":
        return False
    if group == 0:
        return total >= 1000
    if group >= 100 and group % 100 == 0:
        return token.value < 100
    return 20 <= group % 100 <= 90 and group % 10 == 0 and 0 < token.value < 10
