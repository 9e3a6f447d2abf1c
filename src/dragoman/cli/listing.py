"""What the lists of events, statements, positions, figures and marks share."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.outcome import tell
from dragoman.cli.output import Screen, emit
from dragoman.cli.unknown import unknown

if TYPE_CHECKING:
    from rich.table import Table

    from dragoman.archive import Archive
    from dragoman.cli.display.tables import Found
    from dragoman.review.view import Shown

    # Rows are records of one kind, which a mapping's type cannot say.
    LayOut = Callable[[Iterable[Found[Any]]], Table]

SHOWN = 100  # rows of a table where no limit is given: it is laid out as a whole

_FIRST = (
    click.option(
        "--actor", metavar="WHO", help="Anyone named: a country's code, or the start of a word."
    ),
)
_LAST = (
    options.since,
    options.until,
    click.option(
        "--confidence", type=options.PROBABILITY, metavar="P", help="At least so sure, from 0 to 1."
    ),
    click.option("--coder", metavar="NAME", help="This coder's records instead of the latest."),
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many."),
    options.archive,
    options.json,
)


def filters(*own: options.Decorator) -> options.Decorator:
    """The filters that all kinds of record have, with a kind's own among them."""
    return options.together(*_FIRST, *own, *_LAST)


def list_records(context: Context, kind: str, asked: dict[str, Any]) -> None:
    """Print the records wanted, as lines of JSON or as one table; `asked` are the options."""
    from dragoman.archive import Filter

    names = ("archive", "json", "confidence", "limit")
    archive, json, confidence, limit = (asked.pop(name) for name in names)
    settings = context.settings(archive=archive, confidence=confidence)
    most = limit if json or limit else SHOWN + 1
    wanted = Filter(confidence=settings.confidence, limit=most, **asked)
    with context.archive(settings) as kept:
        found = kept.shown(kind, wanted)
        first = next(found, None)
        records = chain(() if first is None else (first,), found)
        if json:
            for shown in records:
                emit(shown.to_dict())
        else:
            _print(kept, kind, records, limit or SHOWN)
        for line in unknown(kept, wanted, kind) if first is None else ():
            tell(line)


def _print(archive: "Archive", kind: str, records: "Iterator[Shown]", most: int) -> None:
    from dragoman.cli.display.tables import Found

    rows = [
        Found(s.record, archive.source(s.record), named=True, id=s.id, state=s.state)
        for s in islice(records, most)
    ]
    if not rows:
        tell("None found.")
        return
    screen = Screen()
    screen.print(_lay_out(kind, screen.width)(rows))
    if next(records, None):
        tell(f"These are the first {most}. --limit N shows more, --json gives all.")


def _lay_out(kind: str, width: int) -> "LayOut":
    from dragoman.cli.display import tables

    made: dict[str, LayOut] = {
        "event": partial(tables.events, width=width),
        "statement": tables.statements,
        "position": tables.positions,
        "figure": tables.figures,
        "mark": tables.marks,
    }
    return made[kind]
