"""A timeline: what is told of someone, in the order in which it was."""

from collections.abc import Iterable
from datetime import date

from dragoman.analysis.table import Cell, Column, Table, across
from dragoman.model import Actor, Coded, Event, Position, Report, Statement, When

COLUMNS = (
    Column("start", date, "the first day it can have been; empty where not known"),
    Column("end", date, "the last day it can have been"),
    Column("published", date, "the day of the report"),
    Column("record", str, "event, statement or position"),
    Column("what", str, "the type of an event, the kind of a statement, the stance of a position"),
    Column("detail", str, "the status of an event, the issue of a position"),
    Column("who", str, "who acts, speaks or takes the position"),
    Column("whom", str, "to whom"),
    Column("said_by", str, "who says so, where it is not the report itself"),
    Column("words", str, "the report's words"),
    Column("before", str, "some of the report before them"),
    Column("after", str, "some of the report after them"),
    Column("report", str, "the id of the report"),
)


def timeline(found: Iterable[tuple[str, Coded, Report]]) -> Table:
    """The events, statements and positions among these records, each after its id, by day.

    What is not dated stands at the day of its report, of which it is only known that it was not
    later; what has no day at all stands first.
    """
    lines = [(line, id) for id, r, report in found if (line := _line(r, report))]
    lines.sort(key=lambda pair: (_order(pair[0]), pair[1]))
    return Table(
        name="timeline",
        columns=COLUMNS,
        data=across(COLUMNS, (line for line, _ in lines)),
        records=tuple((id,) for _, id in lines),
        note=(
            "1 record, as its report tells it."
            if len(lines) == 1
            else f"{len(lines):,} records, each as its report tells it."
        ),
    )


def _order(line: tuple[Cell, ...]) -> date:
    day = line[0] or line[1] or line[2] or date.min
    assert isinstance(day, date)
    return day


def _line(record: Coded, report: Report) -> tuple[Cell, ...] | None:
    what: str
    detail: str | None
    who: Iterable[Actor | None]
    whom: Iterable[Actor | None]
    said_by: Actor | None = None
    match record:
        case Event():
            what, detail, said_by = record.type, record.status.value, record.said_by
            who, whom = record.actor, record.recipient
        case Statement():
            what, detail = record.kind.value, None
            who, whom = (record.speaker,), (record.addressee,)
        case Position():
            what, detail = record.stance.value, record.issue
            who, whom = (record.party,), (record.of,)
        case _:
            return None
    when: When | None = record.when
    return (
        when and when.start, when and when.end, report.published, record.record, what, detail,
        _names(who), _names(whom), _names((said_by,)), record.evidence.words,
        record.evidence.before, record.evidence.after, report.id,
    )  # fmt: skip


def _names(actors: Iterable[Actor | None]) -> str | None:
    return "; ".join(a.name or a.evidence.words for a in actors if a) or None
