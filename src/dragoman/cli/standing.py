"""`dragoman standing` and `dragoman gaps`: where parties stand, and whether two of them meet."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.analysis import confidence, formed, give
from dragoman.cli.context import Context
from dragoman.cli.options import Code, since, until
from dragoman.cli.positions import _issues
from dragoman.cli.unknown import nobody

if TYPE_CHECKING:
    from dragoman.cli.analysis import Worded

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
    settings = context.settings(archive=archive, confidence=confidence)
    with context.archive(settings) as kept:
        table = kept.position_table(
            *parties, issue=issue, since=since, until=until, confidence=settings.confidence or 0.0
        )
        told = {str(n).casefold() for key in ("party", "party_name") for n in table.column(key)}
        hints = list(nobody(kept, (party for party in parties if party.casefold() not in told)))
    plain = ("party", "issue", "stance", "words", "since")
    wanted: dict[str, str | Worded] = {name: name for name in plain}
    wanted |= {"said by": "said_by", "of": "of"}
    wanted |= {"earlier": _if_any("earlier"), "against": _if_any("contradictions")}
    give(table, wanted=wanted, hints=hints, **form)


def _if_any(name: str) -> "Worded":
    return lambda row: row[name] or None


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
    plain = ("issue", "state", "side", "stance", "words", "day")
    wanted = {name: name for name in plain} | {"said by": "said_by", "condition": "condition"}
    give(table, wanted=wanted, **form)
