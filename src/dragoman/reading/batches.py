"""Texts of unlike length as one rectangle for the encoder."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.reading.tokens import SHAPES, Tokens

CLS, SEP = 101, 102  # BERT's special tokens, which open and close every text


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
