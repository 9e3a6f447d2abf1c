"""`dragoman archive`: join archives, take reports out, let them in again."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.named import address
from dragoman.cli.output import emit
from dragoman.errors import ArchiveError

if TYPE_CHECKING:
    from dragoman.model import Removal

_BY = click.option(
    "--by", metavar="NAME", help="Who decides so; the setting person, or the login name."
)


def _reason(_context: click.Context, _option: click.Parameter, given: str) -> str:
    if not given.strip():
        raise click.BadParameter("A reason is needed, which is kept for good.")
    return given


@click.group()
def archive() -> None:
    """Join archives, and take reports out."""


@archive.command()
@click.argument("other")
@options.archive
@options.json
@click.pass_obj
def merge(context: Context, *, other: str, archive: str | None, json: bool) -> None:
    """Take in all that the archive OTHER holds.

    OTHER is a path or URL; it is only read. Nothing is lost or doubled, and the order in which
    archives are joined does not matter.
    """
    from dragoman.archive import Archive

    if "://" not in other and not Path(other).exists():
        raise ArchiveError(f"There is no archive at {other}.", todo="Check the path.")
    settings = context.settings(archive=archive)
    with (
        Archive.open(other, wait=settings.wait, create=False) as source,
        context.archive(settings, create=True) as kept,
    ):
        merged = kept.merge(source)
    if json:
        emit(merged.to_dict())
        return
    counts = merged.to_dict()
    counts["foreign events"] = counts.pop("foreign")
    told = (f"{n} {name if n != 1 else name[:-1]}" for name, n in counts.items())
    click.echo(f"New: {', '.join(told)}.")


@archive.command()
@click.argument("report")
@click.option(
    "--reason",
    required=True,
    callback=_reason,
    metavar="TEXT",
    help="Why; it is kept for good.",
)
@_BY
@options.archive
@options.json
@click.pass_obj
def remove(
    context: Context, *, report: str, reason: str, by: str | None, archive: str | None, json: bool
) -> None:
    """Take a report out, with all that was found in it.

    REPORT is its id, the start of its id, its address, or the file it was read from. The reason
    stays, and keeps the report out when it is read or merged again.
    """
    settings, key = context.settings(archive=archive), address(report)
    with context.archive(settings) as kept:
        who = by or settings.person or _login()
        removal = kept.remove(key, reason=reason, who=who)
    _tell(removal, "was removed", json=json)


@archive.command()
@click.argument("report")
@click.option("--reason", default="", metavar="TEXT", help="Why.")
@_BY
@options.archive
@options.json
@click.pass_obj
def restore(
    context: Context, *, report: str, reason: str, by: str | None, archive: str | None, json: bool
) -> None:
    """Let a removed report in again, when it is next read.

    REPORT is its id, the start of its id, or its address.
    """
    settings, key = context.settings(archive=archive), address(report)
    with context.archive(settings) as kept:
        who = by or settings.person or _login()
        removal = kept.restore(key, reason=reason, who=who)
    _tell(removal, "may come in again", json=json)


def _login() -> str:
    """The user's name on this machine; empty where it has none."""
    import getpass

    with suppress(KeyError, OSError, ImportError):  # as in some containers
        return getpass.getuser()
    return ""


def _tell(removal: "Removal", what: str, *, json: bool) -> None:
    from dragoman.cli.safe import clean

    if json:
        emit(removal.to_dict())
    else:
        click.echo(f"{removal.report} {what}: {clean(removal.address)}")
