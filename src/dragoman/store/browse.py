"""Lists of any length a page at a time, with counts: what pages show without reading all of it.

Only records of reports that nobody decided on are looked up here, since a query can tell what is
shown of those alone; what people decided on is put beside them by whoever asks.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple  # Any: statements of columns that are known when it runs

import sqlalchemy as sa

from dragoman.model import Coded, Decision
from dragoman.store import rows
from dragoman.store.engine import stream
from dragoman.store.filter import Filter
from dragoman.store.query import narrowed
from dragoman.store.store import Store
from dragoman.store.tables import (
    KINDS,
    changes,
    codings,
    decisions,
    failures,
    records,
    reports,
    versions,
)

# The columns by which records of a kind are counted, besides the countries of whom they name.
FACETS: Mapping[str, tuple[str, ...]] = {
    "event": ("type", "status"),
    "statement": (),
    "position": ("stance", "issue"),
    "figure": ("measure",),
    "mark": ("schema", "type"),
}
# The columns that hold the countries of those whom a record is about.
COUNTRIES: Mapping[str, tuple[str, ...]] = {
    "event": ("actor_country", "recipient_country"),
    "statement": ("speaker_country",),
    "position": ("party_country", "of_country"),
    "figure": ("said_by_country",),
    "mark": (),
}
REPORT_FACETS = ("site", "language")

OPENING = 140  # code points of a text without a title
Group = tuple[tuple[str | None, ...], frozenset[str]]  # codes, countries


class Key(NamedTuple):
    """Where a record stands in lists: little is kept of it, because a list can be long."""

    published: date | None
    report: str
    start: int
    id: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrow:
    """What records are narrowed by besides a `Filter`: one report, a country's exact code."""

    report: str | None = None
    country: str | None = None


class Head(NamedTuple):
    """A report as a list shows it, without its text; how many records of each kind it has."""

    id: str
    version: str
    address: str
    title: str | None
    site: str | None
    published: date | None
    language: str | None
    opening: str | None
    counts: dict[str, int]

    @property
    def name(self) -> str:
        """What it is called in a list: its title, else how its text opens."""
        return self.title or self.opening or self.address


