"""The gazetteer: names to places of GeoNames and of our own table, from one read-only file.

The file holds two lists as compressed blocks of text lines, one of places and one of names in
order; a look-up unpacks the one block a name falls in. `tools/build_gazetteer.py` writes it.
"""

import json
import re
import struct
import unicodedata
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

Kind = Literal["country", "admin1", "region", "city", "point"]
Match = Literal["primary", "alternate", "demonym", "inside"]

MAGIC = b"DGZ1"
BLOCK = 64  # lines to a block: a look-up unpacks about 3 KB
_MARKS: dict[str, Match] = {"": "primary", "~": "alternate", "^": "demonym", "<": "inside"}
# Letters that Unicode does not take apart into a letter and its marks.
_FOLDED = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a"}
    | dict.fromkeys("'’‘ʻʼʿʾ`´", "")
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One place a name can mean; `match` says how the name belongs to it.

    A match `inside` is the admin-1 area that holds the place named, which itself is not known.
    `country` is ISO 3166 alpha-3, `admin1` the GeoNames code ("UA.05"); both empty where none.
    """

    kind: Kind
    name: str
    geonames: int | None
    latitude: float
    longitude: float
    country: str
    admin1: str
    population: int
    capital: bool = False  # of its country
    match: Match = "primary"


@lru_cache(maxsize=4096)
def place_key(name: str) -> str:
    """The name as it is looked up: no marks on letters, no case, no punctuation, no "the"."""
    bare = unicodedata.normalize("NFKD", name.casefold().translate(_FOLDED))
    letters = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    words = letters.split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    longer = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
    return " ".join([longer.get(word, word) for word in words[:1]] + words[1:])


class Gazetteer:
    """Places by name, read from the bytes of a gazetteer file."""

    def __init__(self, data: bytes) -> None:
        if data[:4] != MAGIC:
            raise ValueError("not a gazetteer file")
        (length,) = struct.unpack_from("<I", data, 4)
        header = json.loads(zlib.decompress(data[8 : 8 + length]))
        self._data = data
        self._base = 8 + length
        self._places: list[int] = header["places"]
        self._names: list[int] = header["names"]
        self._heads: list[str] = header["heads"]
        self.sources: str = header["sources"]
        self._block = lru_cache(maxsize=512)(self._unpack)

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Every place the name can mean, none where it is unknown."""
        return self._by_key(place_key(name))

    def admin1(self, code: str) -> Entry | None:
        """The admin-1 area of a GeoNames code such as "UA.05"."""
        return next(iter(self._by_key(f"@{code}")), None)

    def country(self, code: str) -> Entry | None:
        """The country or territory of an ISO 3166 alpha-3 code."""
        return next(iter(self._by_key(f"@{code}")), None)

    def _by_key(self, key: str) -> tuple[Entry, ...]:
        at = bisect_right(self._heads, key) - 1
        if not key or at < 0:
            return ()
        lines, opening = self._block(self._names[at], self._names[at + 1]), f"{key}\t"
        row = bisect_left(lines, opening)
        if row == len(lines) or not lines[row].startswith(opening):
            return ()
        return tuple(self._entry(mark) for mark in lines[row][len(opening) :].split(","))

    def _entry(self, reference: str) -> Entry:
        number = int(reference.lstrip("~^<"))
        at, row = divmod(number, BLOCK)
        line = self._block(self._places[at], self._places[at + 1])[row]
        entry = _parsed(line)
        mark = reference[: len(reference) - len(str(number))]
        return replace(entry, match=_MARKS[mark]) if mark else entry

    def _unpack(self, start: int, end: int) -> list[str]:
        block = self._data[self._base + start : self._base + end]
        return zlib.decompress(block).decode().split("\n")


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that is shipped, opened once."""
    return Gazetteer((files("dragoman.resolve") / "data" / "gazetteer.bin").read_bytes())


def _parsed(line: str) -> Entry:
    kind, name, number, latitude, longitude, country, admin1, population = line.split("\t")
    return Entry(
        kind=_KINDS[kind],
        name=name,
        geonames=int(number) if number else None,
        latitude=float(latitude),
        longitude=float(longitude),
        country=country,
        admin1=admin1,
        population=int(population),
        capital=kind == "k",
    )


_KINDS: dict[str, Kind] = {
    "c": "country",
    "a": "admin1",
    "r": "region",
    "p": "city",
    "o": "point",
    "k": "city",  # a capital
}


def packed(
    places: Sequence[Entry], names: Iterable[tuple[str, int, Match]], *, sources: str
) -> bytes:
    """The bytes of a gazetteer file; the same places and names give the same bytes."""
    marks = {match: mark for mark, match in _MARKS.items()}
    by_key: dict[str, list[str]] = {}
    for key, number, match in sorted(names):
        by_key.setdefault(key, []).append(f"{marks[match]}{number}")
    lines = [f"{key}\t{','.join(by_key[key])}" for key in sorted(by_key)]
    place_blocks = _blocks([_line(place) for place in places])
    name_blocks = _blocks(lines)
    start = sum(len(block) for block in place_blocks)
    header = {
        "sources": sources,
        "places": _offsets(place_blocks, 0),
        "names": _offsets(name_blocks, start),
        "heads": [line.split("\t")[0] for line in lines[::BLOCK]],
    }
    head = zlib.compress(json.dumps(header, ensure_ascii=False).encode(), 9)
    return b"".join([MAGIC, struct.pack("<I", len(head)), head, *place_blocks, *name_blocks])


def _line(place: Entry) -> str:
    letter = "k" if place.capital else next(k for k, kind in _KINDS.items() if kind == place.kind)
    number = "" if place.geonames is None else str(place.geonames)
    name = re.sub(r"\s", " ", place.name)
    return (
        f"{letter}\t{name}\t{number}\t{place.latitude:.4f}\t{place.longitude:.4f}"
        f"\t{place.country}\t{place.admin1}\t{place.population}"
    )


def _blocks(lines: list[str]) -> list[bytes]:
    starts = range(0, len(lines), BLOCK)
    return [zlib.compress("\n".join(lines[at : at + BLOCK]).encode(), 9) for at in starts]


def _offsets(blocks: list[bytes], start: int) -> list[int]:
    offsets = [start]
    for block in blocks:
        offsets.append(offsets[-1] + len(block))
    return offsets
