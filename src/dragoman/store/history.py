"""What happened in an archive, in order: a feed for whoever keeps a copy of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from dragoman.store.tables import changes, removals

Kind = Literal["added", "changed", "shown", "removed", "restored", "decided"]


@dataclass(frozen=True)
class Change:
    """Something that happened to a report, or (without one) to all.

    `change` is `added` (a coding came in), `changed` (another finding of the same coder took its
    place), `shown` (lists show another coding that was there already), `removed`, `restored`, or
    `decided` (`coder` is a person who decided on a record of it, or on the report, or for all
    reports which names are one actor).
    """

    cursor: int  # the next feed begins after it
    change: str
    report: str | None = None
    version: str | None = None
    coder: str | None = None
    reason: str | None = None
    who: str | None = None
    at: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The change as JSON-ready values, without those that are not known."""
        return {name: value for name, value in self.__dict__.items() if value is not None}


def note(
    connection: sa.Connection,
    change: Kind,
    report: str | None,
    *,
    version: str | None = None,
    coder: str | None = None,
    removal: str | None = None,
) -> None:
    """Write down what the transaction does; writers come one after the other, so do the numbers."""
    last = connection.scalar(sa.select(sa.func.max(changes.c.number)))
    row = {"number": (last or 0) + 1, "change": change, "report": report}
    row |= {"version": version, "coder": coder, "removal": removal}
    connection.execute(sa.insert(changes), row)


def last(connection: sa.Connection) -> int:
    """The cursor of the last change; 0 where nothing happened yet."""
    return connection.scalar(sa.select(sa.func.max(changes.c.number))) or 0


def since(cursor: int) -> sa.Select[*tuple[object, ...]]:
    """The changes after the cursor, in order."""
    told = (removals.c.reason, removals.c.who, removals.c.at)
    names = (changes.c.number.label("cursor"), changes.c.change, changes.c.report)
    query = sa.select(*names, changes.c.version, changes.c.coder, *told)
    query = query.outerjoin_from(changes, removals, removals.c.id == changes.c.removal)
    return query.where(changes.c.number > cursor).order_by(changes.c.number)


def read(rows: sa.CursorResult[*tuple[object, ...]]) -> Iterator[Change]:
    """The changes of such rows."""
    for row in rows:
        yield Change(**row._mapping)
