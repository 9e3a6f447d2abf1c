"""How names are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.vocab import plain, tokens


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("the U.S.-backed rebels", ["the", "US", "backed", "rebels"]),
        ("Kyiv’s forces", ["Kyiv", "s", "forces"]),
        ("Türkiye, Erdoğan", ["Turkiye", "Erdogan"]),
        ("J.D. Vance in Washington, D.C.", ["JD", "Vance", "in", "Washington", "DC"]),
        ("Lars Løkke Rasmussen", ["Lars", "Lokke", "Rasmussen"]),
    ],
)
def test_words_without_accents_and_dots(text: str, keys: list[str]) -> None:
    assert [t.key for t in tokens(text)] == keys


@given(st.text(max_size=80))
def test_offsets_are_those_of_the_text(text: str) -> None:
    for token in tokens(text):
        assert plain(text[token.start : token.end]) == token.key
