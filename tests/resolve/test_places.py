import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import Place, Report
from dragoman.resolve.gazetteer import Entry, Gazetteer, gazetteer, packed, place_key
from dragoman.resolve.places import PlaceResolver
from dragoman.resolve.places_policy import Policy, default_policy
from dragoman.vocab import countries

# A report with the name in brackets; the GeoNames id (None: our own table), country, precision.
# Each of these names is that of several places.
AMBIGUOUS: list[tuple[str, int | None, str | None, str]] = [
    ("Israel struck [Gaza] as Hamas fired rockets.", 281133, "PSE", "city"),
    ("Floods hit [Gaza], a province of Mozambique.", 1046058, "MOZ", "admin1"),
    ("Fighting raged near [Pokrovsk], Ukraine's army said.", 704422, "UKR", "city"),
    ("Troops went into [Kursk region], Russia said.", 538555, "RUS", "admin1"),
    ("Troops went into the [Kursk] region, Russia said.", 538555, "RUS", "admin1"),
    ("A drone hit the city of [Kursk], Russia said.", 538560, "RUS", "city"),
    ("Protests in [Georgia]: the Georgian parliament met in Tbilisi.", 614540, "GEO", "country"),
    ("Courts in [Georgia] and Florida, two American states.", 4197000, "USA", "admin1"),
    ("Croatia and Serbia spoke in the United States after [Geneva].", 2660646, "CHE", "city"),
    ("Militias clashed in [Tripoli], the Libyan capital.", 2210247, "LBY", "city"),
    ("Clashes in [Tripoli], Lebanon, killed two.", 266826, "LBN", "city"),
    ("A meeting in [Cambridge], Mass., and later in Boston.", 4931972, "USA", "city"),
    ("A meeting in [Cambridge]; the British minister came from London.", 2653941, "GBR", "city"),
    ("Talks in [Cambridge], Ontario.", 5913695, "CAN", "city"),
    ("A convoy left [Valencia] as Venezuelan troops from Caracas came.", 3625549, "VEN", "city"),
    ("Rain flooded [Valencia]; Spain's government in Madrid sent help.", 2509954, "ESP", "city"),
    ("Police in [Hyderabad] fired; the Pakistani province was quiet.", 1176734, "PAK", "city"),
    ("Police in [Hyderabad] fired, Indian media in Telangana said.", 1269843, "IND", "city"),
    ("Gunmen raided [Birmingham], Alabama.", 4049979, "USA", "city"),
    ("Marchers filled [Birmingham] and Manchester, British police said.", 2655603, "GBR", "city"),
    ("Troops took [Santiago]; Chilean ministers met.", 3871336, "CHL", "city"),
    ("Riots in [San Jose], the Costa Rican capital.", 3621849, "CRI", "city"),
    ("Police in [San Jose], California, made arrests.", 5392171, "USA", "city"),
    ("A raid in [Odessa], Texas.", 5527554, "USA", "city"),
    ("Drones hit [Odessa], a Ukrainian port on the Black Sea.", 698740, "UKR", "city"),
    ("Police in [Alexandria], Egypt, held two men.", 361058, "EGY", "city"),
    ("A shooting in [Alexandria], Virginia.", 4744091, "USA", "city"),
    ("Envoys met in [Victoria], the capital of Seychelles.", 241131, "SYC", "city"),
    ("Strikers marched in [Victoria], British Columbia.", 6174041, "CAN", "city"),
    ("Clashes in [Barcelona], Venezuela.", 3648559, "VEN", "city"),
    ("The minister flew to [Niger], where the junta in Niamey rules.", 2440476, "NER", "country"),
    ("Gunmen struck in [Niger State], Nigeria.", 2328925, "NGA", "admin1"),
    ("Shells hit [Donetsk], Ukrainian officials said.", 709717, "UKR", "city"),
    ("A drone fell near [Donetsk] in Russia's Rostov region.", 565348, "RUS", "city"),
    ("A truck bomb hit [Jalalabad], Afghan police said.", 1139715, "AFG", "city"),
    ("Voters in [Jalalabad], Kyrgyzstan.", 1528249, "KGZ", "city"),
    ("Troops in [Bethlehem] shot a Palestinian man.", 284315, "PSE", "city"),
    ("A steel plant in [Bethlehem], Pennsylvania.", 5180225, "USA", "city"),
    ("Mediators met in [Kingston], Jamaica.", 3489854, "JAM", "city"),
    ("Mediators met in [Kingston], Ontario.", 5992500, "CAN", "city"),
    ("Envoys met in [Washington].", 4140963, "USA", "city"),
    ("Envoys met in [Paris], American officials said in Dallas, Texas.", 2988507, "FRA", "city"),
]  # fmt: skip
PLACES: list[tuple[str, int | None, str | None, str]] = [
    ("Strikes hit [Khan Younis], Palestinian medics said.", 281124, "PSE", "city"),
    ("Shells fell on [El Fasher] in Sudan.", 379555, "SDN", "city"),
    ("Shells fell on [al-Fashir], Sudanese doctors said.", 379555, "SDN", "city"),
    ("Families left the camp at [al-Hol].", 173797, "SYR", "city"),
    ("Troops left [Sloviansk], Ukraine.", 693468, "UKR", "city"),
    ("Ships waited in the [Strait of Hormuz].", None, None, "region"),
    ("Fighting in the [Donbas] went on.", None, "UKR", "region"),
    ("The front in [Darfur], Sudan, moved.", None, "SDN", "region"),
    ("Rain fell over the [Sahel].", None, None, "region"),
    ("Shelling of [Zaporizhzhia Oblast], Ukraine.", 687699, "UKR", "admin1"),
    ("A raid in [northern Nigeria].", 2328926, "NGA", "country"),
    ("[Russian] forces moved.", 2017370, "RUS", "country"),
    ("Inspectors came to the [Zaporizhzhia nuclear plant].", None, "UKR", "point"),
]


