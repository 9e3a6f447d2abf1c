"""`dragoman export`: what is kept, as files for other programs."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.outcome import tell
from dragoman.cli.output import utf8_output
from dragoman.cli.safe import clean
from dragoman.cli.unknown import unknown
from dragoman.way import STDIN as STDOUT

if TYPE_CHECKING:
    from dragoman.archive import Archive, Format

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
@options.since
@options.until
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
    filters: dict[str, Any] = {"actor": actor, "since": since, "until": until, "coder": coder}
    told = any(value is not None for value in (confidence, *filters.values()))
    if format in _LOSSLESS and (kinds or told):
        raise click.UsageError(f"{format} holds everything: a filter needs another format.")
    if format not in _LOSSLESS and out == STDOUT:
        raise click.UsageError(f"Give --out FILE: {format} is more than one file.")
    settings = context.settings(archive=archive, confidence=confidence)
    with context.archive(settings) as kept:
        if format in _LOSSLESS:
            _everything(kept, cast("Format", format), out)
        else:
            filters["confidence"] = settings.confidence or None
            _records(kept, cast("Format", format), out, kinds, filters)


def _everything(kept: "Archive", format: "Format", out: str) -> None:
    if out != STDOUT:
        _written(out, kept.export(out, format=format))
        return
    with utf8_output() as stream:
        kept.export(stream, format=format)


def _records(
    kept: "Archive", format: "Format", out: str, kinds: tuple[str, ...], filters: dict[str, Any]
) -> None:
    from dragoman.archive import Filter

    wanted = Filter(**filters)
    told = kept.export(out, format=format, kinds=kinds, wanted=wanted) or {}
    _written(out, told)
    for name, worded in (("left_out", "left out"), ("left_empty", "without")):
        counts = cast("dict[str, int]", told[name])  # as `Tally.told` gives it
        for what, count in counts.items():
            tell(f"{count} {worded}: {what}.")
    found = cast("dict[str, int]", told["counts"])
    if not any(found.values()):
        for line in unknown(kept, wanted, *(k.removesuffix("s") for k in KINDS if k in found)):
            tell(line)


def _written(out: str, told: dict[str, object] | None) -> None:
    """Say which files were written; a pipe has none beside it."""
    if told is None:
        return
    from dragoman.export.lossless import SCHEMA_FILE
    from dragoman.export.manifest import CODEBOOK, MANIFEST

    files = cast("list[dict[str, str]]", told["files"])  # as `Outputs.finish` gives it
    beside = [CODEBOOK, MANIFEST, *([SCHEMA_FILE] if told["format"] in _LOSSLESS else [])]
    names = dict.fromkeys([f["name"] for f in files] + [Path(out).name + end for end in beside])
    tell(f"Written: {', '.join(clean(str(Path(out).with_name(name))) for name in names)}.")
