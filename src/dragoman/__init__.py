"""Dragoman reads news reporting on conflict and diplomacy and keeps the record.

import dragoman

record = dragoman.read("report.txt", published="2025-01-21")
for event in record.events:
    print(event.type, event.evidence.words)

with dragoman.open("archive.dragoman") as archive:
    archive.read("report.txt")
"""

from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from dragoman.archive import Archive, Filter
    from dragoman.errors import DragomanError
    from dragoman.model import Actor, Coding, Event, Evidence, Figure, Position, Report, Statement

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Archive",
    "Coding",
    "DragomanError",
    "Event",
    "Evidence",
    "Figure",
    "Filter",
    "Position",
    "Report",
    "Statement",
    "open",
    "read",
]

_HOMES = {
    "Archive": "dragoman.archive",
    "Filter": "dragoman.archive",
    "DragomanError": "dragoman.errors",
}


def __getattr__(name: str) -> object:
    # Late: the records bring pydantic, and `dragoman --help` should not wait for it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "dragoman.model")), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


def read(source: "str | PathLike[str]", *, published: date | str | None = None) -> "Coding":
    """The record of one report: its events, statements, positions and figures.

    Args:
        source: A text, or a path to a text, Markdown, HTML, PDF or DOCX file. A string is a path
            where such a file exists, where it holds no blank, and where it looks like one:
            `news/a talk.txt`.
        published: The day of publication (a date, or ISO 8601 text); the report's own if None.

    Raises:
        SourceError: The report cannot be read; says why and what to do.
        SettingsError: `published` is no day.
    """
    from dragoman.way import Way

    way = Way()
    return way.code(way.report(source, published=published))


def open(path: "str | PathLike[str]") -> "Archive":
    """The archive at `path`, made if there is none; a context manager."""
    from dragoman.archive import Archive

    return Archive.open(str(path))
