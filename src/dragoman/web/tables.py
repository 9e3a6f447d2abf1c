"""The tables of the analysis as pages and their twins show them: what is asked for, what is told of
what is missing, and which part of a long table is shown."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal  # Any: arguments of the tables, by their names

from pydantic import Field

from dragoman.analyses.missing import near_sides, nobody, unknown, without_dyad, without_position
from dragoman.analyses.named import called
from dragoman.analysis.gaps import GapView
from dragoman.analysis.party import BLOCS
from dragoman.analysis.positions import Cell, PositionTable
from dragoman.analysis.series import QUADS
from dragoman.analysis.series import Asked as Wanted
from dragoman.analysis.table import Table
from dragoman.archive import Archive, Filter
from dragoman.errors import ArchiveError, DragomanError
from dragoman.vocab import codebook, countries
from dragoman.web.acts import Unknown
from dragoman.web.asked import Code, Names, Text, Within, last_page, link

MOST = 40  # parties beside each other
FIRST = 8  # parties of the table where none are asked for
PAIRS = 40  # pairs that are listed where no side is asked for
LINES, POINTS = 8, 2000  # of a chart that can be read
LONGEST = 50_000  # periods of a series
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
PAGE = 100  # rows of a page

Row = Mapping[str, Any]


class AskedPositions(Within):
    """Whose positions are asked for, and on what."""

    parties: Names = Field(None, description="Countries, groups ..., with semicolons between them.")
    concerning: Text = Field(
        None, description="Only what is said to this party, names it, or stands beside its own."
    )
    issue: Code = Field(None, description="The issue, as ceasefire.")

    @property
    def names(self) -> tuple[str, ...]:
        """The parties, as they were typed."""
        between = ";" if ";" in (self.parties or "") else ","
        parts = (part.strip() for part in (self.parties or "").split(between))
        return tuple(dict.fromkeys(filter(None, parts)))


class AskedGaps(Within):
    """Which two parties are asked for, and on what."""

    a: Text = Field(None, description="The one party.")
    b: Text = Field(None, description="The other one.")
    issue: Code = Field(None, description="The issue, as ceasefire.")


By = Literal["day", "week", "month", "year"]
Level = Literal["country", "party", "actor"]


class AskedDyads(Within):
    """Which series is asked for."""

    one: Text = Field(None, alias="from", description="Who acts, or is acted upon by the other.")
    other: Text = Field(None, alias="to", description="The other one: both directions are told.")
    by: By = Field("month", description="The length of a period.")
    level: Level = Field("country", description="What actors are rolled up to.")
    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(PAGE, ge=1, le=1000)

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides, as they were typed."""
        return tuple(filter(None, (self.one, self.other)))


class AskedBehind(AskedDyads):
    """Which row of a series is asked for: the records that it counts."""

    period: str = Field(max_length=20, description="As the series has it.")
    actor: str = Field(max_length=500)
    recipient: str = Field(max_length=500)
    quad: int | None = Field(None, ge=1, le=4, description="Only those of that quad of PLOVER.")
    size: int = Field(50, ge=1, le=500)


class AskedTimeline(Within):
    """Of whom a timeline is asked for."""

    who: Text = Field(None, description="Anyone named: a country's code, or a word's start.")
    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(PAGE, ge=1, le=1000)


def named(key: str) -> str:
    """What the key of a party or country is called."""
    entity = countries().get(key)
    return entity.name if entity else BLOCS.get(key, key)


@dataclass(frozen=True)
class Listed:
    """A party with positions, and on how many issues."""

    key: str
    name: str
    issues: int


@dataclass(frozen=True)
class Standing:
    """The position table of some parties.

    `others` are the parties with positions that it does not show; `notes` say why one that was
    asked for is not there; `missing` is whether none of them is.
    """

    table: PositionTable
    parties: tuple[Listed, ...]
    others: tuple[Listed, ...]
    notes: tuple[str, ...]
    missing: bool

    @property
    def issues(self) -> tuple[str, ...]:
        """The issues on which one of them has a position, in the order of the codebook."""
        told = {issue for _, issue in self.table.cells}
        return tuple(issue for issue in codebook().issues if issue in told)

    def cell(self, party: Listed, issue: str) -> Cell | None:
        """Where a party stands on an issue; None where nothing is kept."""
        return self.table.cells.get((party.key, issue))


