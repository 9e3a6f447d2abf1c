"""The store of one archive: codings are added whole or not at all, and never changed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from dragoman.errors import ArchiveError
from dragoman.model import Coded, Coding, Failure, Happening, Removal, Report, Telling
from dragoman.store import history, lookup, removal, rows
from dragoman.store.ask import Rows
from dragoman.store.engine import Backend, backend, explained, insert_new, keep_greater, stream
from dragoman.store.filter import Filter
from dragoman.store.history import Change
from dragoman.store.lists import list_records
from dragoman.store.recent import Recent
from dragoman.store.schema import prepare
from dragoman.store.search import Match, phrases
from dragoman.store.search import places as places_of
from dragoman.store.tables import (
    KINDS,
    NAMED,
    actors,
    codings,
    failures,
    places,
    records,
    removals,
    reports,
    terms,
    versions,
)

_BATCH = 100  # records or matches whose reports are fetched together


class Kept(NamedTuple):
    """A coding as the archive holds it."""

    coding: Coding
    sequence: int  # the order in which the codings of a report came in
    latest: bool  # whether queries show it


class Store:
    """Reads and writes one archive."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._recent = Recent()
        self._open: sa.Connection | None = None  # of what is being written together

    @classmethod
    def open(cls, where: str | Path, *, wait: float = 10.0, create: bool = True) -> "Store":
        """The store at a path or URL, created or migrated where needed."""
        found = backend(where, wait=wait)
        try:
            with explained(found):
                found.check(create=create)
                prepare(found, create=create)
        except BaseException:
            found.reader.dispose()
            raise
        return cls(found)

    @property
    def where(self) -> str:
        """The file it is kept in, or the URL of its database without the password."""
        return self._backend.where

    @property
    def path(self) -> Path | None:
        """The file it is kept in, where it is one."""
        return self._backend.path

    def close(self) -> None:
        """Let go of the database."""
        self._backend.reader.dispose()

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        with explained(self._backend), self._backend.reader.begin() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        if self._open is not None:
            yield self._open
            return
        with explained(self._backend), self._backend.writer.begin() as connection:
            yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written inside is kept at once when all went well, or none of it."""
        with self._write() as connection:
            self._open = connection
            try:
                yield
            finally:
                self._open = None

    def _load(self, keys: Collection[lookup.Key]) -> Mapping[lookup.Key, Report]:
        with self._read() as connection:
            return lookup.versions_of(connection, keys)

    def _texts(
        self, connection: sa.Connection, keys: Collection[lookup.Key]
    ) -> Mapping[lookup.Key, Report]:
        """Versions of reports, over the connection that told of them: another could be too late."""
        return self._recent.get(keys, lambda missing: lookup.versions_of(connection, missing))

    def put(self, coding: Coding, *, sequence: int | None = None, known: int | None = None) -> bool:
        """Add a coding; True if it was new, which one of a removed report never is.

        `sequence` is the one it had in another archive, `known` the last removal of its report
        that the archive it comes from knows of.
        """
        # Made again: a copy with other values in it was not checked.
        coding = Coding(**{name: getattr(coding, name) for name in Coding.model_fields})
        report = coding.report.id
        with self._write() as connection:
            if removal.refuses(connection, report, known):
                return False
            new = [self._put(connection, part, sequence) for part in coding.parts]
            if _show_latest(connection, report) and not any(new):
                history.note(connection, "shown", report)
            return any(new)

    def put_failure(self, failure: Failure) -> bool:
        """Add a failure; True if it was new."""
        row: dict[str, object] = {"id": failure.id, **failure.model_dump()}
        with self._write() as connection:
            return keep_greater(connection, failures, row, "id")

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
            if _show_latest(connection, report):
                history.note(connection, "shown", report)

    def has(self, report: str, version: str, coder: str) -> bool:
        """Whether this coder's coding of this version of the report is kept."""
        where = (codings.c.report == report, *_is(codings, version, coder))
        with self._read() as connection:
            return connection.scalar(sa.select(sa.exists().where(*where))) or False

    def reports(self, *, since: date | None = None, until: date | None = None) -> Iterator[Report]:
        """The latest version of each report, by day of publication; of days, where some are given.

        They are ordered without their texts, which are loaded when their turn comes.
        """
        query = sa.select(reports.c.id, reports.c.version).join_from(versions, reports)
        query = query.where(versions.c.version == reports.c.version)
        if since is not None:
            query = query.where(versions.c.published >= since)
        if until is not None:
            query = query.where(versions.c.published <= until)
        query = query.order_by(versions.c.published.asc().nulls_first(), reports.c.id)
        with self._read() as connection, stream(connection, query) as found:
            while batch := [(id, version) for id, version in islice(found, _BATCH)]:
                known = lookup.versions_of(connection, batch)
                yield from (known[key] for key in batch)

    def source(self, record: Coded | Happening | Telling) -> Report:
        """The version of the report that its evidence is of; `ArchiveError` if it is gone."""
        key = (record.evidence.report, record.evidence.version)
        known = self._recent.get({key}, self._load)
        if key not in known:
            raise ArchiveError(
                f"{key[0]} was removed from the archive meanwhile.", todo="List the records again."
            )
        return known[key]

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
        with self._read() as connection, stream(connection, query) as found:
            for row in found:
                coding = _coding(connection, row.report, row.version, row.coder)
                yield Kept(coding, row.sequence, row.shown)

    def records(
        self, record: str, wanted: Filter, *, also: Sequence[str] = (), page: int | None = None
    ) -> Iterator[Coded]:
        """The records of one kind that are wanted, each checked against its text.

        `also` are other names of the actor, `page` how many will be needed at least.
        """
        with self._read() as connection:
            listed = list_records(connection, record, wanted, also=also, page=page)
            while batch := list(islice(listed, _BATCH)):
                known = self._texts(connection, {(id, version) for _, id, version in batch})
                for json, id, version in batch:
                    with rows.intact(f"A {record} of {id}"):
                        found = rows.CLASSES[record].from_json(json)
                        for evidence in found.all_evidence():
                            known[id, version].check(evidence)
                    yield found

    def failures(self, *, every: bool = False) -> Iterator[Failure]:
        """The sources that could not be read, by id; with `every` also those read since."""
        query = sa.select(*(failures.c[name] for name in Failure.model_fields))
        query = query.where(~removal.hidden(failures.c.address))
        if not every:
            read = (reports.c.address == failures.c.address, versions.c.file == failures.c.address)
            query = query.where(*(~sa.exists().where(condition) for condition in read))
        with self._read() as connection, stream(connection, query.order_by(failures.c.id)) as found:
            for row in found:
                yield Failure(**row._mapping)

    def search(self, words: str, limit: int | None) -> Iterator[Match]:
        """The reports that have all words in the version shown, the best first."""
        asked = phrases(words)
        query = self._backend.search.find(asked, limit)
        with self._read() as connection, stream(connection, query) as found:
            while batch := list(islice(found, _BATCH)):
                known = self._texts(connection, {(id, version) for id, version, _ in batch})
                for id, version, rank in batch:
                    report = known[id, version]
                    yield Match(report, places_of(report, asked), rank)

    def query(self, sql: str, *, seconds: float) -> Rows:
        """The answer to one statement that reads."""
        with explained(self._backend):
            return self._backend.query(sql, seconds=seconds)

    def remove(self, key: str, *, reason: str, who: str, at: str) -> Removal:
        """Take out the report meant, with all that was found in it."""
        with self._write() as connection:
            report, version, _ = lookup.find(connection, key, None, None)
            address = lookup.report(connection, report, version).address
            last = max((r.number for r in removal.of_report(connection, report)), default=0)
            row = Removal(
                report=report, address=address, number=last + 1, removed=True,
                reason=reason, who=who, at=at,
            )  # fmt: skip
            removal.add(connection, self._backend.search, row)
        self._recent.clear()
        return row

    def restore(self, key: str, *, reason: str, who: str, at: str) -> Removal:
        """Let a removed report come in again."""
        with self._write() as connection:
            last = removal.find(connection, key)
            number = last.number + 1
            told = {"number": number, "removed": False, "reason": reason, "who": who, "at": at}
            row = last.model_copy(update=told)
            removal.add(connection, self._backend.search, row)
            return row

    def removal(self, report: str) -> Removal | None:
        """The removal of a report that is removed now."""
        with self._read() as connection:
            return removal.standing(connection, report)

    def removals(self) -> Iterator[Removal]:
        """Every removal and restoration, by report and number."""
        order = (removals.c.report, removals.c.number, removals.c.id)
        with (
            self._read() as connection,
            stream(connection, sa.select(*removal.FIELDS).order_by(*order)) as found,
        ):
            for row in found:
                yield Removal(**row._mapping)

    def join_removals(self, found: list[Removal]) -> bool:
        """Take in another archive's removals of one report; True if one was new."""
        with self._write() as connection:
            new = removal.join(connection, self._backend.search, found)
        self._recent.clear()
        return new

    def changes(self, since: int) -> Iterator[Change]:
        """What happened after this cursor, in order."""
        with self._read() as connection:
            if since > (last := history.last(connection)):
                raise ArchiveError(
                    f"This archive's last cursor is {last}, not {since}.",
                    todo="Each archive counts for itself; begin again without a cursor.",
                )
            with stream(connection, history.since(since)) as found:
                yield from history.read(found)

    def _put(self, connection: sa.Connection, coding: Coding, sequence: int | None) -> bool:
        """Add what one coder found; True if it was new."""
        report, coder = coding.report, coding.coder
        known = lookup.sequences(connection, report.id)
        key = (report.version, coder)
        number = sequence or known.get(key) or max(known.values(), default=0) + 1
        self._add_report(connection, coding)
        if key not in known:
            row: rows.Row = {"version": report.version, "coder": coder, "sequence": number}
            row |= {"added": coder in coding.added, "shown": False}
            insert_new(connection, codings, [{"report": report.id, **row}])
            _add_records(connection, coding)
        changed = key in known and _settle(connection, coding)
        if changed or key not in known:
            kind: history.Kind = "changed" if changed else "added"
            history.note(connection, kind, report.id, version=report.version, coder=coder)
        if number > known.get(key, number):
            where = (codings.c.report == report.id, *_is(codings, *key))
            connection.execute(sa.update(codings).where(*where).values(sequence=number))
        return key not in known

    def _add_report(self, connection: sa.Connection, coding: Coding) -> None:
        report = coding.report
        head: rows.Row = {"id": report.id, "address": report.address}
        shown = {"version": report.version, "coder": coding.coder}
        insert_new(connection, reports, [head | shown])
        if keep_greater(connection, versions, rows.report_row(report), "report", "version"):
            self._backend.search.add(connection, report.id, report.version)


