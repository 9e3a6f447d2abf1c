"""What the branch sees with an anchor."""

import numpy as np
import pytest

from dragoman.reading.decode import Anchor
from dragoman.reading.schema import default_schemas
from dragoman.reading.sight import MARGIN, borders, sight
from dragoman.reading.tokens import Tokens, quotation_flags


def tokens(text: str) -> Tokens:
    """One token a word."""
    words = text.split()
    ends = np.cumsum([len(w) + 1 for w in words]) - 1
    starts = ends - [len(w) for w in words]
    quoted = quotation_flags(text)
    zeros = np.zeros(len(words), np.int64)
    heads = np.ones(len(words), bool)
    return Tokens(zeros, starts, ends, heads, zeros, np.array([quoted[e - 1] for e in ends]))


def seen(schema: str, text: str, anchor: str) -> str:
    made, schemas = tokens(text), default_schemas()
    at = text.split().index(anchor)
    found = Anchor(schemas[schema], schemas[schema].types[0], (at, at + 1), 1.0)
    cover = sight(found, made, borders(text, made), row=0).cover
    return " ".join(text.split()[slice(*cover)])


SIGHTS = [
    ("events", "He left . They struck Kyiv .", "struck", "They struck Kyiv ."),
    ("events", "They struck Kyiv . He left .", "struck", "They struck Kyiv ."),
    ("events", "They struck Kyiv", "struck", "They struck Kyiv"),
    ("events", "“We struck . They left .” So .", "struck", "“We struck . They left .”"),
    ("statements", "He said so . Why ?", "said", "He said so . Why ?"),
]


@pytest.mark.parametrize(("schema", "text", "anchor", "part"), SIGHTS)
def test_sight(schema: str, text: str, anchor: str, part: str) -> None:
    assert seen(schema, text, anchor) == part


def test_pieces_of_one_content_may_stand_a_little_farther() -> None:
    text = "Then {0}. He said so . Then {0}".format("a " * 20)
    assert len(seen("statements", text, "said").split()) == 4 + 2 * MARGIN
    assert seen("positions", text, "said") == "He said so ."


def test_an_anchor_over_a_border_is_seen_whole() -> None:
    text = "They struck . Kyiv fell ."
    made, schema = tokens(text), default_schemas()["events"]
    across = Anchor(schema, schema.types[0], (1, 4), 1.0)
    assert sight(across, made, borders(text, made), row=0).cover == (0, 6)
