"""`dragoman import`: what `export` wrote, taken into an archive."""

import io
import sys

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.output import emit
from dragoman.way import STDIN


@click.command("import")
@click.argument("file", metavar="FILE|-")
@options.archive
@options.json
@click.pass_obj
def import_(context: Context, *, file: str, archive: str | None, json: bool) -> None:
    """Take in what `export --format jsonl` wrote.

    The archive is made where there is none; what it holds already is left as it is.
    """
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
