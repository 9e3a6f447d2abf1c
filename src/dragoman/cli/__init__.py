"""The command line: parse, call the archive or the way of the data, show.

Standard output carries data only; progress, notes and errors go to standard error. Each command
is a module, registered under the entry-point group `dragoman.commands`.
"""

from pathlib import Path

import click

from dragoman.cli.context import Context
from dragoman.cli.group import Commands

__all__ = ["main"]


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="To begin: dragoman read --sample dayton-2-ceasefire",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="The settings file, instead of dragoman.toml here or in the user's configuration folder.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="dragoman", message="dragoman %(version)s")
@click.pass_context
def main(ctx: click.Context, *, config: Path | None, debug: bool) -> None:
    """Reads news on conflict and diplomacy and keeps the record, tied to the exact words.

    Who said and did what to whom, where each party stands, and which figures are claimed.
    """
    given = ctx.obj if isinstance(ctx.obj, Context) else Context()
    ctx.obj = given.with_options(config=config, debug=debug)
