"""Reports and sources as a person names them."""

import glob
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dragoman.errors import SourceError

MANY = ("table", "zip", "tar", "gzip", "warc", "wacz")  # kinds of file that hold several reports


def address(report: str) -> str:
    """What the report is looked up by: a path as reports keep it, all else as it was typed."""
    if not report.strip():
        raise click.UsageError("Name a report by its id, the start of it, its address or its file.")
    from dragoman.sources import normal_path

    return normal_path(report)


def no_report(name: str) -> "SourceError | None":
    """Why `read` cannot take what was named; None where it is a file, whatever is in it."""
    from dragoman.errors import UnreadableSource
    from dragoman.sources.kinds import kind_of

    if "://" in name:
        return UnreadableSource(
            "It is an address, and `read` takes files.",
            todo=f"To fetch it: dragoman ingest {name}",
        )
    if (missing := _missing(name)) is not None:
        return missing
    if (folder := Path(name).is_dir()) or kind_of(name) in MANY:
        return UnreadableSource(
            f"{name} is a folder." if folder else f"{name} can hold several reports.",
            todo=f"To take in all that it holds: dragoman ingest {name}",
        )
    return None


def part_of(archive: str, name: str) -> "SourceError | None":
    """Why a file of the archive that is kept in is no source; None for any other file."""
    from dragoman.errors import UnreadableSource
    from dragoman.store.engine import is_part

    if is_part(archive, name):
        what = f"{name} is of the archive that reports are kept in."
        return UnreadableSource(what, todo="Leave it out.")
    return None


def no_source(name: str) -> "SourceError | None":
    """Why there is nothing where `ingest` is to look; None for an address, which is asked later."""
    from dragoman.errors import UnreadableSource
    from dragoman.sources.folders import is_glob

    if "://" in name:
        return None
    if not is_glob(name):
        return _missing(name)
    # pathlib's own glob does not take patterns that begin at the root.
    if any(Path(path).is_file() for path in glob.iglob(name, recursive=True)):  # noqa: PTH207
        return None
    return UnreadableSource(f"No file fits {name}.", todo="Check the path.")


def _missing(name: str) -> "SourceError | None":
    from dragoman.sources.files import unreadable

    try:
        Path(name).stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        return unreadable(name, error)
    except (OSError, ValueError):
        return None  # something is there: whoever reads it finds out what is wrong
    return None
