"""`dragoman failures`: what could not be read, and why."""

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.outcome import tell
from dragoman.cli.output import Screen, emit


@click.command()
@options.archive
@options.json
@click.pass_obj
def failures(context: Context, *, archive: str | None, json: bool) -> None:
    """List the reports that could not be read.

    Each with the reason and what to do; what was read since is left out.
    """
    with context.archive(context.settings(archive=archive)) as kept:
        found = list(kept.failures())
    if json:
        for failure in found:
            emit(failure.to_dict())
        return
    from dragoman.cli.display.sources import failures as lay_out

    Screen().print(lay_out(found)) if found else tell("No failures.")
