"""`dragoman events`: who did what to whom."""

from collections.abc import Iterable

import click

from dragoman.cli.context import Context
from dragoman.cli.listing import filters, list_records
from dragoman.cli.options import Code, dated


def _types() -> Iterable[str]:
    from dragoman.vocab import plover

    return plover().types


def _statuses() -> Iterable[str]:
    from dragoman.vocab import plover

    return plover().statuses


own = (  # by which lists of events, and of what events tell, are filtered
    click.option("--type", type=Code("type", _types), help="The type of PLOVER, as CONSULT."),
    click.option("--place", metavar="WHERE", help="A country's code, or the start of a word."),
    click.option(
        "--status",
        type=Code("status", _statuses),
        help="actual, historical, future, hypothetical or negated.",
    ),
    dated,
)


@click.command()
@filters(*own)
@click.pass_obj
def events(context: Context, /, **asked: object) -> None:
    """List the events of the archive.

    Who did what to whom, where and when, and who says so.
    """
    list_records(context, "event", asked)
