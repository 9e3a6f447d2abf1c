"""`dragoman show`: the record of a report in the archive, or one record of it in full."""

from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.named import address
from dragoman.cli.output import Screen, emit

if TYPE_CHECKING:
    from dragoman.model import Coding
    from dragoman.review.view import Shown, View


@click.command()
@click.argument("report")
@click.option(
    "--record", metavar="ID", help="One record in full: its id, or the start of it as shown."
)
@click.option("--coder", metavar="NAME", help="The records of this coder instead of the latest.")
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
    """Show the record of a report in the archive, as people decided it.

    REPORT is its id, the start of its id, its address, or the file it was read from. What the
    machine found stands beside what was decided; --coder shows one coder's own record.
    """
    key = address(report)
    with context.archive(context.settings(archive=archive)) as kept:
        coding = kept.report(key, coder=coder)
        view = kept.view(coding) if coder is None else _own(coding)
    found = _record(view, record) if record else None
    if json:
        emit(found.to_dict() if found else _told(coding, view))
    elif found:
        from dragoman.cli.display.record import show_record

        show_record(Screen(), found, coding.report)
    else:
        from dragoman.cli.display.record import show as display

        display(Screen(), coding, view)


def _own(coding: "Coding") -> "View":
    """The record as its coder has it, whatever was decided."""
    from dragoman.review.view import View, undecided

    return View(coding.report, tuple(map(undecided, coding.records)))


def _told(coding: "Coding", view: "View") -> dict[str, object]:
    """The coding with its records as they are shown; without decisions as it is."""
    from dragoman.model import KINDS

    told = coding.to_dict()
    if all(shown.record == shown.machine and not shown.decisions for shown in view.records):
        return told
    lists: dict[str, list[object]] = {kind: [] for kind in KINDS}
    for shown in view.records:
        lists[f"{shown.record.record}s"].append(shown.to_dict())
    return told | lists


def _record(view: "View", start: str) -> "Shown":
    fitting = [shown for shown in view.records if _begins(shown.id, start)]
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
