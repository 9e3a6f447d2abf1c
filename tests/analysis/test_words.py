"""What two objects have in common."""

import pytest

from dragoman.analysis.words import SAME, bare, content, counted, drops, shared


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("remove the Sinai settlements", "their removal", True),
        ("decommissioning should begin", "decommission its arms", True),
        ("a withdrawal from all territory taken in 1967", "withdraw from Sinai in years", True),
        ("a withdrawal from all territory taken in 1967", "withdraw forces of Sinai", False),
        ("the release of prisoners", "a boycott", False),
        ("self-determination", "self-rule", False),
        ("talks on its nuclear program", "a nuclear program for peace", False),
        ("inspection of nuclear sites", "nuclear inspections", True),
        ("it", "it", False),  # nothing of their own
    ],
)
def test_objects_are_compared_by_their_words(one: str, other: str, same: bool) -> None:
    assert (shared(content(one), content(other)) >= SAME) is same


def test_names_and_what_stands_for_others_are_no_content() -> None:
    assert content("that Israel accept the plan of President Sadat on Monday") == set()


@pytest.mark.parametrize(
    ("verb", "after", "told"),
    [
        ("Egypt dropped", " its demand for a timetable", True),
        ("It no longer demands", " that weapons be handed over", True),
        ("Egypt demanded", " a timetable", False),
        ("Israel withdrew", " its forces", False),
        ("they dropped", " bombs", False),
    ],
)
def test_giving_up_is_told_by_a_verb_and_its_object(verb: str, after: str, told: bool) -> None:
    assert drops(verb, after) is told


def test_a_verb_is_bare_where_nothing_or_a_pronoun_follows() -> None:
    assert bare(", and Sinn Fein")
    assert bare(" it at once")
    assert not bare(" the plan")
    assert not bare(" items")


def test_people_are_not_what_a_count_is_told_apart_by() -> None:
    assert counted("people") == ""
    assert counted("Israeli airmen") == "airmen"
