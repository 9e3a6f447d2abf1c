"""The store of one archive: codings are added whole or not at all, and never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from dragoman.model import Coded, Coding, Failure, Report
from dragoman.store import lookup, rows
from dragoman.store.engine import (
    check_file,
    connect,
    explained,
    insert_new,
    keep_greater,
    path_of,
)
from dragoman.store.filter import Filter
from dragoman.store.query import select_records
from dragoman.store.schema import prepare
from dragoman.store.tables import (
    KINDS,
    actors,
    codings,
    failures,
    places,
    records,
    reports,
    versions,
)

_BATCH = 200  # rows fetched at once from a stream
_CACHED = 32  # reports kept while their records stream by


class Kept(NamedTuple):
    """A coding as the archive holds it."""

    coding: Coding
    sequence: int  # the order in which the codings of a report came in
    latest: bool  # whether queries show it


class Store:
    """Reads and writes one archive."""

    def __init__(self, path: Path, engine: sa.Engine) -> None:
        self.path = path
        self._engine = engine
        self._writer = engine.execution_options(write=True)
        self._cached = lru_cache(maxsize=_CACHED)(self._load)

    @classmethod
    def open(cls, where: str | Path, *, wait: float = 10.0, create: bool = True) -> "Store":
        """The store at a path or URL, created or migrated where needed."""
        path = path_of(where)
        check_file(path, create=create)
        engine = connect(path, wait=wait)
        try:
            with explained(path):
                prepare(engine, path, create=create)
        except BaseException:
            engine.dispose()
            raise
        return cls(path, engine)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        with explained(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        with explained(self.path), self._writer.begin() as connection:
            yield connection

    def _load(self, report: str, version: str) -> Report:
        with self._read() as connection:
            return lookup.report(connection, report, version)

    def put(self, coding: Coding, *, sequence: int | None = None) -> bool:
        """Add a coding; True if it was new. `sequence` is the one it had in another archive."""
        # Made again: a copy with other values in it was not checked.
        coding = Coding(**{name: getattr(coding, name) for name in Coding.model_fields})
        with self._write() as connection:
            new = [_put(connection, part, sequence) for part in coding.parts]
            _show_latest(connection, coding.report.id)
            return any(new)

    def put_failure(self, failure: Failure) -> bool:
        """Add a failure; True if it was new."""
        row: dict[str, object] = {"id": failure.id, **failure.model_dump()}
        with self._write() as connection:
            return keep_greater(connection, failures, row)

    def shown(self, report: str) -> Report | None:
        """The version of a report that queries show, if the report is kept."""
        with self._read() as connection:
            return lookup.shown(connection, report)

    def show(self, report: str, version: str) -> None:
        """Show this version of a report again, as if it had come in last."""
        with self._write() as connection:
            known = lookup.sequences(connection, report)
            first = min(number for (v, _), number in known.items() if v == version)
            where = (codings.c.report == report, codings.c.version == version)
            later = codings.c.sequence + max(known.values()) + 1 - first
            connection.execute(sa.update(codings).where(*where).values(sequence=later))
            _show_latest(connection, report)

    def has(self, report: str, version: str, coder: str) -> bool:
        """Whether this coder's coding of this version of the report is kept."""
        where = (codings.c.report == report, *_is(codings, version, coder))
        with self._read() as connection:
            return connection.scalar(sa.select(sa.exists().where(*where))) or False

    def reports(self) -> Iterator[Report]:
        """The latest version of each report, by day of publication."""
        query = sa.select(*lookup.REPORT).join_from(versions, reports)
        query = query.where(versions.c.version == reports.c.version)
        query = query.order_by(versions.c.published.asc().nulls_first(), reports.c.id)
        with self._read() as connection:
            for row in _stream(connection, query):
                yield rows.report_from(row._mapping)

    def source(self, record: Coded) -> Report:
        """The version of the report that the record was found in."""
        return self._cached(record.evidence.report, record.evidence.version)

    def coding(
        self, report: str, version: str | None, coder: str | None, *, beside: bool = False
    ) -> Coding:
        """The coding of a report given by id, start of its id, or address.

        Where no coder is asked for, or with `beside`, also what stands beside it.
        """
        with self._read() as connection:
            id, version, found = lookup.find(connection, report, version, coder)
            coding = _coding(connection, id, version, found)
            if coder is not None and not beside:
                return coding
            known, added = lookup.sequences(connection, id), lookup.added(connection, id)
            keys = lookup.beside(known, added, version)
            return coding.joined([_coding(connection, id, *key) for key in keys])

    def codings(self) -> Iterator[Kept]:
        """Every coding kept, by report, version and coder."""
        query = sa.select(codings)
        query = query.order_by(codings.c.report, codings.c.version, codings.c.coder)
        with self._read() as connection:
            for row in _stream(connection, query):
                coding = _coding(connection, row.report, row.version, row.coder)
                yield Kept(coding, row.sequence, row.shown)

    def records(self, record: str, wanted: Filter) -> Iterator[Coded]:
        """The records of one kind that are wanted, each checked against its text."""
        query = select_records(record, wanted)
        with self._read() as connection:
            for row in _stream(connection, query):
                report = self._cached(row.report, row.version)
                with rows.intact(f"A {record} of {row.report}"):
                    found = rows.CLASSES[record].from_json(row.json)
                    for evidence in found.all_evidence():
                        report.check(evidence)
                yield found

    def failures(self, *, every: bool = False) -> Iterator[Failure]:
        """The sources that could not be read, by id; with `every` also those read since."""
        query = sa.select(*(failures.c[name] for name in Failure.model_fields))
        if not every:
            read = (reports.c.address == failures.c.address, versions.c.file == failures.c.address)
            query = query.where(*(~sa.exists().where(condition) for condition in read))
        with self._read() as connection:
            for row in _stream(connection, query.order_by(failures.c.id)):
                yield Failure(**row._mapping)


