"""The record of one report, as `read` and `show` print it."""

import json
from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from dragoman.cli.display import tables
from dragoman.cli.display import words as say
from dragoman.cli.display.decided import decided
from dragoman.cli.display.standing import standing
from dragoman.cli.display.tables import Found, R
from dragoman.cli.output import Screen
from dragoman.cli.safe import clean, harmless
from dragoman.model import Coding, Event, Figure, Mark, Position, Report, Statement
from dragoman.resolve.dateline import dateline_place
from dragoman.review.view import Shown, View


def show(screen: Screen, coding: Coding, view: View | None = None) -> None:
    """Print the report's head, then its records, kind by kind.

    With a view they are as people decided them, and what they decided follows.
    """
    for part in _head(coding):
        screen.print(part)
    for title, items, made in _sections(coding, view, screen.width):
        screen.print(Text(f"\n{title}\n", "bold"))
        screen.print(made if items else Text("None found.", "dim"))
    if view and (lines := list(decided(view))):
        screen.print(Text("\nWhat people decided\n", "bold"))
        for line in lines:
            screen.print(line)
    screen.print(Text())


def _head(coding: Coding) -> Iterator[Text]:
    report = coding.report
    yield Text(clean(report.title or "Untitled report"), "bold")
    told = (report.site, report.byline)
    yield Text(" · ".join((*(clean(t) for t in told if t), say.day(report.published))))
    yield Text(clean(report.address))
    if sent := dateline_place(report):
        yield Text(
            f"sent from {clean(sent.name or sent.evidence.words)}, {sent.country or say.UNKNOWN}"
        )
    language = clean(report.language) if report.language else f"language {say.UNKNOWN}"
    yield Text(" · ".join((say.short(report.id), language, clean(coding.coder))), "dim")


def _sections(
    coding: Coding, view: View | None, width: int
) -> Iterator[tuple[str, bool, RenderableType]]:
    if coding.coder not in coding.added:
        yield from _shipped(coding, view, width)
    marks = _found(Mark, coding.marks, coding.report, view)
    if marks or coding.added:
        yield f"Marks of {', '.join(_marking(coding))}", bool(marks), tables.marks(marks)


def _shipped(
    coding: Coding, view: View | None, width: int
) -> Iterator[tuple[str, bool, RenderableType]]:
    report = coding.report
    events = _found(Event, coding.events, report, view)
    yield "Who did what to whom", bool(events), tables.events(events, width=width)
    statements = _found(Statement, coding.statements, report, view)
    yield "Who said what", bool(statements), tables.statements(statements)
    positions = _found(Position, coding.positions, report, view)
    yield "Where the parties stand", bool(positions), standing(positions, width=width)
    figures = _found(Figure, coding.figures, report, view)
    yield "Figures claimed", bool(figures), tables.figures(figures)


def _marking(coding: Coding) -> Iterable[str]:
    return dict.fromkeys(map(clean, [*coding.added, *(m.coder for m in coding.marks)]))


def _found(
    kind: type[R], records: Iterable[R], report: Report, view: View | None
) -> list[Found[R]]:
    if view is None:
        return [Found(record, report) for record in records]
    return [
        Found(shown.record, report, id=shown.id, state=shown.state)
        for shown in view.records
        if isinstance(shown.record, kind)
    ]


def show_record(screen: Screen, shown: Shown, report: Report) -> None:
    """Print one record: its words in their paragraph, then all that is kept of it."""
    record = shown.record
    screen.print(Text(say.report_line(report), "bold"))
    screen.print(Text(f"{say.short(shown.id)} · {say.mark(record, id=shown.id)}\n", "dim"))
    screen.print(say.around(report, record.evidence, room=len(report.text)))
    screen.print(Text())
    kept = json.dumps(shown.to_dict(), ensure_ascii=False, indent=2)
    # JSON itself escapes line ends inside texts; what else a terminal would obey is replaced.
    lines = ("".join(map(harmless, line)) for line in kept.split("\n"))
    screen.print(Text("\n".join(lines)), wrap=False)
