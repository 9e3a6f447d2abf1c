"""The commands there are: whatever is registered under `dragoman.commands`."""

from collections.abc import Callable, Iterable
from importlib.metadata import EntryPoint, entry_points

import click

from dragoman.cli.outcome import complain, outcome

GROUP = "dragoman.commands"


def registered() -> Iterable[EntryPoint]:
    """The entry points of all installed packages that add a command."""
    return entry_points(group=GROUP)


class Commands(click.Group):
    """A group whose commands are loaded by entry point, each when it is first needed."""

    find: Callable[[], Iterable[EntryPoint]] = staticmethod(registered)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's own)
        """The names of the commands, sorted."""
        return sorted({*self.commands, *self._entries()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None, with a line on standard error, where it is broken."""
        known = super().get_command(ctx, cmd_name)
        entry = self._entries().get(cmd_name)
        return known or (_load(entry) if entry else None)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; whatever goes wrong ends in one line and the documented status."""
        with outcome(ctx, debug=bool(ctx.params.get("debug"))):
            return super().invoke(ctx)

    def _entries(self) -> dict[str, EntryPoint]:
        # Later ones win: another package must not replace a command of ours.
        ours_last = sorted(self.find(), key=lambda entry: entry.value.startswith("dragoman."))
        return {entry.name: entry for entry in ours_last}


def _load(entry: EntryPoint) -> click.Command | None:
    try:
        command = entry.load()
    except Exception as error:  # a plug-in can fail in any way; the other commands must work
        command = error
    if isinstance(command, click.Command):
        return command
    package = entry.dist.name if entry.dist else entry.module
    complain(
        f"The command {entry.name} of {package} cannot be loaded: {command!r}. "
        f"Install {package} again, or remove it."
    )
    return None
