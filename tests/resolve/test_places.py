import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import Place, Report
from dragoman.resolve.gazetteer import Entry, Gazetteer, gazetteer, packed, place_key
from dragoman.resolve.places import PlaceResolver
from dragoman.resolve.places_policy import Policy, default_policy

# A report with the name in brackets; the GeoNames id (None: our own table), country, precision.
PLACES: list[tuple[str, int | None, str | None, str]] = [
    ("Israel struck [Gaza] as Hamas fired rockets.", 281133, "PSE", "city"),
    ("Fighting raged near [Pokrovsk], Ukraine's army said.", 704422, "UKR", "city"),
    ("Troops went into [Kursk region], Russia said.", 538555, "RUS", "admin1"),
    ("Troops went into the [Kursk] region, Russia said.", 538555, "RUS", "admin1"),
    ("A drone hit the city of [Kursk], Russia said.", 538560, "RUS", "city"),
    ("Protests in [Georgia]: the Georgian parliament met in Tbilisi.", 614540, "GEO", "country"),
    ("Courts in [Georgia] and Florida, two American states.", 4197000, "USA", "admin1"),
    ("Militias clashed in [Tripoli], the Libyan capital.", 2210247, "LBY", "city"),
    ("Clashes in [Tripoli], Lebanon, killed two.", 266826, "LBN", "city"),
    ("A meeting in [Cambridge], Mass., and later in Boston.", 4931972, "USA", "city"),
    ("A meeting in [Cambridge]; the British minister came from London.", 2653941, "GBR", "city"),
    ("Strikes hit [Khan Younis], Palestinian medics said.", 281124, "PSE", "city"),
    ("Shells fell on [El Fasher] in Sudan.", 379555, "SDN", "city"),
    ("Shells fell on [al-Fashir], Sudanese doctors said.", 379555, "SDN", "city"),
    ("Troops left [Sloviansk], Ukraine.", 693468, "UKR", "city"),
    ("Ships waited in the [Strait of Hormuz].", None, None, "region"),
    ("Fighting in the [Donbas] went on.", None, "UKR", "region"),
    ("The front in [Darfur], Sudan, moved.", None, "SDN", "region"),
    ("Rain fell over the [Sahel].", None, None, "region"),
    ("Shelling of [Zaporizhzhia Oblast], Ukraine.", 687699, "UKR", "admin1"),
    ("A raid in [northern Nigeria].", 2328926, "NGA", "country"),
    ("[Russian] forces moved.", 2017370, "RUS", "country"),
    ("Envoys met in [Washington].", 4140963, "USA", "city"),
    ("Envoys met in [Paris], American officials said in Dallas, Texas.", 2988507, "FRA", "city"),
    ("Inspectors came to the [Zaporizhzhia nuclear plant].", None, "UKR", "point"),
]  # fmt: skip


def resolved(marked: str, *, policy: Policy | None = None) -> Place:
    start, end = marked.index("["), marked.index("]") - 1
    report = Report(address="test", text=marked.replace("[", "").replace("]", ""))
    return PlaceResolver(report, policy=policy).resolve((start, end), confidence=0.9)


@pytest.mark.parametrize(("marked", "geonames", "country", "precision"), PLACES)
def test_place_in_context(
    marked: str, geonames: int | None, country: str | None, precision: str
) -> None:
    place = resolved(marked)
    assert (place.geonames, place.country, place.precision) == (geonames, country, precision)
    assert place.evidence.words == marked[marked.index("[") + 1 : marked.index("]")]
    assert place.latitude is not None
    assert 0.3 < place.confidence <= 0.9
    assert place.reason.endswith(".")


@pytest.mark.parametrize("words", ["Nowhereville", "the capital", "…"])
def test_an_unknown_place_keeps_its_words(words: str) -> None:
    place = resolved(f"It happened at [{words}].")
    assert (place.name, place.geonames, place.latitude, place.precision) == (None,) * 4
    assert place.evidence.words == words


DISPUTED = [
    ("[Crimea] was the topic.", "UKR", "68/262"),
    ("A drone flew to [Sevastopol].", "UKR", "68/262"),
    ("Settlers in the [West Bank].", "PSE", "Occupied Palestinian Territory"),
    ("They met in [Jerusalem].", None, "Jerusalem"),
    ("The [Golan Heights] were quiet.", "SYR", "497"),
    ("Shots in [Kashmir] again.", None, "not agreed"),
    ("[Taiwan] held a vote.", "TWN", "2758"),
    ("Troops in [Abkhazia].", "GEO", "Georgia"),
    ("Ships in the [South China Sea].", None, "several states"),
]


@pytest.mark.parametrize(("marked", "country", "note"), DISPUTED)
def test_disputed_places_follow_the_policy(marked: str, country: str | None, note: str) -> None:
    place = resolved(marked)
    assert place.disputed
    assert place.country == country
    assert note in place.reason


def test_the_policy_can_be_replaced() -> None:
    own = Policy.read(
        'name = "own"\n[[rule]]\nregions = ["Kashmir"]\ncountry = "XXX"\nnote = "As we see it"'
    )
    assert resolved("Shots in [Kashmir] again.", policy=own).country == "XXX"
    assert not resolved("[Taiwan] held a vote.", policy=own).disputed
    assert default_policy().name


def test_every_rule_of_the_policy_names_a_place_that_is_there() -> None:
    known = gazetteer()
    for rule in default_policy().rules:
        for region in rule.regions:
            assert any(entry.name == region for entry in known.lookup(region)), region
        assert all(known.admin1(code) for code in rule.admin1)
        assert all(known.country(code) for code in rule.countries)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Khān Yūnis", "khan yunis"),
        ("the Strait of Hormuz", "strait of hormuz"),
        ("The Hague", "hague"),
        ("N'Djamena", "ndjamena"),
        ("St. Petersburg", "saint petersburg"),
        ("Łódź", "lodz"),
    ],
)
def test_key(name: str, key: str) -> None:
    assert place_key(name) == key


def test_packed_places_are_found_again() -> None:
    places = [
        Entry("city", f"Town {at}", at, at / 10, -at / 10, "UKR", "UA.05", at, capital=at == 7)
        for at in range(200)
    ]
    names = [(place_key(place.name), at, "primary") for at, place in enumerate(places)]
    data = packed(places, [*names, ("town 3", 4, "alternate")], sources="test")  # type: ignore[list-item]
    assert data == packed(places, [("town 3", 4, "alternate"), *names], sources="test")  # type: ignore[list-item]
    found = Gazetteer(data)
    assert [entry.name for entry in found.lookup("Town 3")] == ["Town 3", "Town 4"]
    assert found.lookup("Town 7")[0].capital
    assert found.lookup("Town 200") == ()
    with pytest.raises(ValueError, match="not a gazetteer"):
        Gazetteer(b"something else")


def test_the_file_says_where_it_comes_from() -> None:
    assert "GeoNames" in gazetteer().sources
    assert "CC BY 4.0" in gazetteer().sources


PIECES = st.sampled_from("Gaza , the of Kursk region Tripoli ( US al- 's İ Georgia Ill. in".split())  # noqa: SIM905


@given(st.text(min_size=1) | st.lists(PIECES, min_size=1).map(" ".join))
def test_never_raises(text: str) -> None:
    place = PlaceResolver(Report(address="t", text=text)).resolve((0, len(text)), confidence=1.0)
    assert math.isfinite(place.confidence)
    assert (place.latitude is None) == (place.name is None)
