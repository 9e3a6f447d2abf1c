"""The trail of an archive's changes, by which what was made of it is known to hold still."""

import hashlib
from typing import Any, NamedTuple  # Any: columns of any type

import sqlalchemy as sa

from dragoman.store.store import Store
from dragoman.store.tables import changes, decisions
from dragoman.store.types import Text


class Stamp(NamedTuple):
    """The state of an archive: its last change, and hashes of all changes and of all decisions.

    Archives of one stamp show the same.
    """

    number: int
    changes: str
    decisions: str


class Trail:
    """The changes of one store, and what people decided on."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def stamp(self) -> Stamp:
        """The state the archive is in."""
        with self._store._read() as connection:
            last = connection.scalar(sa.select(sa.func.max(changes.c.number))) or 0
            told = _hashed(connection, _changes(last))
            said = sa.select(_line(decisions.c.id, decisions.c.decided)).order_by(decisions.c.id)
            return Stamp(last, told, _hashed(connection, said))

    def since(self, stamp: Stamp) -> set[str | None] | None:
        """The reports that something happened to since then, None among them where it holds for
        all; None if the archive never was in that state."""
        later = sa.select(changes.c.report).where(changes.c.number > stamp.number)
        with self._store._read() as connection:
            if _hashed(connection, _changes(stamp.number)) != stamp.changes:
                return None
            return set(connection.scalars(later.distinct()))

    def decided(self) -> set[str | None]:
        """The reports that somebody decided on, None among them where it holds for all."""
        with self._store._read() as connection:
            return set(connection.scalars(sa.select(decisions.c.report).distinct()))


def _changes(last: int) -> sa.Select[str]:
    """The changes up to that one, each as a text, in order."""
    query = sa.select(_line(*changes.c)).where(changes.c.number <= last)
    return query.order_by(changes.c.number)


def _line(*cells: sa.Column[Any]) -> sa.ColumnElement[str]:
    """The cells as one text: the texts of a hundred thousand rows come far sooner than they do."""
    line: sa.ColumnElement[str] = sa.literal("")
    for cell in cells:
        plain = sa.type_coerce if isinstance(cell.type, Text) else sa.cast
        text: sa.ColumnElement[str] = plain(cell, sa.String)
        line = line + (sa.func.coalesce(text, "") if cell.nullable else text) + "\n"
    return sa.type_coerce(line, sa.String)


def _hashed(connection: sa.Connection, query: sa.Select[str]) -> str:
    lines = query.subquery()
    whole = connection.scalar(sa.select(sa.func.aggregate_strings(lines.c[0], "")))
    return hashlib.sha256((whole or "").encode()).hexdigest()
