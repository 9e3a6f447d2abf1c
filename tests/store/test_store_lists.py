"""Short lists: their first records come by an index, and are those of the whole list."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dragoman.model import Coded
from dragoman.store import lookup, terms
from dragoman.store.filter import Filter
from dragoman.store.lists import queries
from dragoman.store.store import Store
from dragoman.store.terms import Terms, matching
from factories import coding
from homes import Homes

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from made_up import Maker  # the reports of the benchmark of a million events

MADE = Maker()
REPORTS = 40
(CODE, NAME), TOWN = MADE.countries[0], MADE.towns[0][0]
DAY = date(2019, 3, 5)

WANTED: list[dict[str, Any]] = [
    {},
    {"type": "CONSULT"},
    {"status": "future"},
    {"actor": CODE},
    {"actor": NAME},
    {"actor": NAME[:2]},
    {"actor": f"{NAME}n gov"},
    {"actor": f"gov {NAME}n"},
    {"actor": "nobody"},
    {"actor": "?"},
    {"place": TOWN},
    {"place": CODE, "actor": CODE},
    {"since": DAY},
    {"until": DAY},
    {"since": DAY, "until": date(2021, 3, 5)},
    {"since": DAY, "until": DAY},
    {"since": date(2025, 12, 1)},
    {"until": date(2014, 1, 1)},
    {"actor": CODE, "since": DAY, "until": date(2020, 3, 5), "status": "historical"},
    {"place": TOWN, "since": DAY, "confidence": 0.5, "dated": True},
]


@pytest.fixture(scope="module")
def store(homes_of: Homes) -> Iterator[Store]:
    store = Store.open(homes_of.made())
    for made in Maker().reports(REPORTS):
        store.put(made)
    store.put(coding(published=None))
    yield store
    store.close()


def listed(store: Store, wanted: Filter, **more: Any) -> list[Coded]:
    return list(store.records("event", wanted, **more))


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_a_short_list_is_the_first_of_the_whole(store: Store, wanted: dict[str, Any]) -> None:
    whole = listed(store, Filter(**wanted))
    for limit in (1, 3, 1000):
        assert listed(store, Filter(**wanted, limit=limit)) == whole[:limit]
    assert listed(store, Filter(**wanted), page=2) == whole


def test_other_names_of_an_actor(store: Store) -> None:
    both = [*listed(store, Filter(actor=CODE)), *listed(store, Filter(actor=MADE.countries[1][0]))]
    for limit in (None, 1000):
        found = listed(store, Filter(actor=CODE, limit=limit), also=[MADE.countries[1][0]])
        assert {r.id for r in found} == {r.id for r in both}


def test_so_many_terms_that_they_are_not_looked_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Filter(actor=NAME[:1], limit=5)
    found = listed(store, wanted)
    monkeypatch.setattr(terms, "MOST", 1)
    with store._read() as connection:
        assert matching(connection, "actor", [NAME[:1]]) is None
    assert listed(store, wanted) == found


INDEXES = [
    ({}, "ix_events_published_report_evidence_start_id"),
    ({"type": "CONSULT"}, "ix_events_type_published"),
    ({"status": "future"}, "ix_events_status_published"),
    ({"actor": CODE}, "ix_terms_field_term_published_record"),
    ({"place": TOWN, "type": "AID"}, "ix_terms_field_term_published_record"),
    ({"since": DAY}, "ix_events_ahead ix_events_published_report_evidence_start_id"),
    ({"until": DAY}, "ix_events_when_start_when_end"),
]


@pytest.mark.parametrize(("wanted", "names"), INDEXES, ids=str)
def test_each_part_of_a_list_goes_by_an_index(
    store: Store, wanted: dict[str, Any], names: str
) -> None:
    asked = Filter(**wanted)
    [field] = {"actor", "place"} & wanted.keys() or [None]
    looked_up = Terms(field, [(field, "a"), (field, "b")], settle=True) if field else None
    plans = [_plan(store, q) for q in queries("event", asked, terms=looked_up, limit=100)]
    for name in names.split():
        assert any(name in plan for plan in plans), plans
    assert not any("SCAN events\n" in plan or "Seq Scan on events" in plan for plan in plans)


def test_the_reports_of_a_list_are_fetched_by_an_index(store: Store) -> None:
    plan = _plan(store, lookup.of_keys([("report-1", "a"), ("report-2", "b")]))
    assert "SCAN versions" not in plan
    assert "Seq Scan on versions" not in plan


def _plan(store: Store, statement: sa.Select[*tuple[Any, ...]]) -> str:
    """How the database goes about it; so few rows PostgreSQL would rather fetch and sort."""
    with store._write() as connection:
        dialect = connection.dialect
        sqlite = dialect.name == "sqlite"
        if not sqlite:
            for way in ("seqscan", "sort", "hashjoin", "mergejoin"):
                connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        compiled = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        rows = connection.exec_driver_sql(f"{explain} {compiled}".replace("%", "%%")).all()
    return "\n".join(str(row[-1]) for row in rows) + "\n"
