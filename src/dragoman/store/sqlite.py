"""Archives in SQLite files."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection

from dragoman.errors import ArchiveError
from dragoman.store.ask import Deadline, Rows, Values, named, refused
from dragoman.store.engine import Trouble
from dragoman.store.search_sqlite import Fts5

# What SQLite says, what it means, and what to do.
_TROUBLE = (
    ("locked", "is being written by another program", "Wait until it is done, then try again."),
    ("readonly", "may not be written", "Allow writing to the file and its folder."),
    (
        "unable to open",
        "cannot be opened",
        "Check the path; even to read, allow writing to its folder.",
    ),
    ("full", "cannot grow: the disk is full", "Free some space, then run the command again."),
    ("disk I/O", "cannot be written: the disk refuses", "See to its room and limits, then go on."),
    ("malformed", "is damaged", "Restore it from a copy."),
    ("not a database", "is no archive", "Give the path of an archive, or of a new file."),
)

# What a question in SQL may do: read, call functions, recur. The pragmas tell of tables; full-text
# search asks for the last one itself.
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
_PRAGMAS = {"table_info", "table_xinfo", "table_list", "index_list", "foreign_key_list"}
_PRAGMAS |= {"data_version"}
_STEPS = 10_000  # of SQLite's machine between two looks at the clock: a millisecond or so
_LARGEST = 100_000_000  # bytes of one value


class Sqlite:
    """An archive that is one file."""

    def __init__(self, path: Path, *, wait: float) -> None:
        self.path = path
        self.where = str(path)
        self.search = Fts5()
        self._sealed = _sealed(path)
        url = sa.URL.create("sqlite", database=str(path))
        if self._sealed:
            url = url.set(database=self._file, query={"immutable": "1", "uri": "true"})
        self.reader: sa.Engine = sa.create_engine(
            url,
            connect_args={"timeout": wait},  # SQLite's busy_timeout
            max_overflow=-1,  # every open stream of records holds a connection of its own
        )
        sa.event.listen(self.reader, "connect", _prepare)
        sa.event.listen(self.reader, "begin", _begin)
        self.writer: sa.Engine = self.reader.execution_options(write=True)

    @property
    def _file(self) -> str:
        """The file as SQLite's own URIs name it."""
        return f"file:{quote(str(self.path.absolute()))}"

    def check(self, *, create: bool) -> None:
        """Raise `ArchiveError` where there is no file, and none may be made.

        What is in it SQLite tells: to open and close it here would take away the locks that all
        archives of this process have on it, and another process would remove a log that is still
        written (https://www.sqlite.org/howtocorrupt.html, section 2.2).
        """
        path = self.path
        try:
            if path.exists():
                return
            if not create:
                raise ArchiveError(
                    f"There is no archive at {path}.", todo="Read a report into it first."
                )
            if not path.parent.is_dir():
                raise ArchiveError(
                    f"There is no folder {path.parent}.", todo="Make it, then try again."
                )
        except OSError as error:
            raise ArchiveError(
                f"{path} cannot be opened: {error.strerror}.", todo="Check the path and its rights."
            ) from error

    def begin(self) -> None:
        """Let readers go on beside a writer."""
        # A raw connection, because the journal cannot be changed inside a transaction.
        raw = self.reader.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            raw.close()

    def trouble(self, error: sa.exc.DBAPIError) -> Trouble:
        """What SQLite means by this error."""
        said = str(error.orig)
        for word, meaning, todo in _TROUBLE:
            if word in said:
                return Trouble(meaning, todo)
        return Trouble(f"failed: {said}", "Check the file.")

    def query(self, sql: str, *, seconds: float) -> Rows:
        """The answer to one statement; the file is opened for reading only."""
        deadline = Deadline(seconds)
        try:
            how = "immutable=1" if self._sealed else "mode=ro"
            connection = sqlite3.connect(f"{self._file}?{how}", uri=True, timeout=seconds)
        except sqlite3.Error as error:
            raise refused(str(error)) from error
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
        connection.set_authorizer(_authorised)
        connection.set_progress_handler(deadline.passed, _STEPS)
        try:
            cursor = connection.execute(sql)
        except (sqlite3.Error, sqlite3.Warning, UnicodeEncodeError) as error:
            connection.close()
            raise _wrong(error, deadline) from error
        if cursor.description is None:
            connection.close()
            raise refused("there is no statement in it")
        columns = named([column[0] for column in cursor.description])
        return Rows(columns, _fetched(connection, cursor, deadline))


def _sealed(path: Path) -> bool:
    """Whether SQLite must be told that the file does not change, to read it at all.

    It keeps files beside an archive even to read, and here its folder may not be written. Where
    there is a log, another program may be writing, and what is in it must not be passed over.
    """
    if not path.is_file():
        return False
    file = Path(os.path.realpath(path))  # beside which the log would be
    return not os.access(file.parent, os.W_OK) and not file.with_name(f"{file.name}-wal").exists()


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    # The driver would begin transactions late and never around DDL; `_begin` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")  # in WAL, a killed process loses nothing
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    # A writer takes the write lock when it begins: one that read first could be refused later
    # without any wait.
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _authorised(
    action: int, name: str | None, _second: str | None, _database: str | None, _by: str | None
) -> int:
    told = action == sqlite3.SQLITE_PRAGMA and (name or "").lower() in _PRAGMAS
    return sqlite3.SQLITE_OK if told or action in _ALLOWED else sqlite3.SQLITE_DENY


def _fetched(
    connection: sqlite3.Connection, cursor: sqlite3.Cursor, deadline: Deadline
) -> Iterator[Values]:
    try:
        yield from cursor
    except sqlite3.Error as error:
        raise _wrong(error, deadline) from error
    finally:
        with suppress(sqlite3.Error):
            connection.close()


def _wrong(error: Exception, deadline: Deadline) -> ArchiveError:
    return deadline.error() if "interrupted" in str(error) else refused(str(error))
