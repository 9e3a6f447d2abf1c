"""Where archives are kept: what SQLite and PostgreSQL have in common."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from dragoman.errors import ArchiveError
from dragoman.store.ask import Rows
from dragoman.store.search import Search

Columns = TypeVarTuple("Columns")

_MEMORY = ":memory:"  # what SQLite would keep nowhere
_BATCH = 200  # rows fetched at once from a stream
GIVE = "Give a path, or a URL such as sqlite:///archive.db or postgresql://user@host/database."


class Trouble(NamedTuple):
    """What a database refused, in words that follow the archive's name, and what to do."""

    meaning: str
    todo: str


class Backend(Protocol):
    """One archive's database."""

    where: str  # the file, or the URL without a password
    reader: sa.Engine  # a transaction of it sees the archive as it was when it began
    writer: sa.Engine  # transactions of it come one after the other

    @property
    def path(self) -> Path | None:
        """The file, where it is one."""

    @property
    def search(self) -> Search:
        """Full text."""

    def check(self, *, create: bool) -> None:
        """Raise `ArchiveError` where there is no archive, and none may be made."""

    def begin(self) -> None:
        """Make ready for the first table."""

    def trouble(self, error: sa.exc.DBAPIError) -> Trouble:
        """What the database means by this error."""

    def query(self, sql: str, *, seconds: float) -> Rows:
        """The answer to one statement that reads; nothing can be written by it."""


def backend(where: str | Path, *, wait: float) -> Backend:
    """The database that a path or URL names; nothing is opened yet.

    `wait` is for how many seconds to wait while another program writes.
    """
    from dragoman.store.postgres import Postgres
    from dragoman.store.sqlite import Sqlite

    url = parsed(where)
    if url is not None and url.get_backend_name() == "postgresql":
        return Postgres(url, wait=wait)
    return Sqlite(path_of(where), wait=wait)


def parsed(where: str | Path) -> sa.URL | None:
    """The URL, with the password in it; None where a path was given."""
    if "://" not in (text := str(where)):
        return None
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError) as error:
        # The text is not told: a password may stand anywhere in it.
        raise ArchiveError("The archive's URL cannot be understood.", todo=GIVE) from error
    short = url.drivername == "postgres"  # as libpq has it
    return url.set(drivername="postgresql") if short else url


def shown(url: sa.URL) -> str:
    """The URL without its password and options, to be shown to anyone."""
    hosts = url.host or url.query.get("host") or ""
    host = hosts if isinstance(hosts, str) else ",".join(hosts)
    user = f"{url.username}@" if url.username else ""
    port = f":{url.port}" if url.port else ""
    return f"{url.get_backend_name()}://{user}{host}{port}/{url.database or ''}"


def path_of(where: str | Path) -> Path:
    """The file that a path or a `sqlite:///` URL names."""
    url = parsed(where)
    if url is None and str(where) != _MEMORY:
        return Path(where)
    if url and url.get_backend_name() == "sqlite" and url.database not in (None, "", _MEMORY):
        return Path(url.database)
    name = shown(url) if url else _MEMORY
    raise ArchiveError(f"{name} names no SQLite file or PostgreSQL database.", todo=GIVE)


def is_part(archive: str | Path, file: str | Path) -> bool:
    """Whether a file is the archive's own: the database itself, or what SQLite keeps beside it.

    Such a file must not be replaced, and not even read: to close it takes away the locks that this
    process has on the archive (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    """
    url = parsed(archive)
    if url is not None and url.get_backend_name() == "postgresql":
        return False
    path = path_of(archive)
    for end in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError, ValueError):  # there is none, or a NUL is in a name
            if path.with_name(path.name + end).samefile(file):
                return True
    return False


def no_archive(where: str) -> ArchiveError:
    """The error for a database that something else made."""
    return ArchiveError(
        f"{where} is no archive.",
        todo="Give the path or URL of an archive, a new file, or an empty database.",
    )


@contextmanager
def explained(backend: Backend) -> Iterator[None]:
    """Turn what the database refuses into an `ArchiveError` that says what to do."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        meaning, todo = backend.trouble(error)
        raise ArchiveError(f"{backend.where} {meaning}.", todo=todo) from error


@contextmanager
def stream(
    connection: sa.Connection, query: sa.Select[*Columns]
) -> Iterator[sa.CursorResult[*Columns]]:
    """The rows of a query as they come; whoever leaves them early lets go of the cursor."""
    with connection.execute(query, execution_options={"yield_per": _BATCH}) as found:
        yield found


def insert_statement(dialect: str, table: sa.Table) -> sa.Insert:
    """An insert that passes over rows whose keys are there already."""
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return make(table).on_conflict_do_nothing()


def keep_greater(
    connection: sa.Connection, table: sa.Table, row: dict[str, object], *keys: str
) -> bool:
    """Add the row; True if none had its keys. Of two with the same the greater stays.

    What joined archives keep must not depend on which came first.
    """
    same = [table.c[name] == row[name] for name in keys]
    known = connection.execute(sa.select(table).where(*same)).one_or_none()
    if known is None:
        connection.execute(sa.insert(table), row)
    elif _order(table, row) > _order(table, {n: known._mapping[n] for n in row}):
        connection.execute(sa.update(table).where(*same).values(row))
    return known is None


def _order(table: sa.Table, row: dict[str, object]) -> list[str]:
    return [repr(row[column.name]) for column in table.c if column.name in row]


def insert_new(connection: sa.Connection, table: sa.Table, rows: list[dict[str, object]]) -> int:
    """Add the rows whose keys are not there yet; how many were added."""
    if not rows:
        return 0
    return connection.execute(insert_statement(connection.dialect.name, table), rows).rowcount
