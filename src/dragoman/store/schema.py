"""Bringing an archive to the newest schema, in one transaction."""

from pathlib import Path

import sqlalchemy as sa

from dragoman.errors import ArchiveError
from dragoman.store.engine import Backend, no_archive

HEAD = "0007"  # the newest revision in migrations/; a test holds the two together
VERSION_TABLE = "schema_version"
MIGRATIONS = Path(__file__).parent / "migrations"


def prepare(backend: Backend, *, create: bool) -> None:
    """Create or migrate the tables where needed; `ArchiveError` where that cannot be done."""
    with backend.reader.connect() as connection:
        found = _revision(connection, backend.where)
    if found == HEAD:
        return
    if found is None:
        if not create:
            raise no_archive(backend.where)
        backend.begin()
    with backend.writer.begin() as connection:
        # Looked up again under the write lock: another process may just have done it.
        migrate(connection, backend.where, _revision(connection, backend.where))


def _revision(connection: sa.Connection, where: str) -> str | None:
    """The schema revision of the database, or None where it holds nothing yet."""
    names = sa.inspect(connection).get_table_names()
    if not names:
        return None
    if VERSION_TABLE not in names:
        raise no_archive(where)
    number = sa.column("version_num", sa.Text)
    return connection.scalar(sa.select(number).select_from(sa.table(VERSION_TABLE)))


def migrate(connection: sa.Connection, where: str, found: str | None, *, to: str = HEAD) -> None:
    """Bring the tables from one revision, or from nothing, to another."""
    # Imported late: an archive that is up to date never needs Alembic.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise ArchiveError(
            f"{where} was written by a newer dragoman (schema {found}; this one knows {HEAD}).",
            todo="Upgrade with: pip install --upgrade dragoman",
        )
    command.upgrade(config, to)
