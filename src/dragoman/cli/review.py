"""`dragoman review`: a queue of records to decide on, agreement, and annotation from it."""

import getpass
import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.events import _statuses
from dragoman.cli.figures import _measures
from dragoman.cli.named import address
from dragoman.cli.outcome import complain, tell
from dragoman.cli.output import Screen, emit
from dragoman.cli.positions import _issues, _stances
from dragoman.cli.review_queue import KINDS, Asked
from dragoman.cli.safe import clean
from dragoman.cli.unknown import unknown
from dragoman.errors import SettingsError

if TYPE_CHECKING:
    from dragoman.archive import Archive
    from dragoman.cli.review_session import Out
    from dragoman.model import Coded, Decision, Report
    from dragoman.review.view import Shown

STATES = ("machine", "accepted", "corrected", "added", "rejected", "disputed")


@click.group(invoke_without_command=True)
@click.option("--coder", metavar="NAME", help="Who decides, instead of the one of the settings.")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only this kind.")
@click.option("--report", metavar="REPORT", help="Only this report: its id, address or file.")
@click.option("--state", "states", type=click.Choice(STATES), multiple=True, help="Only these.")
@click.option("--all", "every", is_flag=True, help="Also those that you decided on.")
@click.option("--actor", metavar="WHO", help="Anyone named: a country's code, or a word's start.")
@click.option("--type", metavar="TYPE", help="Events of this type, marks of this type.")
@click.option("--status", type=options.Code("status", _statuses), help="Events of this status.")
@click.option("--place", metavar="WHERE", help="Events there.")
@click.option("--issue", type=options.Code("issue", _issues), help="Positions on this issue.")
@click.option("--stance", type=options.Code("stance", _stances), help="Positions of this stance.")
@click.option("--measure", type=options.Code("measure", _measures), help="Figures of this measure.")
@click.option("--schema", metavar="NAME", help="Marks of this schema.")
@options.since
@options.until
@click.option("--confidence", type=options.PROBABILITY, metavar="P", help="At least so sure.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@options.archive
@click.option("--json", is_flag=True, help="The decisions as JSON, instead of the records.")
@click.pass_context
def review(ctx: click.Context, /, **asked: Any) -> None:  # noqa: ANN401 (the options above)
    """Go through records, the least sure first, and decide on each.

    One command a line: ? lists them. Decisions are added and never changed; the machine's own
    record is kept beside them.
    """
    if ctx.invoked_subcommand is not None:
        return
    context: Context = ctx.obj
    _review(context, asked)


def _review(context: Context, asked: dict[str, Any]) -> None:
    from dragoman.archive import Filter
    from dragoman.cli.review_queue import queue
    from dragoman.cli.review_session import Session

    coder = asked.pop("coder")
    archive, json, report = (asked.pop(name) for name in ("archive", "json", "report"))
    which = {name: asked.pop(name) for name in ("kinds", "states", "every", "limit")}
    settings = context.settings(archive=archive, confidence=asked.pop("confidence"))
    coder = coder or settings.person or login()
    key = None if report is None else address(report)
    wanted = Filter(confidence=settings.confidence or None, **asked)
    with context.archive(settings) as kept:
        id = None if key is None else kept.report(key).report.id
        found = queue(kept, wanted, Asked(coder=coder, report=id, **which))
        if not found:
            tell("Nothing waits for review.")
            kinds = which["kinds"] or KINDS
            for line in unknown(kept, wanted, *(kind.removesuffix("s") for kind in kinds)):
                tell(line)
            return
        out: Out = _Json() if json else _Screen()
        session = Session(kept.review(coder), found, out, lambda name: _named(kept, name))
        session.show()
        for line in _commands():
            session.take(line)
            if session.quits:
                break
        tell(f"{session.count} decision{'' if session.count == 1 else 's'} by {clean(coder)}.")


def _named(kept: "Archive", name: str) -> bool:
    """Whether a record names an actor so, as the machine found it or as it is shown."""
    from dragoman.archive import Filter
    from dragoman.review.naming import actors_of, shown_as

    wanted = Filter(actor=name)
    for kind in ("event", "statement", "position", "figure"):
        machine: Iterator[Coded] = getattr(kept, f"{kind}s")(wanted)
        for record in chain(machine, (shown.record for shown in kept.shown(kind, wanted))):
            if any(shown_as(a) == name for those in actors_of(record).values() for a in those):
                return True
    return False


def login() -> str:
    """The name of whoever is logged in; `SettingsError` where nobody is."""
    with suppress(OSError, KeyError, ImportError):  # what Python raises where nobody is logged in
        if name := getpass.getuser():
            return name
    raise SettingsError(
        "It is not known who decides.", todo="Give --coder NAME, or the setting person."
    )


def _commands() -> Iterable[str]:
    asks = sys.stdin.isatty()
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # never an end half-way
    while True:
        if asks:
            click.echo("> ", err=True, nl=False)
        if not (line := sys.stdin.readline()):
            return
        yield line


class _Screen:
    """Shows records to a person."""

    def __init__(self) -> None:
        self._screen = Screen()

    def show(self, shown: "Shown", report: "Report", *, number: int, of: int) -> None:
        """Print the record."""
        from dragoman.cli.review_card import card

        for line in card(shown, report, number=number, of=of):
            self._screen.print(line)
        click.echo()

    def made(self, decision: "Decision") -> None:
        """Say in a line what was decided."""
        from dragoman.cli.review_card import decided

        tell(decided(decision))

    def say(self, line: str) -> None:
        """Say it on standard error."""
        tell(line)

    def complain(self, line: str) -> None:
        """Say it on standard error, as all errors."""
        complain(line)


class _Json(_Screen):
    """Gives the decisions as lines of JSON."""

    def show(self, shown: "Shown", report: "Report", *, number: int, of: int) -> None:
        """Nothing: records are for people."""

    def made(self, decision: "Decision") -> None:
        """Print the decision."""
        emit(decision.to_dict())


@review.command()
@click.option("--coders", nargs=2, required=True, metavar="NAME NAME", help="Whose decisions.")
@options.archive
@options.json
@click.pass_obj
def agreement(
    context: Context, *, coders: tuple[str, str], archive: str | None, json: bool
) -> None:
    """How far two coders agree on what both decided on, by report and over all."""
    from dragoman.review.agreement import agreement as measured

    with context.archive(context.settings(archive=archive)) as kept:
        rows = measured(kept.reviewed(), *coders)
        titles = {id: kept.report(id).report for r in rows if (id := r.report)}
    if json:
        for row in rows:
            emit(row.to_dict())
        return
    from dragoman.cli.review_tables import agreements

    Screen().print(agreements(rows, titles))


@review.command("export")
@click.argument("file", metavar="FILE|-")
@click.option(
    "--schema",
    type=click.Path(path_type=Path),
    metavar="SCHEMA.toml",
    help="The marks of this schema, as `dragoman train` takes them, instead of the shipped lists.",
)
@options.archive
@options.json
@click.pass_obj
def export_(
    context: Context, *, file: str, schema: Path | None, archive: str | None, json: bool
) -> None:
    """Write what was reviewed in the format of the annotated corpus.

    A line for each paragraph in which every record is decided on; gzipped if named .gz.
    """
    from dragoman.cli.units import writer
    from dragoman.export.lines import dumps
    from dragoman.review.annotation import annotation

    schemas = None
    if schema is not None:
        if not schema.exists():
            raise SettingsError(f"There is no file {schema}.", todo="Check the path.")
        from dragoman.reading.schema_file import read_schemas

        schemas = read_schemas(schema)
    count = 0
    with context.archive(context.settings(archive=archive)) as kept, writer(file) as write:
        for view in kept.reviewed():
            for line in annotation(view, schemas=schemas):
                write(dumps(line) + "\n")
                count += 1
    emit({"units": count}) if json else tell(f"{count} unit{'' if count == 1 else 's'}.")
