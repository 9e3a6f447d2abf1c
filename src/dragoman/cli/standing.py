"""`dragoman standing` and `dragoman gaps`: where parties stand, and whether two of them meet."""

from datetime import date
from typing import Any

import click

from dragoman.cli.analysis import confidence, formed, give, since, span, until
from dragoman.cli.context import Context
from dragoman.cli.options import Code
from dragoman.cli.positions import _issues

_issue = click.option("--issue", type=Code("issue", _issues), help="The issue, as ceasefire.")


@click.command()
@click.argument("parties", nargs=-1, metavar="[PARTY]...")
@formed(_issue, since, until, confidence)
@click.pass_obj
def standing(
    context: Context,
    /,
    *,
    parties: tuple[str, ...],
    issue: str | None,
    since: date | None,
    until: date | None,
    confidence: float | None,
    archive: str | None,
    **form: Any,  # noqa: ANN401  # passed on
) -> None:
    """Show where each party stands on each issue, and since when.

    The latest stance with its words. Parties are countries' codes or names, for their governments,
    and the names of groups, parties and organisations.
    """
    span(since, until)
    settings = context.settings(archive=archive, confidence=confidence)
    with context.archive(settings) as kept:
        table = kept.position_table(
            *parties, issue=issue, since=since, until=until, confidence=settings.confidence or 0.0
        )
    plain = ("party", "issue", "stance", "words", "since", "said_by", "of", "earlier")
    wanted = {name: name for name in plain} | {"contradictions": "against"}
    give(table, wanted=wanted, **form)


@click.command()
@click.argument("one", metavar="PARTY")
@click.argument("other", metavar="PARTY")
@formed(_issue, until, confidence)
@click.pass_obj
def gaps(
    context: Context,
    /,
    *,
    one: str,
    other: str,
    issue: str | None,
    until: date | None,
    confidence: float | None,
    archive: str | None,
    **form: Any,  # noqa: ANN401  # passed on
) -> None:
    """Show on which issues two parties meet, and on which they do not.

    Each issue is agreed, close, apart, one-sided or unaddressed; the words of both stand side by
    side. They are judged by whom they address and which words they share: read them.
    """
    settings = context.settings(archive=archive, confidence=confidence)
    with context.archive(settings) as kept:
        table = kept.gaps(one, other, issue=issue, until=until, confidence=settings.confidence or 0)
    wanted = ("issue", "state", "side", "stance", "words", "day", "said_by", "condition")
    give(table, wanted=wanted, **form)
