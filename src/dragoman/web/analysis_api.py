"""The twins of the pages of the analysis."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from dragoman.analysis.table import Table
from dragoman.web import tables
from dragoman.web.acts import Unknown
from dragoman.web.context import Here
from dragoman.web.over_time import records_behind
from dragoman.web.tables import AskedBehind, AskedDyads, AskedGaps, AskedPositions, AskedTimeline
from dragoman.web.twins import Json, twins, within

router = twins()


class Party(BaseModel):
    """A party that has positions."""

    party: str = Field(description="A country's code for its government, else a name.")
    name: str
    issues: int = Field(description="On how many issues it has one, among those asked for.")


class Rows(BaseModel):
    """Rows of a table, each with the ids of the records behind it."""

    note: str = Field(description="What is counted, and what is left out.")
    columns: dict[str, str] = Field(description="What each column means.")
    total: int = Field(description="How many rows there are, on all pages.")
    rows: list[Json]


class Positions(Rows):
    """Where parties stand: as `dragoman standing --json` gives it."""

    notes: list[str] = Field(description="Why a party that was asked for is not there.")
    parties: list[Party] = Field(description="Those of the rows.")
    others: list[Party] = Field(description="The other parties that have positions.")


class Gaps(Rows):
    """Where two parties meet: as `dragoman gaps --json` gives it. Nothing without two parties."""

    sides: list[str]


class Pair(BaseModel):
    """How often one acted towards another, in all periods."""

    actor: str
    recipient: str
    events: int


class Series(Rows):
    """Who acted towards whom: as `dragoman dyads --json` gives it, but the newest first."""

    pairs: list[Pair] = Field(
        description="Without sides, who acted most often towards whom; else none."
    )


class Behind(BaseModel):
    """The records that a count of a series is of."""

    total: int
    records: list[Json] = Field(description="As `dragoman events --json` gives them.")


@router.get("/positions")
def positions(web: Here, asked: Annotated[AskedPositions, Query()]) -> Positions:
    """Where parties stand on each issue; without `parties` those with positions on most issues."""
    found = tables.standing(web.archive, asked)
    if found.missing:
        raise Unknown(
            " ".join(found.notes), todo="Without `parties` those that have positions are listed."
        )
    return Positions(
        **_rows(found.table),
        rows=list(found.table.to_dicts()),
        notes=list(found.notes),
        parties=list(map(_party, found.parties)),
        others=list(map(_party, found.others)),
    )


@router.get("/gaps")
def gaps(web: Here, asked: Annotated[AskedGaps, Query()]) -> Gaps:
    """Where two parties meet and where they do not, issue by issue, with the words of both."""
    view = tables.gaps(web.archive, asked)
    if view is None:
        return Gaps(note="Give two parties, `a` and `b`.", columns={}, total=0, rows=[], sides=[])
    return Gaps(**_rows(view), rows=list(view.to_dicts()), sides=list(view.sides))


@router.get("/dyads")
def dyads(web: Here, asked: Annotated[AskedDyads, Query()]) -> Series:
    """How often one side acted towards another, by day, week, month or year, the newest first."""
    found = tables.series(web.archive, asked)
    _there(found.notes)
    within(asked.page, found.total, asked.size)
    pairs = [] if asked.sides else tables.pairs(found.table)
    return Series(
        **_rows(found.table),
        rows=[dict(row) for row in found.rows],
        pairs=[Pair(actor=a, recipient=r, events=n) for a, r, n in pairs],
    )


@router.get("/dyads/records")
def behind(web: Here, asked: Annotated[AskedBehind, Query()]) -> Behind:
    """The events that a count of a series is of."""
    found = records_behind(web, asked)
    within(asked.page, found.total, asked.size)
    return Behind(total=found.total, records=[shown.to_dict() for shown in found.rows])


@router.get("/timeline")
def timeline(web: Here, asked: Annotated[AskedTimeline, Query()]) -> Rows:
    """The events, statements and positions that name someone, in the order in which they were."""
    found = tables.timeline(web.archive, asked)
    if found is None:
        return Rows(note="Name somebody with `who`.", columns={}, total=0, rows=[])
    _there(found.notes)
    within(asked.page, len(found.table), asked.size)
    return Rows(**_rows(found.table), rows=[dict(row) for row in found.rows])


def _rows(table: Table) -> Json:
    return {
        "note": tables.worded(table.note, tables.PARAMETERS),
        "columns": {column.name: column.meaning for column in table.columns},
        "total": len(table),
    }


def _party(party: tables.Listed) -> Party:
    return Party(party=party.key, name=party.name, issues=party.issues)


def _there(notes: tuple[str, ...]) -> None:
    """Raise where a name is nobody's."""
    if notes:
        raise Unknown(
            tables.worded(" ".join(notes), tables.PARAMETERS), todo="Ask for another name."
        )
