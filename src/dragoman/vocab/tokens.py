"""How names are compared: by their words, without accents, dots or regard to the hyphen."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple


class Token(NamedTuple):
    """A word of a text: as compared, and where it stands."""

    key: str
    start: int
    end: int


@cache
def _pattern() -> re.Pattern[str]:
    # Initials keep together ("U.S.", "J.D."); apostrophes and hyphens part words.
    return re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\b\.?|\w+")


@cache
def _letters() -> dict[int, str]:
    # Letters that Unicode does not take apart into a base letter and a mark.
    pairs = zip("øØłŁđĐıŋ", "oOlLdDin", strict=True)
    extra = {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "ð": "d", "þ": "th", "ə": "a"}
    return str.maketrans(dict(pairs) | extra | {".": ""})


def plain(word: str) -> str:
    """The word without accents and dots, its case kept."""
    if word.isascii():
        return word.replace(".", "")
    parts = unicodedata.normalize("NFKD", word.translate(_letters()))
    return "".join(c for c in parts if not unicodedata.combining(c))


def tokens(text: str, *, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of `text[start:end]` with their offsets in `text`."""
    stop = len(text) if end is None else end
    return [Token(plain(m[0]), *m.span()) for m in _pattern().finditer(text, start, stop)]
