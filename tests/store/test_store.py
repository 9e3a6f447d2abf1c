from collections.abc import Callable, Collection, Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from dragoman.errors import AnchorError, ArchiveError, DamagedArchive
from dragoman.model import Report
from dragoman.store import lookup, tables
from dragoman.store.engine import insert_statement
from dragoman.store.filter import Filter
from dragoman.store.lists import queries
from dragoman.store.store import Store
from dragoman.store.terms import Terms
from factories import CODER, DAY, TEXT, coding, failure, retold
from homes import Homes

CHANGED = "UPDATED. " + TEXT


@pytest.fixture
def store(home: Homes) -> Iterator[Store]:
    store = Store.open(home.made())
    yield store
    store.close()


def rows(store: Store) -> dict[str, int]:
    with store._read() as connection:
        counts = {}
        for table in tables.metadata.sorted_tables:
            if table is tables.changes:  # what happened, not what is there
                continue
            count = sa.select(sa.func.count()).select_from(table)
            counts[table.name] = connection.scalar(count) or 0
        return counts


def sql(store: Store, statement: str) -> None:
    with store._write() as connection:
        connection.exec_driver_sql(statement)


def test_a_coding_comes_back_as_it_was(store: Store) -> None:
    one = coding()
    assert store.put(one)
    assert store.coding(one.report.id, None, None) == one
    assert [r.report for r in [one]] == list(store.reports())


def test_reports_of_some_days_are_listed_without_the_texts_of_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [None, *(date(2024, 1, day) for day in range(1, 6))]
    for number, day in enumerate(days):
        store.put(coding(number, published=day))
    assert [r.published for r in store.reports()] == days
    assert [r.published for r in store.reports(until=days[2])] == days[1:3]
    loaded: list[object] = []
    load = lookup.versions_of

    def loading(connection: sa.Connection, keys: Collection[lookup.Key]) -> object:
        loaded.extend(keys)
        return load(connection, keys)

    monkeypatch.setattr(lookup, "versions_of", loading)
    found = list(store.reports(since=days[2], until=days[4]))
    assert [r.published for r in found] == days[2:5]
    assert loaded == [(r.id, r.version) for r in found]


def test_reading_again_changes_nothing(store: Store) -> None:
    assert store.put(coding())
    before = rows(store)
    assert not store.put(coding())
    assert rows(store) == before
    assert {name: count for name, count in before.items() if count} == {
        "reports": 1, "versions": 1, "codings": 1, "records": 4, "events": 1, "statements": 1,
        "positions": 1, "figures": 1, "actors": 6, "places": 1, "terms": 23,
    }  # fmt: skip


def test_a_changed_text_is_a_new_version_and_shown(store: Store) -> None:
    old, new = coding(), coding(text=CHANGED)
    assert store.put(old)
    assert store.put(new)
    assert old.report.id == new.report.id
    assert list(store.records("event", Filter())) == list(new.events)
    assert [r.version for r in store.reports()] == [new.report.version]
    assert store.coding(old.report.id, None, None) == new
    assert store.coding(old.report.id, old.report.version[:8], None) == old
    assert rows(store)["records"] == 8


def test_an_old_copy_read_again_does_not_come_back(store: Store) -> None:
    for one in (coding(), coding(text=CHANGED), coding(), coding(coder="other")):
        store.put(one)
    assert store.coding(coding().report.id, None, None) == coding(text=CHANGED)


def test_the_latest_coder_is_shown_and_others_on_request(store: Store) -> None:
    first, second = coding(), coding(coder="dragoman/next")
    store.put(first)
    store.put(second)
    assert list(store.records("event", Filter())) == list(second.events)
    assert list(store.records("event", Filter(coder=CODER))) == list(first.events)
    assert store.coding(first.report.id, None, CODER) == first


def test_joining_does_not_depend_on_the_order(home: Homes) -> None:
    kept = [(coding(), 1), (coding(text=CHANGED), 1), (coding(coder="other"), 2), (coding(), 3)]
    shown = set()
    for order in (kept, kept[::-1]):
        store = Store.open(home.made())
        for one, sequence in order:
            store.put(one, sequence=sequence)
        found = [(k.coding.report.version, k.coding.coder, k[1:]) for k in store.codings()]
        shown.add(tuple(found))
        store.close()
    assert len(shown) == 1


def test_has(store: Store) -> None:
    one = coding()
    store.put(one)
    assert store.has(one.report.id, one.report.version, CODER)
    assert not store.has(one.report.id, one.report.version, "other")
    assert not store.has(one.report.id, "0" * 64, CODER)


def test_failures_are_kept_once(store: Store) -> None:
    assert [store.put_failure(failure(a)) for a in ("b", "a", "b")] == [True, True, False]
    assert {f.address for f in store.failures()} == {"a", "b"}


def test_a_report_is_found_by_id_prefix_or_address(store: Store) -> None:
    one = coding()
    store.put(one)
    store.put(coding(1))
    number = one.report.id.removeprefix("report-")
    for key in (one.report.id, one.report.id[:14], number[:7], one.report.address):
        assert store.coding(key, None, None) == one


@pytest.mark.parametrize(
    ("key", "version", "coder", "said"),
    [
        ("nowhere", None, None, "No reports are called nowhere"),
        ("report-", None, None, "2 reports are called"),
        ("%", None, None, "No reports"),
        ("https://example.org/0", "f00", None, "no coding of version f00"),
        ("https://example.org/0", None, "Ada", "by Ada"),
    ],
)
def test_a_report_not_found(
    store: Store, key: str, version: str | None, coder: str | None, said: str
) -> None:
    store.put(coding(0))
    store.put(coding(1))
    with pytest.raises(ArchiveError, match=said):
        store.coding(key, version, coder)


