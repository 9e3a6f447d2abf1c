"""One reading of a report's text: sentences, known names, role words and other capitalised runs."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

from dragoman.resolve.mentions import Run, Scan, Titled
from dragoman.resolve.naming import find_names
from dragoman.vocab import Token, role_lengths, roles, tokens, words


def scan(text: str, *, published: date | None) -> Scan:
    """The text read once: sentences, known names, role words and other capitalised runs."""
    found = tokens(text)
    result = Scan(text, found, _sentences(text, found))
    result.quotes = [result.words_in(*m.span()) for m in _quotation().finditer(text)]
    find_names(result, published)
    _find_roles(result)
    _find_runs(result)
    return result


@cache
def _quotation() -> re.Pattern[str]:
    # A quotation that its paragraph does not close runs to the paragraph's end.
    return re.compile(r"“[^”\n]*”?|\"[^\"\n]*\"?|„[^“\n]*“?|«[^»\n]*»?|''(?:(?!'')[^\n])*(?:'')?")


@cache
def _sentence_end() -> re.Pattern[str]:
    # Not after initials and short titles: "the U.S. Senate", "Mr. Obama".
    return re.compile(r"\n|(?<![A-Z])(?<!\b[A-Z][a-z])[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")


def _sentences(text: str, found: list[Token]) -> list[int]:
    ends = [m.start() for m in _sentence_end().finditer(text)]
    numbers, number = [], 0
    for word in found:
        while number < len(ends) and ends[number] < word.start:
            number += 1
        numbers.append(number)
    return numbers


def _find_roles(s: Scan) -> None:
    place = 0
    # "John Major" and then "Major said"; but "Major Smith" is one of that rank.
    surnames = {s.key(n.last - 1) for n in s.named if n.entity.kind == "leader"}
    for first, word in enumerate(s.keys):
        lengths = role_lengths().get(word)
        if lengths is None or first < place or first in s.at:
            continue
        if word in surnames and s.capital(first) and not s.capital(first + 1):
            continue
        titled = _role_at(s, first, lengths)
        if titled is not None:
            s.titled.append(titled)
            s.at.update(dict.fromkeys(range(first, titled.last), titled))
            place = titled.last


def _role_at(s: Scan, first: int, lengths: tuple[int, ...]) -> Titled | None:
    for last in (first + length for length in lengths):
        role = roles().get(tuple(s.keys[first:last]))
        if role is None or last > len(s.keys) or any(i in s.at for i in range(first, last)):
            continue
        if all(s.bound(i) for i in range(first, last - 1)) and not _is_none(s, first, last):
            return _deputy(s, first, last) or Titled(first, last, role)
    return None


def _deputy(s: Scan, first: int, last: int) -> Titled | None:
    """The deputy of an office that no table has a deputy of: "[deputy] leader"."""
    lengths = role_lengths().get(s.key(last), ())
    if s.key(last - 1) != "deputy" or not s.bound(last - 1):
        return None
    of = _role_at(s, last, lengths)
    if of is None or of.role.office is None:
        return None
    return Titled(first, of.last, replace(of.role, office=f"deputy {of.role.office}"))


def _is_none(s: Scan, first: int, last: int) -> bool:
    """Whether the words beside make it no role: "anti-[government]", "aid [official]",
    "[General] Confederation"."""
    if s.gap(first - 1) in ("-", "–") and s.key(first - 1) in words("prefixes"):
        return True
    private = s.key(first - 1) in words("private") and first - 1 not in s.at
    if private and s.key(last - 1) in ("official", "officials"):
        return True
    return s.key(last - 1) == "general" and s.key(last) in words("general_bodies")


def _find_runs(s: Scan) -> None:
    first = 0
    while first < len(s.words):
        last = first
        while _continues(s, first, last):
            last += 1
        while last > first and s.key(last - 1) in words("particles"):
            last -= 1
        if last > first:
            run = Run(first, last)
            s.runs.append(run)
            s.at.update(dict.fromkeys(range(first, last), run))
        first = max(last, first + 1)


def _continues(s: Scan, first: int, index: int) -> bool:
    if index >= len(s.words) or index in s.at or s.words[index].key[0].isdigit():
        return False
    if index > first and not s.bound(index - 1):
        return False
    key = s.key(index)
    if key == "s" and index > first and s.gap(index - 1) in ("'", "’"):
        return False
    if key in words("particles"):
        return index > first or s.gap(index) == "-"
    return s.capital(index) and key not in words("plain")
