"""`docs/cli.md` tells of every command, option and exit status."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from dragoman.cli import main, outcome

DOCS = Path(__file__).parents[2] / "docs" / "cli.md"


def tree(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for part in command.list_commands(ctx):
            found = command.get_command(ctx, part)
            assert found is not None
            yield from tree(found, f"{name} {part}")


@pytest.mark.parametrize(
    ("name", "command"), [pytest.param(n, c, id=n) for n, c in tree(main, "dragoman")]
)
def test_every_command_and_option_is_told(name: str, command: click.Command) -> None:
    section = next(s for s in sections() if re.match(rf"`{name}[ `]", s))
    for param in command.params:
        for option in (o for o in param.opts if o.startswith("--")):
            assert f"`{option}" in section, f"{name} {option}"


def sections() -> list[str]:
    shared = re.search(r"^### Filters.*?(?=^##)", DOCS.read_text("utf-8"), re.M | re.S)
    assert shared
    parts = re.split(r"^##+ ", DOCS.read_text("utf-8"), flags=re.M)
    return [part + (shared[0] if "[filters](#filters)" in part else "") for part in parts]


def test_every_status_is_told() -> None:
    assert outcome.__doc__
    known = re.findall(r"^(\d+) ", outcome.__doc__, re.M)
    told = re.findall(r"^\| (\d+) \|", DOCS.read_text("utf-8"), re.M)
    assert known == told
    assert known[:2] == ["0", "1"]


def test_no_option_is_told_that_is_not_there() -> None:
    known = {o for _, command in tree(main, "") for p in command.params for o in p.opts}
    told = set(re.findall(r"`(--[a-z-]+)", DOCS.read_text("utf-8")))
    assert told <= known | {"--help"}
