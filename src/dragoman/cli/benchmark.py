"""`dragoman benchmark`: how well times and places are found, on texts annotated by people."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.output import Screen, emit

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.group()
def benchmark() -> None:
    """Measure how well times and places are found and resolved.

    FILE holds annotated texts as lines of JSON, gzipped or not; docs/benchmarks.md tells of the
    lines and of the scores.
    """


@benchmark.command()
@click.argument("file", type=click.Path(path_type=Path))
@options.json
def timex(*, file: Path, json: bool) -> None:
    """Score time expressions: their spans, types and values."""
    from dragoman.benchmark.rows import read_rows
    from dragoman.benchmark.timex import score_timex

    _show(score_timex(read_rows(file)).summary(), json=json)


@benchmark.command()
@click.argument("file", type=click.Path(path_type=Path))
@options.json
def places(*, file: Path, json: bool) -> None:
    """Score place names: where they stand and which places they are."""
    from dragoman.benchmark.places import score_places
    from dragoman.benchmark.rows import read_rows

    _show(score_places(read_rows(file)).summary(), json=json)


def _show(summary: "Mapping[str, float | int]", *, json: bool) -> None:
    if json:
        emit(summary)
        return
    screen = Screen()
    width = max(map(len, summary))
    for name, value in summary.items():
        shown = f"{value:.3f}" if isinstance(value, float) else f"{value:,}"
        screen.print(f"{name.replace('_', ' '):{width}}  {shown:>12}")
