"""Archives in PostgreSQL databases."""

import math
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection

from dragoman.errors import ArchiveError
from dragoman.store.ask import Deadline, Rows, Values, named, refused
from dragoman.store.engine import Trouble, shown
from dragoman.store.search_postgres import Tsvector

if TYPE_CHECKING:
    from psycopg import Connection, ServerCursor

_LOCKED = Trouble("is being written by another program", "Wait until it is done, then try again.")
_RIGHTS = Trouble(
    "may not be read or written by this user", "Ask its owner for the right to, or name another."
)
_PASSWORD = Trouble(
    "refuses this user or password", "Check both; libpq takes the password from PGPASSWORD as well."
)
_NO_SERVER = Trouble("cannot be reached", "Check host and port, and that the server runs.")
_GONE = Trouble("was shut down or has cut the connection", "Try again once the server runs.")
_MISSING = Trouble("is not there", "Make it with `createdb`, or check its name.")

# By the class or the whole of an SQLSTATE (PostgreSQL's manual, appendix A).
_STATES = {
    "55P03": _LOCKED,
    "40": _LOCKED,
    "57014": Trouble("took too long", "Try again, or allow more time."),
    "42501": _RIGHTS,
    "25006": Trouble("may not be written: the server only lets read", "Name the main server."),
    "28": _PASSWORD,
    "3D000": _MISSING,
    "53100": Trouble("cannot grow: the disk is full", "Free some space, then try again."),
    "53": Trouble("has no room for another connection or for the work", "Try again later."),
    "57P": _GONE,
    "08": _GONE,
    "XX001": Trouble("is damaged", "Restore it from a copy."),
    "XX002": Trouble("is damaged", "Restore it from a copy."),
}
# Before a session stands there is no SQLSTATE, only what libpq says.
_SAID = (
    ("authentication failed", _PASSWORD),
    ("no password supplied", _PASSWORD),
    ("no pg_hba.conf entry", _PASSWORD),
    ("permission denied", _RIGHTS),
    ("too many clients", _STATES["53"]),
    ("remaining connection slots", _STATES["53"]),
    ("starting up", _GONE),
    ("shutting down", _GONE),
    ("server closed the connection", _GONE),
    ("connection is closed", _GONE),
    ("the connection is lost", _GONE),
)
_UNREACHED = (
    "connection failed",
    "connection is bad",
    "connection timeout",
    "failed to resolve",
    "could not translate",
)

_KEY = 0x647267  # "drg": tells our lock from those of other programs in the database
_FETCHED = 200  # rows at once


class Postgres:
    """An archive that is a database, or a schema of one."""

    path: Path | None = None

    def __init__(self, url: sa.URL, *, wait: float) -> None:
        self.where = shown(url)
        self.search = Tsvector()
        self._wait = wait
        try:
            engine = sa.create_engine(
                url.set(drivername="postgresql+psycopg"),
                connect_args=_unasked(url, wait),
                max_overflow=-1,  # every open stream of records holds a connection of its own
                pool_pre_ping=True,  # a server that was restarted is no error
                use_native_hstore=False,
                hide_parameters=True,
            )
        except ImportError as error:
            raise ArchiveError(
                "An archive on PostgreSQL needs the library psycopg.",
                todo='Install it with: pip install "dragoman[postgres]"',
            ) from error
        sa.event.listen(engine, "connect", self._prepare)
        sa.event.listen(engine, "begin", _begin)
        self.reader: sa.Engine = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self.writer: sa.Engine = engine.execution_options(
            write=True, isolation_level="READ COMMITTED"
        )

    def check(self, *, create: bool) -> None:  # noqa: ARG002 (a database is made by its owner)
        """Raise `ArchiveError` where the database does not hold every letter."""
        with self.reader.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if encoding != "UTF8":
            raise ArchiveError(
                f"{self.where} is in {encoding}, which does not have every letter.",
                todo="Make the database with: createdb --encoding=UTF8 --template=template0 NAME",
            )

    def begin(self) -> None:
        """Make ready for the first table: nothing is needed."""

    def trouble(self, error: sa.exc.DBAPIError) -> Trouble:
        """What PostgreSQL means by this error."""
        state = getattr(error.orig, "sqlstate", None) or ""
        for length in (5, 3, 2):
            if found := _STATES.get(state[:length]):
                return found
        said = " ".join(str(error.orig).split())
        if not state:
            for words, found in _SAID:
                if words in said:
                    return found
            if "does not exist" in said:
                return _PASSWORD if "role" in said else _MISSING
            if any(words in said for words in _UNREACHED):
                return _NO_SERVER
        # A connection string that libpq refuses may be in its message, password and all.
        told = said if state else type(error.orig).__name__
        return Trouble(f"failed: {told}", "Check the database and its log.")

    def query(self, sql: str, *, seconds: float) -> Rows:
        """The answer to one statement, in a transaction that cannot write."""
        deadline = Deadline(seconds)
        pooled = self.reader.raw_connection()
        connection = _psycopg(pooled.driver_connection)
        pooled.detach()  # what a question sets, such as a lock, ends with its session
        connection.read_only = True
        cursor = connection.cursor("question")
        cursor.itersize = _FETCHED
        with _ended(connection, cursor, deadline, only_after_error=True):
            most = max(1, math.ceil(seconds * 1000))
            connection.execute(f"SELECT set_config('statement_timeout', '{most}', true)".encode())
            cursor.execute(sql.encode())
        columns = named([column.name for column in cursor.description or ()])
        return Rows(columns, _fetched(connection, cursor, deadline))

    def _prepare(self, connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        most = max(1, math.ceil(self._wait * 1000))  # 0 would be for ever
        cursor.execute(f"SET lock_timeout = {most}")
        cursor.close()
        connection.commit()


def _unasked(url: sa.URL, wait: float) -> dict[str, object]:
    """What a connection is asked for where the URL leaves it open."""
    patient = {"connect_timeout": max(2, math.ceil(wait)), "application_name": "dragoman"}
    given = {name: value for name, value in patient.items() if name not in url.query}
    return {"client_encoding": "utf8", **given}


def _begin(connection: sa.Connection) -> None:
    # Writers of one archive come one after the other, as they do in SQLite: what a coding is
    # numbered must not depend on who else writes. Readers never wait for this lock.
    if connection.get_execution_options().get("write"):
        schema = "hashtext(coalesce(current_schema(), ''))"
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_KEY}, {schema})")


def _psycopg(connection: object) -> "Connection[Values]":
    from psycopg import Connection

    assert isinstance(connection, Connection)
    return connection


def _fetched(
    connection: "Connection[Values]", cursor: "ServerCursor[Values]", deadline: Deadline
) -> Iterator[Values]:
    with _ended(connection, cursor, deadline):
        for number, row in enumerate(cursor):
            if number % _FETCHED == 0 and deadline.passed():
                raise deadline.error()
            yield row


@contextmanager
def _ended(
    connection: "Connection[Values]",
    cursor: "ServerCursor[Values]",
    deadline: Deadline,
    *,
    only_after_error: bool = False,
) -> Iterator[None]:
    """Let go of the session in the end, and say what the database did not like."""
    import psycopg

    done = False
    try:
        yield
        done = only_after_error
    except psycopg.errors.QueryCanceled as error:
        raise deadline.error() from error
    except (psycopg.Error, UnicodeEncodeError) as error:
        raise refused(str(error)) from error
    finally:
        if not done:
            with suppress(psycopg.Error):
                cursor.close()
            connection.close()
