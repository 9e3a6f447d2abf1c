"""First names tell a gender, or nothing."""

import pytest

from dragoman.vocab import gender_of


@pytest.mark.parametrize(
    ("name", "gender"),
    [("vladimir", "m"), ("nadia", "f"), ("kim", None), ("andrea", None), ("xyz", None)],
)
def test_gender_of_first_names(name: str, gender: str | None) -> None:
    assert gender_of(name) == gender