def standing(archive: Archive, asked: AskedPositions) -> Standing:
    """Where the parties asked for stand; else those with positions on most issues."""
    if len(asked.names) > MOST:
        raise DragomanError(
            f"{len(asked.names)} parties are too many to be set beside each other.",
            todo=f"Ask for {MOST} at most.",
        )
    within = _within(asked, "issue", "concerning")
    every = archive.position_table(**within)
    listed = _listed(every)
    wanted = [called(name) for name in asked.names] or [p.key for p in listed[:FIRST]]
    table = archive.position_table(*wanted, **within) if wanted else every
    order = {key.casefold(): number for number, key in enumerate(wanted)}
    told = {party for party, _ in table.cells}
    parties = sorted(
        (p for p in listed if p.key in told), key=lambda p: order.get(p.key.casefold(), FIRST)
    )
    notes = tuple(without_position(archive, asked.names, table))
    nameless = tuple(nobody(archive, filter(None, [asked.concerning]))) if not len(table) else ()
    return Standing(
        table=table,
        parties=tuple(parties),
        others=tuple(p for p in listed if p.key not in told),
        notes=notes + nameless,
        missing=bool(nameless)
        or (bool(asked.names) and not len(table) and not _kept(archive, order)),
    )


def _kept(archive: Archive, folded: Collection[str]) -> bool:
    """Whether one of these parties has a position, whatever else is asked for."""
    known = archive.position_table().column("party")
    return any(str(key).casefold() in folded for key in known)


def _listed(table: PositionTable) -> list[Listed]:
    """The parties of a table, those with positions on most issues first."""
    names = {cell.party: cell.name for cell in table.cells.values()}
    counts = Counter(party for party, _ in table.cells)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], names[pair[0]]))
    return [Listed(key, names[key], count) for key, count in ranked]


def parties(archive: Archive) -> list[Listed]:
    """Everyone who has a position."""
    return _listed(archive.position_table())


def _within(asked: Within, *more: str) -> dict[str, Any]:
    given = {name: getattr(asked, name) for name in ("since", "until", *more)}
    return given | {"confidence": asked.confidence or 0.0}


def gaps(archive: Archive, asked: AskedGaps) -> GapView | None:
    """Where two parties meet; None where they are not asked for.

    `Unknown` where nothing is kept of one of them, with whom one may mean.
    """
    if not (asked.a and asked.b):
        return None
    sides = called(asked.a), called(asked.b)
    if sides[0].casefold() == sides[1].casefold():
        raise DragomanError("Both are one party.", todo="Give two, to see whether they meet.")
    try:
        return archive.gaps(asked.a, asked.b, **_within(asked, "issue"))
    except ArchiveError as error:
        if type(error) is not ArchiveError:  # a damaged archive is no wrong name
            raise
        todo = " ".join([*near_sides(archive, sides), error.todo])
        raise Unknown(error.what, todo=todo) from error


@dataclass(frozen=True)
class Series:
    """A series, the part of it that is shown, and what is told of sides that are not there.

    The newest rows come first.
    """

    table: Table
    rows: tuple[Row, ...]
    page: int
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.table)

    @property
    def drawn(self) -> bool:
        """Whether a chart of it can be read."""
        lines = set(zip(self.table.column("actor"), self.table.column("recipient"), strict=True))
        return 0 < len(lines) <= LINES and len(self.table) <= POINTS


def dyads(archive: Archive, asked: AskedDyads) -> Table:
    """The whole series, in the order of its periods."""
    # Of two sides every period is listed, from the first day that is asked for to the last.
    today = datetime.now(UTC).date()
    span = abs((asked.until or today) - (asked.since or today)).days // DAYS[asked.by]
    if span > LONGEST:
        raise DragomanError(
            f"{span:,} {asked.by}s are too many.", todo="Ask for fewer days, or longer periods."
        )
    sides = [called(s, level=asked.level) if s else None for s in (asked.one, asked.other)]
    wanted = Wanted(
        one=sides[0], other=sides[1], by=asked.by, level=asked.level, **_within(asked)
    )  # fmt: skip
    return archive.dyads(wanted)


