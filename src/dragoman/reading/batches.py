"""Texts of unlike length as rectangles for the encoder and the branch."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.reading.schema import Schemas
from dragoman.reading.sight import Sight
from dragoman.reading.tokens import SHAPES, Tokens

CLS, SEP = 101, 102  # BERT's special tokens, which open and close every text
LOT = 16384  # tokens whose hidden states are kept until the branch has read them: 25 MB
RUN = 8  # tokens: what it costs to run the model once more, whatever it reads


@dataclass(frozen=True, slots=True)
class Inputs:
    """The encoder's four inputs, each [n, t] of int64; `mask` is 1 at tokens, 0 at padding."""

    ids: np.ndarray
    shapes: np.ndarray
    quotes: np.ndarray
    mask: np.ndarray


def pad(texts: Sequence[Tokens]) -> Inputs:
    """Texts between their special tokens, padded to the longest."""
    width = max(len(t) for t in texts) + 2
    ids = np.zeros((len(texts), width), np.int64)
    shapes, quotes, mask = np.full_like(ids, SHAPES), np.zeros_like(ids), np.zeros_like(ids)
    for row, t in enumerate(texts):
        n = len(t)
        ids[row, 0], ids[row, n + 1] = CLS, SEP
        ids[row, 1 : n + 1] = t.ids
        shapes[row, 1 : n + 1] = t.shapes
        quotes[row, 1 : n + 1] = t.quotes
        mask[row, : n + 2] = 1
    return Inputs(ids, shapes, quotes, mask)


Seen = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def pad_seen(seen: Sequence[Sight], hidden: Sequence[np.ndarray], schemas: Schemas) -> Seen:
    """The branch's inputs of some anchors: hidden [f, t, d], mask and marks [f, t], kind [f].

    `hidden` has each text's states [its tokens + 2, d]. What is seen stands between the text's
    special tokens, padded to the longest.
    """
    width = max(len(s) for s in seen) + 2
    out = np.zeros((len(seen), width, hidden[seen[0].row].shape[1]), hidden[seen[0].row].dtype)
    mask, marks = np.zeros((2, len(seen), width), np.int64)
    kinds = schemas.kind_index
    for k, s in enumerate(seen):
        n, (first, last) = len(s), s.cover
        states, (start, end) = hidden[s.row], s.within(s.anchor).tokens
        out[k, 0], out[k, n + 1] = states[0], states[-1]
        out[k, 1 : n + 1] = states[first + 1 : last + 1]
        mask[k, : n + 2] = 1
        marks[k, start + 1 : end + 1] = 1
    kind = [kinds[s.anchor.schema.name, s.anchor.type] for s in seen]
    return out, mask, marks, np.array(kind, np.int64)


def lots(lengths: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of texts, first and one past the last, whose states are kept at once: `LOT` tokens, or
    one text."""
    out: list[tuple[int, int]] = []
    total = 0
    for i, length in enumerate(lengths):
        total += length
        if out and total <= LOT:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
            total = length
    return out


def groups(lengths: Sequence[int], *, most: int) -> list[list[int]]:
    """The indices of texts of these lengths in groups that are padded the least in all.

    None has more than `most` tokens when padded, but for a text that is longer by itself. The best
    cut of the lengths in their order is found from the best cuts of fewer (dynamic programming).
    """
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    cost, cut = [0], [0]  # of the first so many texts: tokens to read, where the last group begins
    for stop in range(1, len(order) + 1):
        width = lengths[order[stop - 1]] + 2
        least = max(0, stop - max(1, most // width))
        tried = [(cost[i] + (stop - i) * width + RUN, i) for i in range(least, stop)]
        best = min(tried)
        cost.append(best[0])
        cut.append(best[1])
    out = []
    stop = len(order)
    while stop:
        out.append(order[cut[stop] : stop])
        stop = cut[stop]
    return out[::-1]
