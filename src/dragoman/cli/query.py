"""`dragoman query`: a question in SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.outcome import tell
from dragoman.cli.output import Screen, emit
from dragoman.errors import RefusedQuery

if TYPE_CHECKING:
    from dragoman.store.ask import Rows

SHOWN = 100  # rows of a table: it is laid out as a whole


@click.command()
@click.argument("sql")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    show_default=True,
    metavar="N",
    help="How long it may take.",
)
@options.archive
@options.json
@click.pass_obj
def query(context: Context, *, sql: str, seconds: float, archive: str | None, json: bool) -> None:
    """Ask the archive a question in SQL.

    One statement that reads; nothing can be changed by it. docs/archive.md lists the tables and
    views, such as latest_events.
    """
    with context.archive(context.settings(archive=archive)) as kept, _refusal():
        rows = kept.query(sql, seconds=seconds)
        if json:
            for row in rows.dicts():
                emit(row)
        else:
            _print(rows)


@contextmanager
def _refusal() -> Iterator[None]:
    """Tell a statement that the database does not take from trouble with the archive."""
    try:
        yield
    except RefusedQuery as error:
        raise click.UsageError(f"{error.what} {error.todo}") from error


def _print(rows: "Rows") -> None:
    from dragoman.cli.display.tables import table
    from dragoman.cli.display.words import NOTHING
    from dragoman.cli.safe import clean

    found = list(islice(rows, SHOWN + 1))
    if not found:
        tell("No rows.")
        return
    cells = (
        [NOTHING if value is None else clean(str(value)) for value in row] for row in found[:SHOWN]
    )
    Screen().print(table(rows.columns, [1] * len(rows.columns), cells))
    if len(found) > SHOWN:
        tell(f"These are the first {SHOWN}. --json gives all.")
