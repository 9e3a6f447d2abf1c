"""`dragoman import`: what `export` wrote, and files of other data sets, taken into an archive."""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.output import emit
from dragoman.errors import ArchiveError
from dragoman.way import STDIN

if TYPE_CHECKING:
    from dragoman.archive import Archive

# Named here as well, so that the command's help loads none of what reads them.
SOURCES = ("polecat", "gdelt", "acled")


@click.command("import")
@click.argument("file", metavar="FILE|-")
@click.option(
    "--from",
    "source",
    type=click.Choice(SOURCES),
    help="A file of this data set: its events are kept beside ours, to be compared.",
)
@options.archive
@options.json
@click.pass_obj
def import_(
    context: Context, *, file: str, source: str | None, archive: str | None, json: bool
) -> None:
    """Take in what `export --format jsonl` wrote, or with --from a file of another data set.

    The archive is made where there is none; what it holds already is left as it is.
    """
    if file != STDIN and not Path(file).exists():  # said before an archive is made for nothing
        raise ArchiveError(f"There is no file {file}.", todo="Check the path.")
    with context.archive(context.settings(archive=archive), create=True) as kept:
        if source is None:
            _own(kept, file, json=json)
        else:
            _foreign(kept, file, source, json=json)


def _own(kept: "Archive", file: str, *, json: bool) -> None:
    if file == STDIN:
        stream = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="\n")
        new = kept.import_(stream)
    else:
        new = kept.import_(file)
    if json:
        emit({"new": new})
    else:
        click.echo(f"{new} new coding{'' if new == 1 else 's'}.")


def _foreign(kept: "Archive", file: str, source: str, *, json: bool) -> None:
    seen = kept.import_foreign(sys.stdin.buffer if file == STDIN else file, source=source)
    if json:
        emit({"source": source, **seen.to_dict()})
    else:
        span = f", {seen.first} to {seen.last}" if seen.first else ""
        click.echo(f"{seen.events} event{'' if seen.events == 1 else 's'}{span}; {seen.new} new.")
