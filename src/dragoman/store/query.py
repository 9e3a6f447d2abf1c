"""Filters as SQL: what must hold of a record that is wanted."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from dragoman.errors import ArchiveError
from dragoman.store.filter import Filter
from dragoman.store.fold import fold
from dragoman.store.tables import KINDS, actors, codings, marks, places, reports

Condition = sa.ColumnElement[bool]

# How the plain columns spell their codes.
_CODES = {"type": str.upper} | dict.fromkeys(("status", "issue", "stance", "measure"), str.lower)


def check(record: str, wanted: Filter) -> None:
    """Raise `ArchiveError` where that kind of record does not have what is asked for."""
    if foreign := wanted.foreign_to(record):
        raise ArchiveError(
            f"A {record} has no {' or '.join(foreign)} to filter by.", todo="Leave it out."
        )


def narrowed(table: sa.Table, wanted: Filter) -> list[Condition]:
    """What makes records of a kind such as lists show, and those that are wanted."""
    return [*shown(table, wanted), *_wanted(table, wanted)]


def fits(record: str, wanted: Filter, also: Sequence[str] = ()) -> list[Condition]:
    """What holds of a record that is wanted, of whatever version and coder it is."""
    check(record, wanted)
    return _wanted(KINDS[record], wanted, also)


def _wanted(table: sa.Table, wanted: Filter, also: Sequence[str] = ()) -> list[Condition]:
    named = named_by(table, wanted, also).values()
    return [*plain(table, wanted), *(condition for _, condition in named)]


def shown(table: sa.Table, wanted: Filter) -> list[Condition]:
    """What makes records of a kind such as lists show."""
    here = [reports.c.id == table.c.report, reports.c.version == table.c.version]
    if wanted.coder is not None:
        return [there(reports, *here), table.c.coder == wanted.coder]
    if table is not marks:
        return [there(reports, *here, reports.c.coder == table.c.coder)]
    # Marks may be of several coders, which stand beside the report's own.
    same = (codings.c[key] == table.c[key] for key in ("report", "version", "coder"))
    return [there(reports, *here), there(codings, *same, codings.c.shown)]


def there(table: sa.Table, *where: Condition) -> Condition:
    """Whether the table has such a row, looked up for each record that comes.

    Of a join or `EXISTS` PostgreSQL expects that hardly any record remains, since it takes each
    condition for independent of the others; then it fetches and sorts them all for the first few.
    """
    found = sa.select(sa.literal(1)).where(*where).limit(1).correlate_except(table)
    return found.scalar_subquery().is_not(None)


def plain(table: sa.Table, wanted: Filter) -> list[Condition]:
    """What is asked of the plain columns."""
    codes = {"schema": str, "type": str} if table is marks else _CODES
    found = [
        table.c[name] == spell(value)
        for name, spell in codes.items()
        if (value := getattr(wanted, name)) is not None
    ]
    if wanted.confidence:  # none is less than 0
        found.append(table.c.confidence >= wanted.confidence)
    if wanted.dated:
        found.append(table.c.when_value.is_not(None))
    return found + _days(table, wanted)


def named_by(
    table: sa.Table, wanted: Filter, also: Sequence[str]
) -> dict[str, tuple[Sequence[str], Condition]]:
    """What is asked of actors and places: the names, and the condition."""
    found: dict[str, tuple[Sequence[str], Condition]] = {}
    if wanted.actor is not None:
        names = (wanted.actor, *also)
        found["actor"] = names, sa.or_(*(_actor(table, words) for words in names))
    if wanted.place is not None:
        found["place"] = (wanted.place,), _named(places, table, wanted.place)
    return found


def _actor(table: sa.Table, words: str) -> Condition:
    named = _named(actors, table, words)
    # What a figure counts is no resolved actor, but an analyst asks for it as one.
    return named | _says(table, words) if "folded" in table.c else named


def _named(named: sa.Table, table: sa.Table, words: str) -> Condition:
    matches = (named.c.country == words.upper()) | _says(named, words)
    return there(named, named.c.record == table.c.id, matches)


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
