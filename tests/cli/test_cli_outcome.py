import errno
import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner, Result

from dragoman import errors
from dragoman.cli.group import Commands

STATUSES = [
    (errors.SourceError, 4),
    (errors.LanguageNotRead, 4),
    (errors.AnchorError, 1),
    (errors.VocabularyError, 1),
    (errors.ModelError, 6),
    (errors.ArchiveError, 5),
    (errors.DamagedArchive, 5),
    (errors.SettingsError, 2),
]


def ending(raised: BaseException, *args: str) -> Result:
    group = Commands("dragoman", params=[click.Option(["--debug"], is_flag=True)])

    @group.command("act")
    def act() -> None:
        click.echo("data")
        raise raised

    return CliRunner().invoke(group, [*args, "act"])


@pytest.mark.parametrize(("kind", "status"), STATUSES)
def test_each_error_has_its_status(kind: type[errors.DragomanError], status: int) -> None:
    result = ending(kind("It went wrong.", todo="Do this."))
    assert (result.exit_code, result.stdout) == (status, "data\n")
    assert result.stderr == "dragoman: It went wrong. Do this.\n"


def test_debug_shows_the_traceback() -> None:
    result = ending(errors.ArchiveError("It went wrong.", todo="Do this."), "--debug")
    assert result.exit_code == 5
    assert "Traceback" in result.stderr
    assert result.stderr.endswith("dragoman: It went wrong. Do this.\n")


def test_what_nobody_foresaw_is_a_fault_of_ours() -> None:
    result = ending(ZeroDivisionError("division\nby zero"))
    assert result.exit_code == 1
    [line] = result.stderr.splitlines()
    assert "ZeroDivisionError" in line
    assert "--debug" in line


def test_bytes_that_are_no_utf_8_are_a_usage_error() -> None:
    with pytest.raises(UnicodeEncodeError) as raised:
        os.fsdecode(b"\xff").encode()
    result = ending(raised.value)
    assert result.exit_code == 2
    assert "bytes that are no UTF-8. Write it in UTF-8" in result.stderr


def test_no_error_can_command_the_terminal() -> None:
    named = errors.UnreadableSource("There is no file \x1b[2J\x9b\n.", todo="Check it.")
    assert not set("\x1b\x9b") & set(ending(named).stderr)
    assert len(ending(named).stderr.splitlines()) == 1


def test_the_system_says_no() -> None:
    result = ending(OSError(errno.ENOSPC, "No space left on device", "out.jsonl"))
    assert result.exit_code == 1
    assert result.stderr.startswith("dragoman: out.jsonl: No space left on device.")


def test_stopped_by_the_user_is_quiet() -> None:
    result = ending(KeyboardInterrupt())
    assert (result.exit_code, result.stderr) == (130, "")


def test_wrong_usage_is_clicks_own() -> None:
    assert ending(click.UsageError("So not.")).exit_code == 2
    assert ending(click.exceptions.Exit(3)).exit_code == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_reader_who_goes_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    asked = "from dragoman.cli import main\nmain(['samples'])"
    try:
        ended = subprocess.run(
            [sys.executable, "-c", asked],
            stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, "")
