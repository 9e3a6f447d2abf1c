"""The files of a folder or glob, in a fixed order."""

import glob
import os
from collections.abc import Iterator
from pathlib import Path

from dragoman.errors import SourceError, UnreadableSource
from dragoman.sources.document import Document, failed
from dragoman.sources.files import normal_path

_WILD = "*?["


def is_glob(source: str) -> bool:
    """Whether a name is a pattern: it holds `*`, `?` or `[`, and no file has that very name."""
    return any(sign in source for sign in _WILD) and not os.path.lexists(source)


def paths(source: str) -> Iterator[str | Document]:
    """The files at a path: itself, those below a folder, or those a glob finds (`**` any depth).

    Sorted by their names, folder by folder, so that two runs agree. Files and folders whose names
    begin with a dot are passed over, links to folders are not followed. A folder that may not be
    looked into, one without files and a glob that finds nothing each give a failed document.
    """
    if is_glob(source):
        # pathlib's own glob does not take patterns that begin at the root.
        found = glob.iglob(source, recursive=True)  # noqa: PTH207
        some = False
        for path in sorted(found):
            if Path(path).is_file():
                some = True
                yield path
        if not some:
            yield _nothing(source, f"No file fits {source}.")
    elif Path(source).is_dir():
        yield from _below(source)
    else:
        yield source


def _below(folder: str) -> Iterator[str | Document]:
    some = False
    for one in _walk(folder):
        some = True
        yield one
    if not some:
        yield _nothing(folder, f"The folder {folder} holds no files.")


def _walk(folder: str) -> Iterator[str | Document]:
    try:
        with os.scandir(folder) as entries:
            found = sorted((e.name, e.is_dir(follow_symlinks=False), _readable(e)) for e in entries)
    except OSError as error:
        yield failed(
            UnreadableSource(
                f"The folder {folder} cannot be looked into: {error.strerror}.",
                todo="Ask for the right to read it.",
            ),
            address=normal_path(folder),
        )
        return
    for name, folder_of_its_own, readable in found:
        path = os.path.join(folder, name)  # noqa: PTH118  # names may be no UTF-8
        if name.startswith("."):
            continue
        if folder_of_its_own:
            yield from _walk(path)
        elif readable:
            yield path


def _readable(entry: "os.DirEntry[str]") -> bool:
    """Whether it is a file, or a link that leads nowhere, of which is told; pipes would not end."""
    try:
        return entry.is_file() or (entry.is_symlink() and not entry.is_dir())
    except OSError:  # a link to itself leads nowhere as well
        return True


def _nothing(source: str, what: str) -> Document:
    error: SourceError = UnreadableSource(what, todo="Check the path.")
    return failed(error, address=normal_path(source))
