"""Where the extracted words stand in the page's source."""

import os.path
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from dragoman.model import Origin
from dragoman.sources.scan import Page, letters_of

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

    def origins(self, words: str, *, anywhere: bool = False) -> list[Origin]:
        """The runs of `words` that are runs of the source, character for character, in order.

        Between the words there is one space. `anywhere` looks from the page's start, and leaves
        the place reached as it was.
        """
        reached = self._cursor
        self._cursor = 0 if anywhere else reached
        parts = words.split()
        ends = list(accumulate(map(len, parts)))
        runs: list[Origin] = []
        for first, length, place in self._matches("".join(parts)):
            for run in self._runs(words, ends, first, length, place):
                _add(runs, run, words, self._page.source)
        if anywhere:
            self._cursor = reached
        return runs

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

    def _runs(
        self, words: str, ends: list[int], first: int, length: int, place: int
    ) -> Iterator[Origin]:
        """The runs of so many letters of `words` from the `first` on, found at a letter's place.

        `ends` has how many letters there are up to the end of each word.
        """
        source, stretches = self._page.source, self._page.stretches
        at = bisect_right(stretches, place, key=lambda stretch: stretch.first) - 1
        last = first + length
        while first < last:
            stretch = stretches[at]
            at += 1
            start = first + bisect_right(ends, first)  # a space before each word but one
            own = source[stretch.start : stretch.end]
            plain = own.strip()
            if place == stretch.first and words.startswith(plain, start) and "&" not in plain:
                yield Origin(
                    start=start,
                    length=len(plain),
                    source=stretch.start + len(own) - len(own.lstrip()),
                )
                ...
