"""`dragoman read`: reports in, their records on the screen and, where asked for, in the archive."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.named import no_report, part_of
from dragoman.cli.progress import Progress
from dragoman.cli.run import Run, as_json, as_text
from dragoman.settings import DEFAULT
from dragoman.way import STDIN, Source

if TYPE_CHECKING:
    from dragoman.cli.run import Read
    from dragoman.model import Coding
    from dragoman.settings import Settings


@click.command()
@click.argument("files", nargs=-1, metavar="FILE|-...")
@click.option(
    "--published",
    type=options.Day(),
    help="The day of publication; that of the report itself if not given.",
)
@click.option(
    "--sample",
    "samples",
    type=options.SAMPLE,
    multiple=True,
    metavar="NAME",
    help="Read a report that comes with dragoman; `dragoman samples` lists them.",
)
@click.option(
    "--min-confidence",
    type=options.PROBABILITY,
    metavar="P",
    help="Keep what is at least so sure, from 0 to 1, instead of the model's own limits.",
)
@click.option(
    "--coder",
    "coders",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    help="Read with this coder as well, which `dragoman train` made; may be given more than once.",
)
@click.option(
    "--max-size", type=click.IntRange(min=1), metavar="BYTES", help="The largest file taken in."
)
@click.option("--archive", metavar="PATH", help="Keep the records in this archive as well.")
@click.option("--no-archive", is_flag=True, help="Keep nothing, whatever the settings say.")
@options.json
@click.pass_obj
def read(
    context: Context,
    *,
    files: tuple[str, ...],
    published: date | None,
    samples: tuple[str, ...],
    min_confidence: float | None,
    coders: tuple[Path, ...],
    max_size: int | None,
    archive: str | None,
    no_archive: bool,
    json: bool,
) -> None:
    """Read reports and show their records.

    A FILE is text, Markdown, HTML, PDF or DOCX; `-` is standard input. Nothing is kept unless an
    archive is named, by --archive or in the settings.
    """
    if archive and no_archive:
        raise click.UsageError("Give --archive or --no-archive, not both.")
    coder = os.pathsep.join(map(str, coders)) or None
    settings = context.settings(archive=archive, max_size=max_size, coder=coder)
    sources = _sources(files, samples)
    misnamed = {
        s: wrong
        for s in sources
        if s != STDIN and (wrong := no_report(str(s)) or part_of(settings.archive, str(s)))
    }
    wrong_usage = len(misnamed) == len(set(sources))
    keep = not (no_archive or wrong_usage)
    with (
        _reader(context, settings, published, min_confidence, keep=keep) as reading,
        Progress() as progress,
    ):

        def read_one(source: Source) -> "Coding":
            if source in misnamed:  # a slip of whoever typed it: no archive keeps that
                raise misnamed[source]
            return reading(source)

        run = Run(read_one, progress, as_json if json else as_text(), debug=context.debug)
        for number, source in enumerate(sources, start=1):
            progress.show(f"Reading {number} of {len(sources)}: {source}")
            run.take(source)
    raise click.exceptions.Exit(click.UsageError.exit_code if wrong_usage else run.status)


def _sources(files: tuple[str, ...], names: tuple[str, ...]) -> list[Source]:
    if not files and not names:
        raise click.UsageError("Name a file, `-` for standard input, or --sample NAME.")
    if files.count(STDIN) > 1:
        raise click.UsageError("Standard input can be read once only.")
    from dragoman import samples

    # A path, not a string: a name with a blank in it must not be taken for a text.
    # An address stays as it is typed: a path has no two slashes.
    given: list[Source] = [f if f == STDIN or "://" in f else Path(f) for f in files]
    return [*given, *map(samples.path, names)]


@contextmanager
def _reader(
    context: Context,
    settings: "Settings",
    published: date | None,
    min_confidence: float | None,
    *,
    keep: bool,
) -> "Iterator[Read]":
    """How one source is read: through the archive where one was named, past it otherwise."""
    way = context.way(settings, min_confidence=min_confidence)
    if keep and settings.origin("archive") != DEFAULT:
        with context.archive(settings, create=True) as archive:
            yield lambda source: archive.read(source, published=published, way=way)
    else:
        yield lambda source: way.code(way.report(source, published=published))