def _is(table: sa.Table, version: str, coder: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (table.c.version == version, table.c.coder == coder)


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


def _add_records(connection: sa.Connection, coding: Coding) -> None:
    found = coding.records
    numbered = [rows.record_row(record, number) for number, record in enumerate(found)]
    insert_new(connection, records, numbered)
    for kind, table in KINDS.items():
        ours = [rows.kind_row(r, coding.report) for r in found if r.record == kind]
        insert_new(connection, table, ours)
    insert_new(connection, actors, [row for r in found for row in rows.actor_rows(r)])
    insert_new(connection, places, [row for r in found for row in rows.place_rows(r)])
    report = coding.report
    insert_new(connection, terms, [row for r in found for row in rows.term_rows(r, report)])


def _settle(connection: sa.Connection, coding: Coding) -> bool:
    """Of two findings of one coder in one version the greater stays, whichever came first; True
    if that is this one, and not the one that was there."""
    where = (
        records.c.report == coding.report.id,
        *_is(records, coding.report.version, coding.coder),
    )
    kept = connection.scalars(sa.select(records.c.json).where(*where).order_by(records.c.number))
    if [record.to_json() for record in coding.records] <= list(kept):
        return False
    ids = sa.select(records.c.id).where(*where)
    for table in NAMED:
        connection.execute(sa.delete(table).where(table.c.record.in_(ids)))
    for table in KINDS.values():
        connection.execute(sa.delete(table).where(table.c.id.in_(ids)))
    connection.execute(sa.delete(records).where(*where))
    _add_records(connection, coding)
    return True


def _show_latest(connection: sa.Connection, report: str) -> bool:
    """Mark what queries show; True if that is something else than before."""
    before = _shown(connection, report)
    known, added = lookup.sequences(connection, report), lookup.added(connection, report)
    version, coder = lookup.latest(lookup.main(known, added))
    shown = {"version": version, "coder": coder}
    connection.execute(sa.update(reports).where(reports.c.id == report).values(shown))
    of_report = sa.update(codings).where(codings.c.report == report)
    connection.execute(of_report.values(shown=False))
    for key in {(version, coder), *lookup.beside(known, added, version)}:
        connection.execute(of_report.where(*_is(codings, *key)).values(shown=True))
    return _shown(connection, report) != before


def _shown(connection: sa.Connection, report: str) -> list[object]:
    query = sa.select(codings.c.version, codings.c.coder).where(codings.c.shown)
    query = query.where(codings.c.report == report)
    return [*connection.execute(query.order_by(codings.c.version, codings.c.coder))]
