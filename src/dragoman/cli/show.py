"""`dragoman show`: the record of a report in the archive, or one record of it in full."""

from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.output import Screen, emit

if TYPE_CHECKING:
    from dragoman.model import Coded, Coding


@click.command()
@click.argument("report")
@click.option(
    "--record", metavar="ID", help="One record in full: its id, or the start of it as shown."
)
@click.option("--coder", help="The records of this coder instead of the latest.")
@options.archive
@options.json
@click.pass_obj
def show(
    context: Context,
    *,
    report: str,
    record: str | None,
    coder: str | None,
    archive: str | None,
    json: bool,
) -> None:
    """Show the record of a report in the archive.

    REPORT is its id, the start of its id, its address, or the file it was read from.
    """
    with context.archive(context.settings(archive=archive)) as kept:
        coding = kept.report(_address(report), coder=coder)
    found = _record(coding, record) if record else None
    if json:
        emit((found or coding).to_dict())
    elif found:
        from dragoman.cli.display.record import show_record

        show_record(Screen(), found, coding.report)
    else:
        from dragoman.cli.display.record import show as display

        display(Screen(), coding)


def _address(report: str) -> str:
    """The address as reports keep it: a path without a leading `./`."""
    return report if "://" in report else PurePath(report).as_posix()


def _record(coding: "Coding", start: str) -> "Coded":
    fitting = [r for r in coding.records if _begins(r.id, start)]
    if len(fitting) == 1:
        return fitting[0]
    ids = ", ".join(r.id for r in fitting)
    raise click.BadParameter(
        f"{len(fitting) or 'No'} records of this report are called {start}. "
        + (f"Give more of the id: {ids}." if ids else "The report's own display names them."),
        param_hint="--record",
    )


def _begins(id: str, start: str) -> bool:
    return id.startswith(start) or id.partition("-")[2].startswith(start)
