"""What stands around a report: view counts, share bars, notices, captions, bylines."""

import re
from functools import cache
from re import Pattern
from typing import Any  # the values of a TOML file

from dragoman.model import BlockKind
from dragoman.sources.draft import load_data, small_words, squeeze

_BYLINE = r"(?:By|BY|Written by|Reported by|Author:)\s+(?P<who>[^\d.!?:;]{3,80})"


def surrounds(words: str) -> BlockKind | None:
    """Furniture or caption, where the whole of `words` is that; None for text proper."""
    words = squeeze(words)
    if len(words) > _table()["longest"]:
        return None
    if _any("captions", words):
        return BlockKind.CAPTION
    return BlockKind.FURNITURE if _any("patterns", words) else None


def byline(words: str) -> str | None:
    """Whom the line names as author: `By Ana Lima and Jo Park` gives `Ana Lima and Jo Park`."""
    found = re.fullmatch(_BYLINE, squeeze(words))
    if not found:
        return None
    names = re.findall(r"[\w.'’-]+", found["who"])
    capital = all(name[0].isupper() or name in small_words("joining") for name in names)
    return found["who"].strip(" ,|-–—") if capital and 2 <= len(names) <= 12 else None


def _any(group: str, words: str) -> bool:
    return any(pattern.fullmatch(words) for pattern in _patterns(group))


@cache
def _table() -> dict[str, Any]:
    return load_data("furniture.toml")


@cache
def _patterns(group: str) -> tuple[Pattern[str], ...]:
    rows = _table()[group]
    return tuple(re.compile(row, re.IGNORECASE | re.DOTALL) for row in rows.values())