def series(archive: Archive, asked: AskedDyads) -> Series:
    """A page of the series of the sides asked for."""
    table = dyads(archive, asked)
    counted = any(table.column("events"))
    notes = () if counted else tuple(without_dyad(archive, asked.sides, asked.level))
    return Series(table, *_newest(table, asked.page, asked.size), notes)


def _newest(table: Table, page: int, size: int) -> tuple[tuple[Row, ...], int]:
    """The rows of a page, the newest first; of the last page where it comes after that."""
    page = min(page, last_page(len(table), size))
    until = len(table) - (page - 1) * size
    return tuple(reversed(_rows(table, max(0, until - size), until))), page


def _rows(table: Table, start: int, until: int) -> list[Row]:
    cut = tuple(cells[start:until] for cells in table.data)
    part = Table(table.name, table.columns, cut, table.records[start:until])
    return list(part.to_dicts())


def pairs(table: Table) -> list[tuple[str, str, int]]:
    """Who acted towards whom most often in all the periods of a series, and how often."""
    counts: Counter[tuple[str, str]] = Counter()
    cells = (table.column(name) for name in ("actor", "recipient", "events"))
    for actor, recipient, events in zip(*cells, strict=True):
        counts[str(actor), str(recipient)] += int(str(events))
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(actor, recipient, count) for (actor, recipient), count in ranked[:PAIRS]]


def behind(archive: Archive, asked: AskedBehind) -> Sequence[str]:
    """The ids of the records behind a row of a series; `Unknown` where it has no such row."""
    table = dyads(archive, asked)
    cells = zip(*(table.column(n) for n in ("period", "actor", "recipient")), strict=True)
    wanted = (asked.period, asked.actor, asked.recipient)
    for number, cell in enumerate(cells):
        if cell == wanted:
            return table.records[number]
    raise Unknown(
        f"The series has no row of {asked.period}, {asked.actor} and {asked.recipient}.",
        todo="Follow a count of the series.",
    )


@dataclass(frozen=True)
class Times:
    """A page of a timeline, and what is told of a name that nobody has."""

    table: Table
    rows: tuple[Row, ...]
    page: int
    notes: tuple[str, ...]


def timeline(archive: Archive, asked: AskedTimeline) -> Times | None:
    """What is told of someone, in the order in which it was; None where nobody is asked for."""
    if asked.who is None:
        return None
    wanted = Filter(
        actor=asked.who, since=asked.since, until=asked.until, confidence=asked.confidence
    )
    table = archive.timeline(wanted)
    page = min(asked.page, last_page(len(table), asked.size))
    first = (page - 1) * asked.size
    notes = () if len(table) else tuple(unknown(archive, wanted))
    return Times(table, tuple(_rows(table, first, first + asked.size)), page, notes)


def worded(note: str, fields: Mapping[str, str]) -> str:
    """A sentence of the library, with its options called what the reader has before them."""
    return re.sub(r"--(\w+)", lambda m: fields.get(m[1], m[0]), note)


LABELS = {"since": "“From”", "until": "“Until”", "level": "“Rolled up to”"}
PARAMETERS = {name: f"`{name}`" for name in LABELS}


def behind_link(asked: AskedDyads, row: Row, quad: int | None = None) -> str:
    """The address of the records that a count of a row is of."""
    cell = {name: row[name] for name in ("period", "actor", "recipient")}
    query = {n: v for n, v in asked.query().items() if n not in ("page", "size")}
    return link("/dyads/records", query | cell | {"quad": quad})


def quads() -> Iterable[tuple[int, str, str]]:
    """PLOVER's quads: their number, column and name."""
    return [(number, name, name.replace("_", " ")) for number, name in enumerate(QUADS, 1)]
