"""`dragoman serve`: the archive in a browser, on this machine alone."""

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.outcome import tell
from dragoman.errors import SettingsError

EDGES = "dragoman.edges"  # what the command line starts, and does not know


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8350, show_default=True,
              help="The port to listen on; 0 takes one that is free.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="An address of this machine itself; no other is taken.")  # fmt: skip
@click.option("--person", metavar="NAME", help="Who decides, unless a browser says otherwise.")
@options.archive
@click.pass_obj
def serve(
    context: Context, *, port: int, host: str, person: str | None, archive: str | None
) -> None:
    """Open the archive in a browser: read, look, review.

    Only this machine is answered, and no page asks anything of another. Ctrl-C ends it.
    """
    from dragoman.cli.review import login

    settings = context.settings(archive=archive, person=person)
    start = _start()
    with context.archive(settings, create=True) as kept:
        start(
            kept,
            way=context.way(settings),
            person=settings.person or login(),
            saved=_saved(context),
            max_size=settings.max_size,
            host=host,
            port=port,
            tell=tell,
        )


def _start() -> Callable[..., Any]:  # as `dragoman.web.serve.serve` has it
    (entry,) = entry_points(group=EDGES, name="web")
    try:
        found: Callable[..., Any] = entry.load()
    except ImportError as error:
        raise SettingsError(
            f"The web application is not installed: {error}.", todo="pip install 'dragoman[web]'"
        ) from error
    return found


def _saved(context: Context) -> Path:
    """Where named filters are kept: in the user's folder of data."""
    home = context.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "dragoman" / "filters.json"
