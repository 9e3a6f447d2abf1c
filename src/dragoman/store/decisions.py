"""Decisions in the store: added and read, never changed."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from dragoman.model import Coded, Decision, DecisionKind
from dragoman.store import history, removal, rows
from dragoman.store.engine import stream
from dragoman.store.filter import Filter
from dragoman.store.query import fits, there
from dragoman.store.store import Store
from dragoman.store.tables import KINDS, decisions, records, reports, versions

# What leaves a record as the machine has it, or takes it out.
_KEEPING = [
    kind.value
    for kind in (DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.COMMENT, DecisionKind.UNDO)
]


class Decisions:
    """The decisions that one store holds."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, decision: Decision, *, known: int | None = None) -> bool:
        """Add a decision; True if it was new, which one on a removed report never is.

        Of one decision told with two times the earlier stays. `known` is the last removal of its
        report that the archive it comes from knows of, if it comes from one.
        """
        with self._store._write() as connection:
            report = decision.report
            if report is not None and removal.refuses(connection, report, known):
                return False
            row = _row(decision)
            here = decisions.c.id == decision.id
            decided = connection.scalar(sa.select(decisions.c.decided).where(here))
            if decided is None:
                connection.execute(sa.insert(decisions), row)
                told = {"version": decision.version, "coder": decision.coder}
                history.note(connection, "decided", report, **told)
            elif str(row["decided"]) < decided:
                connection.execute(sa.update(decisions).where(here).values(row))
            return decided is None

    def of(self, report: str) -> tuple[Decision, ...]:
        """Those on one report, all its versions, and those that hold for every report."""
        here = (decisions.c.report == report) | decisions.c.report.is_(None)
        return tuple(self._found(sa.select(decisions.c.id, decisions.c.json).where(here)))

    def __iter__(self) -> Iterator[Decision]:
        """All decisions, by report and id; those that hold for every report come first."""
        query = sa.select(decisions.c.id, decisions.c.json)
        return self._found(query.order_by(decisions.c.report.asc().nulls_first(), decisions.c.id))

    def reports(self) -> tuple[str, ...]:
        """The ids of the reports kept that somebody decided on, by day of publication."""
        return self._reports(reports.c.id.in_(sa.select(decisions.c.report)))

    def touching(self, record: str, wanted: Filter, also: Sequence[str]) -> tuple[str, ...]:
        """Those of `reports` of which something may be in a list, whose actor may be called by
        one of the names in `also` instead.

        What people accepted or rejected alone is in a list only if the machine's record is.
        """
        decided = sa.select(decisions.c.report)
        changed = decided.where(decisions.c.kind.not_in(_KEEPING))
        table = KINDS[record]
        fitting = sa.select(records.c.report).where(
            records.c.report.in_(decided),
            there(table, table.c.id == records.c.id, *fits(record, wanted, also)),
        )
        return self._reports(reports.c.id.in_(sa.union(changed, fitting)))

    def _reports(self, those: sa.ColumnElement[bool]) -> tuple[str, ...]:
        query = sa.select(reports.c.id).join(
            versions,
            (versions.c.report == reports.c.id) & (versions.c.version == reports.c.version),
        )
        query = query.where(those)
        query = query.order_by(versions.c.published.asc().nulls_first(), reports.c.id)
        with self._store._read() as connection:
            return tuple(connection.scalars(query))

    def records(self, report: str, version: str) -> tuple[Coded, ...]:
        """The records of one version of a report, of any coder, that somebody decided on."""
        decided = sa.select(decisions.c.record).where(decisions.c.report == report)
        query = sa.select(records.c.record, records.c.json).where(
            records.c.report == report,
            records.c.version == version,
            records.c.id.in_(decided.where(decisions.c.record.is_not(None))),
        )
        with self._store._read() as connection:
            found = connection.execute(query.order_by(records.c.id)).all()
        with rows.intact(f"A record of {report}"):
            return tuple(rows.CLASSES[kind].from_json(json) for kind, json in found)

    def anywhere(self) -> bool:
        """Whether there are any: without, what is shown is what the machine found."""
        with self._store._read() as connection:
            return connection.scalar(sa.select(sa.exists(sa.select(decisions.c.id)))) or False

    def _found(self, query: sa.Select[str, str]) -> Iterator[Decision]:
        with self._store._read() as connection, stream(connection, query) as found:
            for id, json in found:
                with rows.intact(f"The decision {id}"):
                    yield Decision.from_json(json)


def _row(decision: Decision) -> rows.Row:
    names = ("id", "kind", "coder", "why", "report", "version", "record", "undoes")
    plain = {name: getattr(decision, name) for name in names}
    # One width, so that texts sort as times do.
    decided = decision.decided.isoformat(timespec="microseconds")
    return plain | {"kind": decision.kind.value, "decided": decided, "json": decision.to_json()}
