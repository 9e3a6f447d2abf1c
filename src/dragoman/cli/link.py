"""`dragoman link`: duplicates, stories and happenings among what is new."""

from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.output import emit
from dragoman.cli.progress import Progress

if TYPE_CHECKING:
    from dragoman.model.links import Linked


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
    from dragoman.cli.display.words import counted

    click.echo(f"Linked {counted(linked.reports, 'report')}. {_told(linked)}")


def _told(linked: "Linked") -> str:
    from dragoman.cli.display.words import counted

    each = (
        (linked.stories, "story", "stories"),
        (linked.happenings, "happening", "happenings"),
        (linked.duplicates, "group of duplicates", "groups of duplicates"),
    )
    *rest, last = [counted(*one) for one in each if one[0]] or ["nothing that belongs together"]
    return f"Found so far: {' and '.join(filter(None, (', '.join(rest), last)))}."
