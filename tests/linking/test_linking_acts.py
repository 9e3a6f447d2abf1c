"""Cases are invented: each differs from the first telling in one thing."""

from datetime import date
from typing import Any

import pytest
from tellings import likeness, telling

from dragoman.linking.alike import LEAST
from dragoman.model import Size, Status, When
from dragoman.model.records import Precision

FIRST = "[actor Norland]'s planes carried out an [act airstrike] on the port of [place Lowhaven]."
AGAIN = "Fires burned after [actor Norland]'s [act airstrike] on the port of [place Lowhaven]."
NORTH: dict[str, Any] = {"actor": "NOR", "place": "SWE", "mode": "aerial", "at": (60.0, 18.0)}
SIGNED = "[actor Norland] and Sudria [act signed] a ceasefire in [place Lowhaven]."


def first(**told: Any) -> Any:
    return telling(FIRST, day=3, **(NORTH | told))


def again(text: str = AGAIN, *, day: int = 4, **told: Any) -> Any:
    return telling(text, day=day, **(NORTH | told))


def test_an_act_told_again_as_something_known_is_one() -> None:
    assert likeness(first(), again()) >= LEAST


def test_an_act_told_as_news_on_another_day_is_another() -> None:
    assert likeness(first(), again(FIRST, day=5)) < LEAST


def day_of(day: int) -> When:
    at = date(2024, 5, day)
    return When(value=str(at), start=at, end=at, precision=Precision.DAY)


@pytest.mark.parametrize(
    ("told", "one"),
    [
        ({"when": day_of(3)}, True),
        ({"when": day_of(2)}, True),  # told the day after it was done
        ({"when": day_of(6)}, False),  # after the first report of it
        ({"status": Status.FUTURE}, False),
        ({"status": Status.HISTORICAL}, True),
        ({"status": Status.NEGATED}, True),  # one says so, the other denies it
        ({"type": "COERCE"}, False),
        ({"actor": "FIN"}, False),
        ({"place": "FIN", "at": (61.0, 24.0)}, True),  # the same name: one source errs on where
        ({"size": Size(dead=9)}, True),
    ],
)
def test_what_rules_out_that_it_is_one(told: dict[str, Any], one: bool) -> None:
    assert (likeness(first(), again(**told)) >= LEAST) is one


def test_another_place() -> None:
    other = AGAIN.replace("Lowhaven", "Hightown")
    assert likeness(first(), again(other, at=(66.0, 18.0))) == 0
    assert likeness(first(), again(other, at=(60.1, 18.0))) > 0  # a part of the town


def test_two_events_of_one_sentence_are_two_acts() -> None:
    m, event = first()
    a, b = (m, event), (m, event.model_copy(update={"mode": None}))
    assert likeness(a, b) == 0


def test_a_toll_that_falls_speaks_against_one_act() -> None:
    rising = likeness(first(size=Size(dead=20)), again(size=Size(dead=24)))
    falling = likeness(first(size=Size(dead=20)), again(size=Size(dead=12)))
    same = likeness(first(size=Size(dead=20)), again(size=Size(dead=20)))
    assert falling < rising < same


@pytest.mark.parametrize(("other", "one"), [("NOR", True), ("FIN", False)])
def test_those_who_meet_are_the_same_from_either_side(other: str, one: bool) -> None:
    fields: dict[str, Any] = {"type": "AGREE", "quad": 2, "score": 5}
    a = telling(SIGNED, day=3, **fields, actor="NOR", place="SWE")
    b = telling(SIGNED, day=3, **fields, actor=other, place="SWE", address="https://example.net/b")
    assert (likeness(a, b) >= LEAST) is one


def test_another_district_whose_name_ends_alike() -> None:
    other = AGAIN.replace("Lowhaven", "Hightown district")
    one = FIRST.replace("Lowhaven", "Lowhaven district")
    a = telling(one, day=3, **NORTH)
    assert likeness(a, again(other, at=(66.0, 18.0))) == 0


