"""How a run ends: one line on standard error and an exit status for each way to fail.

0    done
1    something unforeseen, or `doctor` found a fault
2    wrong usage or settings
3    some reports could not be read, others were
4    no report could be read, or a file of units or annotations is malformed
5    the archive
6    the model
130  stopped by the user
141  whoever read the output went away
"""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from dragoman.cli.safe import clean
from dragoman.errors import DragomanError, SettingsError

UNFORESEEN = 1
SOME_FAILED = 3
NONE_READ = 4
STOPPED = 130
NO_READER = 141


def complain(line: str) -> None:
    """Write one line on standard error."""
    click.echo(f"dragoman: {clean(line)}", err=True)


def tell(line: str) -> None:
    """Say something about the data on standard error, beside the data."""
    click.echo(line, err=True)


def unforeseen(error: Exception) -> DragomanError:
    """What to say of an error that nobody raised on purpose."""
    return DragomanError(
        f"Unexpected {type(error).__name__}: {error}.",
        todo="This is a fault of dragoman: run `dragoman --debug ...` and report what it shows.",
    )


@contextmanager
def outcome(ctx: click.Context, *, debug: bool) -> Iterator[None]:
    """End the run as the table above says, whatever is raised inside."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()  # now, while a reader who went away can still be told from a fault
    except (click.exceptions.Exit, click.ClickException, click.Abort):
        raise
    except KeyboardInterrupt:
        ctx.exit(STOPPED)
    except BrokenPipeError:
        _forget_output()
        ctx.exit(NO_READER)
    except Exception as error:  # the edge of the program: nothing above could say more
        if debug:
            traceback.print_exc()
        known = _known(error)
        complain(f"{known.what} {known.todo}")
        ctx.exit(known.exit_status)


def _known(error: Exception) -> DragomanError:
    match error:
        case DragomanError():
            return error
        case OSError(strerror=str(why)):
            where = f"{error.filename}: " if error.filename else ""
            return DragomanError(f"{where}{why}.", todo="Check the path, its rights and the disk.")
        case UnicodeEncodeError(reason="surrogates not allowed"):
            return SettingsError(
                "What was given holds bytes that are no UTF-8.",
                todo="Write it in UTF-8; `locale` tells what the terminal writes.",
            )
    return unforeseen(error)


def _forget_output() -> None:
    # Python flushes standard output once more when it ends, and would complain then.
    with suppress(OSError), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
