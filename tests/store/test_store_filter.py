from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from dragoman.errors import ArchiveError
from dragoman.store.filter import Filter
from dragoman.store.fold import fold, folded
from dragoman.store.store import Store
from factories import DAY, TEXT, coding
from homes import Homes


@pytest.fixture(scope="module")
def store(homes_of: Homes) -> Iterator[Store]:
    store = Store.open(homes_of.made())
    store.put(coding(0))
    store.put(coding(1, published=date(2024, 5, 9)))
    store.put(coding(2, published=None, text=TEXT.replace("Kharkiv", "Çorlu")))
    yield store
    store.close()


# Each file has one event of 29 April, in reports of 2 May, 9 May and of no date.
@pytest.mark.parametrize(
    ("kind", "wanted", "count"),
    [
        ("event", {}, 3),
        ("event", {"actor": "russia"}, 3),
        ("event", {"actor": "RUSSIAN FORCES"}, 3),
        ("event", {"actor": "rus"}, 3),
        ("event", {"actor": "UKR"}, 3),
        ("event", {"actor": "US"}, 0),
        ("event", {"actor": "forces"}, 3),
        ("event", {"actor": "orces"}, 0),
        ("event", {"actor": "?%"}, 0),
        ("event", {"actor": "Wagner"}, 0),
        ("event", {"type": "assault", "status": "ACTUAL"}, 3),
        ("event", {"type": "AID"}, 0),
        ("event", {"status": "future"}, 0),
        ("event", {"place": "kharkiv"}, 3),
        ("event", {"place": "corlu"}, 1),
        ("event", {"place": "UKR"}, 3),
        ("event", {"place": "Lviv"}, 0),
        ("event", {"since": date(2024, 4, 29), "until": date(2024, 4, 29)}, 3),
        ("event", {"since": date(2024, 4, 30)}, 0),
        ("event", {"dated": True}, 3),
        ("statement", {"dated": True}, 0),
        ("event", {"confidence": 0.8}, 3),
        ("event", {"confidence": 0.81}, 0),
        ("event", {"limit": 2}, 2),
        ("event", {"limit": 0}, 0),
        ("statement", {"actor": "kyiv"}, 3),
        ("statement", {"actor": "Russia"}, 0),
        ("statement", {"since": DAY}, 2),
        ("statement", {"until": DAY}, 1),
        ("position", {"stance": "Demands", "issue": "Forces", "actor": "Ukraine"}, 3),
        ("position", {"stance": "offers"}, 0),
        ("position", {"issue": "nuclear"}, 0),
        ("figure", {"measure": "killed"}, 3),
        ("figure", {"measure": "injured"}, 0),
        ("figure", {"actor": "people"}, 3),
        ("figure", {"actor": "Ukrainian officials"}, 3),
        ("figure", {"since": date(2024, 5, 3)}, 1),
    ],
)
def test_filters(store: Store, kind: str, wanted: dict[str, Any], count: int) -> None:
    assert len(list(store.records(kind, Filter(**wanted)))) == count


def test_lists_go_by_day_of_publication(store: Store) -> None:
    days = [store.source(r).published for r in store.records("figure", Filter())]
    assert days == [None, DAY, date(2024, 5, 9)]


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("statement", {"place": "Kyiv"}), ("event", {"issue": "arms"}), ("figure", {"type": "AID"})],
)
def test_a_filter_that_cannot_apply_is_an_error(
    store: Store, kind: str, wanted: dict[str, str]
) -> None:
    with pytest.raises(ArchiveError, match=f"A {kind} has no {next(iter(wanted))}"):
        list(store.records(kind, Filter(**wanted)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("U.S.-backed", "us backed"),
        ("Sana'a", "sanaa"),
        ("STRASSE straße", "strasse strasse"),
        ("100%_", "100"),
        ("שלום", "שלום"),
    ],
)
def test_fold(text: str, plain: str) -> None:
    assert fold(text) == plain


def test_folded_marks_the_start_of_every_word() -> None:
    assert folded("Wagner Group", None, "they") == " wagner group| they"
