"""Where the extracted words stand in the page's source."""

import os.path
from array import array
from collections.abc import Iterable

from dragoman.model import Origin
from dragoman.sources.scan import Page

_AHEAD = 200_000  # letters between one paragraph and the next
_NEAR = 5_000  # letters an extractor may have dropped inside a paragraph
_TELLING = 40  # letters that are hardly twice on a page
_MOST_SEARCHED = 500_000_000  # letters gone through for paragraphs out of order
_PROBE = 16  # letters that tell a place nearby
_STEP = 4


class Aligner:
    """Finds stretches of extracted text among a page's letters, in the order of the page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._cursor = 0
        self._budget = _MOST_SEARCHED

    def places(self, words: str, *, anywhere: bool = False) -> "array[int]":
        """For each character of `words` its offset in the source, or -1.

        `anywhere` looks from the page's start, and leaves the place reached as it was.
        """
        at = [i for i, char in enumerate(words) if not char.isspace()]
        key = "".join(words.split())
        found = array("q", [-1]) * len(words)
        reached = self._cursor
        self._cursor = 0 if anywhere else reached
        for start, length, place in self._matches(key):
            for i in range(length):
                found[at[start + i]] = self._page.places[place + i]
        if anywhere:
            self._cursor = reached
        return found

    def _matches(self, key: str) -> Iterable[tuple[int, int, int]]:
        """Runs of the key: where they start, how long they are, and where among the letters."""
        letters = self._page.letters
        # Few letters found far away are likelier to be some other place.
        ahead = _AHEAD if len(key) >= _TELLING else _NEAR
        whole = letters.find(key, self._cursor, self._cursor + len(key) + ahead)
        if whole < 0 and len(key) >= _TELLING and self._budget > 0:
            # Extractors do put a stray paragraph first; the page's order is where most are.
            self._budget -= len(letters)
            whole = letters.find(key)
        if whole >= 0:
            self._cursor = whole + len(key)
            yield 0, len(key), whole
            return
        start = 0
        while start < len(key):
            probe = key[start : start + _PROBE]
            near = ahead if len(probe) == _PROBE else _PROBE * _STEP
            place = letters.find(probe, self._cursor, self._cursor + near)
            if place < 0:
                start += _STEP
                ahead = _NEAR
                continue
            rest = letters[place : place + len(key) - start]
            length = len(os.path.commonprefix([key[start:], rest]))
            yield start, length, place
            start, self._cursor, ahead = start + length, place + length, _NEAR


def origins(text: str, places: "array[int]", source: str) -> tuple[Origin, ...]:
    """The runs of the text that are runs of the source, character for character."""
    for i, place in enumerate(places):
        if place >= 0 and source[place] != text[i]:
            places[i] = -1  # an entity stands there
    _fill_blanks(text, places, source)
    runs: list[Origin] = []
    start = 0
    for i in range(1, len(text) + 1):
        if i < len(text) and places[i] >= 0 and places[i] == places[i - 1] + 1:
            continue
        if places[start] >= 0:
            runs.append(Origin(start=start, length=i - start, source=places[start]))
        start = i
    return tuple(runs)


def _fill_blanks(text: str, places: "array[int]", source: str) -> None:
    """Give a blank between two found characters its place, where the source has the same one."""
    for i in range(1, len(text) - 1):
        before = places[i - 1]
        if places[i] < 0 <= before and places[i + 1] == before + 2 and text[i].isspace():
            places[i] = before + 1 if source[before + 1] == text[i] else -1
