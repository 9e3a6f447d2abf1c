import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from dragoman.archive import Archive
from dragoman.errors import ArchiveError
from dragoman.store import schema
from dragoman.store.filter import Filter
from dragoman.store.store import Store
from dragoman.store.tables import KINDS, metadata
from factories import TEXT, coding, with_marks
from homes import Homes


def execute(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        with connection:
            return connection.execute(statement).fetchall()
    finally:
        connection.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    store = Store.open(path)
    store.put(with_marks(coding()))
    store.close()
    return path


def test_the_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_migrations_make_the_tables_that_are_used(home: Homes) -> None:
    store = Store.open(home.made())

    def ours(_: object, name: str, kind: str, *__: object) -> bool:
        # Full text is of each database's own kind, and so is the order of an index.
        nulls = {"ix_foreign_events_source_day_id_file"}
        own = kind == "index" and ("published" in name or name in nulls)
        ordered = home.kind == "postgres" and own
        return not name.startswith("search") and not ordered

    with store._read() as connection:
        options = {"version_table": schema.VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options | {"include_object": ours})
        assert compare_metadata(context, metadata) == []
    store.close()


def test_a_file_is_opened_by_path_and_by_url(path: Path) -> None:
    for where in (path, str(path), f"sqlite:///{path}"):
        store = Store.open(where, create=False)
        assert len(list(store.records("event", Filter()))) == 1
        store.close()


def test_it_is_in_wal_mode_with_foreign_keys(path: Path) -> None:
    assert execute(path, "PRAGMA journal_mode") == [("wal",)]
    store = Store.open(path, wait=2.5)
    with store._read() as connection:
        assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(sa.text("PRAGMA busy_timeout")) == 2500
    store.close()


def test_foreign_keys_hold_and_the_views_read(path: Path) -> None:
    assert execute(path, "PRAGMA foreign_key_check") == []
    for kind in (table.name for table in KINDS.values()):
        assert execute(path, f"SELECT title FROM latest_{kind}") == [("Report 0",)]
    [row] = execute(
        path,
        "SELECT type, mode, status, actor, actor_country, place, said_by, dead, when_start, words "
        "FROM latest_events",
    )
    assert row == (
        "ASSAULT", "aerial", "actual", "Russia", "RUS", "Kharkiv", "Ukraine", 12.0,
        "2024-04-29", "struck",
    )  # fmt: skip


def test_views_leave_older_versions_out(path: Path) -> None:
    store = Store.open(path)
    store.put(coding(text="UPDATED. " + TEXT))
    store.close()
    assert execute(path, "SELECT count(*) FROM events") == [(2,)]
    [(start,)] = execute(path, "SELECT evidence_start FROM latest_events")
    assert start == coding(text="UPDATED. " + TEXT).events[0].evidence.start


@pytest.mark.parametrize("content", [b"%PDF-1.7 no database", b"SQLite format 3\0 but cut short"])
def test_a_file_that_is_no_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="is no archive"):
        Store.open(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("table", ["things", "alembic_version"])
def test_a_database_of_something_else_is_left_alone(tmp_path: Path, table: str) -> None:
    path = tmp_path / "other.db"
    execute(path, f"CREATE TABLE {table} (version_num)")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="is no archive"):
        Store.open(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_an_archive_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    with pytest.raises(ArchiveError, match="is no archive"):
        Store.open(path, create=False)
    Store.open(path).close()
    assert execute(path, "SELECT version_num FROM schema_version") == [(schema.HEAD,)]


def test_a_newer_archive_says_what_to_do(path: Path) -> None:
    execute(path, "UPDATE schema_version SET version_num = '9999'")
    with pytest.raises(ArchiveError, match="pip install --upgrade dragoman"):
        Store.open(path)


def test_places_where_no_archive_can_be(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="There is no archive at"):
        Store.open(tmp_path / "a.db", create=False)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ArchiveError, match="There is no folder"):
        Store.open(tmp_path / "no" / "a.db")
    with pytest.raises(ArchiveError, match="cannot be opened"):
        Store.open(tmp_path)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (":memory:", ":memory: names no SQLite file or PostgreSQL database"),
        ("sqlite:///:memory:", "names no SQLite file or PostgreSQL database"),
        ("sqlite://", "names no SQLite file or PostgreSQL database"),
        ("mysql://u:secret@h/d", "mysql://u@h/d names no SQLite file"),
        ("postgresql://u:secret@h:port/d", "URL cannot be understood"),
    ],
)
def test_urls_that_name_no_archive(url: str, said: str) -> None:
    with pytest.raises(ArchiveError, match=said) as caught:
        Store.open(url)
    assert "secret" not in str(caught.value)


def test_a_locked_archive_says_so_and_keeps_nothing(path: Path) -> None:
    store = Store.open(path, wait=0.01)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ArchiveError, match="is being written by another program"):
        store.put(coding(1))
    assert len(list(store.records("event", Filter()))) == 1  # readers go on
    other.execute("ROLLBACK")
    other.close()
    assert store.put(coding(1))
    store.close()


@pytest.fixture
def sealed(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An archive in a folder that nobody may write to; who is root may, and is told otherwise."""
    monkeypatch.setattr(os, "access", lambda place, how: how != os.W_OK or place != path.parent)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    yield path
    path.parent.chmod(0o755)


def test_what_may_not_be_written_is_read(sealed: Path) -> None:
    with Archive.open(sealed) as archive:
        assert len(list(archive.events())) == 1
        assert archive.report(coding().report.id).report == coding().report
        assert list(archive.query("SELECT count(*) FROM events")) == [(1,)]
        assert list(sealed.parent.iterdir()) == [sealed]  # SQLite put no files beside it
        with pytest.raises(ArchiveError, match="may not be written"):
            archive.put(coding(1))


def test_a_log_is_not_passed_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(path) as other:
        other.put(coding(1))
        monkeypatch.setattr(os, "access", lambda *_: False)
        assert path.with_name("a.db-wal").exists()
        with Archive.open(path) as archive:
            assert len(list(archive.events())) == 2


def test_a_damaged_archive_says_so(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="is damaged"):
        Store.open(path)


def test_a_migration_cut_off_leaves_everything_as_it_was(
    home: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, migrate = home.new(), schema.migrate

    def cut_off(connection: sa.Connection, where: str, found: str | None) -> None:
        migrate(connection, where, found)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(schema, "migrate", cut_off)
        with pytest.raises(KeyboardInterrupt):
            Store.open(where)
    with pytest.raises(ArchiveError, match="is no archive"):
        Store.open(where, create=False)
    Store.open(where).close()
    assert home.sql(where, "SELECT version_num FROM schema_version") == [(schema.HEAD,)]
