"""How an act is worded: what kind of act of force it is, and whether it is told as something known.

The words are those of `acts.toml`.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any  # Any: what TOML holds

_STEM = 5  # letters


@cache
def manners() -> dict[str, Any]:
    """What `acts.toml` holds; not to be changed."""
    data: dict[str, Any] = tomllib.loads(
        resources.files(__package__).joinpath("acts.toml").read_text("utf-8")
    )
    return data


@cache
def kinds_of(cue: str, mode: str | None) -> frozenset[str]:
    """The kinds of acts of force that a word and a mode tell; none where they tell none."""
    kinds, modes = manners()["kinds"].items(), manners()["modes"].items()
    told = {kind for kind, stems in kinds if cue.startswith(tuple(stems))}
    return frozenset(told | {kind for kind, those in modes if mode in those})


def lasts(type: str, cue: str) -> bool:
    """Whether such an act goes on for days."""
    found = manners()
    return type in found["lasting_types"] or cue.startswith(tuple(found["lasting"]))


@cache
def _known() -> re.Pattern[str]:
    """Words behind which an act is named as something known, and not told."""
    named = r"(?:\b(?:the|this|these|following|after|over)|['’]s)(?:\s+[\w-]+){0,3}"
    return re.compile(rf"{named}\s*$", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    """What follows the name of an act; a verb would have its object there."""
    day = "yesterday|earlier|last|(?:the|a) (?:previous|day|night)"
    return re.compile(
        rf"\s*(?:$|[,.;:)]|(?:of|on|in|at|by|that|which|against|between|as|and|{day})\b)"
    )


@cache
def _before() -> re.Pattern[str]:
    """By which a verb tells what was before what is told."""
    return re.compile(
        r"""\b(?:had|previously|recently|earlier|already)\b(?:\s+[\w-]+){0,3}\s*$
        | \bafter\b(?!\s+which)[^,.;:]{0,60}$""",
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def _toll() -> re.Pattern[str]:
    return re.compile(r"\btoll\b[^,.;:]{0,40}$", re.IGNORECASE)


@cache
def _grown() -> re.Pattern[str]:
    return re.compile(r"[^,.;:]{0,60}\b(?:rise|rises|rose|risen|increases?|increased) to\b", re.I)


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(r"(?:[cst]ion|ment|[cs]ure|[osv]al)s?$", re.IGNORECASE)


@cache
def _one() -> re.Pattern[str]:
    return re.compile(r"\b(?:an?|roughly|another)(?:\s+[\w-]+){0,2}\s*$", re.IGNORECASE)


@cache
def _lightly() -> re.Pattern[str]:
    stems = "|".join(manners()["told"]["lightly"])
    return re.compile(rf"\b(?:{stems})\w*(?:\s+[\w-]+){{0,3}}\s*$", re.IGNORECASE)


@cache
def _hurt() -> re.Pattern[str]:
    """How news of an act opens that did harm: "ten people are killed after"."""
    return re.compile(r"\b(?:kill|injur|wound|die|dead|dying)\w*\b.*\b(?:after|following)\b", re.I)


def again(sentence: str, start: int, end: int) -> bool:
    """Whether the act whose words stand there is told as something known."""
    before, words, behind = sentence[:start], sentence[start:end], sentence[end:]
    known = _known().search(before) and _named().match(behind)
    noun = _noun().search(words) and not _one().search(before)
    named = (known or noun) and not _lightly().search(before)
    if _grown().match(behind) or _toll().search(before):
        return True
    return bool(named or _before().search(before)) and not _hurt().search(before)


@cache
def _another() -> tuple[re.Pattern[str], re.Pattern[str]]:
    told = manners()["told"]
    more, anew = (f"(?:{'|'.join(told[name])})" for name in ("more", "anew"))
    before = re.compile(rf"\b(?:{more}|{anew})\b(?!\s+than\b)(?:\s+[\w-]+){{0,2}}\s*$")
    near, far = rf"(?:an?\s+|the\s+)?{anew}", rf"(?:[\w-]+\s+){{0,4}}{more}"
    return before, re.compile(rf"\s+(?:{near}|{far})\b(?!\s+than\b)")


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(manners()['told']['longer'])})\w*", re.IGNORECASE)


def anew(sentence: str, start: int, end: int) -> bool:
    """Whether it is told to be another act than those known: "a second strike", "to extend"."""
    before, behind = _another()
    if _goes_on().search(sentence[start:end]) or _resumed().match(sentence[end:]):
        return True
    return bool(before.search(sentence[:start]) or behind.match(sentence[end:]))


@cache
def _resumed() -> re.Pattern[str]:
    return re.compile(r"[^,.;:]{0,60}\bresum(?:e|es|ed)\b", re.IGNORECASE)


@cache
def _object() -> re.Pattern[str]:
    ends = "|".join(manners()["object_ends"])
    return re.compile(rf"(?:\s+of)?((?:(?!\s+(?:{ends})\b)[^,.;:()])*)", re.IGNORECASE)


def behind(sentence: str, end: int) -> str:
    """What stands behind an act's words that end there, up to a preposition or a mark."""
    found = _object().match(sentence[end:])
    return found[1] if found else ""


def one_stem(cues: Iterable[str]) -> bool:
    """Whether words begin alike: "resigned" and "resignation"."""
    return len({cue[:_STEM] for cue in cues}) == 1