class Browse:
    """Pages and counts of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keys(
        self,
        kind: str,
        wanted: Filter,
        narrow: Narrow,
        *,
        by_confidence: bool = False,
        offset: int = 0,
        limit: int,
        beyond: tuple[float, str, str] | None = None,
        backwards: bool = False,
    ) -> list[Key]:
        """Records of one kind, by day of publication and place, or the least sure first.

        `beyond` is the confidence, report and id of a record that they come after (or before,
        nearest first, with `backwards`) in the order of confidence.
        """
        table = KINDS[kind]
        query = _keys(table, wanted, narrow)
        if by_confidence or beyond:
            order: list[Any] = [table.c.confidence, table.c.report, table.c.id]
            if beyond is not None:
                here, there = sa.tuple_(*order), sa.tuple_(*map(sa.literal, beyond))
                query = query.where(here < there if backwards else here > there)
            order = [column.desc() for column in order] if backwards else order
        else:
            order = _by_place(table)
        with self._store._read() as connection:
            found = connection.execute(query.order_by(*order).offset(offset).limit(limit))
            return [Key(*row) for row in found]

    def every_key(self, kind: str, wanted: Filter, narrow: Narrow) -> Iterator[Key]:
        """All that `keys` gives page by page, as the archive was when the first was asked for."""
        table = KINDS[kind]
        query = _keys(table, wanted, narrow).order_by(*_by_place(table))
        with self._store._read() as connection, stream(connection, query) as found:
            for row in found:
                yield Key(*row)

    def present(self) -> set[str]:
        """The kinds of which there are any records."""
        some = [sa.exists(sa.select(table.c.id)).label(kind) for kind, table in KINDS.items()]
        with self._store._read() as connection:
            found = connection.execute(sa.select(*some)).one()
            return {kind for kind, there in found._mapping.items() if there}

    def before(
        self, kind: str, wanted: Filter, narrow: Narrow, place: tuple[float, str, str]
    ) -> int:
        """How many records come before this confidence, report and id."""
        table = KINDS[kind]
        here = sa.tuple_(table.c.confidence, table.c.report, table.c.id)
        query = _from(sa.select(sa.func.count()), table, wanted, narrow)
        with self._store._read() as connection:
            return connection.scalar(query.where(here < sa.tuple_(*map(sa.literal, place)))) or 0

    def groups(
        self, kind: str, wanted: Filter, narrow: Narrow, *, decided: bool | None = False
    ) -> Counter[Group]:
        """How many records there are of each combination of `FACETS`' columns and countries.

        All in one look at the records: neither those columns nor a country narrow them. With
        `decided` those of reports that somebody decided on, with None those of all.
        """
        table = KINDS[kind]
        open_ = replace(wanted, **dict.fromkeys(FACETS[kind]))
        # With nothing added, so that SQLite goes through the table and not through an index of one.
        nothing: sa.ColumnElement[str] = sa.literal_column("''")
        columns = [table.c[name] + nothing for name in (*FACETS[kind], *COUNTRIES[kind])]
        query = _from(
            sa.select(sa.func.count(), *columns),
            table,
            open_,
            replace(narrow, country=None),
            decided,
        )
        found = Counter[Group]()
        own = len(FACETS[kind])
        with self._store._read() as connection:
            for count, *values in connection.execute(query.group_by(*columns)):
                names = (name for value in values[own:] if value for name in value.split("; "))
                group = (tuple(values[:own]), frozenset(names))
                found[group] += count
        return found

    def records(self, ids: Iterable[str]) -> dict[str, Coded]:
        """The records of these ids, each checked against its text."""
        query = sa.select(records.c.id, records.c.record, records.c.json)
        with self._store._read() as connection:
            found = connection.execute(query.where(records.c.id.in_(list(ids)))).all()
        out: dict[str, Coded] = {}
        for id, kind, json in found:
            with rows.intact(f"The record {id}"):
                out[id] = rows.CLASSES[kind].from_json(json)
                report = self._store.source(out[id])
                for evidence in out[id].all_evidence():
                    report.check(evidence)
        return out

    def report_of(self, record: str) -> str | None:
        """The report in which a record was found or added; None if it is not known."""
        machine = sa.select(records.c.report).where(records.c.id == record)
        added = sa.select(decisions.c.report).where(decisions.c.record == record).limit(1)
        with self._store._read() as connection:
            return connection.scalar(machine) or connection.scalar(added)

    def stamps(self) -> tuple[int, dict[str, int]]:
        """How many decisions hold for all reports; and of each report that somebody decided on,
        by day of publication, the last change. What is shown of a report changes with these."""
        decided = sa.select(decisions.c.report).where(decisions.c.report.is_not(None)).distinct()
        last = sa.select(changes.c.report, sa.func.max(changes.c.number).label("last"))
        newest = last.where(changes.c.report.in_(decided)).group_by(changes.c.report).subquery()
        query = (
            sa.select(reports.c.id, newest.c.last)
            .join_from(reports, newest, newest.c.report == reports.c.id)
            .join(versions, _shown_version())
            .order_by(versions.c.published.asc().nulls_first(), reports.c.id)
        )
        everywhere = sa.select(sa.func.count()).where(decisions.c.report.is_(None))
        with self._store._read() as connection:
            pairs = [(id, last or 0) for id, last in connection.execute(query)]
            return connection.scalar(everywhere) or 0, dict(pairs)

    def stamp(self, report: str) -> tuple[int, int] | None:
        """The last change of a report's codings, and of what is decided in it and in all reports:
        what was made of it stays right as long as these do. None where there is no such report."""
        numbers = sa.func.max(changes.c.number)
        coded = sa.func.max(sa.case((changes.c.change != "decided", changes.c.number)))
        everywhere = sa.select(sa.func.count()).where(decisions.c.report.is_(None))
        query = sa.select(coded, numbers + everywhere.scalar_subquery())
        with self._store._read() as connection:
            query = query.where(changes.c.report == report, reports.c.id == report)
            query = query.join_from(changes, reports, reports.c.id == changes.c.report)
            known, decided = connection.execute(query).one()
            return None if decided is None else (known or 0, decided)

    def state(self) -> tuple[int, int]:
        """The last change that is no decision, and how many reports somebody decided on.

        As long as the first is the same, so is what the machine found; as long as both are, so
        are the reports that nobody decided on.
        """
        query = sa.select(changes.c.number).where(changes.c.change != "decided")
        decided = sa.select(sa.func.count(decisions.c.report.distinct()))
        with self._store._read() as connection:
            last = connection.scalar(query.order_by(changes.c.number.desc()).limit(1))
            return last or 0, connection.scalar(decided) or 0

    def decided_by(self, coder: str) -> Iterator[Decision]:
        """The decisions of one coder, the latest first."""
        query = sa.select(decisions.c.id, decisions.c.json).where(decisions.c.coder == coder)
        query = query.order_by(decisions.c.decided.desc(), decisions.c.id.desc())
        with self._store._read() as connection, stream(connection, query) as found:
            for id, json in found:
                with rows.intact(f"The decision {id}"):
                    yield Decision.from_json(json)

    def coders(self) -> tuple[str, ...]:
        """Everybody who decided on something, by name."""
        query = sa.select(decisions.c.coder).distinct().order_by(decisions.c.coder)
        with self._store._read() as connection:
            return tuple(connection.scalars(query))

    def heads(
        self,
        *,
        ids: Iterable[str] | None = None,
        asked: Mapping[str, str | None] | None = None,
        offset: int = 0,
        limit: int,
    ) -> list[Head]:
        """Reports as lists show them, the latest published first, undated ones last; or those of
        the ids. Their records are those that their latest coding found."""
        names = ("title", "site", "published", "language")
        columns = (reports.c.id, reports.c.version, reports.c.address)
        untitled = versions.c.title.is_(None)
        opening = sa.case((untitled, sa.func.substr(versions.c.text, 1, OPENING))).label("opening")
        query = sa.select(*columns, *(versions.c[n] for n in names), opening)
        query = query.join(versions, _shown_version()).where(*_of_reports(ids, asked))
        query = query.order_by(versions.c.published.desc().nulls_last(), reports.c.id)
        with self._store._read() as connection:
            found = connection.execute(query.offset(offset).limit(limit)).all()
            counted = _counted(connection, [row.id for row in found])
        return [Head(**row._mapping, counts=counted.get(row.id, {})) for row in found]

    def report_counts(
        self, *, ids: Iterable[str] | None = None, asked: Mapping[str, str | None]
    ) -> tuple[int, dict[str, Counter[str]]]:
        """How many reports there are; and by each of `REPORT_FACETS`, whatever of it is asked."""
        columns = [versions.c[name] for name in REPORT_FACETS]
        query = sa.select(sa.func.count(), *columns).select_from(reports)
        query = query.join(versions, _shown_version()).where(*_of_reports(ids, {}))
        with self._store._read() as connection:
            groups = connection.execute(query.group_by(*columns)).all()
        total, facets = 0, {name: Counter[str]() for name in REPORT_FACETS}
        for count, *values in groups:
            row = dict(zip(REPORT_FACETS, values, strict=True))
            wrong = {n for n, v in asked.items() if v is not None and row[n] != v}
            total += 0 if wrong else count
            for name in REPORT_FACETS:
                if row[name] and not wrong - {name}:
                    facets[name][row[name]] += count
        return total, facets

    def failure_count(self) -> int:
        """How many sources could not be read."""
        with self._store._read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(failures)) or 0


def _keys(table: sa.Table, wanted: Filter, narrow: Narrow) -> Any:  # noqa: ANN401
    names = ("published", "report", "evidence_start", "id", "confidence")
    return _from(sa.select(*(table.c[n] for n in names)), table, wanted, narrow)


def _by_place(table: sa.Table) -> list[Any]:
    first = table.c.published.asc().nulls_first()
    return [first, table.c.report, table.c.evidence_start, table.c.id]


def _shown_version() -> sa.ColumnElement[bool]:
    return sa.and_(versions.c.report == reports.c.id, versions.c.version == reports.c.version)


def _of_reports(
    ids: Iterable[str] | None, asked: Mapping[str, str | None] | None
) -> list[sa.ColumnElement[bool]]:
    found = [versions.c[n] == v for n, v in (asked or {}).items() if v is not None]
    return found if ids is None else [*found, reports.c.id.in_(list(ids))]


def _counted(connection: sa.Connection, ids: list[str]) -> dict[str, dict[str, int]]:
    same = (codings.c[name] == records.c[name] for name in ("report", "version", "coder"))
    query = sa.select(records.c.report, records.c.record, sa.func.count())
    query = query.join_from(records, codings, sa.and_(*same, codings.c.shown))
    query = query.where(records.c.report.in_(ids)).group_by(records.c.report, records.c.record)
    out: dict[str, dict[str, int]] = {}
    for report, kind, count in connection.execute(query):
        out.setdefault(report, {})[kind] = count
    return out


def _from(
    query: Any,  # noqa: ANN401
    table: sa.Table,
    wanted: Filter,
    narrow: Narrow,
    decided: bool | None = False,  # noqa: FBT001, FBT002
) -> Any:  # noqa: ANN401
    """The query over the records wanted, as the machine has them: of reports that nobody decided
    on, of those that somebody did, or of all."""
    query = query.select_from(table).join(reports, reports.c.id == table.c.report)
    query = query.where(*narrowed(table, wanted))
    those = sa.select(decisions.c.report).where(decisions.c.report.is_not(None))
    if decided is False:
        query = query.where(table.c.report.not_in(those))
    elif decided:
        query = query.where(_in_reports(table, those))
    if narrow.report is not None:
        query = query.where(_in_reports(table, [narrow.report]))
    if narrow.country is not None:
        of = [
            sa.literal("; ") + table.c[name] + "; "
            for name in COUNTRIES[table.name.removesuffix("s")]
        ]
        one = f"; {narrow.country}; "
        query = query.where(sa.or_(sa.false(), *(c.contains(one, autoescape=True) for c in of)))
    return query


def _in_reports(table: sa.Table, those: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401
    # By the index of `records`: the table of a kind has none that begins with the report.
    return table.c.id.in_(sa.select(records.c.id).where(records.c.report.in_(those)))
