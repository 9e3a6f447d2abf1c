"""`dragoman ingest`: many documents into an archive, by several processes, under a ledger."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli import options, outcome
from dragoman.cli.context import Context
from dragoman.cli.named import no_source, part_of
from dragoman.cli.output import emit
from dragoman.cli.progress import Progress
from dragoman.cli.safe import clean

if TYPE_CHECKING:
    from dragoman.cli.pace import Pace
    from dragoman.ingest import Intake
    from dragoman.store.runs import Entry, Run


def _pairs(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> object:
    """Options such as `text=body` as a mapping."""
    split = [pair.partition("=") for pair in given]
    for name, sign, column in split:
        if not (name and sign and column):
            raise click.BadParameter(f"{name}{sign}{column} is no FIELD=COLUMN.")
    return {name: column for name, _, column in split}


workers = click.option(
    "--workers",
    type=click.IntRange(min=0),
    metavar="N",
    help="How many processes read; one for each core if not given. With 0 this one does.",
)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@workers
@click.option(
    "--map",
    "mapping",
    multiple=True,
    callback=_pairs,
    metavar="FIELD=COLUMN",
    help="Which column of a table or key of a line holds the text, title, published, ...",
)
@click.option(
    "--published", type=options.Day(), help="The day of publication of all; their own if not given."
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
    "--max-size", type=click.IntRange(min=1), metavar="BYTES", help="The largest document taken in."
)
@options.archive
@options.json
@click.pass_obj
def ingest(
    context: Context,
    *,
    sources: tuple[str, ...],
    workers: int | None,
    mapping: dict[str, str],
    published: date | None,
    min_confidence: float | None,
    coders: tuple[Path, ...],
    max_size: int | None,
    archive: str | None,
    json: bool,
) -> None:
    """Take in all the documents of files, folders, archives, tables and addresses.

    Each is read once by a coder: the same command goes on where it was stopped, and passes over
    what is done. What became of each is told by `dragoman runs`.
    """
    from dragoman.ingest import Intake

    coder = os.pathsep.join(map(str, coders)) or None
    settings = context.settings(archive=archive, max_size=max_size, coder=coder)
    misnamed = {
        source: wrong
        for source in sources
        if (wrong := no_source(source) or part_of(settings.archive, source))
    }
    for wrong in misnamed.values():
        outcome.complain(f"{wrong.what} {wrong.todo}")
    if len(misnamed) == len(set(sources)):
        raise click.exceptions.Exit(click.UsageError.exit_code)
    intake = Intake(
        where=settings.archive,
        sources=tuple(source for source in sources if source not in misnamed),
        way=context.way(settings, min_confidence=min_confidence),
        mapping=mapping,
        published=published,
        workers=cores() if workers is None else workers,
        wait=settings.wait,
    )
    follow(intake, json=json, some_missing=bool(misnamed))


def follow(
    intake: "Intake", *, again: int | None = None, json: bool = False, some_missing: bool = False
) -> None:
    """Take all in, telling how it goes and what fails, then the run; leaves with its status."""
    from dragoman.archive import Archive
    from dragoman.cli.pace import Pace, count_beside
    from dragoman.ingest import begin, take_in

    pace, number = Pace(), begin(intake, again=again)
    with Progress() as progress:
        if progress.shows and intake.local:
            count_beside(pace, intake.documents())
        progress.show("Starting")
        with closing(take_in(intake, number)) as entries:
            twice, one = _tell(entries, pace, progress)
    with Archive.open(intake.where, wait=intake.wait) as archive:
        run = archive.ledger.run(number)
    if json:
        emit(run.to_dict())
    else:
        click.echo(summary(run))
    if one is not None:
        told = clean(f"{one.document}. {one.what}")
        outcome.tell(f"Kept under another path already: {twice:,}, such as {told}")
    read = run.done + run.skipped
    bad = run.failed or some_missing
    status = (outcome.SOME_FAILED if read else outcome.NONE_READ) if bad else 0
    raise click.exceptions.Exit(status)


def _tell(
    entries: "Iterator[Entry]", pace: "Pace", progress: Progress
) -> "tuple[int, Entry | None]":
    """Tell of each as it comes; how many are kept under another path already, and the first."""
    twice, first = 0, None
    for entry in entries:
        pace.step(read=entry.outcome != "skipped")
        if entry.outcome == "failed":
            progress.wipe()
            named = "" if entry.document in (entry.what or "") else f"{entry.document}: "
            outcome.complain(f"{named}{entry.what} {entry.todo}")
        elif entry.outcome == "done" and entry.what:
            twice, first = twice + 1, first or entry
        progress.show(pace.line)
    return twice, first


def summary(run: "Run") -> str:
    """The run in a line."""
    return f"Run {run.number}: {run.done:,} done, {run.skipped:,} skipped, {run.failed:,} failed."


def cores() -> int:
    """How many processors this process may use."""
    found = getattr(os, "sched_getaffinity", None)
    return len(found(0)) if found else os.cpu_count() or 1
