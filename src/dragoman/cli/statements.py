"""`dragoman statements`: who said what."""

import click

from dragoman.cli.context import Context
from dragoman.cli.listing import filters, list_records


@click.command()
@filters()
@click.pass_obj
def statements(context: Context, /, **asked: object) -> None:
    """List the statements of the archive."""
    list_records(context, "statement", asked)
