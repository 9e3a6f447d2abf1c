"""The words that tell a text from others, weighed by how rare they are in news texts.

The table of how many texts have a word ships with the package and never changes with the archive:
what two texts have in common must not depend on what else was read, or in which order.
"""

import gzip
import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from dragoman.vocab import plain

Weights = Mapping[str, float]

FREQUENCIES = "frequencies.tsv.gz"  # its first line: how many texts were counted
COMMON = 2.0  # words rarer than one text in e² are weighed
_ENDINGS = ("ings", "ing", "edly", "ed", "es", "s")
_STEM = 4  # letters that an ending leaves at least


class Word(NamedTuple):
    """A word as compared, where it stands, and how it is written."""

    key: str
    start: int
    written: str

    @property
    def named(self) -> bool:
        """Whether it begins with a capital."""
        return self.written[0].isupper()


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+")


def words(text: str, *, start: int = 0, end: int | None = None) -> list[Word]:
    """The words and numbers of `text[start:end]` without their endings; offsets are of `text`."""
    found = _pattern().finditer(text, start, len(text) if end is None else end)
    return [Word(_key(m[0]), m.start(), m[0]) for m in found if len(m[0]) > 1 or m[0].isdigit()]


@cache
def _key(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    word = plain(word).casefold()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word.removesuffix(ending)
    return word


def is_number(word: str) -> bool:
    """Whether it is written in digits."""
    return word[0].isdigit()


@cache
def frequencies() -> tuple[int, dict[str, int]]:
    """How many texts were counted, and how many of them have each word."""
    packed = resources.files(__package__).joinpath(FREQUENCIES).read_bytes()
    total, *lines = gzip.decompress(packed).decode().splitlines()
    rows = (line.split("\t") for line in lines)
    return int(total), {word: int(count) for word, count in rows}


@cache
def rarity(word: str) -> float:
    """The logarithm of one in how many texts has the word; the largest for those never seen."""
    total, counts = frequencies()
    return math.log((total + 1) / (counts.get(word, 0) + 1))


def weighed(counts: Mapping[str, float], *, power: float = 0.5, least: float = COMMON) -> Weights:
    """The words as a vector of length 1: how often to the power, times how rare."""
    found = {w: n**power * rarity(w) for w, n in sorted(counts.items()) if rarity(w) > least}
    length = math.sqrt(sum(value * value for value in found.values()))
    return {word: round(value / length, 4) for word, value in found.items()}


def cosine(a: Weights, b: Weights) -> float:
    """How alike two such vectors are, from 0 to 1."""
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return sum([value * large[word] for word, value in small.items() if word in large])


def telling(weights: Weights, most: int) -> list[str]:
    """The words of most weight, the greatest first."""
    return sorted(weights, key=lambda w: (-weights[w], w))[:most]


def counted(found: Iterable[Word]) -> Counter[str]:
    """How often each word is there."""
    return Counter(word.key for word in found)


def key_of(*parts: object) -> int:
    """A whole number of 63 bits for what items are looked up by."""
    said = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest()) >> 1
