"""`dragoman changes`: what came into an archive and what went out of it."""

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.output import emit


@click.command()
@click.option(
    "--since",
    type=click.IntRange(min=0),
    default=0,
    metavar="CURSOR",
    help="Only what happened after this cursor, the last one of another feed.",
)
@options.archive
@click.pass_obj
def changes(context: Context, *, since: int, archive: str | None) -> None:
    """Tell what was added, decided and removed, in order.

    One JSON object per line, each with its cursor.
    """
    with context.archive(context.settings(archive=archive)) as kept:
        for change in kept.changes(since):
            emit(change.to_dict())
