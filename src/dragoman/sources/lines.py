"""Lines to units: which lines of a plain text make one paragraph, heading or title.

A unit is a stretch of the text, newlines inside it included; nothing is ever rewritten.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_LINE = r"[^\r\n\u2028\u2029]+"
_NARROWEST, _WIDEST = 40, 120  # columns at which people and programs wrap
_BULLET = r"(?:[-*•·▪◦‣]|\(?\d{1,2}[.)]|\(?[a-z]\))\s"
_ENDS = re.compile(r"[.!?:;…。؟][\"'”’»)\]\s]*$")


class Line(NamedTuple):
    """One line without the blanks around it."""

    start: int
    end: int
    indented: bool
    after_blank: bool  # a blank line, or the start of the text, stands before it


class Unit(NamedTuple):
    """Lines that belong together: `text[start:end]`."""

    start: int
    end: int


def ends_sentence(words: str) -> bool:
    """Whether the words end as a sentence does."""
    return bool(_ENDS.search(words[-12:]))


def is_listed(words: str) -> bool:
    """Whether the words begin with a bullet or a number of a list."""
    return bool(re.match(_BULLET, words))


def split_units(text: str) -> list[Unit]:
    """The units of a text, in order: wrapped lines joined, every other line on its own."""
    lines = list(split_lines(text))
    width = _wrap_width(text, lines)
    units: list[Unit] = []
    for i, line in enumerate(lines):
        if i and _continues(text, lines[i - 1], line, width=width):
            units[-1] = Unit(units[-1].start, line.end)
        else:
            units.append(Unit(line.start, line.end))
    return units


def split_lines(text: str, start: int = 0) -> Iterator[Line]:
    """The lines of a text, from `start` on, that hold more than blanks."""
    first, end = start, start
    for found in re.compile(_LINE).finditer(text, start):
        words = found[0].strip()
        if not words:
            continue
        start = found.start() + found[0].index(words[0])
        # Between two lines stands one line break, unless a blank line stands there too.
        gap = text[end : found.start()].replace("\r\n", "\n")
        blank = end == first or len(re.findall(r"[\r\n\u2028\u2029]", gap)) > 1
        end = start + len(words)
        yield Line(start, end, start - found.start() > 1, blank)


def _wrap_width(text: str, lines: list[Line]) -> int | None:
    """The column at which the text is hard-wrapped, or None where each line is a paragraph."""
    pairs = [(a, b) for a, b in pairwise(lines) if not b.after_blank]
    lengths = sorted(a.end - a.start for a, _ in pairs)
    if not lengths:
        return None
    width = lengths[int(0.9 * (len(lengths) - 1))]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = [a for a, b in pairs if _is_full(text, a, b, width=width)]
    cut = [a for a in full if not ends_sentence(text[a.start : a.end])]
    # Paragraphs end where their sentence does, wrapped lines anywhere.
    return width if len(full) > 0.5 * len(pairs) and len(cut) > 0.4 * len(full) else None


def _is_full(text: str, line: Line, following: Line, *, width: int) -> bool:
    """Whether the next line's first word did not fit on the line any more."""
    first = re.match(r"\S+", text[following.start : following.end])
    return line.end - line.start + 1 + (first.end() if first else 0) >= width - 2


def _continues(text: str, line: Line, following: Line, *, width: int | None) -> bool:
    """Whether the next line goes on with the sentence or paragraph of this one."""
    words, then = text[line.start : line.end], text[following.start : following.end]
    if following.after_blank or is_listed(then):
        return False
    if not ends_sentence(words) and then[0].islower():
        return True
    fresh = following.indented and not line.indented
    return width is not None and not fresh and _is_full(text, line, following, width=width)