def _is(table: sa.Table, version: str, coder: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (table.c.version == version, table.c.coder == coder)


def _stream(
    connection: sa.Connection, query: sa.Select[*tuple[object, ...]]
) -> sa.CursorResult[*tuple[object, ...]]:
    return connection.execute(query, execution_options={"yield_per": _BATCH})


def _coding(connection: sa.Connection, report: str, version: str, coder: str) -> Coding:
    """The coding, checked against its text as every `Coding` is when it is made."""
    query = sa.select(records.c.record, records.c.json)
    query = query.where(records.c.report == report, *_is(records, version, coder))
    found: dict[str, list[Coded]] = {kind: [] for kind in KINDS}
    for kind, json in connection.execute(query.order_by(records.c.number)):
        with rows.intact(f"A {kind} of {report}"):
            found[kind].append(rows.CLASSES[kind].from_json(json))
    stored = lookup.report(connection, report, version)
    lists = {f"{kind}s": tuple(those) for kind, those in found.items()}
    beside = (coder,) if (version, coder) in lookup.added(connection, report) else ()
    with rows.intact(f"The record of {stored.address}"):
        return Coding.model_validate({"report": stored, "coder": coder, "added": beside, **lists})


def _put(connection: sa.Connection, coding: Coding, sequence: int | None) -> bool:
    """Add what one coder found; True if it was new."""
    report, coder = coding.report, coding.coder
    known = lookup.sequences(connection, report.id)
    key = (report.version, coder)
    number = sequence or known.get(key) or max(known.values(), default=0) + 1
    _add_report(connection, coding)
    if key not in known:
        row: rows.Row = {"version": report.version, "coder": coder, "sequence": number}
        row |= {"added": coder in coding.added, "shown": False}
        insert_new(connection, codings, [{"report": report.id, **row}])
        _add_records(connection, coding)
    else:
        _settle(connection, coding)
    if number > known.get(key, number):
        where = (codings.c.report == report.id, *_is(codings, *key))
        connection.execute(sa.update(codings).where(*where).values(sequence=number))
    return key not in known


def _add_report(connection: sa.Connection, coding: Coding) -> None:
    report = coding.report
    head: rows.Row = {"id": report.id, "address": report.address}
    insert_new(connection, reports, [{**head, "version": report.version, "coder": coding.coder}])
    keep_greater(connection, versions, rows.report_row(report))


def _add_records(connection: sa.Connection, coding: Coding) -> None:
    found = coding.records
    numbered = [rows.record_row(record, number) for number, record in enumerate(found)]
    insert_new(connection, records, numbered)
    for kind, table in KINDS.items():
        ours = [rows.kind_row(r, coding.report) for r in found if r.record == kind]
        insert_new(connection, table, ours)
    insert_new(connection, actors, [row for r in found for row in rows.actor_rows(r)])
    insert_new(connection, places, [row for r in found for row in rows.place_rows(r)])


def _settle(connection: sa.Connection, coding: Coding) -> None:
    """Of two findings of one coder in one version the greater stays, whichever came first."""
    where = (
        records.c.report == coding.report.id,
        *_is(records, coding.report.version, coding.coder),
    )
    kept = connection.scalars(sa.select(records.c.json).where(*where).order_by(records.c.number))
    if [record.to_json() for record in coding.records] <= list(kept):
        return
    ids = sa.select(records.c.id).where(*where)
    for table in (actors, places):
        connection.execute(sa.delete(table).where(table.c.record.in_(ids)))
    for table in KINDS.values():
        connection.execute(sa.delete(table).where(table.c.id.in_(ids)))
    connection.execute(sa.delete(records).where(*where))
    _add_records(connection, coding)


def _show_latest(connection: sa.Connection, report: str) -> None:
    known, added = lookup.sequences(connection, report), lookup.added(connection, report)
    version, coder = lookup.latest(lookup.main(known, added))
    shown = {"version": version, "coder": coder}
    connection.execute(sa.update(reports).where(reports.c.id == report).values(shown))
    of_report = sa.update(codings).where(codings.c.report == report)
    connection.execute(of_report.values(shown=False))
    for key in {(version, coder), *lookup.beside(known, added, version)}:
        connection.execute(of_report.where(*_is(codings, *key)).values(shown=True))
