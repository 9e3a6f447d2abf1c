"""What stands right behind a name and holds the place: it rules out what lies elsewhere."""

import pytest

from dragoman.model import Place, Report
from dragoman.resolve.places import PlaceResolver
from dragoman.resolve.places_held import held


def resolved(marked: str) -> Place:
    start, end = marked.index("["), marked.index("]") - 1
    report = Report(address="test", text=marked.replace("[", "").replace("]", ""))
    return PlaceResolver(report).resolve((start, end), confidence=0.9)


# The place in brackets is not in the gazetteer, or only elsewhere: what holds it is given.
FALLBACKS = [
    ("Strikes hit [Sabra], Gaza City, Palestine.", "Gaza", "PSE", "city"),
    ("Strikes hit [Sabra, Gaza City, Palestine].", "Gaza", "PSE", "city"),
    ("Gunmen came to [Guma], Benue State, Nigeria, on Saturday.", "Benue", "NGA", "admin1"),
    ("Gunmen came to [Guma, Benue State, Nigeria] on Saturday.", "Benue", "NGA", "admin1"),
    ("Gunmen came to [Dumba], Borno State, Nigeria.", "Borno", "NGA", "admin1"),
    ("Gunmen came to the village of [Guma] in Benue State.", "Benue", "NGA", "admin1"),
    ("A strike in [Darnytskyi District], Kyiv, Ukraine.", "Kyiv City", "UKR", "admin1"),
    ("A strike in [Darnytskyi District, Kyiv, Ukraine].", "Kyiv City", "UKR", "admin1"),
    ("Strikes on [Poltava and Chernihiv Oblasts, Ukraine].", "Ukraine", "UKR", "country"),
    ("Dozens drowned near [Kufra], Libya.", "Libya", "LBY", "country"),
    ("Dozens drowned near [Kufra], Libya on Monday.", "Libya", "LBY", "country"),
    ("A boat sank off [Tortuga], Nord-Ouest, Haiti.", "Nord-Ouest", "HTI", "admin1"),
    ("A bus crashed in [Suffolk], England.", "England", "GBR", "admin1"),
    ("A plane fell in [Trilla], Illinois, United States.", "Illinois", "USA", "admin1"),
    ("A raid in [Tora village], Darfur, Sudan.", "Darfur", "SDN", "region"),
    ("A raid in [Nowhere District], Unheard Zone, Ethiopia.", "Ethiopia", "ETH", "country"),
    ("A shooting at [Nowhere University in Tallahassee], Florida.", "Tallahassee", "USA", "city"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "name", "country", "precision"), FALLBACKS)
def test_what_holds_an_unknown_place_is_given(
    marked: str, name: str, country: str, precision: str
) -> None:
    place = resolved(marked)
    assert (place.name, place.country, place.precision) == (name, country, precision)
    assert "that holds it" in place.reason
    assert place.evidence.words == marked[marked.index("[") + 1 : marked.index("]")]


def test_the_holder_told_once_counts_elsewhere_in_the_report() -> None:
    text = "Gunmen came to Guma, Benue State, Nigeria. Later people left [Guma]."
    assert (resolved(text).name, resolved(text).country) == ("Benue", "NGA")


@pytest.mark.parametrize(
    ("marked", "country", "admin1"),
    [
        ("A balloon fell in [Praia Grande], Santa Catarina, Brazil.", "BRA", "Santa Catarina"),
        ("A shop burnt in [Hermosillo], Sonora, Mexico.", "MEX", "Sonora"),
        ("A boat burnt in [Southport], North Carolina, United States.", "USA", "North Carolina"),
        ("A roof fell in [Trujillo], Peru.", "PER", "La Libertad"),
        ("The outbreak began in [Austin], in Scott County, Indiana.", "USA", "Indiana"),
        ("The court in [The Hague], the Netherlands, ruled.", "NLD", "South Holland"),
    ],
)
def test_each_holder_narrows_the_one_before(marked: str, country: str, admin1: str) -> None:
    place = resolved(marked)
    assert (place.country, place.admin1, place.precision) == (country, admin1, "city")


# What follows is a list, begins something new, or is for the policy to say.
NOT_HELD = [
    ("Talks in [London], France and Spain.", "GBR"),
    ("Raids on [Gaza], Lebanon, and Yemen.", "PSE"),
    ("In [Geneva], Iran said no.", "CHE"),
    ("Missiles hit [Belgorod], Ukraine said.", "RUS"),
    ("Missiles hit [Belgorod], Ukraine's army said.", "RUS"),
    ("In the southeastern [Khost province], the U.S. military said.", "AFG"),
    ("A trial in [Prague], Czechoslovakia.", "CZE"),
    ("They went to [Kampala], DRC.", "UGA"),
    ("Ships at [Sevastopol], Russia.", "UKR"),
    ("Shots in [Hebron], Israel.", "PSE"),
    ("France, [Belgium], the United States and others.", "BEL"),
    ("[China], Japan and Korea met.", "CHN"),
    ("Ships of the [Andaman Sea], Thailand.", None),
]


@pytest.mark.parametrize(("marked", "country"), NOT_HELD)
def test_what_does_not_hold_a_place_rules_nothing_out(marked: str, country: str | None) -> None:
    assert resolved(marked).country == country


@pytest.mark.parametrize("words", ["the capital", "a village"])
def test_words_without_a_name_are_held_by_nothing(words: str) -> None:
    assert resolved(f"A raid in [{words}], Nigeria.").name is None


@pytest.mark.parametrize(
    "after", ["", ", ", " in", ", the", ", Unheard", "(", ", Nigeria, Unheard"]
)
def test_held_takes_any_text(after: str) -> None:
    assert held("", after).sure == after.startswith(", Nigeria")
