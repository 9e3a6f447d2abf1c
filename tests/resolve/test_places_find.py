import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.resolve.places_find import find_places

# Every place of the text is in brackets, and nothing else is.
FOUND = [
    # Countries, peoples as adjectives, short forms; people themselves are no places.
    "[Russian] forces shelled [Ukraine], the [U.S.] envoy said; the [DRC] and the [UK] agreed.",
    "[U.S.]-[Russia] talks; the [German]-[Iraqi] border post; a [Canada]-wide warrant.",
    "The Americans and the Spaniards met a Frenchman.",
    "They spoke in [Spain] in Spanish and in French.",
    "It cost US$5 million in the [US] last year.",
    # Towns: by the words around them.
    "Troops entered [Pokrovsk] and left the village of [Cellardyke].",
    "Shells hit [Kursk] region, [El Fasher] city and [Deir ez-Zor] province.",
    "They met in [Springfield], [Ill.], and in [Austin], [Texas].",
    "Envoys flew to [Washington], [Paris] and [Cairo].",
    "He lives in [Innisfail]. The [Innisfail] skater won.",
    "[Red Deer] police and the [Montreal]-based firm.",
    # Names of several words, with small words, marks and articles.
    "Boats left [Port-au-Prince], [Côte d'Ivoire] and [The Hague]; [St. Louis] was calm.",
    "The [West Bank], the [Strait of Hormuz], the [Gaza Strip] and [el-Geneina] camp.",
    # Names that say what they are.
    "A crash in [Black Hawk County] near [Hertford Road].",
    "They were taken to [St. Michael's Hospital].",
    # The place of a report.
    "[DALLAS] — Nick runs a shop.",
    "[INNISFAIL] - Nine skaters came.",
    "[KHARTOUM] (Agency) Fighting went on.",
    # Bodies of a place stand for it; companies, papers and schools do not.
    "The [Queensland] Government and the [Dublin] City Council asked [Kansas City] police.",
    "British Airways, the New York Times and Texas A&M University declined.",
    # Persons.
    "Paris Hilton and Denzel Washington met President Jordan and Sen. Lincoln.",
    "Georgia Stevens skates. Georgia was happy, Stevens said.",
    "Burton Wexley, 39, spoke. Wexley said so.",
    # Common words.
    "Police said on Monday that the Army would march in March. Most people agreed.",
    "THIS IS NO PLACE AT ALL",
    "",
]  # fmt: skip


@pytest.mark.parametrize("marked", FOUND)
def test_places_of_a_text(marked: str) -> None:
    text = re.sub(r"[\[\]]", "", marked)
    expected = re.findall(r"\[(.*?)\]", marked)
    assert [text[start:end] for start, end in find_places(text)] == expected


def test_a_name_may_wrap_to_the_next_line_but_not_to_the_next_paragraph() -> None:
    wrapped = "He came to New\n      York by train."
    assert [wrapped[a:b] for a, b in find_places(wrapped)] == ["New\n      York"]
    parted = "They went to Sierra\n\nLeone was there."
    assert all("\n" not in parted[a:b] for a, b in find_places(parted))


PIECES = st.sampled_from([
    "Gaza", ",", "the", "of", "Kursk", "region", "New", "York", "County", "St", ".", "'s", "(", "$",
    "al", "-", "el", "İ", "Georgia", "Ill.", "in", "Mr", "President", " ", "\n", "U.S.", "said",
])  # fmt: skip


@given(st.text() | st.lists(PIECES).map(" ".join) | st.lists(PIECES).map("".join))
@example("St. 's St.'s Hospital")
def test_spans_of_any_text_are_in_order_and_apart(text: str) -> None:
    end = 0
    for start, last in find_places(text):
        assert end <= start < last <= len(text)
        assert text[start:last].strip() == text[start:last]
        end = last
