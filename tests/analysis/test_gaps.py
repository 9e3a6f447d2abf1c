"""Where two sides are on an issue, from tellings that a test spells out."""

from datetime import date

from dragoman.analysis.gaps import Gap, judged
from dragoman.analysis.party import Party
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
