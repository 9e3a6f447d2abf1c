"""What the branch sees with an anchor."""

import numpy as np
import pytest

from dragoman.reading.decode import Anchor
from dragoman.reading.schema import default_schemas
from dragoman.reading.sight import MARGIN, borders, sight, to_quotation_end
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


GROWN = [
    ("“We go . We fight on . ” He left .", (0, 4), "We", "We go . We fight on ."),
    ("“We go . We fight on . ” He left .", (3, 6), "We fight", "“We go . We fight on ."),
    ("“We go . We fight on . ” He left .", (2, 4), "We fight", "We fight on ."),
    ("They go . They fight on . He left .", (0, 4), "They", "They go . They"),
]


@pytest.mark.parametrize(("text", "cover", "first", "whole"), GROWN)
def test_a_piece_at_the_edge_of_sight_goes_on_to_the_end_of_its_quotation(
    text: str, cover: tuple[int, int], first: str, whole: str
) -> None:
    made = tokens(text)
    span = text.index(first), int(made.ends[cover[1] - 1])
    start, end = to_quotation_end(span, cover, made)
    assert text[start:end] == whole


def test_a_piece_that_ends_before_the_edge_of_sight_stays() -> None:
    text = "“We go . We fight on .” He left ."
    assert to_quotation_end((4, 6), (0, 5), tokens(text)) == (4, 6)
