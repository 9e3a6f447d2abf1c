"""Bytes from a path or from standard input, never more than the limit."""

import os
import sys
from contextlib import suppress
from os import PathLike, fspath
from pathlib import Path, PurePath
from typing import BinaryIO

from dragoman.errors import TooLarge, UnreadableSource
from dragoman.printable import printable_path


def read_path(path: str | PathLike[str], *, max_size: int) -> bytes:
    """The bytes of the file; one clear error where it is missing, a folder, closed or too large."""
    try:
        size = Path(path).stat().st_size
        if size > max_size:
            raise too_large(fspath(path), size=size, max_size=max_size)
        with Path(path).open("rb") as file:
            return bounded(file, name=fspath(path), max_size=max_size)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise unreadable(fspath(path), error) from error


def read_stdin(stream: BinaryIO | None, *, max_size: int) -> bytes:
    """The bytes of standard input, at most the limit."""
    return bounded(stream or sys.stdin.buffer, name="Standard input", max_size=max_size)


def normal_path(path: str | PathLike[str]) -> str:
    """The path as the user gave it, with `/` between its parts, no leading `./` and no `folder/..`.

    Bytes of a file name that are no UTF-8 are written as escapes: an address is text. One with
    `://` is no path, and stays as it is.
    """
    given = fspath(path)
    plain = given if "://" in given else _direct(PurePath(given)).as_posix()
    return printable_path(plain)


def _direct(path: PurePath) -> PurePath:
    """The path without going into a folder and out again, unless a link leads elsewhere there."""
    if ".." not in path.parts:
        return path
    plain = Path(os.path.normpath(path))
    with suppress(OSError, ValueError, RuntimeError):  # a NUL in the name, links in a circle
        if plain.resolve() == Path(path).resolve():
            return plain
    return path


def too_large(name: str, *, size: int | None, max_size: int) -> TooLarge:
    """The error for a source over the limit; `size` is None where it was not read to its end."""
    how = f"is {size:,} bytes," if size is not None else "is"
    return TooLarge(
        f"{name} {how} over the limit of {max_size:,} bytes.",
        todo="Split it into reports, or raise the limit with --max-size BYTES.",
    )


def bounded(stream: BinaryIO, *, name: str, max_size: int) -> bytes:
    """The bytes of a stream; `TooLarge` where there are more than the limit."""
    data = stream.read(max_size + 1)  # a device or a growing file has no true size beforehand
    if len(data) > max_size:
        raise too_large(name, size=None, max_size=max_size)
    return data


def unreadable(name: str, error: Exception) -> UnreadableSource:
    """The error for a file that the system does not open, in words."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return UnreadableSource(f"There is no file {name}.", todo="Check the path.")
        case IsADirectoryError():
            return UnreadableSource(f"{name} is a folder.", todo="Name the files in it.")
        case PermissionError():
            return UnreadableSource(
                f"{name} may not be read.", todo="Ask for the right to read it, or copy it."
            )
    return UnreadableSource(f"{name!r} cannot be opened: {error}.", todo="Check the path.")
