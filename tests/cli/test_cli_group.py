import subprocess
import sys
from importlib.metadata import EntryPoint

import click
import pytest
from cli_doubles import run
from click.testing import CliRunner

from dragoman.cli import main
from dragoman.cli.group import GROUP, Commands

COMMANDS = {
    "annotate", "config", "doctor", "events", "export", "failures", "figures", "import",
    "marks", "positions", "read", "reports", "samples", "show", "statements", "train",
}  # fmt: skip
HEAVY = (
    "pydantic", "sqlalchemy", "numpy", "rich", "onnxruntime", "tokenizers", "trafilatura", "lxml",
)  # fmt: skip
HELP = "import sys\nfrom dragoman.cli import main\nmain(['--help'], standalone_mode=False)\n"


def test_every_command_is_registered_and_helps() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in result.stdout
        helped = run(command, "--help")
        assert helped.exit_code == 0
        assert "Usage: " in helped.stdout


def test_version() -> None:
    assert run("--version").stdout == "dragoman 0.1.0\n"


def test_help_loads_nothing_heavy() -> None:
    asked = HELP + "print(sorted(m for m in sys.modules if '.' not in m))"
    shown = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    loaded = shown.stdout.splitlines()[-1]
    assert not [name for name in HEAVY if f"'{name}'" in loaded]


def entry(name: str, value: str) -> EntryPoint:
    return EntryPoint(name=name, value=value, group=GROUP)


@click.command()
def foreign() -> None:
    click.echo("foreign")


def grouped(*entries: EntryPoint) -> Commands:
    group = Commands(name="dragoman")
    group.find = lambda: entries  # what is installed, given as a value
    return group


READ = entry("read", "dragoman.cli.read:read")


@pytest.mark.parametrize("value", ["no_such_module:x", "dragoman.cli.group:GROUP", "json:nothing"])
def test_a_broken_plugin_is_one_line_and_the_others_work(value: str) -> None:
    group = grouped(READ, entry("broken", value))
    result = CliRunner().invoke(group, ["--help"])
    assert result.exit_code == 0
    assert "read" in result.stdout
    assert "broken" not in result.stdout
    [line] = result.stderr.splitlines()
    assert line.startswith("dragoman: The command broken of ")
    assert CliRunner().invoke(group, ["read", "--help"]).exit_code == 0
    assert CliRunner().invoke(group, ["broken"]).exit_code == 2


def test_a_plugin_adds_a_command_and_replaces_none_of_ours() -> None:
    found = (
        READ,
        entry("read", "test_cli_group:foreign"),
        entry("foreign", "test_cli_group:foreign"),
    )
    for group in (grouped(*found), grouped(*reversed(found))):
        assert CliRunner().invoke(group, ["foreign"]).stdout == "foreign\n"
        assert "Read reports" in CliRunner().invoke(group, ["read", "--help"]).stdout


def test_an_unknown_command_is_wrong_usage() -> None:
    result = CliRunner().invoke(main, ["translate"])
    assert (result.exit_code, result.stdout) == (2, "")
