"""`dragoman config show`: the settings of the run."""

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.output import Screen, emit


@click.group()
def config() -> None:
    """The settings."""


@config.command()
@options.json
@click.pass_obj
def show(context: Context, *, json: bool) -> None:
    """Show each setting, its value and where that comes from."""
    from dragoman.settings import names

    settings = context.settings()
    values = {name: getattr(settings, name) for name in names()}
    values["archive"] = _without_password(values["archive"])
    rows = [(name, value, settings.origin(name)) for name, value in values.items()]
    if json:
        for name, value, origin in rows:
            emit({"setting": name, "value": value, "origin": origin})
        return
    from dragoman.cli.display.tables import table
    from dragoman.cli.display.words import NOTHING

    columns = ("Setting", "Value", "From")
    cells = (
        (name, NOTHING if value in ("", None) else str(value), origin)
        for name, value, origin in rows
    )
    Screen().print(table(columns, (1, 2, 3), cells))


def _without_password(archive: str) -> str:
    from dragoman.store.engine import parsed, shown

    url = parsed(archive)
    return shown(url) if url else archive
