"""`dragoman annotate`: units of text in, their marks out, in the format of the corpus."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import click

from dragoman.cli.context import Context
from dragoman.cli.progress import Progress
from dragoman.cli.units import Unit, read_units, writer

if TYPE_CHECKING:
    from dragoman.cli.context import Annotate

BATCH = 64  # units read at once: bounds memory, not results


@click.command()
@click.option(
    "--units",
    "source",
    required=True,
    metavar="IN",
    help="JSON lines with `u` and `text`; gzipped if named .gz; - is standard input.",
)
@click.option(
    "--out",
    required=True,
    metavar="OUT",
    help="Where one line for each unit goes; gzipped if named .gz; - is standard output.",
)
@click.pass_obj
def annotate(context: Context, *, source: str, out: str) -> None:
    """Mark units of text as the annotated corpus does.

    A line comes out for each line in, in the same order; marks in IN are ignored. What is marked
    is chosen for the best F1, while `read` prefers to be right.
    """
    units = read_units(source)
    frames = context.make_annotate(context.settings())
    done = 0
    with Progress() as progress, writer(out) as write:
        while batch := list(islice(units, BATCH)):
            for line in _marked(batch, frames):
                write(line + "\n")
            done += len(batch)
            progress.show(f"{done:,} units")


def _marked(batch: Sequence[Unit], frames: "Annotate") -> Iterator[str]:
    from dragoman.export.lines import dumps
    from dragoman.resolve.marks import marks

    found = frames([unit.text for unit in batch])
    for unit, of_unit in zip(batch, found, strict=True):
        head = {"u": unit.u} if unit.doc is None else {"u": unit.u, "doc": unit.doc}
        yield dumps({**head, **marks(of_unit, unit.text, published=unit.date)})