def resolved(marked: str, *, policy: Policy | None = None) -> Place:
    start, end = marked.index("["), marked.index("]") - 1
    report = Report(address="test", text=marked.replace("[", "").replace("]", ""))
    return PlaceResolver(report, policy=policy).resolve((start, end), confidence=0.9)


@pytest.mark.parametrize(("marked", "geonames", "country", "precision"), AMBIGUOUS + PLACES)
def test_place_in_context(
    marked: str, geonames: int | None, country: str | None, precision: str
) -> None:
    place = resolved(marked)
    assert (place.geonames, place.country, place.precision) == (geonames, country, precision)
    assert place.evidence.words == marked[marked.index("[") + 1 : marked.index("]")]
    assert place.latitude is not None
    assert 0.3 < place.confidence <= 0.9
    assert place.reason.endswith(".")


@pytest.mark.parametrize(
    ("words", "country"),
    [("Polish airspace", "POL"), ("Turkey's airspace", "TUR"), ("the Libyan coast", "LBY")],
)
def test_what_lies_over_or_along_a_country_is_in_it(words: str, country: str) -> None:
    place = resolved(f"It happened in [{words}].")
    assert (place.country, place.precision) == (country, "country")


@pytest.mark.parametrize("words", ["Nowhereville", "the capital", "…"])
def test_an_unknown_place_keeps_its_words(words: str) -> None:
    place = resolved(f"It happened at [{words}].")
    assert (place.name, place.geonames, place.latitude, place.precision) == (None,) * 4
    assert place.evidence.words == words


# Second-level areas that the gazetteer does not hold, or holds only by name: the area around them.
COUNTIES: list[tuple[str, int | None]] = [
    ("Police in [Lincoln County], Oregon.", 5744337),
    ("Police in [Cook County], Ill., said.", 4896861),
    ("Police in [Gwinnett County] said.", 4197000),
    ("A jury in [Dallas County]; Texas officials said.", 4736286),
    ("The storm hit [Jefferson Parish], Louisiana.", 4331987),
    ("A raid in [Bakhmut raion], Ukraine.", 709716),
    ("A raid in the [Bakhmut district], Ukraine.", 709716),
    ("A raid in [Nowhere County], Oregon.", 5744337),
]


@pytest.mark.parametrize(("marked", "geonames"), COUNTIES)
def test_a_county_is_not_the_town_of_its_name(marked: str, geonames: int) -> None:
    place = resolved(marked)
    assert (place.geonames, place.precision) == (geonames, "admin1")
    assert "holds it" in place.reason


def test_a_county_that_is_a_first_level_area_is_found() -> None:
    place = resolved("Votes in [Cluj County], Romania.")
    assert (place.geonames, place.precision) == (681291, "admin1")
    assert "found by its name" in place.reason


def test_a_county_in_no_known_area_keeps_its_words() -> None:
    assert resolved("A raid in [Nowhere County].").name is None


