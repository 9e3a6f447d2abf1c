"""Where two sides are on an issue, from tellings that a test spells out."""

from datetime import date

import pytest

from dragoman.analysis.gaps import Gap, gap_view, judged
from dragoman.analysis.party import Party
from dragoman.analysis.positions import cells_of
from dragoman.analysis.stand import Stand
from dragoman.analysis.words import stems


def stand(party: str, stance: str, words: str, month: int) -> Stand:
    day = date(2025, month, 1)
    return Stand(
        id=f"{party}{month}", record="position", report=f"report-{month}", published=day, start=0,
        end=len(words), party=Party(party, party), stance=stance, issue="ceasefire", words=words,
        said_by=party, stems=stems(words),
    )  # fmt: skip


def test_what_is_wanted_after_both_accepted_the_same_is_open_again() -> None:
    one = [stand("RUS", "accepts", "end attacks in the Black Sea", 3)]
    other = [stand("UKR", "accepts", "end attacks in the Black Sea", 3)]
    assert judged(one, other) == (Gap.AGREED, (one[0], other[0]))
    later = stand("UKR", "demands", "an unconditional ceasefire", 5)
    state, words = judged(one, [*other, later])
    assert state is Gap.CLOSE
    assert words == (one[0], other[0], later)


def test_what_was_wanted_before_is_not() -> None:
    one = [stand("RUS", "offers", "a truce at sea", 1), stand("RUS", "accepts", "end attacks", 3)]
    assert judged(one, [stand("UKR", "accepts", "end attacks", 3)])[0] is Gap.AGREED


def states(*told: Stand) -> dict[str, Gap]:
    return {row.issue: row.state for row in gap_view(cells_of(told), "POL", "PAK").issues}


def elsewhere(party: str, many: int) -> list[Stand]:
    """What a party told in reports of other matters, on another issue."""
    told = (stand(party, "demands", f"a matter of number {n}", 1) for n in range(many))
    return [s._replace(issue="economy", report=f"{party}-{n}") for n, s in enumerate(told)]


def state(*told: Stand) -> Gap | None:
    """On ceasefires, in an archive of other conflicts too; None where the view does not list it."""
    return states(*told, *crowd()).get("ceasefire")


def crowd() -> list[Stand]:
    """What the two and another party told elsewhere."""
    told = (("POL", 9), ("PAK", 9), ("FIN", 50))
    return [s for party, many in told for s in elsewhere(party, many)]


def test_a_ceasefire_of_another_conflict_meets_nothing() -> None:
    """The words that any such matter has make no answer of a telling from elsewhere."""
    ours = [stand("POL", "demands", "an unconditional ceasefire", m) for m in (1, 2)]
    theirs = [stand("PAK", "accepts", "the ceasefire", m) for m in (3, 4)]
    assert state(*ours, *theirs) is None
    same = stand("PAK", "accepts", "the ceasefire at Kupwara bridge", 3)
    asked = stand("POL", "demands", "a ceasefire at the bridge of Kupwara", 2)
    assert state(asked, same, *theirs[1:]) is Gap.AGREED
    here = theirs[1]._replace(report=ours[1].report)
    assert state(*ours, *theirs[:1], here) is Gap.AGREED
    named = ours[1]._replace(of=Party("PAK", "PAK"))
    assert state(ours[0], named, *theirs) is Gap.AGREED


@pytest.mark.parametrize(("month", "found"), [(3, Gap.AGREED), (8, Gap.ONE_SIDED)])
def test_an_answer_without_an_object_comes_soon(month: int, found: Gap) -> None:
    asked = stand("POL", "demands", "a ceasefire at the bridge", 2)
    signed = stand("PAK", "accepts", "signed it", month)
    assert state(asked._replace(of=Party("PAK", "PAK")), signed) is found


