"""Sentences are invented; the words of the act stand in brackets."""

import pytest

from dragoman.linking.manner import again, anew, behind, kinds_of, lasts, one_stem


def at(marked: str) -> tuple[str, int, int]:
    before, _, rest = marked.partition("[")
    words, _, behind = rest.partition("]")
    return before + words + behind, len(before), len(before) + len(words)


@pytest.mark.parametrize(
    ("marked", "known"),
    [
        ("Flags were lowered after the [attack] on Lowhaven.", True),
        ("Norland's [airstrike] on the port burned warehouses.", True),
        ("Flights resume a day after the army [occupied] the airport.", True),
        ("A court asks for the man whom the king recently [pardoned].", True),
        ("The vote follows one by the lower house, which had already [approved] it.", True),
        ("The death toll from the [fire] rises to nine.", True),
        ("The toll of the [flood] rises to nine.", True),
        ("The minister's [resignation] surprised Sudria.", True),
        ("Both agree on a truce following [clashes] last night.", True),
        ("Norland's planes [attacked] the port.", False),
        ("Norland launched the [attack] on Lowhaven at dawn.", False),
        ("Sudria holds [demonstrations] in Lowhaven.", False),
        ("Ten people are killed after two [airstrikes] on Lowhaven.", False),
        ("Sudria says that it [seized] of all towns the largest.", False),
        ("Norland orders a [deployment] to the border.", False),
    ],
)
def test_acts_told_as_something_known(marked: str, known: bool) -> None:
    assert again(*at(marked)) is known


@pytest.mark.parametrize(
    ("marked", "other"),
    [
        ("Norland carries out a second [airstrike] on Lowhaven.", True),
        ("Sudria reports three further [raids].", True),
        ("Sudria [returns] an additional body.", True),
        ("Norland [frees] the crews of three more ships.", True),
        ("Both continue to [launch] rockets.", True),
        ("Both [extend their truce] by ten days.", True),
        ("[Protests] against the king resume in Lowhaven.", True),
        ("Norland [frees] more than ten sailors.", False),
        ("More than ten [raids] are reported.", False),
        ("Norland carries out an [airstrike] on New Lowhaven.", False),
    ],
)
def test_acts_told_to_be_others_than_those_known(marked: str, other: bool) -> None:
    assert anew(*at(marked)) is other


@pytest.mark.parametrize(
    ("cue", "mode", "other", "same"),
    [
        ("attack", None, "airstrik", True),
        ("bomb", "aerial", "campaign", False),
        ("campaign", "aerial", "strik", True),
        ("captur", None, "fall", True),
        ("captur", None, "abduct", True),
        ("advanc", None, "attack", False),
        ("clash", None, "massacr", False),
        ("loot", None, "clash", False),
    ],
)
def test_kinds_of_force(cue: str, mode: str | None, other: str, same: bool) -> None:
    assert bool(kinds_of(cue, mode) & kinds_of(other, None)) is same


def test_a_word_that_tells_no_force_has_no_kind() -> None:
    assert kinds_of("announc", None) == frozenset()


def test_what_goes_on_for_days() -> None:
    assert lasts("PROTEST", "rally")
    assert lasts("COERCE", "blockade")
    assert not lasts("ASSAULT", "ambush")


def test_words_that_begin_alike() -> None:
    assert one_stem(["resign", "resignation"])
    assert not one_stem(["resign", "resolv"])


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("The king orders the [deployment] of some 500 marines to Lowhaven.", " some 500 marines"),
        ("Norland [bans] two broadcasters, and Sudria objects.", " two broadcasters"),
        ("There were [clashes] last night.", ""),
        ("Norland [attacked].", ""),
    ],
)
def test_what_stands_behind_an_act(marked: str, words: str) -> None:
    sentence, _, end = at(marked)
    assert behind(sentence, end) == words
