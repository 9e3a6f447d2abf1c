"""What the commands of the analysis share: options, and a table in the form that is asked for."""

import json as json_
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.outcome import tell
from dragoman.cli.output import Screen, emit, utf8_output

if TYPE_CHECKING:
    from dragoman.analysis.table import Table

SHOWN = 100  # rows of a table where no limit is given

since = click.option("--since", type=options.Day(), help="From this day on.")
until = click.option("--until", type=options.Day(), help="Up to this day.")
confidence = click.option(
    "--confidence", type=options.PROBABILITY, metavar="P", help="At least so sure, from 0 to 1."
)
_FORM = (
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many rows."),
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


def give(
    table: "Table",
    *,
    wanted: Mapping[str, str] | Sequence[str],
    limit: int | None,
    csv: bool,
    json: bool,
    chart: Path | None,
) -> None:
    """Print the table; as text its `wanted` columns alone, under heads where those are told, and
    only its first rows."""
    if chart is not None:
        _draw(table, chart)
    if csv and json:
        raise click.UsageError("Give --csv or --json, not both.")
    if csv:
        from dragoman.export.neutral import neutral

        with utf8_output() as stream:
            stream.write((table if limit is None else table.first(limit)).to_csv(text=neutral))
    elif json:
        for row in (table if limit is None else table.first(limit)).to_dicts():
            emit(row)
    else:
        _print(table, wanted, limit or SHOWN)


def _print(table: "Table", wanted: Mapping[str, str] | Sequence[str], most: int) -> None:
    from dragoman.cli.display.tables import table as laid_out
    from dragoman.cli.display.words import NOTHING
    from dragoman.cli.safe import clean

    if not len(table):
        tell("None found.")
        return
    shown = table.first(most)
    heads = wanted if isinstance(wanted, Mapping) else {name: name for name in wanted}
    rows = [[clean(_cell(row[n], NOTHING)) for n in heads] for row in shown.to_dicts()]
    widest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    ratios = [
        _RATIOS.get(n, 3 if width > SHORT else None) for n, width in zip(heads, widest, strict=True)
    ]
    Screen().print(laid_out([h.replace("_", " ") for h in heads.values()], ratios, rows))
    if table.note:
        tell(table.note)
    if len(table) > most:
        tell(f"These are the first {most} of {len(table)} rows. --limit N shows more, --json all.")


SHORT = 11  # characters of what keeps to one line: codes, days, numbers
# Words want room, whatever they are.
_RATIOS: dict[str, int | None] = {"words": 8} | dict.fromkeys(
    ("period", "issue", "stance", "state", "since", "day", "type", "country", "measure", "bound",
     "what", "record"),
)  # fmt: skip


def _cell(value: object, nothing: str) -> str:
    if value is None:
        return nothing
    return f"{value:g}" if isinstance(value, float) else str(value)


def _draw(table: "Table", path: Path) -> None:
    from dragoman.analysis.chart import chart, svg
    from dragoman.export.files import replacing

    made = chart(table)
    text = svg(made) if path.suffix.lower() == ".svg" else json_.dumps(made, ensure_ascii=False)
    with replacing(path) as file:
        file.write(f"{text.rstrip()}\n".encode())


def span(first: date | None, last: date | None) -> None:
    """A usage error where the days run backwards."""
    if first and last and last < first:
        raise click.UsageError("--until lies before --since.")
