"""`dragoman export`: what is kept, as files for other programs."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.outcome import tell
from dragoman.cli.output import utf8_output
from dragoman.way import STDIN as STDOUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.archive import Archive, Filter
    from dragoman.export.selection import Selection
    from dragoman.model import Coded

_LOSSLESS = ("jsonl", "json")
# Named here as well, so that the command's help loads none of what writes them.
FORMATS = (
    *_LOSSLESS, "csv", "xlsx", "parquet", "plover", "polecat", "gdelt", "acled", "geojson",
    "annotation",
)  # fmt: skip
KINDS = ("events", "statements", "positions", "figures", "marks")


@click.command()
@click.option(
    "--format",
    type=click.Choice(FORMATS),
    default="jsonl",
    show_default=True,
    help="jsonl can be imported again; the others are for other programs.",
)
@click.option(
    "--out",
    default=STDOUT,
    metavar="FILE|-",
    help="The file to write; jsonl and json go to standard output if it is not given.",
)
@click.option(
    "--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only this kind of record."
)
@click.option("--actor", metavar="WHO", help="Only records that name them.")
@click.option("--since", type=options.Day(), help="From this day on.")
@click.option("--until", type=options.Day(), help="Up to this day.")
@click.option("--confidence", type=options.PROBABILITY, metavar="P", help="At least so sure.")
@click.option("--coder", metavar="NAME", help="This coder's records instead of the latest.")
@options.archive
@click.pass_obj
def export(
    context: Context,
    *,
    format: str,
    out: str,
    kinds: tuple[str, ...],
    actor: str | None,
    since: date | None,
    until: date | None,
    confidence: float | None,
    coder: str | None,
    archive: str | None,
) -> None:
    """Write what the archive keeps for other programs.

    A manifest and a codebook are written beside the file. jsonl and json hold everything, with
    the texts; the other formats hold the records that lists show, or those asked for.
    """
    asked = {"actor": actor, "since": since, "until": until, "coder": coder}
    if format in _LOSSLESS:
        if kinds or confidence is not None or any(value is not None for value in asked.values()):
            raise click.UsageError(f"{format} holds everything: a filter needs another format.")
        with context.archive(context.settings(archive=archive)) as kept:
            _everything(kept, cast("Literal['jsonl', 'json']", format), out)
        return
    if out == STDOUT:
        raise click.UsageError(f"Give --out FILE: {format} is more than one file.")
    settings = context.settings(archive=archive, confidence=confidence)
    with context.archive(settings) as kept:
        wanted = asked | {"confidence": settings.confidence or None}
        _records(kept, format, out, tuple(k for k in KINDS if k in kinds) or KINDS, wanted)


def _everything(kept: "Archive", format: Literal["jsonl", "json"], out: str) -> None:
    if out == STDOUT:
        with utf8_output() as stream:
            kept.export(stream, format=format)
        return
    kept.export(out, format=format)
    if Path(out).is_file():  # a pipe or device has nothing beside it
        from dragoman.export.lossless import describe

        describe(out, format=format)


def _records(
    kept: "Archive", format: str, out: str, kinds: tuple[str, ...], wanted: dict[str, Any]
) -> None:
    from dragoman.archive import Filter
    from dragoman.export.formats import export as write

    selection = _selection(kept, kinds, Filter(**wanted), wanted)
    told = write(selection, format=format, out=out)
    for name in ("left_out", "left_empty"):
        counts = cast("dict[str, int]", told[name])  # as `Tally.told` gives it
        for what, count in counts.items():
            tell(f"{count} {'left out' if name == 'left_out' else 'without'}: {what}.")


def _selection(
    kept: "Archive", kinds: tuple[str, ...], wanted: "Filter", told: dict[str, Any]
) -> "Selection":
    from dragoman.export.selection import Selection

    def records(kind: str) -> "Iterator[Coded]":
        return (shown.record for shown in kept.shown(kind.removesuffix("s"), wanted))

    return Selection(records=records, source=kept.source, kinds=kinds, filters=told)
