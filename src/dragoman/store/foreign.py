"""Events of other data sets in the store: kept as their files tell them, for comparison."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any  # the columns of a row

import sqlalchemy as sa

from dragoman.errors import DragomanError
from dragoman.model import ForeignEvent, ForeignParty, Imported
from dragoman.store.engine import insert_new, stream
from dragoman.store.rows import Row, intact
from dragoman.store.store import Store
from dragoman.store.tables import foreign_events, foreign_parties

_BATCH = 1000  # events of one transaction
_NAMES = ("source", "id", "file")
_KEY = tuple(foreign_events.c[name] for name in _NAMES)
_PARTY = tuple(foreign_parties.c[name] for name in _NAMES)
_ROLES = ("actor", "recipient")
_FIELDS = tuple(name for name in ForeignEvent.model_fields if name not in _ROLES)

Key = tuple[str, str, str]


class Foreign:
    """The events of other data sets that one store holds."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, told: Iterable[Imported]) -> int:
        """Keep the events; how many were new.

        Of two with one id in files of one name the one that is greater as text stays.
        """
        new = 0
        for batch in _batches(told):
            with self._store._write() as connection:
                new += _keep(connection, batch)
        return new

    def events(
        self, source: str | None, since: date | None, until: date | None
    ) -> Iterator[ForeignEvent]:
        """The events wanted, by source and day, undated ones first.

        Of one that several files tell, as the file tells it whose name is the last in order.
        """
        later = foreign_events.alias()
        same = (later.c[name] == foreign_events.c[name] for name in ("source", "id"))
        wanted = [~sa.exists().where(*same, later.c.file > foreign_events.c.file)]
        if source is not None:
            wanted.append(foreign_events.c.source == source)
        if since is not None:
            wanted.append(foreign_events.c.day >= since)
        if until is not None:
            wanted.append(foreign_events.c.day <= until)
        order = (foreign_events.c.day.asc().nulls_first(), foreign_events.c.id)
        query = _select().where(*wanted).order_by(foreign_events.c.source, *order, _KEY[2])
        return (told.event for told in self._found(query))

    def __iter__(self) -> Iterator[Imported]:
        """All that is kept, by source, id and file."""
        return self._found(_select().order_by(*_KEY))

    def _found(self, query: sa.Select[*tuple[object, ...]]) -> Iterator[Imported]:
        with self._store._read() as connection, stream(connection, query) as found:
            yield from _told(found)


def _batches(told: Iterable[Imported]) -> Iterator[list[Imported]]:
    """Those in lists; also what came before an error is given."""
    batch: list[Imported] = []
    try:
        for one in told:
            batch.append(one)
            if len(batch) == _BATCH:
                yield batch
                batch = []
    except DragomanError:
        yield batch
        raise
    yield batch


def _select() -> sa.Select[*tuple[object, ...]]:
    """A row for each party of each event; one without any where it has none."""
    same = (a == b for a, b in zip(_KEY, _PARTY, strict=True))
    party = (foreign_parties.c.role, foreign_parties.c.number)
    named = (foreign_parties.c.name, foreign_parties.c.country.label("party_country"))
    query = sa.select(*foreign_events.c, *party, *named)
    return query.outerjoin_from(foreign_events, foreign_parties, sa.and_(*same))


def _told(found: Iterable[sa.Row[*tuple[object, ...]]]) -> Iterator[Imported]:
    for key, group in groupby(found, lambda row: tuple(getattr(row, name) for name in _NAMES)):
        rows = [row._mapping for row in group]
        parties: dict[str, list[tuple[int, ForeignParty]]] = {role: [] for role in _ROLES}
        with intact(f"The event {key[1]} of {key[2]}"):
            for row in rows:
                if row["role"] is not None:
                    party = ForeignParty(name=row["name"], country=row["party_country"])
                    parties[row["role"]].append((row["number"], party))
            those = {r: tuple(p for _, p in sorted(ps, key=_number)) for r, ps in parties.items()}
            fields: dict[str, Any] = {name: rows[0][name] for name in _FIELDS}
            yield Imported(file=key[2], event=ForeignEvent(**fields | those))


def _number(numbered: tuple[int, ForeignParty]) -> int:
    return numbered[0]


def _keep(connection: sa.Connection, batch: list[Imported]) -> int:
    if not batch:
        return 0
    best: dict[Key, Imported] = {}
    for told in batch:
        best[_key(told)] = max(told, best.get(_key(told), told), key=_text)
    here = sa.tuple_(*_KEY).in_(best)
    known = {_key(t): t for t in _told(connection.execute(_select().where(here).order_by(*_KEY)))}
    new = [told for key, told in best.items() if key not in known]
    greater = [t for k, t in best.items() if k in known and _text(t) > _text(known[k])]
    if greater:
        gone = [_key(told) for told in greater]
        connection.execute(sa.delete(foreign_parties).where(sa.tuple_(*_PARTY).in_(gone)))
        connection.execute(sa.delete(foreign_events).where(sa.tuple_(*_KEY).in_(gone)))
    insert_new(connection, foreign_events, [_row(told) for told in (*new, *greater)])
    insert_new(connection, foreign_parties, [r for t in (*new, *greater) for r in _parties(t)])
    return len(new)


def _key(told: Imported) -> Key:
    return told.event.source, told.event.id, told.file


def _text(told: Imported) -> str:
    return told.event.to_json()


def _keys(told: Imported) -> Row:
    return dict(zip(_NAMES, _key(told), strict=True))


def _row(told: Imported) -> Row:
    return _keys(told) | {name: getattr(told.event, name) for name in _FIELDS}


def _parties(told: Imported) -> Iterator[Row]:
    for role in _ROLES:
        for number, party in enumerate(getattr(told.event, role)):
            yield _keys(told) | {"role": role, "number": number, **party.model_dump()}
