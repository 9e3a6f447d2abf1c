"""`dragoman standing` and `dragoman gaps`: where parties stand, and whether two of them meet."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.analysis import confidence, formed, give, report
from dragoman.cli.context import Context
from dragoman.cli.options import Code, since, until
from dragoman.cli.positions import _issues
from dragoman.cli.safe import clean
from dragoman.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.cli.analysis import Worded

_issue = click.option("--issue", type=Code("issue", _issues), help="The issue, as ceasefire.")

_concerning = click.option(
    "--concerning", metavar="PARTY", help="Only what is said to them, names them or stands beside."
)


@click.command()
@click.argument("parties", nargs=-1, metavar="[PARTY]...")
@formed(_concerning, _issue, since, until, confidence)
@click.pass_obj
def standing(
    context: Context,
    /,
    *,
    parties: tuple[str, ...],
    concerning: str | None,
    issue: str | None,
    since: date | None,
    until: date | None,
    confidence: float | None,
    archive: str | None,
    **form: Any,  # noqa: ANN401  # passed on
) -> None:
    """Show where each party stands on each issue, and since when.

    The latest stance with its words and their day. Parties are countries' codes or names, for their
    governments, and the names of groups, parties and organisations.
    """
    from dragoman.analyses.missing import nobody, without_position
    from dragoman.analyses.named import called

    settings = context.settings(archive=archive, confidence=confidence)
    with context.archive(settings) as kept:
        keys = [called(party) for party in parties]
        table = kept.position_table(
            *keys, concerning=concerning, issue=issue, since=since, until=until,
            confidence=settings.confidence or 0.0,
        )  # fmt: skip
        hints = [*without_position(kept, parties, table)]
        if concerning and not len(table):
            hints += nobody(kept, [concerning])
    plain = ("party", "issue", "stance", "words", "day")
    wanted: dict[str, str | Worded] = {name: name for name in plain}
    wanted |= {"since": _if_earlier, **_BY, "of": "of", "condition": "condition"}
    wanted |= {"earlier": _if_any("earlier"), "against": _if_any("contradictions")}
    wanted["report"] = report
    give(table, wanted=wanted, hints=map(clean, hints), **form)


def _if_earlier(row: "Mapping[str, object]") -> object:
    """When the stance was taken, where that was not on the day of its latest telling."""
    return None if row["since"] == row["day"] else row["since"]


def _by(record: str) -> "Worded":
    """Who spoke for the party, or acted, by what kind of record tells it."""
    return lambda row: row["said_by"] if row["record"] == record else None


_BY: "dict[str, str | Worded]" = {"said by": _by("position"), "act of": _by("event")}


def _if_any(name: str) -> "Worded":
    return lambda row: row[name] or None


@click.command()
@click.argument("one", metavar="PARTY")
@click.argument("other", metavar="PARTY")
@formed(_issue, since, until, confidence)
@click.pass_obj
def gaps(
    context: Context,
    /,
    *,
    one: str,
    other: str,
    issue: str | None,
    since: date | None,
    until: date | None,
    confidence: float | None,
    archive: str | None,
    **form: Any,  # noqa: ANN401  # passed on
) -> None:
    """Show on which issues two parties meet, and on which they do not.

    Each issue is agreed (one gives what the other wants, or both accept the same), close (they meet
    in part), apart (one refuses it), one-sided (neither answers the other) or unaddressed (only
    others speak of it); the words of both stand side by side. They are judged by whom they address
    and which words they share: read them.
    """
    from dragoman.analyses.missing import near_sides
    from dragoman.analyses.named import called

    settings = context.settings(archive=archive, confidence=confidence)
    with context.archive(settings) as kept:
        sides = called(one), called(other)
        try:
            table = kept.gaps(
                one, other, issue=issue, since=since, until=until,
                confidence=settings.confidence or 0.0,
            )  # fmt: skip
        except ArchiveError as error:  # which says who is missing
            todo = " ".join([*near_sides(kept, sides), error.todo])
            raise type(error)(error.what, todo=todo) from error
    plain = ("issue", "state", "side", "stance", "words", "day")
    wanted: dict[str, str | Worded] = {name: name for name in plain}
    wanted |= {**_BY, "of": "of", "condition": "condition", "report": report}
    give(table, wanted=wanted, **form)
