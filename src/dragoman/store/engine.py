"""Connections to an archive, and what is said when there is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection

from dragoman.errors import ArchiveError

_MAGIC = b"SQLite format 3\0"

# What SQLite says, what it means, and what to do.
_TROUBLE = (
    ("locked", "is being written by another program", "Wait until it is done, then try again."),
    ("readonly", "may not be written", "Allow writing to the file and its folder."),
    ("unable to open", "cannot be opened", "Check the path and the rights to its folder."),
    ("full", "cannot grow: the disk is full", "Free some space, then run the command again."),
    ("malformed", "is damaged", "Restore it from a copy."),
    ("not a database", "is no archive", "Give the path of an archive, or of a new file."),
)


def path_of(where: str | Path) -> Path:
    """The file that a path or a `sqlite:///` URL names."""
    if "://" not in (text := str(where)):
        return Path(where)
    url = sa.make_url(text)
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise ArchiveError(
            f"{url.render_as_string()} names no SQLite file.",
            todo="Give a path, or a URL such as sqlite:///archive.db.",
        )
    return Path(url.database)


def check_file(path: Path, *, create: bool) -> None:
    """Raise `ArchiveError` unless the file is a database, or may become one."""
    try:
        if not path.exists():
            _check_new(path, create=create)
            return
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise ArchiveError(
            f"{path} cannot be opened: {error.strerror}.", todo="Check the path and its rights."
        ) from error
    if start not in (b"", _MAGIC):
        raise no_archive(path)


def _check_new(path: Path, *, create: bool) -> None:
    if not create:
        raise ArchiveError(f"There is no archive at {path}.", todo="Read a report into it first.")
    if not path.parent.is_dir():
        raise ArchiveError(f"There is no folder {path.parent}.", todo="Make it, then try again.")


def no_archive(path: Path) -> ArchiveError:
    """The error for a file that something else made."""
    return ArchiveError(
        f"{path} is no archive.", todo="Give the path of an archive, or of a new file."
    )


def connect(path: Path, *, wait: float) -> sa.Engine:
    """An engine on the file, waiting `wait` seconds where another program writes.

    Connections with the execution option `write` take the write lock when they begin: one that
    read first could be refused later without any wait.
    """
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        connect_args={"timeout": wait},  # SQLite's busy_timeout
        max_overflow=-1,  # every open stream of records holds a connection of its own
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    # The driver would begin transactions late and never around DDL; `_begin` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")  # in WAL, a killed process loses nothing
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the database refuses into an `ArchiveError` that says what to do."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        said = str(error.orig)
        for word, meaning, todo in _TROUBLE:
            if word in said:
                raise ArchiveError(f"{path} {meaning}.", todo=todo) from error
        raise ArchiveError(f"{path} failed: {said}.", todo="Check the file.") from error


def insert_statement(dialect: str, table: sa.Table) -> sa.Insert:
    """An insert that passes over rows whose keys are there already."""
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return make(table).on_conflict_do_nothing()


def keep_greater(connection: sa.Connection, table: sa.Table, row: dict[str, object]) -> bool:
    """Add the row; True if none had its key. Of two with one key the greater stays.

    What joined archives keep must not depend on which came first.
    """
    same = [table.c[column.name] == row[column.name] for column in table.primary_key]
    known = connection.execute(sa.select(table).where(*same)).one_or_none()
    if known is None:
        connection.execute(sa.insert(table), row)
    elif _order(table, row) > _order(table, known._asdict()):
        connection.execute(sa.update(table).where(*same).values(row))
    return known is None


def _order(table: sa.Table, row: dict[str, object]) -> list[str]:
    return [repr(row[column.name]) for column in table.c]


def insert_new(connection: sa.Connection, table: sa.Table, rows: list[dict[str, object]]) -> int:
    """Add the rows whose keys are not there yet; how many were added."""
    if not rows:
        return 0
    return connection.execute(insert_statement(connection.dialect.name, table), rows).rowcount
