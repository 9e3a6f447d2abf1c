"""Tellings of where a party stands, made of positions and of acts."""

from datetime import date

from made import coding, stand

from dragoman.analysis.plain import plain
from dragoman.analysis.stand import Stand, stands
from dragoman.model import Coding, Precision, When

DAY = date(2025, 5, 2)


def told(made: Coding) -> Stand:
    [found] = stands(plain(made.report, made.records))
    return found


def test_an_act_is_shown_with_the_rest_of_its_clause() -> None:
    made = coding(1, DAY, ("RUS", "RETREAT", "UKR"))
    [event] = made.events
    act = event.model_copy(update={"mode": "release"})
    found = told(made.model_copy(update={"events": (act,)}))
    assert (found.issue, found.words) == ("detainees", "RETREAT UKR")
    assert made.report.text[found.start : found.end] == found.words


def test_since_is_a_day_where_the_words_say_now() -> None:
    made = stand(1, DAY, "RUS", "demands", "forces", "Russia a withdrawal")
    [position] = made.positions
    now = When(value="PRESENT_REF", start=DAY, end=DAY, precision=Precision.DAY)
    dated = position.model_copy(update={"when": now})
    assert told(made.model_copy(update={"positions": (dated,)})).since == "2025-05-02"


def test_things_let_go_are_no_prisoners() -> None:
    made = coding(1, DAY, ("USA", "RETREAT", "thirty pages of files"))
    [event] = made.events
    act = event.model_copy(update={"mode": "release"})
    assert stands(plain(made.report, [act])) == []


def test_no_party_takes_a_position_of_itself() -> None:
    made = stand(1, DAY, "RUS", "demands", "forces", "Russia a withdrawal")
    [position] = made.positions
    of = position.model_copy(update={"of": position.party})
    assert told(made.model_copy(update={"positions": (of,)})).of is None
