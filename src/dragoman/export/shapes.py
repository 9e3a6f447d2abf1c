"""What the files in the shape of another data set share: it is always our coding, and said so."""

import csv
import io
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import cast

from dragoman.export.citation import citation
from dragoman.export.codebook import Key, Line, of_keys
from dragoman.export.columns import Cell
from dragoman.export.neutral import neutral
from dragoman.export.outputs import Outputs, write_csv
from dragoman.export.selection import Found, Selection
from dragoman.export.tally import Tally
from dragoman.model import Actor, Event, Report, Status, When
from dragoman.vocab import countries, nonstates

EVIDENCE = ".evidence.csv"
_DONE = (Status.ACTUAL, Status.HISTORICAL)
_EVIDENCE = [
    Key("id", "the event's id, as in the file itself"),
    Key("report", "the report's id"),
    Key("version", "which version of the report's text the offsets are of"),
    Key("start", "where the words begin: code points from the start of the text"),
    Key("end", "where the words end: text[start:end] == words"),
    Key("words", "the exact words the event rests on"),
    Key("before", "up to 32 characters before the words"),
    Key("after", "up to 32 characters after the words"),
    Key("status", "whether it is told as done", "status"),
    Key("said_by", "who says so, where it is not the report itself"),
    Key("confidence", "how likely the event is right, from 0 to 1"),
    Key("coder", "who coded it"),
    Key("review", "where its review stands", "review"),
    Key("citation", "how to cite the event"),
]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The file of another data set: its columns in their order, and how an event fills them."""

    name: str  # of the data set
    keys: list[Key]
    cells: Callable[[Event, Report, Tally], Mapping[str, Cell] | None]
    separator: str
    header: bool = True
    note: str


def write(shape: Shape, selection: Selection, outputs: Outputs, tally: Tally) -> Iterator[Line]:
    """Write the events in that shape, and their evidence beside them; the lines of the codebook.

    Their columns have no place for a plan or a denial, so only what is told as done goes in.
    """
    stream, beside = outputs.text(), outputs.text(beside=EVIDENCE)
    names = [key.name for key in shape.keys]
    if shape.header:
        stream.write(_line(names, shape.separator))
    write_csv(beside, [[key.name for key in _EVIDENCE]])
    for found in selection.found("events"):
        cells = _cells(shape, found, tally)
        if cells is not None:
            stream.write(_line([cells.get(name) for name in names], shape.separator))
            write_csv(beside, [map(_defused, _evidence(found))])
            tally.take(found)
    tally.notes += [
        f"This is dragoman's coding in the columns of {shape.name}. It is not {shape.name} data, "
        f"and its ids are ours.",
        shape.note,
    ]
    yield from of_keys("events", shape.keys)
    yield from of_keys("evidence", _EVIDENCE)


def _cells(shape: Shape, found: Found, tally: Tally) -> Mapping[str, Cell] | None:
    event = cast("Event", found.record)  # the kind asked for
    if event.status not in _DONE:
        tally.leave(f"told as {event.status.value}, not as done")
        return None
    return shape.cells(event, found.report, tally)


def _evidence(found: Found) -> list[Cell]:
    event = cast("Event", found.record)  # the kind asked for
    e, said_by = event.evidence, event.said_by
    return [
        event.id, e.report, e.version, e.start, e.end, e.words, e.before, e.after,
        event.status.value, named(said_by) if said_by else None, event.confidence, event.coder,
        found.state.value, citation(event, found.report),
    ]  # fmt: skip


def _defused(cell: Cell) -> Cell:
    return neutral(cell) if isinstance(cell, str) else cell


def _line(cells: list[Cell] | list[str], separator: str) -> str:
    made = io.StringIO()
    # Many who read such files take a line end for the end of a row, quoted or not.
    flat = (" ".join(c.split()) if isinstance(c, str) else c for c in cells)
    csv.writer(made, delimiter=separator, lineterminator="\n").writerow(map(_defused, flat))
    return made.getvalue()


def named(actor: Actor) -> str:
    """The name an actor resolves to, else the words."""
    return actor.name or actor.evidence.words


def joined(actors: tuple[Actor, ...], get: Callable[[Actor], str | None]) -> str:
    """What `get` gives of each actor, without repetition, `; ` between them."""
    return "; ".join(dict.fromkeys(filter(None, map(get, actors))))


def only_day(when: When | None) -> str | None:
    """The day, where it is known to the day."""
    exact = when and when.start is not None and when.start == when.end
    return str(when.start) if when and exact else None


def country_name(code: str | None) -> str | None:
    """The name of a country by its code, or what a code of PLOVER's stands for."""
    state = countries().get(code or "")
    return state.name if state else nonstates().get(code or "", code)


@cache
def shapes() -> Mapping[str, Mapping[str, object]]:
    """The tables of `shapes.toml`."""
    text = resources.files(__package__).joinpath("shapes.toml").read_text("utf-8")
    return {n: t for n, t in tomllib.loads(text).items() if isinstance(t, dict)}


def codes(table: str) -> Mapping[str, str]:
    """A table of `shapes.toml` that maps a code of ours to one of theirs."""
    return {ours: str(theirs) for ours, theirs in shapes()[table].items()}


def row_of(table: str, code: str) -> Mapping[str, object]:
    """What `shapes.toml` says of one of our codes; nothing where it does not say."""
    found = shapes()[table].get(code)
    return found if isinstance(found, dict) else {}


def mode_of(row: Mapping[str, object], mode: str | None) -> object:
    """What a row of `shapes.toml` says of a mode; None where it does not say."""
    modes = row.get("modes")
    return modes.get(mode) if isinstance(modes, dict) else None