DISPUTED = [
    ("[Crimea] was the topic.", "UKR", "68/262"),
    ("A drone flew to [Sevastopol].", "UKR", "68/262"),
    ("Settlers in the [West Bank].", "PSE", "Occupied Palestinian Territory"),
    ("Settlers in [Har Adar].", "PSE", "Occupied Palestinian Territory"),
    ("They met in [Jerusalem].", None, "resolution 2334"),
    ("The [Golan Heights] were quiet.", "SYR", "497"),
    ("[Katzrin] was quiet.", "SYR", "497"),
    ("Shots in [Kashmir] again.", None, "not agreed"),
    ("Shots in [Srinagar] again.", "IND", "not agreed"),
    ("Shots in [Muzaffarabad] again.", "PAK", "not agreed"),
    ("Troops in [Aksai Chin].", "CHN", "claimed by India"),
    ("Troops in [Arunachal Pradesh].", "IND", "claimed by China"),
    ("[Taiwan] held a vote.", "TWN", "United Nations usage"),
    ("[Taipei] held a vote.", "TWN", "United Nations usage"),
    ("Troops in [Abkhazia].", "GEO", "Georgia"),
    ("Troops in [Sukhumi].", "GEO", "Georgia"),
    ("Troops in [Tskhinvali].", "GEO", "Georgia"),
    ("Troops in [Tiraspol].", "MDA", "Moldova"),
    ("Troops in [Donetsk], Ukraine.", "UKR", "ES-11/4"),
    ("Troops in [Stepanakert].", "AZE", "853"),
    ("Troops in [Kyrenia].", "CYP", "541"),
    ("Troops in [Famagusta].", "CYP", "541"),
    ("[Hargeisa] held a vote.", "SOM", "Somaliland"),
    ("[Pristina] held a vote.", "XKX", "1244"),
    ("Troops in [Smara].", "ESH", "non-self-governing"),
    ("Guards in [Ceuta], Spain.", "ESP", "Morocco"),
    ("Guards in [Melilla], Spain.", "ESP", "Morocco"),
    ("Guards in [Lethem].", "GUY", "Venezuela"),
    ("Fishers off [Yuzhno-Kurilsk].", "RUS", "Japan"),
    ("Ships in the [South China Sea].", None, "Several states"),
    ("Ships in the [Persian Gulf].", None, "Arabian Gulf"),
    ("Ships in the [Arabian Gulf].", None, "Arabian Gulf"),
    ("Ships in the [Sea of Japan].", None, "East Sea"),
    ("Ships in the [Gulf of Mexico].", None, "Gulf of America"),
]


@pytest.mark.parametrize(("marked", "country", "note"), DISPUTED)
def test_disputed_places_follow_the_policy(marked: str, country: str | None, note: str) -> None:
    place = resolved(marked)
    assert place.disputed
    assert place.country == country
    assert note in place.reason


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("Ships in the [Gulf].", "Persian Gulf"),
        ("Ships in the [East Sea].", "Sea of Japan"),
        ("Ships in the [Gulf of America].", "Gulf of Mexico"),
    ],
)
def test_a_sea_has_one_name(marked: str, name: str) -> None:
    assert resolved(marked).name == name


@pytest.mark.parametrize(
    "marked", ["They met in [Limassol].", "They met in [Nicosia].", "They met in [Mogadishu]."]
)
def test_what_lies_outside_the_listed_areas_is_not_disputed(marked: str) -> None:
    assert not resolved(marked).disputed


def test_the_policy_can_be_replaced() -> None:
    own = Policy.read(
        'name = "own"\n[[rule]]\nregions = ["Kashmir"]\ncountry = "XXX"\nnote = "As we see it"'
    )
    assert resolved("Shots in [Kashmir] again.", policy=own).country == "XXX"
    assert not resolved("[Taiwan] held a vote.", policy=own).disputed
    assert default_policy().name


@pytest.mark.parametrize(
    ("marked", "rule", "name"),
    [
        ("[Taiwan] held a vote.", 'countries = ["TWN"]', "Our name"),
        ("[Taipei] held a vote.", 'countries = ["TWN"]', "Taipei"),
        ("The [Donetsk region], Ukraine.", 'admin1 = ["UA.05"]', "Our name"),
        ("The city of [Donetsk], Ukraine.", 'admin1 = ["UA.05"]', "Donetsk"),
        ("The [Sea of Japan].", 'regions = ["Sea of Japan"]', "Our name"),
        ("They met in [Jerusalem].", "ids = [281184]", "Our name"),
    ],
)
def test_a_policy_can_name_what_it_lists(marked: str, rule: str, name: str) -> None:
    own = Policy.read(f'name = "own"\n[[rule]]\nname = "Our name"\nnote = "So we say"\n{rule}')
    place = resolved(marked, policy=own)
    assert (place.name, place.disputed) == (name, True)


@pytest.mark.parametrize(
    "text",
    [
        "rule = [",
        "[[rule]]\nnote = 'x'",
        "name = 'x'\nrules = []",
        "name = 'x'\n[[rule]]\nids = [1]",
    ],
)
def test_a_malformed_policy_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        Policy.read(text)


def test_the_policy_of_the_docs_is_one() -> None:
    page = (Path(__file__).parents[2] / "docs" / "places.md").read_text("utf-8")
    own = Policy.read(page.split("```toml")[1].split("```")[0])
    assert resolved("[Crimea] was the topic.", policy=own).reason.endswith("the ministry has it.")
    assert resolved("The [Falklands] voted.", policy=own).name == "Falkland Islands (Malvinas)"


def test_countries_have_the_names_of_the_vocabulary() -> None:
    known = {code: gazetteer().country(code) for code in countries()}
    assert {code: place and place.name for code, place in known.items()} == {
        code: country.name for code, country in countries().items()
    }


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