def test_only_what_concerns_the_other_is_shown_alone() -> None:
    wanted = stand("POL", "demands", "a ceasefire in the north", 1)
    assert state(wanted) is None
    assert state(wanted._replace(of=Party("IRN", "IRN"))) is None
    assert state(wanted._replace(of=Party("PAK", "PAK"))) is Gap.ONE_SIDED
    assert state(stand("POL", "demands", "a ceasefire in Pakistan", 1)) is Gap.ONE_SIDED
    assert state(wanted._replace(report="PAK-1")) is Gap.ONE_SIDED
    assert state(wanted._replace(report="PAK-1", start=2000, end=2020)) is None
    assert states(wanted)["ceasefire"] is Gap.ONE_SIDED  # an archive of nothing else


def test_an_issue_of_others_alone_is_unaddressed_where_they_name_both_sides() -> None:
    theirs = stand("FIN", "demands", "a ceasefire", 1)._replace(report="PAK-1")
    assert state(theirs) is None
    named = theirs._replace(words="a ceasefire of Poland", of=Party("PAK", "PAK"))
    assert state(named) is Gap.UNADDRESSED
    beside = stand("PAK", "demands", "grain", 1)._replace(issue="economy", report="PAK-1")
    assert states(beside, theirs)["ceasefire"] is Gap.UNADDRESSED  # an archive of nothing else


def test_other_parties_in_the_words_or_another_year_are_another_matter() -> None:
    asked = stand("POL", "demands", "a bridge of blue steel in Sudan", 2)
    assert state(asked, stand("PAK", "accepts", "the bridge of blue steel", 3)) is None
    assert (
        state(asked, stand("PAK", "accepts", "the bridge of blue steel in Sudan", 3)) is Gap.AGREED
    )
    held = stand("PAK", "accepts", "the bridge of blue steel in Port Vila, Vanuatu", 3)
    assert state(stand("POL", "demands", "a bridge of blue steel", 2), held) is Gap.AGREED
    later = stand("PAK", "accepts", "the bridge of blue steel in Sudan", 3)
    after = later._replace(published=date(2027, 1, 2), first=None, last=None, value=None)
    assert state(asked, after) is None


def joint(words: str, month: int) -> list[Stand]:
    """What both accept in one report, each of the other."""
    both = stand("POL", "accepts", words, month), stand("PAK", "accepts", words, month)
    return [
        s._replace(of=Party(o.party.key, o.party.name))
        for s, o in zip(both, both[::-1], strict=True)
    ]


def test_what_is_told_of_another_matter_does_not_open_what_was_agreed() -> None:
    agreed = joint("a truce at the Kupwara bridge", 2)
    other = stand("POL", "demands", "the ceasefire in Sudan", 5)
    same = stand("POL", "demands", "a lasting truce at the bridge of Kupwara", 5)
    to_them = stand("POL", "demands", "calm", 5)._replace(of=Party("PAK", "PAK"))
    found = [state(*agreed, later) for later in (other, same, to_them)]
    assert found == [Gap.AGREED, Gap.CLOSE, Gap.CLOSE]


def test_a_common_word_joins_no_two_matters() -> None:
    """Nor do two demands on others, where the parties tell of much else."""
    ours, theirs = (stand(p, "demands", "an inquiry", 2) for p in ("POL", "PAK"))
    assert state(ours, theirs) is Gap.ONE_SIDED
    assert states(ours, theirs)["ceasefire"] is Gap.CLOSE
    gives = stand("PAK", "offers", "help", 2)._replace(report="report-5")
    asks = stand("POL", "demands", "help", 1)
    assert state(asks, gives) is None


def test_beside_each_other_one_answers_the_other() -> None:
    asks = stand("POL", "demands", "an unconditional surrender", 2)
    near = stand("PAK", "rejects", "the ultimatum", 2)._replace(start=100, end=110)
    far = near._replace(start=2000, end=2010)
    assert state(asks, near) is Gap.APART
    assert state(asks, far) is None


