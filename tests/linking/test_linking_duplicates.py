import pytest
from tellings import report

from dragoman.linking.duplicates import LEAST, keys, likeness, sketch

TEXT = (
    "The two governments said on Tuesday that their delegations had agreed on a list of 120 "
    "prisoners to be exchanged at the border crossing before the end of the week, after a month "
    "of talks that several neighbours had helped to arrange and that had twice been broken off."
)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (TEXT, True),
        (TEXT.replace(" ", "\n"), True),
        (TEXT + " More talks are to follow.", True),
        (TEXT.removesuffix(" and that had twice been broken off."), True),
        (TEXT.replace("120", "150"), False),  # the same words, but another fact
        (TEXT.replace("agreed", "failed to agree").replace("talks", "war").replace("week", "year")
         .replace("Tuesday", "Friday").replace("border", "sea"), False),
        ("Rain fell.", False),
    ],
)  # fmt: skip
def test_which_texts_are_duplicates(other: str, same: bool) -> None:
    a, b = sketch(report(TEXT)), sketch(report(other))
    assert (likeness(a, b) >= LEAST) is same
    if same:
        assert {*keys(a)} & {*keys(b)}


def test_only_the_same_text_is_wholly_alike() -> None:
    a, b = sketch(report(TEXT)), sketch(report(TEXT.upper()))
    assert likeness(a, a) == 1
    assert 0.9 < likeness(a, b) < 1


def test_short_texts_are_duplicates_only_where_they_are_the_same() -> None:
    short = "Talks in Geneva went on for a second day."
    a, b = sketch(report(short)), sketch(report(short + " Again."))
    assert likeness(a, a) == 1
    assert likeness(a, b) == 0
