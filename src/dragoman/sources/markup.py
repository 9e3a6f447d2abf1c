"""Markdown's inline marks, left out of the text with every remaining run traced to the source."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from dragoman.model import Origin

# The named groups are words and stay; the rest of each match is marks.
_MARKS = (
    r"!?\[(?P<link>[^\[\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\[\]\n]*\])"
    r"|(?P<mark>\*\*|__|\*|(?<!\w)_|`)(?=\S)(?P<marked>[^*_`]+)(?<=\S)(?P=mark)(?!\w)"
    r"|\\(?P<escaped>[\\`*_{}\[\]()#+.!>~|-])"
    r"|<(?P<address>https?://[^<>\s]*)>"
    r"|<!--[^<>]*-->"
)


class Cut(NamedTuple):
    """A stretch of the source that is left out of the text."""

    start: int
    end: int


def inline_marks(source: str, start: int, end: int) -> Iterator[Cut]:
    """The marks of links, emphasis, code and escapes in `source[start:end]`."""
    for found in re.compile(_MARKS).finditer(source, start, end):
        name = next((n for n in ("link", "marked", "escaped", "address") if found[n]), None)
        if name is None:
            yield Cut(*found.span())
            continue
        inner = found.span(name)
        yield Cut(found.start(), inner[0])
        yield Cut(inner[1], found.end())
        if name in ("link", "marked"):
            yield from inline_marks(source, *inner)


class Unmarked(NamedTuple):
    """A source without its marks: the text, and the runs of the source it is made of."""

    text: str
    origins: tuple[Origin, ...]

    @classmethod
    def of(cls, source: str, *, start: int, cuts: Iterable[Cut]) -> Self:
        """The source from `start` on, less the cuts."""
        texts, origins, at, length = [], [], start, 0
        for cut in [*sorted(cuts), Cut(len(source), len(source))]:
            if cut.start > at:
                texts.append(source[at : cut.start])
                origins.append(Origin(start=length, length=cut.start - at, source=at))
                length += cut.start - at
            at = max(at, cut.end)
        return cls("".join(texts), tuple(origins))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the source's stretch lies in the text, without the blanks around it."""
        start, end = self._offset(start), self._offset(end)
        words = self.text[start:end]
        return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())

    def _offset(self, source: int) -> int:
        """The text offset of a source offset; of a mark, where its run before ends."""
        i = bisect_right(self.origins, source, key=lambda origin: origin.source) - 1
        if i < 0:
            return 0
        origin = self.origins[i]
        return origin.start + min(source - origin.source, origin.length)
