"""`dragoman reports`: what has been read."""

from datetime import date
from itertools import islice

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.listing import SHOWN
from dragoman.cli.outcome import tell
from dragoman.cli.output import Screen, emit


@click.command()
@options.since
@options.until
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@options.archive
@options.json
@click.pass_obj
def reports(
    context: Context,
    *,
    since: date | None,
    until: date | None,
    limit: int | None,
    archive: str | None,
    json: bool,
) -> None:
    """List the reports of the archive.

    By day of publication; undated ones come first.
    """
    with context.archive(context.settings(archive=archive)) as kept:
        found = kept.reports(since=since, until=until)
        if json:
            for report in islice(found, limit):
                emit(report.to_dict())
            return
        from dragoman.cli.display.sources import reports as lay_out

        # Their texts are long; only what is shown of each is kept.
        rows = lay_out(islice(found, limit or SHOWN))
        more = None if limit else next(found, None)
    Screen().print(rows) if rows.row_count else tell("No reports.")
    if more:
        tell(f"These are the first {SHOWN}. --limit N shows more, --json gives all.")
