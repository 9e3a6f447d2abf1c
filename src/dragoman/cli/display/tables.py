"""Tables of records: one row each, ending in the report's words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rich.table import Table
from rich.text import Text

from dragoman.cli.display import words as say
from dragoman.cli.display.fitting import Fitted
from dragoman.cli.safe import clean, harmless
from dragoman.model import (
    Coded,
    Event,
    Figure,
    Mark,
    Position,
    Report,
    State,
    Statement,
    StatementKind,
)

R = TypeVar("R", bound=Coded)
WIDE = 120  # columns from which on each thing has a column of its own


@dataclass(frozen=True, slots=True)
class Found(Generic[R]):
    """A record and its report; `named` says that the row has to name the report.

    `id` is the one it is found by where it was corrected, `state` where its review stands.
    """

    record: R
    report: Report
    named: bool = False
    id: str | None = None
    state: State = State.MACHINE


Cell = str | Text
Cells = Sequence[Cell]


def events(found: Iterable[Found[Event]], *, width: int) -> Table:
    """Who did what to whom."""
    columns = ("When and where", "What", "Who → whom", "Who says so", "Words")
    if width >= WIDE:
        return table(columns, (3, None, 4, 3, 6), map(_event, found))
    narrow = ("What, when, where", "Who → whom, who says so", "Words")
    return table(narrow, (4, 5, 6), (_stacked(_event(f)) for f in found))


def _event(found: Found[Event]) -> Cells:
    event = found.record
    return (
        _lines(say.when(event.when), say.places(event.place)),
        _lines(
            Text(" · ".join(filter(None, (event.type, event.mode))), "bold"),
            f"{event.status}, {say.percent(event.confidence)}",
        ),
        f"{say.actors(event.actor)} → {say.actors(event.recipient)}",
        say.source(event.said_by),
        _lines(say.around(found.report, event.evidence), *_marks(found)),
    )


def _stacked(cells: Cells) -> Cells:
    when, what, who, source, words = cells
    return _lines(what, when), _lines(who, source), words


def statements(found: Iterable[Found[Statement]]) -> Table:
    """Who said what."""
    return table(("Who", "Kind", "Words"), (4, None, 8), map(_statement, found))


def _statement(found: Found[Statement]) -> Cells:
    statement = found.record
    speaker = say.actor(statement.speaker)
    if statement.addressee:
        speaker += f" → {say.actor(statement.addressee)}"
    said = say.quoted(statement.content, direct=statement.kind is StatementKind.DIRECT)
    cue = [f"“{clean(statement.cue.words)}”"] if statement.cue else []
    told = [say.when(statement.when)] if statement.when else []
    kind = _lines(statement.kind, say.percent(statement.confidence))
    return _lines(speaker, *cue, *told), kind, _lines(said, *_marks(found))


def positions(found: Iterable[Found[Position]]) -> Table:
    """Where parties stand, one row for each position."""
    return table(("Party", "Issue", "Stance and words"), (4, None, 8), map(_position, found))


def _position(found: Found[Position]) -> Cells:
    return say.actor(found.record.party), found.record.issue, stance(found)


def stance(found: Found[Position]) -> Text:
    """What is demanded, offered, accepted or rejected, of whom, and on what condition."""
    position, more = found.record, []
    if position.of:
        more.append(f"of {say.actor(position.of)}")
    if position.condition:
        more.append(f"on condition: {clean(position.condition.words)}")
    if position.when:
        more.append(say.when(position.when))
    said = Text.assemble((position.stance, "bold"), ": ", clean(position.evidence.words))
    return _lines(said, *more, *_marks(found, say.percent(position.confidence)))


def figures(found: Iterable[Found[Figure]]) -> Table:
    """Which numbers are claimed, and by whom."""
    columns = ("Figure", "Measure, of", "Who says so", "Words")
    return table(columns, (3, 3, 4, 7), map(_figure, found))


def _figure(found: Found[Figure]) -> Cells:
    figure = found.record
    counted = clean(figure.of.words) if figure.of else say.NOTHING
    return (
        _lines(Text(clean(say.value(figure)), "bold"), say.percent(figure.confidence)),
        _lines(figure.measure, counted),
        say.source(figure.said_by),
        _lines(say.around(found.report, figure.evidence, room=say.ROOM // 2), *_marks(found)),
    )


def marks(found: Iterable[Found[Mark]]) -> Table:
    """What schemas of the user's own found."""
    return table(("What", "Roles", "Words"), (4, 5, 6), map(_mark, found))


def _mark(found: Found[Mark]) -> Cells:
    mark = found.record
    sure = mark.confidences
    labels = (f"{a}: {label}{say.sure(sure.get(a))}" for a, label in mark.attributes.items())
    roles = (
        f"{role}: {', '.join(clean(e.words) for e in those)}{say.sure(sure.get(role))}"
        for role, those in mark.roles.items()
    )
    return (
        _lines(Text(mark.type, "bold"), f"{mark.schema_}, {say.percent(mark.confidence)}", *labels),
        _lines(*roles) if mark.roles else say.NOTHING,
        _lines(say.around(found.report, mark.evidence), *_marks(found)),
    )


def _marks(found: Found[R], *more: str) -> Iterable[Text]:
    reviewed = () if found.state is State.MACHINE else (found.state.value,)
    yield Text(" · ".join((say.mark(found.record, id=found.id), *more, *reviewed)), "dim")
    if found.named:
        yield Text(say.report_line(found.report), "dim")


def _lines(*cells: Cell) -> Text:
    return Text("\n").join(c if isinstance(c, Text) else Text(c) for c in cells)


def table(
    columns: Sequence[str],
    ratios: Sequence[int | None],
    rows: Iterable[Cells],
    *,
    least: Mapping[int, int] | None = None,
    gap: int = 3,
) -> Table:
    """A table as wide as the terminal, whose cells wrap and are never cut off.

    A column without a ratio is as wide as what it holds: for codes, which do not wrap well.
    """
    return Fitted(
        list(map(_safe, columns)),
        ratios,
        ([_safe(cell) for cell in row] for row in rows),
        least=least,
        gap=gap,
    )


def _safe(cell: Cell) -> Text:
    """The cell without what a terminal would obey, wherever in a record it came from."""
    text = cell if isinstance(cell, Text) else Text(cell)
    text.plain = "\n".join("".join(map(harmless, line)) for line in text.plain.split("\n"))
    return text
