"""`dragoman samples`: the reports that come with dragoman."""

import click

from dragoman import samples as shipped
from dragoman.cli import options
from dragoman.cli.output import emit


@click.command()
@click.option(
    "--path",
    "name",
    type=options.SAMPLE,
    metavar="NAME",
    help="Print where the file of this sample is.",
)
@options.json
def samples(*, name: str | None, json: bool) -> None:
    """List the sample reports that come with dragoman."""
    for known in (name,) if name else shipped.names():
        path = str(shipped.path(known))
        if json:
            emit({"name": known, "path": path})
        else:
            click.echo(path if name else known)
