"""Text that can be written anywhere."""

import os
from os import PathLike


def printable(text: str) -> str:
    """The text with halves of characters as escapes: no file and no database takes them.

    Python carries bytes of file names that are no UTF-8 as such, and JSON may hold them.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def printable_path(path: str | PathLike[str]) -> str:
    """A path as text: bytes of it that are no UTF-8 are written as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
