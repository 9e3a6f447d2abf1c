"""Words from outside, made fit for a terminal."""

import unicodedata
from functools import cache

_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(words: str) -> str:
    """The words on one line, with nothing in them that a terminal would obey."""
    return "".join(map(harmless, " ".join(words.split())))


@cache
def harmless(character: str) -> str:
    """The character, or a sign in its place where a terminal would obey it."""
    unsafe = unicodedata.category(character) in ("Cc", "Cs") or character in _DIRECTIONS
    return "\N{REPLACEMENT CHARACTER}" if unsafe else character
