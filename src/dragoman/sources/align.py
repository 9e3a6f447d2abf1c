"""Where the extracted words stand in the page's source."""

import os.path
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from dragoman.sources.scan import Page, letters_of

_AHEAD = 200_000  # letters between one paragraph and the next
_NEAR = 5_000  # letters an extractor may have dropped inside a paragraph
_TELLING = 40  # letters that are hardly twice on a page
_MOST_SEARCHED = 500_000_000  # letters gone through for paragraphs out of order
_PROBE = 16  # letters that tell a place nearby
_STEP = 4


class Run(NamedTuple):
    """A stretch of words that stands in the source as it is."""

    start: int
    length: int
    source: int


class Aligner:
    """Finds stretches of extracted text among a page's letters, in the order of the page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._cursor = 0
        self._budget = _MOST_SEARCHED

    def runs(self, words: str, *, anywhere: bool = False) -> list[Run]:
        """The runs of `words` that are runs of the source, character for character, in order.

        One space stands between two words. `anywhere` looks from the page's start, and leaves the
        place reached as it was.
        """
        parts = words.split()
        ends = list(accumulate(map(len, parts)))
        reached = self._cursor
        self._cursor = 0 if anywhere else reached
        found: list[Run] = []
        for first, length, place in self._matches("".join(parts)):
            for run in self._runs(words, ends, first, length, place):
                _add(found, run, self._page.source)
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

    def _runs(
        self, words: str, ends: list[int], first: int, length: int, place: int
    ) -> Iterator[Run]:
        """The runs of so many letters of the words from the `first` on, found at a letter's place.

        `ends` has how many letters there are up to the end of each word.
        """
        source, stretches, last = self._page.source, self._page.stretches, first + length
        at = bisect_right(stretches, place, key=lambda stretch: stretch.first) - 1
        letter = stretches[at].first - place + first
        while letter < last:
            _, begin, end = stretches[at]
            at += 1
            start = letter + bisect_right(ends, letter)  # a space before each word but the first
            whole = source[begin:end].strip()
            if letter >= first and "&" not in whole and words.startswith(whole, start):
                yield Run(start, len(whole), source.index(whole, begin))
                letter += len(whole) - whole.count(" ")
                continue
            for letters, place in letters_of(source, begin, end):
                stop = letter + len(letters)
                if source.startswith(letters, place):  # or an entity stands there
                    yield from _by_word(ends, max(letter, first), min(stop, last), place - letter)
                letter = stop


def _by_word(ends: list[int], letter: int, stop: int, shift: int) -> Iterator[Run]:
    """Letters that stand in the source without a blank, `shift` on from their number, as runs."""
    while letter < stop:
        word = bisect_right(ends, letter)
        until = min(stop, ends[word])
        yield Run(letter + word, until - letter, letter + shift)
        letter = until


def _add(runs: list[Run], run: Run, source: str) -> None:
    """Add a run, joined to the one before where there is nothing or one space between them."""
    if runs:
        start, length, place = runs[-1]
        gap = run.start - start - length
        blank = gap == 1 and source[place + length] == " "
        if run.source == place + length + gap and (not gap or blank):
            runs[-1] = Run(start, length + gap + run.length, place)
            return
    runs.append(run)
