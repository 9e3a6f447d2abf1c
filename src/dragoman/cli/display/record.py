"""The record of one report, as `read` and `show` print it."""

import json
from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from dragoman.cli.display import tables
from dragoman.cli.display import words as say
from dragoman.cli.display.standing import standing
from dragoman.cli.display.tables import Found, R
from dragoman.cli.output import Screen
from dragoman.cli.safe import clean, harmless
from dragoman.model import Coded, Coding, Report


def show(screen: Screen, coding: Coding) -> None:
    """Print the report's head, then its records, kind by kind."""
    for part in _head(coding):
        screen.print(part)
    for title, items, made in _sections(coding, screen.width):
        screen.print(Text(f"\n{title}\n", "bold"))
        screen.print(made if items else Text("None found.", "dim"))
    screen.print(Text())


def _head(coding: Coding) -> Iterator[Text]:
    report = coding.report
    yield Text(clean(report.title or "Untitled report"), "bold")
    told = (report.site, report.byline)
    yield Text(" · ".join((*(clean(t) for t in told if t), say.day(report.published))))
    yield Text(clean(report.address))
    language = clean(report.language) if report.language else f"language {say.UNKNOWN}"
    yield Text(" · ".join((say.short(report.id), language, clean(coding.coder))), "dim")


def _sections(coding: Coding, width: int) -> Iterator[tuple[str, bool, RenderableType]]:
    report = coding.report
    if coding.coder not in coding.added:
        yield from _shipped(coding, width)
    if coding.marks or coding.added:
        marks = _found(coding.marks, report)
        yield f"Marks of {', '.join(_marking(coding))}", bool(marks), tables.marks(marks)


def _shipped(coding: Coding, width: int) -> Iterator[tuple[str, bool, RenderableType]]:
    report = coding.report
    events = _found(coding.events, report)
    yield "Who did what to whom", bool(events), tables.events(events, width=width)
    statements = _found(coding.statements, report)
    yield "Who said what", bool(statements), tables.statements(statements)
    positions = _found(coding.positions, report)
    yield "Where the parties stand", bool(positions), standing(positions, width=width)
    figures = _found(coding.figures, report)
    yield "Figures claimed", bool(figures), tables.figures(figures)


def _marking(coding: Coding) -> Iterable[str]:
    return dict.fromkeys(map(clean, [*coding.added, *(m.coder for m in coding.marks)]))


def _found(records: Iterable[R], report: Report) -> list[Found[R]]:
    return [Found(record, report) for record in records]


def show_record(screen: Screen, record: Coded, report: Report) -> None:
    """Print one record: its words in their paragraph, then all that is kept of it."""
    screen.print(Text(say.report_line(report), "bold"))
    screen.print(Text(f"{say.short(record.id)} · {say.mark(record)}\n", "dim"))
    screen.print(say.around(report, record.evidence, room=len(report.text)))
    screen.print(Text())
    kept = json.dumps(record.to_dict(), ensure_ascii=False, indent=2)
    # JSON itself escapes line ends inside texts; what else a terminal would obey is replaced.
    lines = ("".join(map(harmless, line)) for line in kept.split("\n"))
    screen.print(Text("\n".join(lines)), wrap=False)
