"""`dragoman cluster`: read on many machines with Ray, and take the result in."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:
    from dragoman.archive import Archive
    from dragoman.settings import Settings

SOME_FAILED = 3  # the exit status, as of the other commands that read


class Context(Protocol):
    """What the command line hands its commands; edges do not import each other."""

    def settings(self, **flags: object) -> "Settings":
        """The settings of the run."""

    def archive(self, settings: "Settings", *, create: bool = False) -> "Archive":
        """The archive that the settings name."""


_json = click.option("--json", is_flag=True, help="JSON instead of text, one object per line.")


@click.group()
def cluster() -> None:
    """Read on many machines with Ray."""


@cluster.command()
@click.argument("plan", type=click.Path(path_type=Path))
@_json
def run(*, plan: Path, json: bool) -> None:
    """Read all that PLAN names and write Parquet files.

    PLAN is a TOML file; docs/cluster.md has its keys. What is done stays done: the same command
    goes on where it was stopped. As JSON: a line for each shard.
    """
    from dragoman.cluster.plan import read_plan
    from dragoman.cluster.run import run as rows

    total = dict.fromkeys(("done", "skipped", "failed"), 0)
    shards = 0
    for row in rows(read_plan(plan)):
        shards += 1
        total = {name: total[name] + row[name] for name in total}
        if json:
            _emit(row)
        else:
            click.echo(f"{shards:,} shards: {_told(total)}", err=True)
    if not json:
        click.echo(f"New shards: {shards:,}; {_told(total)}.")
    raise click.exceptions.Exit(SOME_FAILED if total["failed"] else 0)


@cluster.command()
@click.argument("out")
@click.option("--archive", metavar="PATH", help="The archive, instead of the one of the settings.")
@_json
@click.pass_obj
def load(context: Context, *, out: str, archive: str | None, json: bool) -> None:
    """Take the result at OUT into an archive, which is made where there is none.

    Loading again changes nothing.
    """
    from dragoman.cluster.load import load as take
    from dragoman.cluster.output import Output

    Output(out).check()  # before an archive is made for nothing
    with context.archive(context.settings(archive=archive), create=True) as kept:
        loaded = take(out, kept)
    if json:
        _emit(loaded.to_dict())
    else:
        click.echo(
            f"{loaded.codings:,} codings of {loaded.shards:,} shards, {loaded.new:,} of them new; "
            f"{loaded.failures:,} failures."
        )


def _told(total: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in total.items())


def _emit(value: object) -> None:
    from dragoman.export.lines import dumps

    click.echo(f"{dumps(value)}\n".encode(), nl=False)
