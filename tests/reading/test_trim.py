import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.trim import trimmed

CASES = [
    ("Ukraine and", "Ukraine"),
    ("the rebels", "the rebels"),
    ("“We will go,”", "We will go"),
    ("full withdrawal from all areas as", "full withdrawal from all areas"),
    ("about 20%", "about 20%"),
    ("$5 million", "$5 million"),
    ("the U.S.", "the U.S."),
    ("the talks.", "the talks"),
    (", of the", None),
    ("and", None),
    ("", None),
    ("African Union (AU)", "African Union (AU)"),
]


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_trimmed(words: str, expected: str | None) -> None:
    found = trimmed(words, (0, len(words)))
    assert (words[slice(*found)] if found else None) == expected


@pytest.mark.parametrize(
    ("words", "on", "expected"),
    [
        ("suspend relations due", " to violations", "suspend relations"),
        ("do what they can", ", he said", "do what they can"),
        ("on 3 May", " he left", "on 3 May"),
        ("her", " in Geneva", "her"),
        ("Trump’", "s desire to go", "Trump"),
        ("the U", ".S. government", "the U.S."),
        ("the U.", "S. government", "the U.S."),
        ("backing for pro", "-Russian rebels", "backing for pro-Russian"),
    ],
)
def test_what_begins_something_else(words: str, on: str, expected: str) -> None:
    start, end = trimmed(words + on, (0, len(words))) or (0, 0)
    assert (words + on)[start:end] == expected


@given(st.text(max_size=40), st.integers(0, 10), st.integers(0, 40))
def test_grows_by_no_more_than_a_word(text: str, start: int, length: int) -> None:
    span = (min(start, len(text)), min(start + length, len(text)))
    found = trimmed(text, span)
    assert found is None or span[0] <= found[0] < found[1]
    assert found is None or not any(map(str.isspace, text[span[1] : found[1]]))
