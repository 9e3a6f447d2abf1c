"""Links as rows, written within one transaction."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import TypeVar

import sqlalchemy as sa

from dragoman.model.links import Link, closest
from dragoman.store.engine import insert_new
from dragoman.store.tables import link_keys, links

FIELDS = tuple(links.c[name] for name in Link._fields)
ORDER = (links.c.day, links.c.start, links.c.report, links.c.id)  # as `Link.order` has it

KINDS = ("duplicate", "story", "happening")
_MOST = 1000  # ids in one statement
Part = TypeVar("Part", int, str)


class Writer:
    """Links within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def forget(self, reports: Collection[str]) -> None:
        """Take out the links of reports; what joined them has to be joined again."""
        forget(self._connection, reports)

    def loose(self) -> list[Link]:
        """What has to be joined again, in order."""
        query = sa.select(*FIELDS).where(links.c.kind.in_(KINDS), links.c.first == "")
        return [Link(*row) for row in self._connection.execute(query.order_by(*ORDER))]

    def candidates(
        self,
        kind: str,
        found: Iterable[tuple[Link, Sequence[int]]],
        *,
        window: int | None,
        shared: int,
        most: int,
    ) -> Iterator[tuple[Link, list[Link]]]:
        """Of each the others of its kind that share so many of its keys, so many days off at most.

        Those of one day are looked up together. Undated ones are compared with each other alone.
        """
        known: dict[str, Link] = {}
        ordered = sorted(found, key=lambda one: one[0].day)
        for day, group in groupby(ordered, key=lambda one: None if window is None else one[0].day):
            those = list(group)
            reach = None if day is None or window is None else (day, window if day else 0)
            holders = self._holders(kind, {key for _, keys in those for key in keys}, reach)
            times = {x.id: Counter(chain(*(holders[key] for key in {*ks}))) for x, ks in those}
            near = {
                of: [(i, n) for i, n in ids.items() if n >= shared] for of, ids in times.items()
            }
            missing = {id for ids in near.values() for id, _ in ids}.difference(known)
            known |= self._links(kind, missing)
            for link, _ in those:
                others = [(known[id], n) for id, n in near[link.id]]
                yield link, closest(link, others, window=window, most=most)

    def _holders(
        self, kind: str, keys: Iterable[int], reach: tuple[int, int] | None
    ) -> dict[int, list[str]]:
        """Who has each of the keys, among those so many days about a day."""
        query = sa.select(link_keys.c.key, link_keys.c.id).where(link_keys.c.kind == kind)
        if reach is not None:
            day, window = reach
            query = query.where(link_keys.c.day.between(day - window, day + window))
        holders: dict[int, list[str]] = defaultdict(list)
        for some in _parts(keys):
            for key, id in self._connection.execute(query.where(link_keys.c.key.in_(some))):
                holders[key].append(id)
        return holders

    def _links(self, kind: str, ids: Iterable[str]) -> dict[str, Link]:
        query = sa.select(*FIELDS).where(links.c.kind == kind)
        return {
            row.id: Link(*row)
            for some in _parts(ids)
            for row in self._connection.execute(query.where(links.c.id.in_(some)))
        }

    def keys(self, kind: str, ids: Collection[str]) -> dict[str, list[int]]:
        """What links that are kept are found by."""
        query = sa.select(link_keys.c.id, link_keys.c.key).where(link_keys.c.kind == kind)
        found: dict[str, list[int]] = {id: [] for id in ids}
        for some in _parts(ids):
            for id, key in self._connection.execute(query.where(link_keys.c.id.in_(some))):
                found[id].append(key)
        return found

    def add(self, found: Iterable[tuple[Link, Iterable[int]]]) -> None:
        """Keep links and what they are found by."""
        added = list(found)
        keys: list[dict[str, object]] = [
            {"kind": link.kind, "key": key, "day": link.day, "id": link.id}
            for link, those in added
            for key in {*those}
        ]
        keys.sort(key=lambda row: (row["kind"], row["key"]))  # each page of the index once
        insert_new(self._connection, links, [link._asdict() for link, _ in added])
        insert_new(self._connection, link_keys, keys)

    def join(self, kind: str, joined: Mapping[str, tuple[float, str]]) -> None:
        """Let each of these join another; the first of its group is to be found again."""
        here = (links.c.kind == kind, links.c.id == sa.bindparam("of"))
        row = {"joins": sa.bindparam("to"), "likeness": sa.bindparam("like"), "first": ""}
        rows = [{"of": id, "to": to, "like": like} for id, (like, to) in joined.items()]
        if rows:
            self._connection.execute(sa.update(links).where(*here).values(row), rows)

    def settle(self) -> None:
        """Find the first of each group again where that is not known."""
        loose = self.loose()
        for kind in KINDS:
            waiting = [link for link in loose if link.kind == kind]
            while waiting:
                waiting = self._below(kind, self._settle(kind, waiting))

    def _settle(self, kind: str, waiting: Sequence[Link]) -> dict[str, str]:
        """Write down the firsts of these, given in order; the firsts by id."""
        above = self._firsts(kind, {link.joins for link in waiting if link.joins})
        found: dict[str, str] = {}
        for link in waiting:
            joined = link.joins
            found[link.id] = link.id if joined is None else found.get(joined) or above[joined]
        here = (links.c.kind == kind, links.c.id == sa.bindparam("of"))
        settled = sa.update(links).where(*here).values(first=sa.bindparam("now"))
        rows = [{"of": id, "now": first} for id, first in found.items()]
        self._connection.execute(settled, rows)
        return found

    def _firsts(self, kind: str, ids: Iterable[str]) -> dict[str, str]:
        query = sa.select(links.c.id, links.c.first).where(links.c.kind == kind)
        return {
            row.id: row.first
            for some in _parts(ids)
            for row in self._connection.execute(query.where(links.c.id.in_(some)))
        }

    def _below(self, kind: str, firsts: Mapping[str, str]) -> list[Link]:
        """What joins one of these and names another first than that, in order."""
        query = sa.select(*FIELDS).where(links.c.kind == kind)
        found = (
            Link(*row)
            for some in _parts(firsts)
            for row in self._connection.execute(query.where(links.c.joins.in_(some)))
        )
        other = (link for link in found if link.first != firsts[link.joins or ""])
        return sorted(other, key=lambda link: link.order)


def forget(connection: sa.Connection, reports: Collection[str]) -> None:
    """Delete the links of reports; what joined them stands alone until it is linked again."""
    query = sa.select(links.c.id).where(links.c.report.in_(reports))
    for ids in _parts({*connection.scalars(query)}):
        loose = sa.update(links).where(links.c.kind.in_(KINDS), links.c.joins.in_(ids))
        connection.execute(loose.values(joins=None, likeness=None, first=""))
        mine = (link_keys.c.kind.in_(KINDS), link_keys.c.id.in_(ids))
        connection.execute(sa.delete(link_keys).where(*mine))
    connection.execute(sa.delete(links).where(links.c.report.in_(reports)))


def _parts(ids: Iterable[Part]) -> Iterator[list[Part]]:
    """The ids or keys, as many at once as a statement may have."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _MOST):
        yield ordered[start : start + _MOST]
