import numpy as np
import pytest

from dragoman.reading.decode import anchors, apart, extent, role_spans, softmax
from dragoman.reading.schema import default_schemas
from dragoman.reading.tokens import Tokens


def tokens(*heads: bool) -> Tokens:
    """Words of one letter and a blank; False goes on with the word before."""
    n = len(heads)
    starts = np.arange(n) * 2
    zeros = np.zeros(n, np.int64)
    return Tokens(zeros, starts, starts + 1, np.array(heads), zeros, zeros)


EXTENTS = [
    ([0.9, 0.9, 0.02], 2),
    ([0.02, 0.8], 0),
    ([0.9, 0.4, 0.9, 0.02], 3),  # one doubtful word does not cut a span
    ([0.9, 0.01, 0.7, 0.02], 1),  # a word surely outside does
    ([0.4, 0.4, 0.02], 2),  # nearly as likely: on to where it is surely over
    ([], 0),
]


@pytest.mark.parametrize(("inside", "end"), EXTENTS)
def test_extent(inside: list[float], end: int) -> None:
    assert extent(0, np.array(inside)) == end


def roles(*tags: str) -> np.ndarray:
    """Probabilities of outside, begin, inside; a small letter is a likely tag, a capital a sure
    one."""
    scores = np.zeros((len(tags), 3))
    for row, tag in enumerate(tags):
        scores[row, "OBI".index(tag.upper())] = 6.0 if tag.isupper() else 1.5
    return softmax(scores)


ROLES = [
    ("one", "OBIOB", [(2, 5)]),
    ("one", "ObOBO", [(6, 7)]),  # the likelier one
    ("many", "OBIOB", [(2, 5), (8, 9)]),
    ("many", "OBBIO", [(2, 3), (4, 7)]),
    ("pieces", "OBBIO", [(2, 7)]),
    ("many", "OOOOO", []),
]


@pytest.mark.parametrize(("arity", "tags", "spans"), ROLES)
def test_role_spans(arity: str, tags: str, spans: list[tuple[int, int]]) -> None:
    made = tokens(*[True] * len(tags))
    found = role_spans(roles(*tags), made, arity=arity, threshold=0.5, anchor=(9, 10))
    assert [(int(made.starts[a]), int(made.ends[b - 1])) for (a, b), _ in found] == spans


def test_spans_never_cut_a_word() -> None:
    made = tokens(True, True, False, False, True)
    (((first, last), _),) = role_spans(
        roles(*"OBIOO"), made, arity="one", threshold=0.5, anchor=(9, 10)
    )
    assert (first, last) == (1, 4)


def test_a_quotation_does_not_go_on_over_its_cue() -> None:
    made = tokens(*[True] * 6)
    scores = roles(*"BIoIII")
    whole = role_spans(scores, made, arity="pieces", threshold=0.5, anchor=(9, 10))
    cut = role_spans(scores, made, arity="pieces", threshold=0.5, anchor=(2, 3))
    assert [c for c, _ in whole] == [(0, 6)]
    assert [c for c, _ in cut] == [(0, 2)]


def test_an_anchor_begun_twice_is_one() -> None:
    schemas = default_schemas()
    where = schemas.tag_slices["figures"]
    tags = np.full((4, sum(s.tags for s in schemas.items)), -9.0)
    for part in schemas.tag_slices.values():
        tags[:, part.start] = 5.0
    killed = where.start + 2 + schemas["figures"].types.index("killed")
    money = where.start + 2 + schemas["figures"].types.index("money")
    tags[1:3, killed] = 8.0
    tags[3, money] = 8.0
    found = anchors(tags, tokens(True, True, True, True), schemas)
    assert [(a.type, a.tokens) for a in found] == [("killed", (1, 3)), ("money", (3, 4))]


def test_words_fill_the_likelier_of_two_roles() -> None:
    actor, recipient = [((0, 2), 0.9), ((4, 5), 0.4)], [((1, 2), 0.6), ((4, 6), 0.7)]
    assert apart(actor, recipient) == ([actor[0]], [recipient[1]])
