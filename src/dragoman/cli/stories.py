"""`dragoman stories` and `dragoman duplicates`: reports that belong together."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.listing import SHOWN
from dragoman.cli.outcome import tell
from dragoman.cli.output import Screen, emit

if TYPE_CHECKING:
    from dragoman.archive import Archive
    from dragoman.cli.display.links import Rows
    from dragoman.model import Duplicates, Happening, Story

    Joined = Duplicates | Happening | Story

limit = click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
least = click.option(
    "--least",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Only those of at least so many.",
)


@click.command()
@least
@limit
@options.archive
@options.json
@click.pass_obj
def stories(
    context: Context, *, least: int, limit: int | None, archive: str | None, json: bool
) -> None:
    """List the stories: reports about one development.

    Each with its reports, how many sources tell it independently, and the words that tell it from
    others. `dragoman link` finds them.
    """
    from dragoman.cli.display import links

    with context.archive(context.settings(archive=archive)) as kept:
        show(kept, kept.stories(least=least), links.stories, limit=limit, json=json)


@click.command()
@limit
@options.archive
@options.json
@click.pass_obj
def duplicates(context: Context, *, limit: int | None, archive: str | None, json: bool) -> None:
    """List the reports that carry one text, or nearly so.

    Each with all who published it. `dragoman link` finds them.
    """
    from dragoman.cli.display import links

    with context.archive(context.settings(archive=archive)) as kept:
        show(kept, kept.duplicates(), links.duplicates, limit=limit, json=json)


def show(
    archive: "Archive",
    found: "Iterator[Joined]",
    lay_out: "Rows",
    *,
    limit: int | None,
    json: bool,
) -> bool:
    """Print what was found, as lines of JSON or as one table; whether that is anything."""
    count = 0
    if json:
        for count, one in enumerate(islice(found, limit), start=1):  # noqa: B007
            emit(one.to_dict())
        return count > 0
    most = limit or SHOWN
    rows = list(islice(found, most))
    if not rows:
        tell("None found. `dragoman link` finds what there is among new reports.")
        return False
    Screen().print(lay_out(rows, archive))
    if not limit and next(found, None):
        tell(f"These are the first {most}. --limit N shows more, --json gives all.")
    return True
