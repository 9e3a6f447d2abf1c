"""`dragoman search`: reports by their words."""

from itertools import islice
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.outcome import tell
from dragoman.cli.output import Screen, emit
from dragoman.errors import ArchiveError

if TYPE_CHECKING:
    from rich.text import Text

    from dragoman.store.search import Match

SHOWN = 20  # reports of a table where no limit is given
PLACES = 3  # of each report in a table


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many reports.")
@options.archive
@options.json
@click.pass_obj
def search(
    context: Context, *, words: tuple[str, ...], limit: int | None, archive: str | None, json: bool
) -> None:
    """Find the reports that have all WORDS, the best first.

    Case and accents do not matter. '"a phrase"' in quotation marks stands as it is; negotiat*
    is any word that begins so.
    """
    asked = _asked(words)
    with context.archive(context.settings(archive=archive)) as kept:
        most = limit if json or limit else SHOWN + 1
        found = kept.search(asked, limit=most)
        if json:
            for match in found:
                emit(match.to_dict())
            return
        _print(list(islice(found, most)), limit or SHOWN)


def _asked(words: tuple[str, ...]) -> str:
    from dragoman.store.search import phrases

    asked = " ".join(_phrase(word) for word in words)
    try:
        phrases(asked)
    except ArchiveError as error:  # no fault of the archive: there is no word in it
        raise click.UsageError(f"{error.what} {error.todo}") from error
    return asked


def _phrase(word: str) -> str:
    """An argument with a blank in it was put in quotation marks for the shell alone."""
    return f'"{word}"' if " " in word.strip() and '"' not in word else word


def _print(found: "list[Match]", most: int) -> None:
    from dragoman.cli.display.tables import table

    if not found:
        tell("None found.")
        return
    rows = (_row(match) for match in found[:most])
    Screen().print(table(("Published", "Report", "Words"), (None, 5, 8), rows))
    if len(found) > most:
        tell(f"These are the first {most}. --limit N shows more, --json gives all.")


def _row(match: "Match") -> "tuple[str | Text, ...]":
    from rich.text import Text

    from dragoman.cli.display import words as say
    from dragoman.cli.safe import clean

    report = match.report
    title = Text(clean(report.title or "Untitled report"), "bold")
    named = Text(f"{clean(report.address)} · {say.short(report.id)}", "dim")
    where = [say.around(report, evidence) for evidence in match.evidence[:PLACES]]
    if more := len(match.evidence) - PLACES:
        where += [Text(f"and {more} more", "dim")] if more > 0 else []
    shown = Text("\n").join(where) if where else "in the title"
    return say.day(report.published), Text("\n").join((title, named)), shown
