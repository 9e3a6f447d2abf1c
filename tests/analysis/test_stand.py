"""Tellings of where a party stands, made of positions and of acts."""

from datetime import date

import pytest
from made import coding, stand

from dragoman.analysis.plain import plain
from dragoman.analysis.stand import Stand, stands
from dragoman.model import Actor, Coding, Precision, Report, When

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


def test_who_surrenders_accepts_nothing() -> None:
    made = coding(1, DAY, ("USA", "RETREAT", "RUS"))
    [event] = made.events
    told = made.report.evidence(event.evidence.start, event.evidence.end)
    for words, number in (("surrendered", 0), ("RETREAT", 1)):
        act = event.model_copy(
            update={"mode": "disarm", "evidence": told.model_copy(update={"words": words})}
        )
        assert len(stands(plain(made.report, [act]))) == number


def test_no_party_takes_a_position_of_itself() -> None:
    made = stand(1, DAY, "RUS", "demands", "forces", "Russia a withdrawal")
    [position] = made.positions
    of = position.model_copy(update={"of": position.party})
    assert told(made.model_copy(update={"positions": (of,)})).of is None


def test_what_is_told_to_citizens_is_not_told_to_nobody() -> None:
    made = stand(1, DAY, "RUS", "demands", "humanitarian", "Russia leave at once")
    [position] = made.positions
    words = made.report.evidence(0, 6)
    people = Actor(evidence=words, country="RUS", sectors=("CVL",), confidence=0.9)
    of = position.model_copy(update={"of": people})
    found = told(made.model_copy(update={"positions": (of,)}))
    assert found.of is not None
    assert found.of.key == words.words


def test_two_who_sign_a_truce_accept_it_of_each_other() -> None:
    made = coding(1, DAY, ("RUS+UKR", "SUPPORT", "a truce"))
    one, other = stands(plain(made.report, made.records))
    assert (one.stance, one.issue) == ("accepts", "ceasefire")
    assert [s.of and s.of.key for s in (one, other)] == ["UKR", "RUS"]
    trade = coding(2, DAY, ("RUS+UKR", "SUPPORT", "a trade deal"))
    assert stands(plain(trade.report, trade.records)) == []


def test_a_position_of_one_is_that_of_who_acts_with_it() -> None:
    made = stand(1, DAY, "RUS", "accepts", "ceasefire", "Both agree on a treaty")
    [position] = made.positions
    cue = made.report.evidence(5, 10)
    said = position.model_copy(update={"cue": cue})
    both = coding(2, DAY, ("RUS+UKR", "AGREE", "it")).events[0]
    act = both.model_copy(update={"evidence": cue})
    found = stands(plain(made.report, [said, act]))
    assert [(s.party.key, s.of and s.of.key, s.stance) for s in found] == [
        ("RUS", "UKR", "accepts"),
        ("UKR", "RUS", "accepts"),
    ]
    assert {s.words for s in found} == {position.evidence.words}


def test_what_two_accept_by_agreeing_is_of_each_other() -> None:
    made = stand(1, DAY, "RUS", "accepts", "ceasefire", "Both agree on a treaty")
    [position] = made.positions
    cue = made.report.evidence(5, 10)
    named = Actor(evidence=cue, name="Russia and Ukraine", confidence=0.9)
    said = position.model_copy(update={"cue": cue, "party": named})
    both = coding(2, DAY, ("RUS+UKR", "AGREE", "it")).events[0]
    act = both.model_copy(update={"evidence": cue})
    found = stands(plain(made.report, [said, act]))
    assert [(s.party.key, s.of and s.of.key) for s in found] == [("RUS", "UKR"), ("UKR", "RUS")]


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("The worst attack since the ", False),
        ("It was shot at despite a ", False),
        ("They accuse them of violating the May ", False),
        ("They sign the ", True),
        ("The two have since signed the ", True),
        ("Despite heavy rain both sides ", True),
        ("Nobody fired, since they want a wide and lasting peace by the ", True),
    ],
)
def test_what_news_of_another_act_recalls_is_no_telling(before: str, told: bool) -> None:
    text = f"{before}truce."
    report = Report(address="https://example.org/t", text=text, published=DAY)
    [event] = coding(1, DAY, ("RUS+UKR", "SUPPORT", "a truce")).events
    words = report.evidence(len(before), len(text) - 1)
    assert bool(stands(plain(report, [event.model_copy(update={"evidence": words})]))) is told


def test_who_is_driven_out_accepts_nothing() -> None:
    made = coding(1, DAY, ("RUS", "RETREAT", "UKR"), ("UKR", "ASSAULT", "RUS"))
    act, taken = made.events
    left = act.model_copy(update={"mode": "withdraw"})
    assert len(stands(plain(made.report, [left]))) == 1
    one = made.report.model_copy(update={"text": made.report.text.replace(". ", ", ")})
    assert stands(plain(one, [left, taken])) == []
    assert len(stands(plain(made.report, [left, taken]))) == 1  # another sentence


def test_what_was_once_demanded_is_dropped() -> None:
    text = "Russia previously demanded a withdrawal"
    made = stand(1, DAY, "RUS", "demands", "forces", text)
    [position] = made.positions
    at = text.index("demanded")
    cue = made.report.evidence(at, at + len("demanded"))
    said = position.model_copy(update={"cue": cue})
    assert told(made.model_copy(update={"positions": (said,)})).dropped
