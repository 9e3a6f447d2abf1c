"""A known name that is a part of a longer one is not that name."""

from datetime import date

import pytest

from dragoman.model import Actor, Report
from dragoman.resolve.actors import ActorResolver


def resolved(marked: str) -> Actor:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    resolver = ActorResolver(Report(address="test", text=text, published=date(2025, 6, 1)))
    return resolver.resolve((start, end), confidence=1.0)


@pytest.mark.parametrize(
    ("marked", "country"),
    [
        ("Japan's [Liberal Democratic Party] lost.", "JPN"),
        ("The ruling [Liberal Democratic Party] lost.", None),
        ("Austria's [Social Democratic Party] agreed.", "AUT"),
        ("The [Christian Democratic Party] won.", None),
        ("A seat went to the [New Democratic Party].", None),
        ("The [People's Democratic Party] won.", None),
        ("The ruling [Social Democrats] lost.", None),
        ("Crowds burnt the [Regional House of Representatives].", None),
        ("Iran's [Supreme National Security Council] met.", "IRN"),
        ("He wrote for [New America] that year.", None),
        ("[Latin American countries] met.", None),
        ("[Latin America] was calm.", None),
        ("The [New York Declaration] was signed.", None),
        ("The [Budapest Memorandum] was signed.", None),
        ("The [South China Sea] was calm.", None),
        ("The [US Open] began.", None),
    ],
)
def test_the_end_of_a_longer_name_is_not_the_name(marked: str, country: str | None) -> None:
    actor = resolved(marked)
    assert (actor.name, actor.country) == (None, country)


def test_a_surname_that_is_a_peoples_name_is_a_surname() -> None:
    actor = resolved("UNHCR spokesman [Babar Baloch] said so.")
    assert (actor.name, actor.country) == ("Babar Baloch", "UNO")


@pytest.mark.parametrize(
    ("marked", "country", "sectors"),
    [
        ("The [Libyan House of Representatives] met.", "LBY", ("LEG",)),
        ("The Libyan [House of Representatives] met.", "LBY", ("LEG",)),
        ("[Libya's House of Representatives] met.", "LBY", ("LEG",)),
        ("The [Mexican National Guard] came.", "MEX", ("MIL",)),
        ("The [Philippine Department of Justice] sued.", "PHL", ("GOV",)),
        ("The [Jamaica Labour Party] won.", "JAM", ("PTY",)),
        ("The [Ethiopian National Defense Forces] fought.", "ETH", ("MIL",)),
        ("The [South Sudan People's Defence Forces] fought.", "SSD", ("MIL",)),
        ("The [House of Representatives] of Libya met.", "LBY", ("LEG",)),
        ("The [Department of Defense] of the Philippines spoke.", "PHL", ("MIL", "GOV")),
        ("[Members of the Libyan House of Representatives] met.", "LBY", ("LEG",)),
    ],
)
def test_a_body_is_of_the_state_beside_it(
    marked: str, country: str, sectors: tuple[str, ...]
) -> None:
    actor = resolved(marked)
    assert (actor.name, actor.country, actor.sectors) == (None, country, sectors)
    assert "of" in actor.reason


@pytest.mark.parametrize(
    ("marked", "name", "country"),
    [
        ("[President Donald Trump] spoke.", "Donald Trump", "USA"),
        ("The [US Senate] voted.", "U.S. Senate", "USA"),
        ("The [Russian Defense Ministry] spoke.", "Russian Defense Ministry", "RUS"),
        ("The [South Korean President] came.", "Lee Jae Myung", "KOR"),
        ("[Former Israeli Prime Minister Ehud Olmert] spoke.", "Ehud Olmert", "ISR"),
        ("[House Homeland Security Committee Chairman Ann Lee] spoke.", "Ann Lee", "USA"),
        ("[Democratic Party] leaders met.", "Democratic Party", "USA"),
        ("He left the [American Democratic Party] then.", "Democratic Party", "USA"),
        ("\"No,\" the [Cleveland Republican] said.", "Republican Party", "USA"),
        ("In Washington, [House Democrats] met.", "Democratic Party", "USA"),
        ("The [D.C. National Guard] came.", "National Guard", "USA"),
        ("The [Royal Thai Army] fought.", None, "THA"),
        ("[Acting Venezuelan President Ann Lee] came.", "Ann Lee", "VEN"),
        ("Iran's [Islamic Revolutionary Guard] spoke.", "Islamic Revolutionary Guard Corps", "IRN"),
        ("[New Israeli strikes] hit Beirut.", None, "ISR"),
        ("[New US sanctions] came.", None, "USA"),
    ],
)  # fmt: skip
def test_what_stands_before_a_name_leaves_it_be(
    marked: str, name: str | None, country: str
) -> None:
    actor = resolved(marked)
    assert (actor.name, actor.country) == (name, country)
