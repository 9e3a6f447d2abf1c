"""How much of a text the branch reads with an anchor: its sentence.

What fills an anchor's roles stands in its sentence 98 times in 100 in the annotated corpus; with
more before it the branch takes longer, and takes more from where nothing belongs to the anchor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.model import Span
from dragoman.reading.decode import Anchor, Cover, whole_words
from dragoman.reading.schema import Schema
from dragoman.reading.tokens import Tokens
from dragoman.reading.windows import sentences

MARGIN = 8  # tokens: as far as the "he said" beside a quoted sentence


@dataclass(frozen=True, slots=True)
class Sight:
    """An anchor and the tokens the branch sees with it, of text number `row`."""

    row: int
    anchor: Anchor
    cover: Cover

    def __len__(self) -> int:
        return self.cover[1] - self.cover[0]

    def within(self, anchor: Anchor) -> Anchor:
        """The anchor with its tokens counted from the first one seen."""
        (start, end), first = anchor.tokens, self.cover[0]
        return Anchor(anchor.schema, anchor.type, (start - first, end - first), anchor.probability)


def borders(text: str, tokens: Tokens) -> list[int]:
    """The tokens that begin a sentence, and last the number of tokens.

    Between double quotation marks none begins: a quotation is seen whole.
    """
    starts = [start for start, _ in sentences(text, (0, len(text)))]
    firsts = np.searchsorted(tokens.starts, starts[1:]).tolist()
    quoted, n = tokens.quotes, len(tokens)
    return [0, *(i for i in firsts if 0 < i < n and not (quoted[i - 1] and quoted[i])), n]


def margin(schema: Schema) -> int:
    """How many tokens are seen beside the sentence: some where pieces make one content, as those
    of a quotation do."""
    return MARGIN if schema.per is None and "pieces" in schema.roles.values() else 0


def sight(anchor: Anchor, tokens: Tokens, borders: Sequence[int], *, row: int) -> Sight:
    """What the branch sees with an anchor: its sentence, and the schema's margin on each side."""
    first = max(b for b in borders if b <= anchor.tokens[0])
    last = min(b for b in borders if b >= anchor.tokens[1])
    if more := margin(anchor.schema):
        first, last = whole_words((max(0, first - more), min(len(tokens), last + more)), tokens)
    return Sight(row, anchor, (first, last))


def to_quotation_end(span: Span, cover: Cover, tokens: Tokens) -> Span:
    """A piece of content that reaches the edge of what is seen inside a quotation, grown over all
    of that quotation."""
    (start, end), (first, last) = span, cover
    if start <= tokens.starts[first]:
        while first > 0 and tokens.quotes[first] and tokens.quotes[first - 1]:
            first -= 1
        start = min(start, int(tokens.starts[first]))
    if end >= tokens.ends[last - 1]:
        while last < len(tokens) and tokens.quotes[last] and tokens.quotes[last - 1]:
            last += 1
        end = max(end, int(tokens.ends[last - 1]))
    return start, end
