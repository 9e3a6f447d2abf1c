"""`dragoman export`: everything kept, as one file."""

from typing import Literal

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.output import utf8_output
from dragoman.way import STDIN as STDOUT


@click.command()
@click.option(
    "--format",
    type=click.Choice(("jsonl", "json")),
    default="jsonl",
    show_default=True,
    help="Lines that `import` takes in again, or one object.",
)
@click.option(
    "--out",
    default=STDOUT,
    metavar="FILE|-",
    help="The file to write, replaced once all is written; standard output if not given.",
)
@options.archive
@click.pass_obj
def export(
    context: Context, *, format: Literal["jsonl", "json"], out: str, archive: str | None
) -> None:
    """Write all that the archive keeps to one file.

    The reports with their texts, the records and the failures, as JSON.
    """
    with context.archive(context.settings(archive=archive)) as kept:
        if out == STDOUT:
            with utf8_output() as stream:
                kept.export(stream, format=format)
        else:
            kept.export(out, format=format)
