"""Decisions in an archive, on both databases."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import permutations
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.archive import Archive
from dragoman.errors import ArchiveError, DamagedArchive
from dragoman.export.schema import schema
from dragoman.model import Decision, DecisionKind
from dragoman.review.desk import Desk
from dragoman.store import tables
from dragoman.store.decisions import Decisions
from dragoman.store.store import Store
from factories import coding, texts
from homes import Homes

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
EVENT = coding().events[0]


def made(kind: str = "accept", *, at: int = 0, of: Any = EVENT, **told: Any) -> Decision:
    e = of.evidence
    fields = {"report": e.report, "version": e.version, "record": of.id, "coder": "Ana"}
    when = NOON + timedelta(minutes=at)
    return Decision.model_validate({"kind": DecisionKind(kind), "decided": when} | fields | told)


MERGE = Decision(
    kind=DecisionKind.MERGE, coder="Ana", decided=NOON, actors=("Kyiv",), into="Ukraine"
)
MANY = [
    made(), made("reject", coder="Bo", why="No\0 act, «שלום»"),
    made("correct", changes={"type": "AID"}), made("add", missed=EVENT, coder=EVENT.coder), MERGE,
    made("undo", undoes=made().id),
    made("comment", of=coding(1).events[0], why="Hm."),
]  # fmt: skip


@pytest.fixture
def store(home: Homes) -> Iterator[Store]:
    store = Store.open(home.made())
    yield store
    store.close()


@pytest.fixture
def kept(store: Store) -> Decisions:
    return Decisions(store)


def test_decisions_come_back_as_they_were(kept: Decisions) -> None:
    assert not kept.anywhere()
    assert [kept.put(d) for d in MANY] == [True] * len(MANY)
    assert kept.anywhere()
    assert sorted(kept, key=lambda d: d.id) == sorted(MANY, key=lambda d: d.id)


def test_those_on_a_report_and_those_that_hold_everywhere(kept: Decisions) -> None:
    for decision in MANY:
        kept.put(decision)
    assert {d.id for d in kept.of(EVENT.evidence.report)} == {d.id for d in MANY[:-1]}
    assert {d.id for d in kept.of("report-none")} == {MERGE.id}
    assert kept.reports() == ()  # none of them is here


def test_the_same_decision_twice_is_one_with_the_earlier_time(kept: Decisions) -> None:
    early, late = made(), made(at=5)
    assert [kept.put(late), kept.put(early), kept.put(late)] == [True, False, False]
    assert list(kept) == [early]


def test_the_order_in_which_they_come_in_does_not_matter(home: Homes) -> None:
    few = [made(), made(at=5), made("reject", coder="Bo"), MERGE]
    found = []
    for order in list(permutations(few))[::5]:
        store = Store.open(home.made())
        for decision in order:
            Decisions(store).put(decision)
        found.append([d.to_json() for d in Decisions(store)])
        store.close()
    assert all(one == found[0] for one in found)


def test_plain_columns_are_of_the_decision(home: Homes) -> None:
    where = home.made()
    store = Store.open(where)
    Decisions(store).put(made("reject", why="No act"))
    store.close()
    columns = "kind, coder, decided, why, report, version, record"
    e = EVENT.evidence
    assert [tuple(r) for r in home.sql(where, f"SELECT {columns} FROM decisions")] == [
        (
            "reject",
            "Ana",
            "2025-03-01T12:00:00.000000+00:00",
            "No act",
            e.report,
            e.version,
            EVENT.id,
        )
    ]


def test_a_decision_that_was_changed_is_damaged(home: Homes) -> None:
    where = home.made()
    store = Store.open(where)
    Decisions(store).put(made())
    with store._write() as connection:
        other = made().to_json().replace('"Ana"', '"Bo"')
        connection.execute(tables.decisions.update().values(json=other))
    with pytest.raises(DamagedArchive, match="decision"):
        list(Decisions(store))
    store.close()


def test_a_removed_report_takes_no_decision(home: Homes) -> None:
    archive = Archive.open(home.made())
    archive.put(coding())
    desk = archive.review("Ana")
    [shown, *_] = archive.view(coding().report.id).records
    archive.remove(coding().report.id, reason="asked to")
    assert not Decisions(archive._store).put(made())
    with pytest.raises(ArchiveError, match="removed"):
        desk.reject(shown)
    archive.close()


def test_decided_records_of_older_coders_are_shown_still(home: Homes) -> None:
    archive = Archive.open(home.made())
    archive.put(coding())
    archive.review("Ana").accept(archive.view(coding().report.id)[EVENT.id], why="right")
    newer = coding(coder="dragoman/2")
    archive.put(newer)
    found = archive.view(coding().report.id)
    assert found[EVENT.id].state == "accepted"
    assert len(found.records) == len(newer.records)
    assert [v.report for v in archive.reviewed()] == [coding().report]
    archive.close()


def test_the_feed_tells_who_decided(home: Homes) -> None:
    archive = Archive.open(home.made())
    archive.put(coding())
    [last] = archive.changes()
    archive.review("Ana").accept(archive.view(coding().report.id)[EVENT.id])
    [change] = archive.changes(last.cursor)
    assert (change.change, change.report, change.coder) == ("decided", coding().report.id, "Ana")
    archive.close()


def exported(archive: Archive) -> str:
    file = StringIO()
    archive.export(file)
    return file.getvalue()


def test_an_export_comes_back_with_its_decisions(home: Homes) -> None:
    one, other = Archive.open(home.made()), Archive.open(home.made())
    for number in range(2):
        one.put(coding(number))
    for decision in MANY:
        Decisions(one._store).put(decision)
    told = exported(one)
    assert told.count('{"decision":') == len(MANY)
    for line in told.splitlines():
        jsonschema.validate(json.loads(line), schema())
    other.import_(StringIO(told))
    other.import_(StringIO(told))
    assert exported(other) == told
    assert other.digest() == one.digest()
    with pytest.raises(ArchiveError, match="too early"):
        other.import_(StringIO(told.rpartition('{"end"')[0]))
    with pytest.raises(DamagedArchive):
        other.import_(StringIO(told.replace('"coder":"Bo"', '"coder":"Cy"')))
    one.close()
    other.close()


def test_archives_merged_in_either_order_hold_and_show_the_same(home: Homes) -> None:
    found = []
    for turned in (False, True):
        ana, bo, both = (Archive.open(home.made()) for _ in range(3))
        for archive in (ana, bo):
            archive.put(coding())
        event = ana.view(coding().report.id)[EVENT.id]
        for name, archive in (("Ana", ana), ("Bo", bo)):
            desk = Desk(
                name, decisions=Decisions(archive._store), find=archive.report, clock=lambda: NOON
            )
            desk.accept(event) if name == "Ana" else desk.reject(event)
        for archive in (bo, ana, bo) if turned else (ana, bo):
            both.merge(archive)
        found.append((both.digest(), both.view(coding().report.id)[EVENT.id].state))
        for archive in (ana, bo, both):
            archive.close()
    assert found[0] == found[1]
    assert found[0][1] == "disputed"


def test_decisions_on_what_is_not_there_do_no_harm(home: Homes) -> None:
    archive = Archive.open(home.made())
    Decisions(archive._store).put(made())
    assert list(archive.reviewed()) == []
    archive.put(coding())
    assert archive.view(coding().report.id)[EVENT.id].state == "accepted"
    archive.close()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(coder=texts, why=texts, value=st.none() | texts)
def test_any_words_come_back(store: Store, coder: str, why: str, value: str | None) -> None:
    one = made("correct", coder=coder, why=why, changes={"mode": value, "contexts": [why]})
    Decisions(store).put(one)
    assert one in list(Decisions(store))
