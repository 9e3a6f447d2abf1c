"""What a span is about, by the words in it: a second opinion on labels that are read off spans.

The branch learns such labels with all else it learns, and knows the examples it saw better than
others. The mean vector of a span's words, and that of the sentence's, tell the label of others
nearly as well, and both together better than either; see docs/reading.md.
"""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dragoman.reading.decode import log_softmax

TOPICS = "topics.npz"


class Topics:
    """A small network from two mean vectors to the labels of one attribute."""

    def __init__(self, attribute: str, layers: Sequence[np.ndarray]) -> None:
        """`attribute` as "positions.issue"; two layers, each its weights and its bias."""
        self.attribute = attribute
        self.layers = [layer.astype(np.float32) for layer in layers]

    @classmethod
    def load(cls, folder: Path) -> "Topics | None":
        """That of a coder's folder; None if it has none."""
        path = folder / TOPICS
        if not path.exists():
            return None
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as kept:
            layers = [kept[f"arr_{n}"] for n in range(4)]
            return cls(str(kept["attribute"]), layers)

    def save(self, folder: Path) -> None:
        """Write it beside a coder's weights, in half precision."""
        halves = (layer.astype(np.float16) for layer in self.layers)
        np.savez(folder / TOPICS, *halves, attribute=np.array(self.attribute))

    def __call__(self, span: np.ndarray, sentence: np.ndarray) -> np.ndarray:
        """The labels' log probabilities, from the word vectors [n, d] of a span and of all that
        is seen with it."""
        first, bias, last, shift = self.layers
        x = np.concatenate([span.mean(0), sentence.mean(0)])
        return log_softmax(np.maximum(x @ first + bias, 0.0) @ last + shift)
