"""`dragoman happenings`: acts in the world, each with all that tell it."""

from typing import TYPE_CHECKING, Any  # Any: the options, which the command line has checked

import click

from dragoman.cli.context import Context
from dragoman.cli.events import own
from dragoman.cli.listing import filters
from dragoman.cli.outcome import tell
from dragoman.cli.stories import least, show
from dragoman.cli.unknown import unknown

if TYPE_CHECKING:
    from dragoman.archive import Filter


@click.command()
@filters(*own, least)
@click.pass_obj
def happenings(
    context: Context,
    /,
    *,
    least: int,
    archive: str | None,
    json: bool,
    limit: int | None,
    confidence: float | None,
    **asked: object,
) -> None:
    """List the happenings: acts told by one report or several.

    Each with how many sources tell it independently, and where tellings differ. The filters choose
    happenings of which at least one event fits. `dragoman link` finds them.
    """
    from dragoman.cli.display import links

    settings = context.settings(archive=archive, confidence=confidence)
    wanted = _wanted({"confidence": settings.confidence, **asked})
    with context.archive(settings) as kept:
        found = kept.happenings(wanted, least=least)
        any_ = show(kept, found, links.happenings, limit=limit, json=json)
        for line in () if any_ else unknown(kept, wanted):
            tell(line)


def _wanted(asked: dict[str, Any]) -> "Filter":
    from dragoman.archive import Filter

    return Filter(**asked)
