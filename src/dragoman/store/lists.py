"""Lists of records.

A list goes by day of publication. Its first page has to come soon, however much is kept: so it is
made of parts that follow each other in that order, each of which an index gives from its start.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple  # Any: columns of several types

import sqlalchemy as sa

from dragoman.store import query
from dragoman.store.engine import stream
from dragoman.store.filter import Filter
from dragoman.store.query import Condition
from dragoman.store.tables import KINDS, ahead, records
from dragoman.store.tables import terms as _terms
from dragoman.store.terms import Term, Terms, count, matching

Column = sa.ColumnElement[date]
Keys = sa.Select[*tuple[Any, ...]]  # the columns that lists are ordered by
Cases = tuple[list[Condition], ...]  # each of which an index answers
Found = tuple[str, str, str]  # the JSON of a record, its report and version

_PAGE = 1000  # records of a list that is short enough to be looked up by terms
_KEYS = ("report", "evidence_start", "id")  # after the day of publication
_GROWS = 8  # times the page before


def list_records(
    connection: sa.Connection,
    record: str,
    wanted: Filter,
    *,
    also: Sequence[str] = (),
    page: int | None = None,
) -> Iterator[Found]:
    """The JSON, report and version of the records wanted: by day of publication, then by place
    in the report.

    An actor may be called by one of the names in `also` instead. Where nobody knows how many will
    be needed, `page` says how many at least: those come soon, and the others when they are.
    """
    query.check(record, wanted)
    table = KINDS[record]
    if page is None or wanted.limit is not None:
        yield from _List(table, wanted, also, limit=wanted.limit).found(connection)
        return
    given, most = 0, max(page, 1)
    while True:
        found = _List(table, wanted, also, limit=most).found(connection)
        seen = 0
        for seen, row in enumerate(found, start=1):
            if seen > given:
                yield row
        if seen < most:
            return
        given, most = seen, most * _GROWS


def queries(
    record: str, wanted: Filter, *, terms: Terms | None, limit: int
) -> Iterator[sa.Select[*Found]]:
    """The statements by which a short list is made, one for each of its parts."""
    listed = _List(KINDS[record], wanted, limit=limit)
    for part in _parts(listed.table, wanted):
        yield listed.part(part, terms, limit)


class Part(NamedTuple):
    """A part of a list: between which days of publication; or, looked up by the days that are told,
    those of which one of several cases holds. Where both are given either way will do."""

    bounds: tuple[Callable[[Column], Condition], ...] = ()
    cases: Cases = ()

    def between(self, published: Column) -> list[Condition]:
        """What holds of the day of publication."""
        return [bound(published) for bound in self.bounds]


class _List:
    """One list, or the first of it."""

    def __init__(
        self, table: sa.Table, wanted: Filter, also: Sequence[str] = (), *, limit: int | None
    ) -> None:
        self.table = table
        self._wanted = wanted
        self._limit = limit
        self._shown = query.shown(table, wanted)
        self._plain = query.plain(table, wanted)
        self._named = query.named_by(table, wanted, also)

    def found(self, connection: sa.Connection) -> Iterator[Found]:
        """The records, a part after the other."""
        terms = None
        if self._limit is not None and self._limit <= _PAGE:
            terms = self._terms(connection)
            if terms is not None and not terms.any:
                return
        left = self._limit
        for part in _parts(self.table, self._wanted):
            if part.bounds and part.cases and self._many(connection, part):
                part = Part(part.bounds)
            given = 0
            with stream(connection, self.part(part, terms, left)) as rows:
                for given, row in enumerate(rows, start=1):  # noqa: B007
                    yield row.json, row.report, row.version
            if left is not None and (left := left - given) <= 0:
                return

    def _many(self, connection: sa.Connection, part: Part) -> bool:
        """Whether so many would be looked up by their days that going through them is better."""
        some = (sa.select(self.table.c.id).where(*case).limit(_PAGE) for case in part.cases)
        those = sa.union_all(*(query.subquery().select() for query in some)).subquery()
        found = connection.scalar(sa.select(sa.func.count()).select_from(those))
        return self._limit is not None and (found or 0) >= _PAGE

    def _terms(self, connection: sa.Connection) -> Terms | None:
        """The terms by which to look records up; None where going through them is better."""
        found = [matching(connection, field, names) for field, (names, _) in self._named.items()]
        few = [those for those in found if those is not None]
        if len(few) < 2:
            return few[0] if few else None
        return min(few, key=lambda those: count(connection, those, most=_PAGE))

    def part(self, part: Part, terms: Terms | None, limit: int | None) -> sa.Select[*Found]:
        """A part of it: looked up by days or by terms, or gone through."""
        if part.cases:
            return self._best([self._keys(self.table).where(*case) for case in part.cases], limit)
        if terms is not None:
            return self._best([self._having(term, terms, part, limit) for term in terms.any], limit)
        if limit is not None:
            keys = self._keys(self.table).where(*part.between(self.table.c.published))
            return self._best([_first(keys, limit)], limit)
        query = _json().select_from(self.table).join(records, records.c.id == self.table.c.id)
        query = query.where(*part.between(self.table.c.published), *self._where())
        return query.order_by(*_order(self.table.c))

    def _best(self, some: list[Keys], limit: int | None) -> sa.Select[*Found]:
        """The first of all that some statements give."""
        every = sa.union(*(query.subquery().select() for query in some)).subquery()
        found = _first(every.select(), limit).subquery()
        query = _json().select_from(found).join(records, records.c.id == found.c.id)
        return query.order_by(*_order(found.c))

    def _having(self, term: Term, terms: Terms, part: Part, limit: int | None) -> Keys:
        """The first that have a term, as its index gives them."""
        keys = self._keys(_terms, but=terms.field if terms.settle else None)
        here = (_terms.c.field == term[0], _terms.c.term == term[1])
        return _first(keys.where(*here, *part.between(_terms.c.published)), limit)

    def _keys(self, source: sa.Table, *, but: str | None = None) -> Keys:
        """What a list is ordered by; `but` is a field that need not be looked at."""
        keys = (self.table.c[name] for name in _KEYS)
        query = sa.select(source.c.published, *keys).select_from(source)
        if source is not self.table:
            query = query.join(self.table, self.table.c.id == source.c.record)
        return query.where(*self._where(but))

    def _where(self, but: str | None = None) -> list[Condition]:
        named = (condition for field, (_, condition) in self._named.items() if field != but)
        return [*self._shown, *self._plain, *named]


def _first(query: Keys, limit: int | None) -> Keys:
    return query.order_by(*_order(query.selected_columns)).limit(limit)


def _json() -> sa.Select[*Found]:
    return sa.select(records.c.json, records.c.report, records.c.version)


def _order(columns: sa.ColumnCollection[str, Any]) -> tuple[sa.ColumnElement[object], ...]:
    return (columns.published.asc().nulls_first(), *(columns[name] for name in _KEYS))


def _parts(table: sa.Table, wanted: Filter) -> Iterator[Part]:
    """The list in parts that follow each other.

    Most records are of days before their report was published. Those published between the days
    wanted are gone through; those published earlier that tell of later days, and those published
    later that tell of earlier ones, are looked up by their days.
    """
    since, until, published = wanted.since, wanted.until, table.c.published
    if (since is None and until is None) or "when_start" not in table.c:
        yield Part()
        return
    if since is None:
        yield Part((_undated,))
    else:
        yield Part(cases=_ahead(table, since, published.is_(None) | (published < since)))
    yield Part(tuple(_bounds(since, until)))
    if until is not None:
        later = (lambda published: published > until,)
        yield Part(later, _behind(table, since, until, published > until))


def _undated(published: Column) -> Condition:
    return published.is_(None)


def _bounds(since: date | None, until: date | None) -> Iterator[Callable[[Column], Condition]]:
    if since is not None:
        yield lambda published: published >= since
    if until is not None:
        yield lambda published: published <= until


def _ahead(table: sa.Table, since: date, here: Condition) -> Cases:
    """Those that tell of days after their report was published, from a day on."""
    start, end = table.c.when_start, table.c.when_end
    late = (ahead(table), here)
    return [*late, end >= since], [*late, end.is_(None), start >= since]


def _behind(table: sa.Table, since: date | None, until: date, here: Condition) -> Cases:
    """Those that tell of days up to one, and perhaps from one on."""
    start, end = table.c.when_start, table.c.when_end
    from_ = [here] if since is None else [here, end >= since]
    return (
        [start <= until, *from_],
        [start <= until, end.is_(None), here],
        [start.is_(None), end <= until, *from_],
    )
