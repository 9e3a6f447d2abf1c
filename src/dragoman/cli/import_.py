"""`dragoman import`: what `export` wrote, taken into an archive; files of others, checked."""

import io
import sys
from typing import BinaryIO

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.output import emit
from dragoman.way import STDIN

# Named here as well, so that the command's help loads none of what reads them.
SOURCES = ("polecat", "gdelt", "acled")


@click.command("import")
@click.argument("file", metavar="FILE|-")
@click.option(
    "--from",
    "source",
    type=click.Choice(SOURCES),
    help="A file of this data set: its events are checked and counted, none is kept.",
)
@options.archive
@options.json
@click.pass_obj
def import_(
    context: Context, *, file: str, source: str | None, archive: str | None, json: bool
) -> None:
    """Take in what `export --format jsonl` wrote.

    The archive is made where there is none; what it holds already is left as it is.
    """
    if source is not None:
        _check(file, source, json=json)
        return
    with context.archive(context.settings(archive=archive), create=True) as kept:
        if file == STDIN:
            stream = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="\n")
            new = kept.import_(stream)
        else:
            new = kept.import_(file)
    if json:
        emit({"new": new})
    else:
        click.echo(f"{new} new coding{'' if new == 1 else 's'}.")


def _check(file: str, source: str, *, json: bool) -> None:
    """Read every event of the file, and say how many there are and of which days."""
    from dragoman.export.foreign import read

    given: str | BinaryIO = sys.stdin.buffer if file == STDIN else file
    count, first, last = 0, None, None
    for event in read(given, source=source):
        count += 1
        if event.day is not None:
            first, last = min(first or event.day, event.day), max(last or event.day, event.day)
    days = {"first": first and str(first), "last": last and str(last)}
    if json:
        emit({"source": source, "events": count, "kept": 0, **days})
    else:
        span = f", {first} to {last}" if first else ""
        click.echo(f"{count} event{'' if count == 1 else 's'}{span}; none of them is kept.")
