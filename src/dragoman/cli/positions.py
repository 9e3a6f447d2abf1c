"""`dragoman positions`: where the parties stand."""

from collections.abc import Iterable

import click

from dragoman.cli.context import Context
from dragoman.cli.listing import filters, list_records
from dragoman.cli.options import Code, dated


def _issues() -> Iterable[str]:
    from dragoman.vocab import codebook

    return codebook().issues


def _stances() -> Iterable[str]:
    from dragoman.vocab import codebook

    return codebook().stances


@click.command()
@filters(
    click.option("--issue", type=Code("issue", _issues), help="The issue, as ceasefire."),
    click.option(
        "--stance", type=Code("stance", _stances), help="demands, offers, accepts or rejects."
    ),
    dated,
)
@click.pass_obj
def positions(context: Context, /, **asked: object) -> None:
    """List the positions of the archive.

    What the parties demand, offer, accept and reject, issue by issue.
    """
    list_records(context, "position", asked)
