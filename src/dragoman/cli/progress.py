"""What is being done, on one line of standard error that is wiped when it is done."""

import shutil
import sys
from types import TracebackType
from typing import Self, TextIO

_WIPE = "\r\x1b[K"


class Progress:
    """The line; silent where standard error is no terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shown = False

    @property
    def shows(self) -> bool:
        """Whether anybody can see it."""
        return self._stream.isatty()

    def show(self, line: str) -> None:
        """Show the line in place of the one before."""
        if self.shows:
            self._write(_WIPE + line[: shutil.get_terminal_size().columns - 1])
            self._shown = True

    def wipe(self) -> None:
        """Take the line away, so that something else can be written."""
        if self._shown:
            self._write(_WIPE)
            self._shown = False

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.wipe()
