"""What is particular to PostgreSQL: texts, rights, writers at once, and what errors say."""

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import ArchiveError
from dragoman.store import engine
from dragoman.store.filter import Filter
from dragoman.store.store import Store
from dragoman.store.types import escaped, unescaped
from factories import TEXT, coding
from homes import Databases

SECRET = "swordfish"


@pytest.fixture
def where(databases: Databases) -> Iterator[str]:
    yield databases.made()
    databases.release()


_texts = st.text(st.sampled_from("\0\1\2a") | st.characters(exclude_categories=["Cs"]))


@given(text=_texts, other=_texts)
def test_nul_is_kept_and_the_order_with_it(text: str, other: str) -> None:
    assert unescaped(escaped(text)) == text
    assert "\0" not in escaped(text)
    assert (text < other) == (escaped(text) < escaped(other))


def test_a_text_with_nul_comes_back_with_its_offsets(where: str) -> None:
    one = coding(text="\0\1 " + TEXT.replace("power stations", "power\0stations"))
    store = Store.open(where)
    store.put(one)
    assert store.coding(one.report.id, None, None) == one
    assert list(store.records("event", Filter())) == list(one.events)
    [match] = store.search("stations", None)
    assert [e.words for e in match.evidence] == ["stations"]
    store.close()


def test_texts_are_ordered_as_in_sqlite(where: str) -> None:
    store = Store.open(where)
    for name in ("b", "B", "ä", "a", "Z"):
        store.put(coding(coder=name))
    assert [k.coding.coder for k in store.codings()] == ["B", "Z", "a", "b", "ä"]
    store.close()


def test_an_address_of_any_length_is_taken(where: str) -> None:
    one = coding()
    long = one.report.address + "?" + "".join(f"{n:x}" for n in range(3000))
    report = one.report.model_copy(update={"address": long})
    store = Store.open(where)
    store.put(one.model_copy(update={"report": report, "events": (), "statements": (),
                                     "positions": (), "figures": ()}))  # fmt: skip
    assert store.coding(long, None, None).report.address == long
    store.close()


def test_an_archive_can_be_in_a_schema(databases: Databases) -> None:
    where = databases.new()
    databases.sql(where, "CREATE SCHEMA talks")
    databases.sql(where, "CREATE TABLE public.things (x integer)")
    store = Store.open(f"{where}{'&' if '?' in where else '?'}options=-csearch_path%3Dtalks")
    assert store.put(coding())
    store.close()
    assert databases.sql(where, "SELECT count(*) FROM talks.events") == [(1,)]
    with pytest.raises(ArchiveError, match="is no archive"):
        Store.open(where)


def test_writers_at_once_number_as_if_one_after_the_other(where: str) -> None:
    def write(first: int) -> None:
        store = Store.open(where)
        for number in range(4):
            store.put(coding(coder=f"coder-{first}-{number}"))
        store.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = Store.open(where)
    kept = list(store.codings())
    assert sorted(k.sequence for k in kept) == list(range(1, 13))
    assert [k.sequence for k in kept if k.latest] == [12]
    assert [c.cursor for c in store.changes(0)] == list(range(1, 13))
    store.close()


def test_a_reader_sees_the_archive_as_it_was_when_it_began(where: str) -> None:
    store, other = Store.open(where), Store.open(where)
    for number in range(5):
        store.put(coding(number))
    stream = store.records("event", Filter())
    next(stream)
    other.remove(coding(4).report.id, reason="", who="", at="")
    assert len(list(stream)) == 4
    assert len(list(store.records("event", Filter()))) == 4
    store.close()
    other.close()


def test_a_locked_archive_says_so(where: str) -> None:
    store, other = Store.open(where, wait=0.01), Store.open(where)
    with other._write(), pytest.raises(ArchiveError, match="written by another program"):
        store.put(coding())
    assert store.put(coding())
    store.close()
    other.close()


def test_a_user_without_rights_is_told(databases: Databases, where: str) -> None:
    databases.sql(where, "DROP ROLE IF EXISTS dragoman_guest")
    databases.sql(where, "CREATE ROLE dragoman_guest LOGIN")
    try:
        name = sa.make_url(where).database
        guest = databases.url(database=name, username="dragoman_guest")
        with pytest.raises(ArchiveError, match="may not be read or written by this user"):
            list(Store.open(guest).records("event", Filter()))
    finally:
        databases.sql(where, "DROP ROLE dragoman_guest")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"database": "nowhere"}, "is not there"),
        ({"username": "nobody", "password": SECRET}, "refuses this user or password"),
        ({"host": "/nowhere", "query": {}, "password": SECRET}, "cannot be reached"),
        ({"query": {"host": "/nowhere", "password": SECRET}}, "cannot be reached"),
        ({"query": {"host": "/nowhere", "nonsense": SECRET}}, "failed: ProgrammingError"),
    ],
)
def test_what_cannot_be_opened_says_why(
    databases: Databases, changed: dict[str, object], said: str
) -> None:
    with pytest.raises(ArchiveError, match=said) as caught:
        Store.open(databases.url(**changed))
    assert SECRET not in str(caught.value)
    assert caught.value.todo


@pytest.mark.parametrize(
    ("state", "said", "meaning"),
    [
        ("53100", "could not extend file", "disk is full"),
        ("28P01", f"password {SECRET}", "refuses this user or password"),
        ("40P01", "deadlock detected", "being written"),
        ("57P01", "terminating connection", "cut the connection"),
        ("25006", "cannot execute INSERT", "only lets read"),
        ("XX001", "invalid page", "is damaged"),
        (None, "connection failed: FATAL: sorry, too many clients already", "no room"),
        (None, "connection failed: Connection refused", "cannot be reached"),
        (None, 'FATAL: password authentication failed for user "u"', "refuses this user"),
        (None, f"invalid dsn: {SECRET}", "failed: Refused"),
    ],
)
def test_errors_are_told_in_plain_words(state: str | None, said: str, meaning: str) -> None:
    class Refused(Exception):
        sqlstate = state

    pytest.importorskip("psycopg")
    backend = engine.backend(f"postgresql://u:{SECRET}@h/d", wait=1)
    with pytest.raises(ArchiveError, match=meaning) as caught, engine.explained(backend):
        raise sa.exc.OperationalError("SELECT 1", None, Refused(said))
    assert SECRET not in str(caught.value)
    assert str(caught.value).startswith("postgresql://u@h/d ")


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'psycopg'")

    monkeypatch.setattr(sa, "create_engine", missing)
    with pytest.raises(ArchiveError, match=r"dragoman\[postgres\]"):
        Store.open("postgres://h/d")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"postgres://u:{SECRET}@h:5433/d?password={SECRET}", "postgresql://u@h:5433/d"),
        ("postgresql:///d?host=/run/postgresql", "postgresql:///run/postgresql/d"),
        ("postgresql://", "postgresql:///"),
    ],
)
def test_an_archive_is_shown_without_its_password(url: str, shown: str) -> None:
    parsed = engine.parsed(url)
    assert parsed is not None
    assert engine.shown(parsed) == shown
