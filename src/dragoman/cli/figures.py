"""`dragoman figures`: which numbers are claimed."""

from collections.abc import Iterable

import click

from dragoman.cli.context import Context
from dragoman.cli.listing import filters, list_records
from dragoman.cli.options import Code


def _measures() -> Iterable[str]:
    from dragoman.vocab import codebook

    return codebook().measures


@click.command()
@filters(
    click.option("--measure", type=Code("measure", _measures), help="What is measured, as killed."),
)
@click.pass_obj
def figures(context: Context, /, **asked: object) -> None:
    """List the figures of the archive, each with who claims it."""
    list_records(context, "figure", asked)