PROVINCE = "An [act attack] on a post in [place {}] kills three."


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Lowhaven District", "Highbrook District", False),
        ("Lowhaven District", "Lowhaven District", True),
        ("Lowhaven District", "Norrmark", True),  # the province itself: it may be in the district
        ("Norrmark", "Norrmark", True),
    ],
)
def test_districts_that_have_their_province_s_name_are_told_by_their_words(
    one: str, other: str, same: bool
) -> None:
    """The gazetteer has no coordinates of either, so both are named after the province."""
    told = []
    for number, words in enumerate((one, other)):
        m, event = telling(PROVINCE.format(words), address=f"https://example.org/{number}")
        [place] = event.place
        province = {"name": "Norrmark", "precision": "admin1", "latitude": 60.0, "longitude": 18.0}
        place = place.model_copy(update={"country": "SWE", **province})
        told.append((m, event.model_copy(update={"place": (place,)})))
    assert (likeness(told[0], told[1]) >= LEAST) is same


def test_a_second_act_like_the_first_is_another() -> None:
    text = (
        "After [actor Norland]'s second [act airstrike] on the port of [place Lowhaven] it burned."
    )
    assert likeness(first(), again(text)) < LEAST


def test_a_battle_is_no_strike() -> None:
    text = AGAIN.replace("[act airstrike]", "[act clashes]")
    assert likeness(first(mode=None), again(text, mode=None)) == 0


def test_the_last_24_hours_of_the_next_day_are_others() -> None:
    first_day = When(
        value="2024-05-03", start=date(2024, 5, 2), end=date(2024, 5, 3), precision=Precision.DAY
    )
    next_day = first_day.model_copy(update={"start": date(2024, 5, 3), "end": date(2024, 5, 4)})
    assert likeness(first(when=first_day), again(FIRST, day=4, when=next_day)) < LEAST


def test_a_blockade_is_told_as_news_for_days() -> None:
    text = "[actor Norland] keeps up its [act blockade] of the port of [place Lowhaven], Sudria."
    fields: dict[str, Any] = {
        "type": "COERCE",
        "quad": 4,
        "score": -7,
        "actor": "NOR",
        "place": "SWE",
    }
    one, other = (telling(text, day=day, mode="restrict", **fields) for day in (3, 5))
    assert likeness(one, other) >= LEAST


def test_undated_reports_are_not_of_one_day() -> None:
    one, other = (
        [telling(FIRST, day=day, address=f"https://example.org/{i}", **NORTH) for i in "ab"]
        for day in (None, 3)
    )
    assert likeness(*one) < likeness(*other)
    told = telling(FIRST, day=None, address="https://example.org/c", **NORTH, when=day_of(3))
    assert likeness(told, first(when=day_of(3))) >= LEAST  # both tell the day


ORDER = "The [actor king] [act orders] Norland to leave the [recipient {}] by an order of his."


def test_who_is_acted_upon_by_another_name_is_another() -> None:
    one, other, same = (
        telling(ORDER.format(name), day=3, address=f"https://example.org/{i}", type="SANCTION")
        for i, name in enumerate(("Northern Grain Union", "Customs Pact", "Northern Grain Union"))
    )
    assert likeness(one, other) < LEAST <= likeness(one, same)


def test_what_stands_behind_the_act_tells_it_from_others() -> None:
    text = "[actor Norland] orders the [act deployment] of {} to Lowhaven amid riots in Lowhaven."
    one, other, same = (
        telling(text.format(what), day=3, address=f"https://example.org/{i}", type="MOBILIZE")
        for i, what in enumerate(("500 marines", "the national guard", "some 500 marines"))
    )
    assert likeness(one, other) < likeness(one, same)
    named, guard = (
        telling(text.format(what), day=3, address=f"https://example.org/{i}", type="MOBILIZE")
        for i, what in enumerate(("500 Marines", "the National Guard"))
    )
    assert likeness(named, guard) < likeness(one, other)


def test_news_of_one_day_with_other_rare_names_is_of_two_acts() -> None:
    text = "[actor Norland]'s militia [act clashes] with [recipient rebels] in the villages of {}."
    one, other, same = (
        telling(text.format(where), day=3, address=f"https://example.org/{i}")
        for i, where in enumerate(("Vasqo and Umbrel", "Tarrok and Pellin", "Umbrel and Vasqo"))
    )
    assert likeness(one, other) < LEAST <= likeness(one, same)