def test_a_message_names_few_of_many_reports(store: Store) -> None:
    for number in range(10):
        store.put(coding(number))
    with pytest.raises(ArchiveError, match="More than 8 reports are called report-") as caught:
        store.coding("report-", None, None)
    assert caught.value.todo.count("report-") == 8
    assert caught.value.todo.endswith(", ...")


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("UPDATE versions SET text = replace(text, 'struck', 'shelled')", AnchorError),
        ("UPDATE versions SET text = 'x' || text", AnchorError),
        ("UPDATE records SET json = replace(json, 'struck', 'burned')", AnchorError),
        ("UPDATE records SET json = replace(json, 'struck', 'shelled')", AnchorError),
        ("UPDATE versions SET published = '2024-01-01'", DamagedArchive),
        ("UPDATE versions SET blocks = 'x'", DamagedArchive),
        ("UPDATE records SET json = replace(json, 'ASSAULT', 'AID')", DamagedArchive),
        ("UPDATE records SET json = '{}'", ArchiveError),
    ],
)
def test_what_was_changed_in_the_file_is_not_given(
    store: Store, statement: str, error: type[Exception]
) -> None:
    store.put(coding())
    sql(store, statement)
    with pytest.raises(error):
        list(store.records("event", Filter()))
    with pytest.raises(error):
        store.coding(coding().report.id, None, None)
    with pytest.raises(error):
        list(store.codings())


def test_evidence_is_checked_before_it_is_written(store: Store) -> None:
    one = coding()
    moved = one.events[0].evidence.model_copy(update={"start": 0, "end": 6})
    forged = one.model_copy(
        update={"events": (one.events[0].model_copy(update={"evidence": moved}),)}
    )
    stale = one.report.model_copy(update={"text": "Nothing of the kind."})
    other = one.model_copy(update={"coder": "other"})
    twice = one.model_copy(update={"events": (*one.events, *one.events)})
    for bad in (forged, one.model_copy(update={"report": stale})):
        with pytest.raises(AnchorError):
            store.put(bad)
    for bad, said in ((other, "was coded by"), (twice, "is there twice")):
        with pytest.raises(ValidationError, match=said):
            store.put(bad)
    assert set(rows(store).values()) == {0}


def test_of_two_findings_of_one_coder_the_same_stays_in_either_order(home: Homes) -> None:
    one = coding()
    less = one.model_copy(update={"events": (), "figures": ()})
    kept = []
    for order in ((one, less), (less, one)):
        store = Store.open(home.made())
        assert [store.put(c) for c in order] == [True, False]
        kept.append((store.coding(one.report.id, None, None), rows(store)))
        assert list(store.records("event", Filter())) == list(kept[-1][0].events)
        store.close()
    assert kept[0] == kept[1]


def test_what_else_is_told_of_a_text_makes_another_version(store: Store) -> None:
    one = coding()
    told = [retold(one, **{name: "x"}) for name in ("title", "site", "byline")]
    told.append(retold(one, published=date(2024, 5, 3)))
    for other in told:
        assert store.put(other)
        assert store.shown(one.report.id) == other.report
        assert store.coding(one.report.id, None, None) == other
    assert len({c.events[0].id for c in (one, *told)}) == 5
    assert not store.put(retold(told[0], encoding="cp1252", file="a.txt"))


def test_failures_of_what_was_read_since_are_left_out(store: Store) -> None:
    one = retold(coding(), file="talks.html")
    for address in ("other.html", "talks.html", one.report.address):
        store.put_failure(failure(address))
    assert len(list(store.failures())) == 3
    store.put(one)
    assert [f.address for f in store.failures()] == ["other.html"]
    assert len(list(store.failures(every=True))) == 3


def test_of_one_failure_told_in_two_ways_the_same_stays_in_either_order(home: Homes) -> None:
    told = [failure(), failure().model_copy(update={"what": "Empty."})]
    kept = []
    for order in (told, told[::-1]):
        store = Store.open(home.made())
        assert [store.put_failure(f) for f in order] == [True, False]
        kept.append(list(store.failures()))
        store.close()
    assert kept[0] == kept[1]


def test_source_gives_the_report_of_a_record(store: Store) -> None:
    store.put(coding(3))
    [event] = store.records("event", Filter())
    assert store.source(event) == coding(3).report


def test_a_stream_may_be_left_and_written_beside(store: Store) -> None:
    for number in range(5):
        store.put(coding(number))
    stream = store.records("event", Filter())
    next(stream)
    assert store.put(coding(9))
    assert len(list(stream)) == 4


def test_every_field_of_a_report_is_a_column() -> None:
    columns = set(tables.versions.c.keys()) | {"address"}
    assert set(Report.model_fields) <= columns


@pytest.mark.parametrize("dialect", [sqlite.dialect, postgresql.dialect])
def test_statements_are_portable(dialect: Callable[[], sa.Dialect]) -> None:
    target = dialect()
    new = insert_statement(target.name, tables.failures)
    assert "ON CONFLICT DO NOTHING" in str(new.compile(dialect=target))
    for kind in tables.KINDS:
        everything = Filter(actor="a", since=DAY, until=DAY, confidence=0.5)
        for query in queries(
            kind,
            everything,
            terms=Terms("actor", [("actor", "a"), ("actor", "b")], settle=True),
            limit=3,
        ):
            assert "LIMIT" in str(query.compile(dialect=target))
    for table in tables.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=target))
