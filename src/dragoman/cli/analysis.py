"""What the commands of the analysis share: options, and a table in the form that is asked for."""

import json as json_
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.outcome import tell
from dragoman.cli.output import Screen, emit, utf8_output

if TYPE_CHECKING:
    from dragoman.analysis.table import Table

    Worded = Callable[[Mapping[str, object]], object]  # of a row what stands in a cell
    Wanted = Mapping[str, str | Worded]  # by head the column, or its wording

SHOWN = 100  # rows of a table where no limit is given

confidence = click.option(
    "--confidence", type=options.PROBABILITY, metavar="P", help="At least so sure, from 0 to 1."
)
_FORM = (
    click.option(
        "--limit",
        type=click.IntRange(min=1),
        metavar="N",
        help="At most so many rows, in the chart too.",
    ),
    click.option("--csv", is_flag=True, help="CSV instead of text."),
    click.option(
        "--chart",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write the chart there as well: .svg, else as a Vega-Lite specification.",
    ),
    options.archive,
    options.json,
)


def formed(*own: options.Decorator) -> options.Decorator:
    """The options of a command that gives a table, its own first."""
    return options.together(*own, *_FORM)


def report(row: "Mapping[str, object]") -> str:
    """A row's report as `dragoman show` finds it."""
    from dragoman.cli.display.words import short

    return short(str(row["report"]))


def give(
    table: "Table",
    *,
    wanted: "Wanted",
    limit: int | None,
    csv: bool,
    json: bool,
    chart: Path | None,
    hints: Iterable[str] = (),
) -> None:
    """Print the table; as text what of it is `wanted`, under heads, and only its first rows.

    `hints` say on standard error why there may be nothing.
    """
    if csv and json:
        raise click.UsageError("Give --csv or --json, not both.")
    shown = table if limit is None else table.first(limit)
    if chart is not None:
        _draw(shown, chart)
    if csv:
        from dragoman.export.neutral import neutral

        with utf8_output() as stream:
            stream.write(shown.to_csv(text=neutral))
    elif json:
        for row in shown.to_dicts():
            emit(row)
    else:
        _print(table, wanted, limit or SHOWN)
    for hint in hints:
        tell(hint)


def _print(table: "Table", wanted: "Wanted", most: int) -> None:
    from dragoman.cli.display.analysis import analysis

    if not len(table):
        tell("None found.")
        return
    rows = [[_cell(row, what) for what in wanted.values()] for row in table.first(most).to_dicts()]
    screen = Screen()
    screen.print(analysis(list(wanted), rows, width=screen.width))
    if table.note:
        tell(table.note)
    if len(table) > most:
        first = "This is the first" if most == 1 else f"These are the first {most:,}"
        tell(f"{first} of {len(table):,} rows. --limit N shows more, --json all.")


def _cell(row: Mapping[str, object], what: "str | Worded") -> str:
    from dragoman.cli.display.words import NOTHING, number
    from dragoman.cli.safe import clean

    match row[what] if isinstance(what, str) else what(row):
        case None:
            return NOTHING
        case float() as value:
            return number(value)
        case value:
            return clean(str(value))


def _draw(table: "Table", path: Path) -> None:
    from dragoman.analysis.chart import chart, svg
    from dragoman.errors import ArchiveError
    from dragoman.export.files import replacing

    made = chart(table)
    text = svg(made) if path.suffix.lower() == ".svg" else json_.dumps(made, ensure_ascii=False)
    try:
        with replacing(path) as file:
            file.write(f"{text.rstrip()}\n".encode())
    except OSError as error:  # which may name the file that was to take the place of this one
        raise ArchiveError(
            f"{path} cannot be written: {error.strerror or error}.",
            todo="Check the path and its rights.",
        ) from error
