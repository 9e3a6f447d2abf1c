"""`dragoman statements`: who said what."""

import click

from dragoman.cli.context import Context
from dragoman.cli.listing import filters, list_records
from dragoman.cli.options import dated


@click.command()
@filters(dated)
@click.pass_obj
def statements(context: Context, /, **asked: object) -> None:
    """List the statements of the archive."""
    list_records(context, "statement", asked)
