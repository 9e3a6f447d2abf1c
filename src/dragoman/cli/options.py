"""Options that several commands share, and the kinds of value they take."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]  # of a command of any signature

PROBABILITY = click.FloatRange(0, 1)

archive = click.option(
    "--archive", metavar="PATH", help="The archive, instead of the one of the settings."
)
json = click.option("--json", is_flag=True, help="JSON instead of text, one object per line.")


def together(*options: Decorator) -> Decorator:
    """The options as one decorator, in the order in which the help lists them."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


class Day(click.ParamType[date]):
    """A day such as 2025-01-21."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day; a usage error where the text is none."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day such as 2025-01-21.", param, ctx)


class Code(click.ParamType[str]):
    """A code of a vocabulary, which is read only when a value is given."""

    def __init__(self, name: str, codes: Callable[[], Iterable[str]]) -> None:
        self.name, self._codes = name, codes

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The code as the vocabulary spells it; a usage error that lists all where it is none."""
        codes = list(self._codes())
        known = {code.casefold(): code for code in codes}
        found = known.get(str(value).casefold())
        if found is None:
            self.fail(f"There is no {self.name} {value!r}. Use {', '.join(codes)}.", param, ctx)
        return found


def _ordered(ctx: click.Context, param: click.Parameter, value: date | None) -> date | None:
    """The day; a usage error where the days run backwards, whichever of the two comes first."""
    days = {**ctx.params, str(param.name): value}
    first, last = days.get("since"), days.get("until")
    if first and last and last < first:
        raise click.UsageError("--until lies before --since.", ctx)
    return value


since = click.option("--since", type=Day(), callback=_ordered, help="From this day on.")
until = click.option("--until", type=Day(), callback=_ordered, help="Up to this day.")

dated = click.option(
    "--dated", is_flag=True, default=None, help="Only those of which the report tells when."
)


def _samples() -> Iterable[str]:
    from dragoman import samples

    return samples.names()


SAMPLE = Code("sample", _samples)
