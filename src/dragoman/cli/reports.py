"""`dragoman reports`: what has been read."""

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.outcome import tell
from dragoman.cli.output import Screen, emit


@click.command()
@options.archive
@options.json
@click.pass_obj
def reports(context: Context, *, archive: str | None, json: bool) -> None:
    """List the reports of the archive.

    By day of publication; undated ones come first.
    """
    with context.archive(context.settings(archive=archive)) as kept:
        if json:
            for report in kept.reports():
                emit(report.to_dict())
            return
        from dragoman.cli.display.sources import reports as lay_out

        # Their texts are long; only what is shown of each is kept.
        rows = lay_out(kept.reports())
    Screen().print(rows) if rows.row_count else tell("No reports.")
