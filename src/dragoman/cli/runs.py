"""`dragoman runs`: what was asked of an archive, and what became of each document."""

from datetime import date
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.ingest import cores, follow, summary, workers
from dragoman.cli.outcome import tell
from dragoman.cli.output import emit
from dragoman.cli.safe import clean

if TYPE_CHECKING:
    from dragoman.store.runs import Entry, Run

OUTCOMES = ("done", "failed", "skipped")


@click.group(invoke_without_command=True)
@options.archive
@options.json
@click.pass_context
def runs(ctx: click.Context, *, archive: str | None, json: bool) -> None:
    """List the runs of `ingest`, show one, or try again what failed in it."""
    if ctx.invoked_subcommand is not None:
        if archive or json:
            raise click.UsageError(f"Give the options after `{ctx.invoked_subcommand}`.")
        return
    context: Context = ctx.obj
    with context.archive(context.settings(archive=archive)) as kept:
        found = list(kept.ledger.runs())
    for run in found:
        if json:
            emit(run.to_dict())
        else:
            click.echo(_line(run))
    if not found and not json:
        tell("No runs.")


@runs.command()
@click.argument("number", type=int)
@click.option("--outcome", type=click.Choice(OUTCOMES), help="Only the documents of this outcome.")
@options.archive
@options.json
@click.pass_obj
def show(
    context: Context, *, number: int, outcome: str | None, archive: str | None, json: bool
) -> None:
    """Show what became of each document of a run.

    As JSON: first the run, then a line for each document.
    """
    from dragoman.store.runs import Outcome

    with context.archive(context.settings(archive=archive)) as kept:
        run = kept.ledger.run(number)
        if json:
            emit(run.to_dict())
        else:
            click.echo(_line(run))
        for entry in kept.ledger.entries(number, Outcome(outcome) if outcome else None):
            if json:
                emit(entry.to_dict())
            else:
                click.echo(_entry(entry))


@runs.command()
@click.argument("number", type=int)
@workers
@options.archive
@options.json
@click.pass_obj
def retry(
    context: Context, *, number: int, workers: int | None, archive: str | None, json: bool
) -> None:
    """Try again what failed in a run, and what it did not come to.

    With the sources and options it was asked with, by the coder it was read with.
    """
    from dragoman.ingest import Intake
    from dragoman.ingest.intake import MAP

    with context.archive(context.settings(archive=archive)) as kept:
        asked = kept.ledger.run(number).asked
    given = dict(asked.options)
    told = {name: given.get(name) for name in ("max_size", "coder", "policy")}
    settings = context.settings(archive=archive, **told)
    sure, day = given.get("min_confidence"), given.get("published")
    intake = Intake(
        where=settings.archive,
        sources=asked.sources,
        way=context.way(settings, min_confidence=float(sure) if sure else None),
        mapping={n.removeprefix(MAP): column for n, column in given.items() if n.startswith(MAP)},
        published=date.fromisoformat(day) if day else None,
        workers=cores() if workers is None else workers,
        wait=settings.wait,
    )
    follow(intake, again=number, json=json)


def _line(run: "Run") -> str:
    when = run.ended or "not ended"
    told = f"{run.began} to {when}, {clean(' '.join(run.asked.sources))}"
    return f"{summary(run)} {told} ({run.asked.coder})"


def _entry(entry: "Entry") -> str:
    why = " ".join(filter(None, (entry.what, entry.todo)))
    return clean(f"{entry.outcome} {entry.document}{': ' if why else ''}{why}")
