"""The loader: files that do not fit are errors that say what is wrong."""

import pytest

from dragoman.errors import VocabularyError
from dragoman.vocab.loading import closed, csv_version, meanings, number, read_csv, texts


@pytest.mark.parametrize(
    ("table", "what"),
    [({"a": 1}, "b missing"), ({"a": 1, "b": 2, "c": 3}, "unknown key c")],
)
def test_tables_are_closed(table: dict[str, object], what: str) -> None:
    with pytest.raises(VocabularyError, match=what):
        closed(table, required={"a", "b"}, where="file")


@pytest.mark.parametrize("value", [True, "3", 11, -10.5, None])
def test_scores_lie_between_minus_ten_and_ten(value: object) -> None:
    with pytest.raises(VocabularyError, match="number"):
        number(value, where="file")


@pytest.mark.parametrize("value", [{}, {"code": ""}, {"code": 1}, []])
def test_codes_need_meanings(value: object) -> None:
    with pytest.raises(VocabularyError):
        meanings(value, where="file")


def test_lists_hold_no_word_twice() -> None:
    with pytest.raises(VocabularyError, match="twice"):
        texts(["a", "b", "a"], where="file")


def test_columns_must_be_those_expected() -> None:
    with pytest.raises(VocabularyError, match="columns"):
        read_csv("groups.csv", columns=("name", "colour"))


@pytest.mark.parametrize("name", ["countries", "regions", "organisations", "agencies", "groups"])
def test_every_table_has_a_version(name: str) -> None:
    assert csv_version(f"{name}.csv")