def test_two_offers_of_the_same_are_no_agreement_but_together() -> None:
    one, other = (
        stand("POL", "offers", "a truce at sea", 2),
        stand("PAK", "offers", "a truce at sea", 3),
    )
    assert state(one, other) is Gap.CLOSE
    assert state(one, other._replace(report=one.report)) is Gap.AGREED


def test_what_both_accepted_stands_until_one_refuses_it() -> None:
    agreed = joint("a truce at the Kupwara bridge", 2)
    after = stand("PAK", "accepts", "the return of two fishermen", 6)
    assert state(*agreed, after) is Gap.AGREED
    no = stand("PAK", "rejects", "the truce at the bridge of Kupwara", 7)
    assert state(*agreed, after, no) is Gap.APART


def test_the_last_of_several_answers_is_shown() -> None:
    pak = Party("PAK", "PAK")
    wanted = [
        stand("POL", "demands", f"all of the captives and the {thing} of Ode", 2)._replace(of=pak)
        for thing in ("bridge", "harbour")
    ]
    gave = [
        stand("PAK", "accepts", f"the {t} of Ode", m) for t, m in (("bridge", 5), ("harbour", 4))
    ]
    [row] = gap_view(cells_of([*wanted, *gave]), "POL", "PAK").issues
    assert row.words[-1].words == "the bridge of Ode"


def test_two_that_accept_it_elsewhere_do_not_agree_for_that() -> None:
    one, other = stand("POL", "accepts", "it", 2), stand("PAK", "accepts", "the plan", 4)
    assert judged([one], [other])[0] is not Gap.AGREED


def test_the_order_of_the_sides_is_none_of_the_state() -> None:
    told = [
        *joint("a truce at the Kupwara bridge", 3),
        stand("POL", "demands", "a truce at the Kupwara bridge", 1),
        stand("PAK", "rejects", "a truce at the Kupwara bridge", 2),
    ]
    sides = [[s for s in told if s.party.key == key] for key in ("POL", "PAK")]
    assert judged(*sides)[0] is judged(*sides[::-1])[0]


def test_a_capital_at_the_beginning_is_no_name() -> None:
    asked = stand("POL", "demands", "Inquiry into the blast", 2)
    assert state(asked, stand("PAK", "accepts", "Inquiry into a flood and famine", 3)) is None


def test_what_one_accepted_of_another_party_is_not_what_both_agreed_on() -> None:
    ours, theirs = joint("a ceasefire", 2)
    later = stand("POL", "accepts", "the ceasefire agreement", 4)
    told = (ours, theirs, later, *crowd())
    rows = gap_view(cells_of(told), "POL", "PAK").issues
    [row] = (r for r in rows if r.issue == "ceasefire")
    assert (row.state, set(row.words)) == (Gap.AGREED, {ours, theirs})


def test_acts_beside_each_other_are_an_exchange() -> None:
    ours = stand("POL", "accepts", "frees 40 fishermen", 2)._replace(record="event")
    theirs = stand("PAK", "accepts", "hands over two pilots", 2)._replace(record="event", start=90)
    assert state(ours, theirs._replace(end=110)) is Gap.AGREED
    assert state(ours, theirs._replace(start=2000, end=2020)) is None
    assert state(ours._replace(record="position"), theirs._replace(end=110)) is not Gap.AGREED


def test_the_people_of_a_group_are_no_third_party() -> None:
    hamas = Party("Hamas", "Hamas")
    asked = stand("ISR", "demands", "the return of all 20 pilots", 1)._replace(of=hamas)
    gave = stand(
        "Hamas", "accepts", "the return of the 20 pilots by Palestinian boats", 2
    )._replace(party=hamas)
    rows = gap_view(cells_of([asked, gave, *elsewhere("FIN", 50)]), "ISR", "Hamas").issues
    assert [(row.issue, row.state) for row in rows] == [("ceasefire", Gap.AGREED)]
