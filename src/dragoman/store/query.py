"""Filters as SQL."""

from datetime import date

import sqlalchemy as sa

from dragoman.errors import ArchiveError
from dragoman.store.filter import Filter
from dragoman.store.fold import fold
from dragoman.store.tables import KINDS, actors, codings, marks, places, records, reports

Condition = sa.ColumnElement[bool]
# How the plain columns spell their codes.
_CODES = {"type": str.upper} | dict.fromkeys(("status", "issue", "stance", "measure"), str.lower)


def select_records(record: str, wanted: Filter) -> sa.Select[str, str, str]:
    """The JSON, report and version of the records wanted: by day of publication, then by place
    in the report."""
    if foreign := wanted.foreign_to(record):
        raise ArchiveError(
            f"A {record} has no {' or '.join(foreign)} to filter by.", todo="Leave it out."
        )
    table = KINDS[record]
    query = (
        sa.select(records.c.json, records.c.report, records.c.version)
        .select_from(table)
        .join(records, records.c.id == table.c.id)
        .join(reports, reports.c.id == table.c.report)
        .where(*_shown(table, wanted), *_conditions(table, wanted))
    )
    order = (table.c.published.asc().nulls_first(), table.c.report)
    return query.order_by(*order, table.c.evidence_start, table.c.id).limit(wanted.limit)


def _shown(table: sa.Table, wanted: Filter) -> list[Condition]:
    version = table.c.version == reports.c.version
    if wanted.coder is not None:
        return [version, table.c.coder == wanted.coder]
    if table is not marks:
        return [version, table.c.coder == reports.c.coder]
    # Marks may be of several coders, which stand beside the report's own.
    same = (codings.c[key] == table.c[key] for key in ("report", "version", "coder"))
    return [version, sa.exists().where(*same, codings.c.shown)]


def _conditions(table: sa.Table, wanted: Filter) -> list[Condition]:
    codes = {"schema": str, "type": str} if table is marks else _CODES
    found = [
        table.c[name] == spell(value)
        for name, spell in codes.items()
        if (value := getattr(wanted, name)) is not None
    ]
    if wanted.confidence is not None:
        found.append(table.c.confidence >= wanted.confidence)
    if wanted.dated:
        found.append(table.c.when_value.is_not(None))
    if wanted.actor is not None:
        found.append(_actor(table, wanted.actor))
    if wanted.place is not None:
        found.append(_named(places, table, wanted.place))
    return found + _days(table, wanted)


def _actor(table: sa.Table, words: str) -> Condition:
    named = _named(actors, table, words)
    # What a figure counts is no resolved actor, but an analyst asks for it as one.
    return named | _says(table, words) if "folded" in table.c else named


def _named(named: sa.Table, table: sa.Table, words: str) -> Condition:
    matches = (named.c.country == words.upper()) | _says(named, words)
    return sa.exists().where(named.c.record == table.c.id, matches)


def _says(table: sa.Table, words: str) -> Condition:
    # Folding leaves letters, digits and blanks, so nothing in it is a wildcard.
    start = fold(words)
    return table.c.folded.like(f"% {start}%") if start else sa.false()


def _days(table: sa.Table, wanted: Filter) -> list[Condition]:
    """The days a record spans must touch the days wanted; unknown days touch none."""
    first: sa.ColumnElement[date] = table.c.published
    last = first
    if "when_start" in table.c:
        start, end = table.c.when_start, table.c.when_end
        first, last = sa.func.coalesce(start, end, first), sa.func.coalesce(end, start, last)
    found: list[Condition] = []
    if wanted.since is not None:
        found.append(last >= wanted.since)
    if wanted.until is not None:
        found.append(first <= wanted.until)
    return found
