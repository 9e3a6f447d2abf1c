"""Finding one report, its versions and its codings."""

from collections.abc import Collection, Sequence
from typing import Any  # columns of several types

import sqlalchemy as sa

from dragoman.errors import ArchiveError
from dragoman.model import Report
from dragoman.model.ids import make_id
from dragoman.store import removal, rows
from dragoman.store.tables import codings, reports, versions

Key = tuple[str, str]  # version and coder of a coding; report and version of a text

_FEW = 8  # reports that a message names

REPORT = (reports.c.address, *versions.c)


def report(connection: sa.Connection, report: str, version: str) -> Report:
    """The stored report of that id and version, its text checked against its hash."""
    query = sa.select(*REPORT).join_from(versions, reports)
    query = query.where(versions.c.report == report, versions.c.version == version)
    return rows.report_from(connection.execute(query).one()._mapping)


def versions_of(connection: sa.Connection, keys: Collection[Key]) -> dict[Key, Report]:
    """The stored reports of those ids and versions, each text checked against its hash."""
    found = (rows.report_from(row._mapping) for row in connection.execute(of_keys(keys)))
    return {(report.id, report.version): report for report in found}


def of_keys(keys: Collection[Key]) -> sa.Select[*tuple[Any, ...]]:
    """The statement by which they are fetched."""
    query = sa.select(*REPORT).join_from(versions, reports)
    # The ids alone as well: for pairs without them SQLite goes through all versions.
    query = query.where(versions.c.report.in_({report for report, _ in keys}))
    return query.where(sa.tuple_(versions.c.report, versions.c.version).in_(keys))


def shown(connection: sa.Connection, report: str) -> Report | None:
    """The version of a report that queries show, if the report is kept."""
    query = sa.select(*REPORT).join_from(versions, reports)
    query = query.where(reports.c.id == report, versions.c.version == reports.c.version)
    row = connection.execute(query).one_or_none()
    return None if row is None else rows.report_from(row._mapping)


def sequences(connection: sa.Connection, report: str) -> dict[Key, int]:
    """The codings of a report, each with its place in the order they came in."""
    query = sa.select(codings.c.version, codings.c.coder, codings.c.sequence)
    found = connection.execute(query.where(codings.c.report == report))
    return {(version, coder): sequence for version, coder, sequence in found}


def added(connection: sa.Connection, report: str) -> set[Key]:
    """Those codings of a report that are of coders with schemas of the user's own."""
    query = sa.select(codings.c.version, codings.c.coder).where(codings.c.report == report)
    return {(v, c) for v, c in connection.execute(query.where(codings.c.added))}


def main(sequences: dict[Key, int], added: set[Key]) -> dict[Key, int]:
    """The codings that others stand beside; all where there are no others."""
    return {key: n for key, n in sequences.items() if key not in added} or sequences


def beside(sequences: dict[Key, int], added: set[Key], version: str) -> list[Key]:
    """The added codings that are shown with a version: the last of each coder's name."""
    last: dict[str, tuple[int, str]] = {}
    for key in added:
        if key[0] == version:
            name = key[1].partition("/")[0]
            last[name] = max((sequences[key], key[1]), last.get(name, (0, "")))
    return [(version, coder) for _, (_, coder) in sorted(last.items())]


def latest(sequences: dict[Key, int]) -> Key:
    """The coding that queries show: the last of the version that came in last.

    A version is as old as its first coding, so that reading an old copy again does not bring it
    back. Ties, which joined archives can have, fall to the larger hash, so that the order of
    joining does not matter.
    """
    first: dict[str, int] = {}
    for (version, _), sequence in sequences.items():
        first[version] = min(sequence, first.get(version, sequence))

    def age(key: Key) -> tuple[int, str, int, str]:
        version, coder = key
        return (first[version], version, sequences[key], coder)

    return max(sequences, key=age)


def find(
    connection: sa.Connection, report: str, version: str | None, coder: str | None
) -> tuple[str, str, str]:
    """The report, version and coder meant by what a person typed."""
    found = _report(connection, report)
    known = sequences(connection, found)
    others = main(known, added(connection, found))
    shown, _ = latest(others)
    meant = shown if version is None else version
    fitting = {
        key: number
        for key, number in (others if coder is None else known).items()
        if key[0].startswith(meant) and coder in (None, key[1])
    }
    if not fitting:
        raise ArchiveError(
            f"{report} has no coding of version {meant[:12]} by {coder or 'anyone'}.",
            todo="Its codings: " + "; ".join(f"{v[:12]} by {c}" for v, c in sorted(known)) + ".",
        )
    return (found, *latest(fitting))


def _report(connection: sa.Connection, key: str) -> str:
    exact = sa.select(reports.c.id).where(reports.c.id.in_((key, make_id("report", key))))
    start = key if key.startswith("report-") else f"report-{key}"
    near = (
        sa.select(reports.c.id)
        .where(reports.c.id.startswith(start, autoescape=True))
        .limit(_FEW + 1)
    )
    read = sa.select(versions.c.report).where(versions.c.file == key).distinct()
    ids: list[str] = []
    for query in (exact, read, near.order_by(reports.c.id)):
        if len(ids := list(connection.scalars(query))) == 1:
            return ids[0]
    raise _not_one(connection, key, ids)


def _not_one(connection: sa.Connection, key: str, ids: Sequence[str]) -> ArchiveError:
    if ids:
        more = len(ids) > _FEW
        return ArchiveError(
            f"{f'More than {_FEW}' if more else len(ids)} reports are called {key}.",
            todo=f"Give more of the id: {', '.join(ids[:_FEW])}{', ...' if more else '.'}",
        )
    try:
        removed = removal.find(connection, key)
    except ArchiveError:
        return ArchiveError(f"No reports are called {key}.", todo="Give its id or its address.")
    return ArchiveError(
        f"{key} was removed from the archive: {removed.reason or 'no reason was given'}.",
        todo=f"To let it in again: dragoman archive restore {removed.report}",
    )
