"""Who rolls up to whom: the rules of docs/analysis.md, case by case."""

import pytest

from dragoman.analysis.data import members
from dragoman.analysis.party import Named, first_state, named, parties_in, parties_of, rolled
from dragoman.model import Actor, Report


@pytest.mark.parametrize(
    ("who", "key", "head"),
    [
        (Named("Kyiv", "Ukraine", "UKR", ("GOV",)), "UKR", True),
        (Named("Zelensky", "Volodymyr Zelensky", "UKR", ("GOV",), "president"), "UKR", True),
        (Named("Egypt's foreign minister", None, "EGY", ("GOV",), "foreign minister"), "EGY", True),
        (Named("The Knesset", "Knesset", "ISR", ("LEG",)), "ISR", False),
        (Named("Russian forces", None, "RUS", ("MIL",)), "RUS", False),
        (Named("Hamas", "Hamas", "PSE", ("REB",)), "Hamas", True),
        (Named("Taliban", "Taliban", "AFG", ("REB",)), "Taliban", True),
        (Named("Taliban", "Taliban", "AFG", ("GOV",)), "AFG", True),
        (Named("Taliban government", None, "AFG", ("GOV",)), "AFG", True),
        (Named("Sinn Fein leaders", None, "GBR", ("PTY",)), "Sinn Fein", True),
        (Named("Gerry Adams", "Gerry Adams", "GBR", ("PTY",), "party leader"), "Sinn Fein", True),
        (Named("The Bosnian Serbs", None, "BIH"), "Republika Srpska", True),
        (
            Named("a member of the Ulster Unionist team", None, "GBR"),
            "Ulster Unionist Party",
            False,
        ),
        (Named("the rebels", None, "SYR", ("REB",)), "SYR REB", True),
        (Named("The UN", "United Nations", "UNO"), "United Nations", True),
        (Named("NATO", "NATO", "IGO"), "NATO", True),
        (Named("Russians", None, "RUS", ("CVL",)), None, True),
        (Named("Tony Blair", "Tony Blair", "GBR", ("ELI",), "former prime minister"), None, True),
        (Named("John Smith", "John Smith", "USA"), None, True),  # of no known office
        (Named("the group"), None, True),
        (Named("they", "Ada Lovelace and Bo Diddley"), None, True),
        (Named("Lena Ode", "Lena Ode"), None, True),
        (Named("Democratic lawmakers", None, None, ("LEG",)), "Democratic Party", False),
        (Named("the Democratic Centre"), None, True),
        (Named("the Labour ministry"), None, True),
        (Named("Labour"), "Labour Party", True),
        (Named("Lena Ode", "Lena Ode", None, ("OPP",)), "Lena Ode", True),
    ],
)
def test_actors_roll_up_to_parties(who: Named, key: str | None, head: bool) -> None:
    party = rolled(who)
    assert (party.key if party else None) == key
    assert party is None or party.head is head


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("Bosnia, Croatia and Serbia", ["BIH", "HRV", "SRB"]),
        ("UN and NATO", ["United Nations", "NATO"]),
        ("Egyptian President Anwar Sadat", []),  # one, whoever it is resolved to
        ("House Democrats", ["Democratic Party"]),
        ("the Social Democratic Party", []),
    ],
)
def test_words_that_name_several_stand_for_each(words: str, keys: list[str]) -> None:
    report = Report(address="a", text=words)
    actor = Actor(evidence=report.evidence(0, len(words)), confidence=0.9)
    assert [p.key for p in parties_of(named(actor))] == keys


def test_members_are_of_parties_of_the_tables() -> None:
    assert members()["Gerry Adams"] == "Sinn Fein"


@pytest.mark.parametrize(
    ("words", "code"),
    [("Military Forces of Russia (2000-)", "RUS"), ("Ukraine", "UKR"), ("Nobody at all", None)],
)
def test_names_of_other_sets_tell_their_state(words: str, code: str | None) -> None:
    assert first_state(words) == code


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("the Cambodian side", "KHM"),
        ("Cambodia", "KHM"),
        ("it", "KHM"),
        ("Cambodian conservation groups", None),
        ("traditional chiefs of Cambodia", None),
    ],
)
def test_one_of_no_office_is_the_state_where_no_more_is_named(words: str, key: str | None) -> None:
    party = rolled(Named(words, country="KHM"))
    assert (party.key if party else None) == key


def test_courts_and_governors_speak_for_no_state() -> None:
    assert rolled(Named("a federal court", country="USA", sectors=("JUD",))) is None
    assert rolled(Named("she", country="USA", sectors=("GOV",), office="governor")) is None


def test_parties_in_words() -> None:
    assert parties_in("Russian troops leaving Syria for the Houthis") == {"RUS", "SYR", "Houthis"}
    assert parties_in("a bridge of steel") == frozenset()
