"""Events and positions as their plain columns tell them, report by report: for who counts many.

What the machine found, as lists show it; what people decided is not in it. The columns are cut from
the records' JSON when these are kept; nothing is checked again here.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice
from typing import Any, NamedTuple  # Any: rows of any columns

import sqlalchemy as sa

from dragoman.store.decisions import Decisions
from dragoman.store.engine import stream
from dragoman.store.store import Store
from dragoman.store.tables import actors, events, places, positions, records, reports, versions

Row = sa.Row[*tuple[Any, ...]]
_MOST = 500  # reports looked up at once

_SHARED = ("id", "report", "version", "coder", "words", "evidence_start", "evidence_end",
           "confidence", "when_value", "when_start", "when_end", "when_precision")  # fmt: skip
_EVENT = [events.c[n] for n in (*_SHARED, "type", "mode", "quad", "score", "status")]
_POSITION = [positions.c[n] for n in (*_SHARED, "stance", "issue", "condition")]
_ACTOR = [actors.c[n] for n in ("record", "role", "words", "name", "country", "sectors", "office")]
_ROLES = ("actor", "recipient", "party", "of")


class Who(NamedTuple):
    """An actor of a record."""

    words: str
    name: str | None
    country: str | None
    sectors: tuple[str, ...]
    office: str | None


class Plain(NamedTuple):
    """One report: rows of its events and positions, by their place in its text.

    `who` are the actors by record and role, `countries` those of the first place of each event
    that has one, `cues` the first and last code point of each position's cue that has one.
    """

    id: str
    published: date | None
    text: str
    events: Sequence[Row]
    positions: Sequence[Row]
    who: Mapping[tuple[str, str], Sequence[Who]]
    countries: Mapping[str, str]
    cues: Mapping[str, tuple[int, int]]

    @property
    def names(self) -> set[str]:
        """What its actors are shown as."""
        return {
            w.name or w.words
            for row in (*self.events, *self.positions)
            for role in _ROLES
            for w in self.who.get((row.id, role), ())
        }


class Plains:
    """The plain columns of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def reports(self, some: Collection[str] | None = None) -> Iterator[Plain]:
        """All reports kept, by day of publication and undated ones first; or some, in any order."""
        if some is None:
            yield from self._all(sa.true())
        for ids in _batches(sorted(some or ())):
            yield from self._all(reports.c.id.in_(ids))

    def merged(self) -> set[str]:
        """What actors are called that are shown otherwise in all reports, as somebody decided."""
        return {name for decision in Decisions(self._store).of("") for name in decision.actors}

    def _all(self, where: sa.ColumnElement[bool]) -> Iterator[Plain]:
        query = sa.select(reports.c.id, reports.c.version, reports.c.coder, versions.c.published)
        query = query.where(where).join(
            versions,
            (versions.c.report == reports.c.id) & (versions.c.version == reports.c.version),
        )
        query = query.order_by(versions.c.published.asc().nulls_first(), reports.c.id)
        with self._store._read() as connection, stream(connection, query) as found:
            for dated, heads in groupby(found, key=lambda head: head.published is not None):
                for batch in _batches(heads):
                    yield from _batch(connection, batch, dated=dated)


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, _MOST)):
        yield batch


def _batch(connection: sa.Connection, heads: Sequence[Row], *, dated: bool) -> Iterator[Plain]:
    """Some reports, over the connection that told of them: another could find them removed."""
    ids = [h.id for h in heads]
    days = {h.published for h in heads}

    def here(table: sa.Table) -> sa.ColumnElement[bool]:
        # By day as well, because the index that has the report begins with it.
        on = table.c.published.in_(days) if dated else table.c.published.is_(None)
        return on & table.c.report.in_(ids)

    told = {
        table: _by_report(connection, sa.select(*columns).where(here(table)), heads)
        for table, columns in ((events, _EVENT), (positions, _POSITION))
    }
    who = defaultdict[tuple[str, str], list[Who]](list)
    countries: dict[str, str] = {}
    cues: dict[str, tuple[int, int]] = {}
    for table, rows in told.items():
        if rows:
            _name(connection, sa.select(table.c.id).where(here(table)), who)
    if told[events]:
        countries = _countries(connection, sa.select(events.c.id).where(here(events)))
    if told[positions]:
        cues = _cues(connection, sa.select(positions.c.id).where(here(positions)))
    texts = _texts(connection, heads)
    for h in heads:
        acts, taken = (told[table].get(h.id, ()) for table in (events, positions))
        yield Plain(h.id, h.published, texts[h.id], acts, taken, who, countries, cues)


def _by_report(
    connection: sa.Connection, query: sa.Select[*tuple[Any, ...]], heads: Sequence[Row]
) -> dict[str, list[Row]]:
    """The rows of each report, of the version and coder that lists show."""
    shown = {(h.id, h.version, h.coder) for h in heads}
    found = defaultdict[str, list[Row]](list)
    for row in connection.execute(query.order_by(sa.text("evidence_start, id"))):
        if (row.report, row.version, row.coder) in shown:
            found[row.report].append(row)
    return found


def _name(
    connection: sa.Connection,
    those: sa.Select[str],
    who: defaultdict[tuple[str, str], list[Who]],
) -> None:
    """Add the actors of some records."""
    query = sa.select(*_ACTOR).where(actors.c.record.in_(those), actors.c.role.in_(_ROLES))
    for record, role, words, name, country, sectors, office in connection.execute(
        query.order_by(actors.c.number)
    ):
        codes = tuple(sectors.split("; ")) if sectors else ()
        who[record, role].append(Who(words, name, country, codes, office))


def _countries(connection: sa.Connection, those: sa.Select[str]) -> dict[str, str]:
    """The country of the first place of each record that has one."""
    query = sa.select(places.c.record, places.c.country).where(
        places.c.record.in_(those), places.c.country.is_not(None)
    )
    found = connection.execute(query.order_by(places.c.number.desc()))
    return {record: country for record, country in found if country}


def _cues(connection: sa.Connection, those: sa.Select[str]) -> dict[str, tuple[int, int]]:
    """Where cues stand, which the records' JSON alone has."""
    query = sa.select(records.c.id, records.c.json).where(records.c.id.in_(those))
    found = ((id, json.loads(text)["cue"]) for id, text in connection.execute(query))
    return {id: (cue["start"], cue["end"]) for id, cue in found if cue}


def _texts(connection: sa.Connection, heads: Sequence[Row]) -> dict[str, str]:
    query = sa.select(versions.c.report, versions.c.version, versions.c.text)
    query = query.where(versions.c.report.in_([h.id for h in heads]))
    shown = {(h.id, h.version) for h in heads}
    return {r.report: r.text for r in connection.execute(query) if (r.report, r.version) in shown}
