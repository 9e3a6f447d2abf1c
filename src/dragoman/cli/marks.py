"""`dragoman marks`: what schemas of the user's own found."""

import click

from dragoman.cli.context import Context
from dragoman.cli.listing import filters, list_records


@click.command()
@filters(
    click.option("--schema", metavar="NAME", help="The schema, as its file names it."),
    click.option("--type", metavar="TYPE", help="The type, as the schema has it."),
)
@click.pass_obj
def marks(context: Context, /, **asked: object) -> None:
    """List the marks of the archive: what coders with schemas of your own found.

    `dragoman train` makes such a coder, `dragoman read --coder` reads with it.
    """
    list_records(context, "mark", asked)
