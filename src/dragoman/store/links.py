"""Links in the store: which report or event joins which earlier one.

Everything is written by one transaction after another, each of which leaves what linking the
reports up to its cursor gives, in whatever order they came in.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby

import sqlalchemy as sa

from dragoman.model import Coded, Report
from dragoman.model.links import Link
from dragoman.store import lookup, rows
from dragoman.store.engine import stream
from dragoman.store.link_rows import FIELDS, ORDER, Writer
from dragoman.store.store import Store
from dragoman.store.tables import (
    changes,
    codings,
    decisions,
    link_keys,
    link_state,
    links,
    records,
    versions,
)
from dragoman.store.tables import reports as table

RECORDS = ("event", "figure")  # that are linked

Told = dict[str, tuple[Report, list[Coded]]]  # by id of the report


class Links:
    """The links of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def changed(self, cursor: int) -> Iterator[tuple[str, int]]:
        """The reports that something happened to after the cursor, each with its last change."""
        last = sa.func.max(changes.c.number).label("last")
        query = sa.select(changes.c.report, last).where(changes.c.number > cursor)
        query = query.where(changes.c.report.is_not(None)).group_by(changes.c.report)
        with self._store._read() as connection, stream(connection, query.order_by(last)) as found:
            yield from ((row.report, row.last) for row in found)

    def everywhere(self) -> int:
        """The number of the last change that holds for every report; 0 where there is none."""
        last = sa.select(sa.func.max(changes.c.number)).where(changes.c.report.is_(None))
        with self._store._read() as connection:
            return connection.scalar(last) or 0

    def cursor(self, rules: str) -> int:
        """Up to which change links were made by these rules; without any where by others."""
        with self._store._write() as connection:
            found = connection.execute(sa.select(link_state.c.rules, link_state.c.cursor)).first()
            if found is not None and found.rules == rules:
                return int(found.cursor)
            for table in (link_keys, links, link_state):
                connection.execute(sa.delete(table))
            connection.execute(sa.insert(link_state), {"rules": rules, "cursor": 0})
            return 0

    @contextmanager
    def writing(self, *, since: int, until: int) -> "Iterator[Writer | None]":
        """Where links are written, all or none; None where another program did that meanwhile."""
        with self._store._write() as connection:
            if connection.scalar(sa.select(link_state.c.cursor)) != since:
                yield None
                return
            writer = Writer(connection)
            yield writer
            connection.execute(sa.update(link_state).values(cursor=until))

    def groups(self, kind: str, *, least: int = 1) -> Iterator[list[Link]]:
        """What belongs together, by day of the first; those of at least so many."""
        of_kind = links.c.kind == kind
        head = sa.func.coalesce(sa.func.nullif(links.c.first, ""), links.c.id)
        size = sa.func.count()
        known = sa.select(head.label("head"), sa.func.min(links.c.day).label("begins"))
        known_groups = known.where(of_kind).group_by(head).having(size >= least).subquery()
        query = sa.select(known_groups.c.head, *FIELDS)
        query = query.join(known_groups, known_groups.c.head == head).where(of_kind)
        query = query.order_by(known_groups.c.begins, known_groups.c.head, *ORDER)
        with self._store._read() as connection, stream(connection, query) as found:
            for _, rows in groupby(found, lambda row: row.head):
                yield [Link(*row[1:]) for row in rows]

    def of(self, kind: str, ids: Iterable[str]) -> dict[str, Link]:
        """The links of this kind that have these ids."""
        query = sa.select(*FIELDS).where(links.c.kind == kind, links.c.id.in_([*ids]))
        with self._store._read() as connection:
            return {row.id: Link(*row) for row in connection.execute(query)}

    def count(self, kind: str) -> int:
        """How many groups of this kind there are; single ones count."""
        return self._count(sa.func.count(), kind, links.c.joins.is_(None))

    def joined(self, kind: str) -> int:
        """How many groups of this kind there are of two or more."""
        return self._count(
            sa.func.count(links.c.first.distinct()), kind, links.c.joins.is_not(None)
        )

    def _count(self, what: sa.ColumnElement[int], kind: str, those: sa.ColumnElement[bool]) -> int:
        with self._store._read() as connection:
            return connection.scalar(sa.select(what).where(links.c.kind == kind, those)) or 0

    def members(self, kind: str) -> Iterator[tuple[str, list[str]]]:
        """The first of each group, and the ids of all in it; in no order that means anything."""
        query = sa.select(links.c.first, links.c.id).where(links.c.kind == kind)
        query = query.where(links.c.first != "").order_by(links.c.first)  # an index has this order
        with self._store._read() as connection, stream(connection, query) as found:
            for first, rows in groupby(found, lambda row: row.first):
                yield first, [row.id for row in rows]

    def told(self, reports: Collection[str]) -> Told:
        """These reports as queries show them, with their records of the kinds that are linked.

        Nothing of those that are not kept, or on which somebody decided.
        """
        decided = sa.select(decisions.c.report).where(decisions.c.report.in_(reports))
        with self._store._read() as connection:
            left = {*reports} - {*connection.scalars(decided)}
            query = sa.select(*lookup.REPORT).join_from(versions, table)
            query = query.where(table.c.id.in_(left), versions.c.version == table.c.version)
            kept = (rows.report_from(row._mapping) for row in connection.execute(query))
            found: Told = {report.id: (report, []) for report in kept}
            same = (records.c[name] == codings.c[name] for name in ("report", "version", "coder"))
            query = sa.select(records.c.report, records.c.record, records.c.json)
            query = query.join_from(records, codings, sa.and_(codings.c.shown, *same))
            query = query.where(records.c.report.in_(found), records.c.record.in_(RECORDS))
            order = (records.c.report, records.c.number, records.c.id)
            for id, kind, json in connection.execute(query.order_by(*order)):
                report, those = found[id]
                with rows.intact(f"A {kind} of {id}"):
                    record = rows.CLASSES[kind].from_json(json)
                    for evidence in record.all_evidence():
                        report.check(evidence)
                those.append(record)
            return found
