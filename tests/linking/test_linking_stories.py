from itertools import combinations

import pytest
from tellings import report

from dragoman.linking.stories import LEAST, SHARED, common, keys, likeness, sketch

QUAKE = [
    "An earthquake of magnitude 6.8 hit the Marrakesh region of Morocco, killing hundreds of "
    "people in villages of the Atlas mountains.",
    "Rescuers in Morocco dug through rubble in the Atlas villages near Marrakesh after the 6.8 "
    "earthquake that killed hundreds.",
]
OTHER_QUAKE = (
    "An earthquake of magnitude 5.9 hit the Paktika province of Afghanistan, killing hundreds of "
    "people in villages near Khost."
)
COUP = "Soldiers in Gabon said on television that they had seized power and annulled the election."


def test_reports_of_one_development_are_more_alike_than_others() -> None:
    first, second, other, coup = (sketch(report(t)) for t in (*QUAKE, OTHER_QUAKE, COUP))
    assert likeness(first, second) >= LEAST
    assert likeness(first, other) < LEAST  # the same kind of event, elsewhere
    assert likeness(first, coup) < LEAST
    assert len({*keys(first)} & {*keys(second)}) >= SHARED


@pytest.mark.parametrize(("a", "b"), [*combinations([*QUAKE, OTHER_QUAKE, COUP], 2)])
def test_likeness_has_no_direction(a: str, b: str) -> None:
    one, two = sketch(report(a)), sketch(report(b))
    assert likeness(one, two) == likeness(two, one)


def test_lines_that_are_addresses_tell_nothing() -> None:
    address = "http: / / www. example. com / 2011 / 05 / earthquake - morocco. html\n"
    assert sketch(report(address + QUAKE[0])) == sketch(report(QUAKE[0]))


def test_the_words_of_a_story_are_written_as_in_its_reports() -> None:
    found = common([sketch(report(text)) for text in QUAKE], 4)
    assert "Marrakesh" in found
    assert all(word in " ".join(QUAKE) for word in found)


def test_an_empty_report() -> None:
    empty = sketch(report(" "))
    assert keys(empty) == []
    assert likeness(empty, sketch(report(COUP))) < LEAST
