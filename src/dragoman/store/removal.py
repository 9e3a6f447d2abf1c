"""Reports that were taken out, and that stay out.

Who removed a report, or let it come back, is a row that is never changed; of a report's rows the
one with the largest number counts. Numbers go up by one, so that odd ones remove and even ones
restore, wherever they were made. All that an archive holds of a report came in after the last
removal that it knows of; so of two archives, what the one that knows of fewer holds is older than
the removal, and goes. That makes joining archives independent of the order.
"""

import sqlalchemy as sa

from dragoman.errors import ArchiveError
from dragoman.model import Removal
from dragoman.model.ids import make_id
from dragoman.store import history, tables
from dragoman.store.engine import insert_new
from dragoman.store.link_rows import forget
from dragoman.store.search import Search
from dragoman.store.tables import codings, records, removals, reports, versions

FIELDS = tuple(removals.c[name] for name in Removal.model_fields)


def of_report(connection: sa.Connection, report: str) -> list[Removal]:
    """The rows of a report, oldest first; the last one counts."""
    query = sa.select(*FIELDS).where(removals.c.report == report)
    found = connection.execute(query.order_by(removals.c.number, removals.c.id))
    return [Removal(**row._mapping) for row in found]


def standing(connection: sa.Connection, report: str) -> Removal | None:
    """The removal of a report that is removed now."""
    found = of_report(connection, report)
    return found[-1] if found and found[-1].removed else None


def times(found: list[Removal]) -> int:
    """The number of the last removal among the rows of a report; 0 where there is none."""
    return max((r.number for r in found if r.removed), default=0)


def refuses(connection: sa.Connection, report: str, known: int | None) -> bool:
    """Whether a coding of the report may not come in.

    `known` is the last removal that the archive it comes from knows of, if it comes from one.
    """
    found = of_report(connection, report)
    if not found:
        return False
    return found[-1].removed or (known is not None and known < times(found))


def hidden(address: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether a report of this address is removed now, in SQL."""
    later = removals.alias()
    newer = sa.exists().where(
        later.c.report == removals.c.report, later.c.number > removals.c.number
    )
    return sa.exists().where(removals.c.address == address, removals.c.removed, ~newer)


def add(connection: sa.Connection, search: Search, row: Removal) -> None:
    """Remove or restore a report, as the row says."""
    if row.removed:
        erase(connection, search, row.report)
    _keep(connection, [row])


def join(connection: sa.Connection, search: Search, rows: list[Removal]) -> bool:
    """Take in another archive's rows of one report; True if one was new."""
    report = rows[0].report
    mine = of_report(connection, report)
    new = [row for row in rows if row not in mine]
    if times(rows) > times(mine):
        erase(connection, search, report)
    _keep(connection, new)
    return bool(new)


def _keep(connection: sa.Connection, rows: list[Removal]) -> None:
    insert_new(connection, removals, [row.to_dict() for row in rows])
    for row in rows:
        kind: history.Kind = "removed" if row.removed else "restored"
        history.note(connection, kind, row.report, removal=row.id)


def erase(connection: sa.Connection, search: Search, report: str) -> None:
    """Delete a report with all its versions, records and what people decided of them."""
    search.remove(connection, report)
    forget(connection, [report])
    ids = sa.select(records.c.id).where(records.c.report == report)
    for table in tables.NAMED:
        connection.execute(sa.delete(table).where(table.c.record.in_(ids)))
    for table in tables.KINDS.values():
        connection.execute(sa.delete(table).where(table.c.id.in_(ids)))
    for table in (tables.decisions, records, codings, versions):
        connection.execute(sa.delete(table).where(table.c.report == report))
    connection.execute(sa.delete(reports).where(reports.c.id == report))


def find(connection: sa.Connection, key: str) -> Removal:
    """The removal meant by a report's id, the start of it, or its address."""
    start = key if key.startswith("report-") else f"report-{key}"
    query = sa.select(removals.c.report).distinct()
    for where in (
        removals.c.report.in_((key, make_id("report", key))),
        removals.c.report.startswith(start, autoescape=True),
    ):
        found = list(connection.scalars(query.where(where).limit(2)))
        if len(found) == 1 and (row := standing(connection, found[0])):
            return row
    raise ArchiveError(
        f"{'Several reports' if len(found) > 1 else 'No report'} called {key} "
        f"{'were' if len(found) > 1 else 'is'} removed.",
        todo="Give more of the id, or the address; `dragoman changes` lists what was removed.",
    )
