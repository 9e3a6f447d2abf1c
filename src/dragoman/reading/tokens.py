"""Text to what the encoder takes in: wordpieces with their offsets, casing, and quotation marks.

The encoder's vocabulary is uncased; a shape per token gives the casing back. A flag tells tokens
that stand between double quotation marks.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

    from dragoman.model import Span

MAX_TOKENS = 510  # of the encoder's 512 positions, two stand for its special tokens
SHAPES = 6  # lower or other, Capitalised, UPPER, mixEd, digits, punctuation
_CLOSE, _PLAIN = "”»", ('"', "''")
_MARK = re.compile("[“„«”»\"]|''")


@dataclass(frozen=True, slots=True)
class Tokens:
    """One text's wordpieces, without special tokens: parallel arrays of length n.

    `starts` and `ends` are code points of the text; `heads` is False on pieces that continue a
    word.
    """

    ids: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    heads: np.ndarray
    shapes: np.ndarray
    quotes: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, cover: tuple[int, int]) -> "Tokens":
        """The tokens from a first one to one before the last."""
        cut = slice(*cover)
        return Tokens(
            self.ids[cut],
            self.starts[cut],
            self.ends[cut],
            self.heads[cut],
            self.shapes[cut],
            self.quotes[cut],
        )

    def cover(self, span: "Span") -> tuple[int, int] | None:
        """The tokens (first, one past the last) that overlap a span, None where none does."""
        hits = np.flatnonzero((self.starts < span[1]) & (self.ends > span[0]))
        return (int(hits[0]), int(hits[-1]) + 1) if len(hits) else None


def load_tokenizer(path: str) -> "Tokenizer":
    """The tokenizer of a `tokenizer.json`, without truncation or padding."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def tokenize(tokenizer: "Tokenizer", texts: list[str]) -> list[Tokens]:
    """Each text's tokens."""
    encodings = tokenizer.encode_batch(texts, add_special_tokens=False)
    return [_tokens(text, enc) for text, enc in zip(texts, encodings, strict=True)]


def _tokens(text: str, encoding: "Encoding") -> Tokens:
    offsets = encoding.offsets
    heads = [not t.startswith("##") for t in encoding.tokens]
    starts, ends = np.array(offsets, dtype=np.int32).reshape(-1, 2).T
    quoted = np.frombuffer(quotation_flags(text) + b"\0", dtype=np.uint8)
    return Tokens(
        ids=np.array(encoding.ids, dtype=np.int64),
        starts=starts,
        ends=ends,
        heads=np.array(heads, dtype=bool),
        shapes=np.array(_shapes(text, offsets, heads), dtype=np.int64),
        quotes=quoted[starts].astype(np.int64),
    )


def _shapes(text: str, offsets: list[tuple[int, int]], heads: list[bool]) -> list[int]:
    """Each piece's shape, which is the shape of the word it belongs to."""
    shapes: list[int] = []
    end = len(offsets)
    for i in reversed(range(len(offsets))):
        if heads[i]:
            word = shape(text[offsets[i][0] : offsets[end - 1][1]])
            shapes += [word] * (end - i)
            end = i
    shapes += [0] * end  # a text that begins with a continuation piece: none is known to
    return shapes[::-1]


@lru_cache(maxsize=65536)
def shape(piece: str) -> int:
    """Which of the six shapes a piece of text has."""
    if not any(c.isalnum() for c in piece):
        return 5
    if any(c.isdigit() for c in piece):
        return 4
    if piece.islower() or not any(c.isupper() for c in piece):
        return 0
    if piece[0].isupper() and not any(c.isupper() for c in piece[1:]):
        return 1
    return 2 if piece.isupper() else 3


def quotation_flags(text: str) -> bytearray:
    """1 for every character between double quotation marks, 0 elsewhere; one byte a character.

    Two apostrophes are a double quotation mark, as some archives print it.
    """
    flags = bytearray(len(text))
    inside = None  # where the quotation that is open goes on
    for mark in _MARK.finditer(text):
        at, kind = mark.start(), mark[0]
        if inside is not None:
            flags[inside:at] = b"\1" * (at - inside)
        closes = kind in _CLOSE or (kind in _PLAIN and inside is not None)
        inside = None if closes else at + 1
    if inside is not None:
        flags[inside:] = b"\1" * (len(text) - inside)
    return flags
