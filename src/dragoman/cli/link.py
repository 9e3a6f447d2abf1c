"""`dragoman link`: duplicates, stories and happenings among what is new."""

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.output import emit
from dragoman.cli.progress import Progress


@click.command()
@options.archive
@options.json
@click.pass_obj
def link(context: Context, *, archive: str | None, json: bool) -> None:
    """Find what several reports tell of one thing.

    Looks at what changed since the last time alone. Stopped, it goes on where it was.
    """
    with (
        context.archive(context.settings(archive=archive)) as kept,
        Progress() as progress,
    ):
        linked = kept.link(report=lambda done: progress.show(f"Linking: {done} reports done"))
    if json:
        emit(linked.to_dict())
        return
    click.echo(
        f"Linked {linked.reports:,} reports. Now there are {linked.stories:,} stories, "
        f"{linked.happenings:,} happenings and {linked.duplicates:,} groups of duplicates."
    )
