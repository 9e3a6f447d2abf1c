"""Standard output: lines of JSON, or text for a person."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDTH = 100  # where the output is no terminal and COLUMNS is not set


def emit(value: object) -> None:
    """Write the value as one line of JSON, in UTF-8 whatever the terminal speaks."""
    from dragoman.export.lines import dumps

    click.echo(f"{dumps(value)}\n".encode(), nl=False)


@contextmanager
def utf8_output() -> Iterator[TextIO]:
    """Standard output as UTF-8 with plain line ends, for whole files."""
    sys.stdout.flush()
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n", write_through=True)
    try:
        yield stream
    finally:
        stream.detach()  # standard output stays open


class Screen:
    """Where text for a person goes: as wide as the terminal, in colour only where wanted."""

    def __init__(self, stream: TextIO | None = None, *, width: int | None = None) -> None:
        from rich.console import Console

        self._stream = stream or sys.stdout
        if isinstance(self._stream, io.TextIOWrapper):
            # A terminal that cannot show a letter gets its number: never an error or a gap.
            self._stream.reconfigure(errors="backslashreplace")
        self._console = Console(
            file=self._stream, width=width, highlight=False, markup=False, emoji=False
        )
        known = width or self._console.is_terminal or os.environ.get("COLUMNS")
        if not known:
            self._console.width = WIDTH

    @property
    def width(self) -> int:
        """How many characters fit on a line."""
        return self._console.width

    def print(self, text: "RenderableType", *, wrap: bool = True) -> None:
        """Write text or a table; without `wrap`, lines stay as long as they are."""
        with self._console.capture() as captured:
            self._console.print(text, soft_wrap=not wrap)
        # Tables fill their lines with blanks, which are in the way of whoever copies them.
        for line in captured.get().removesuffix("\n").split("\n"):
            click.echo(
                line.rstrip(" "), file=self._stream, color=True
            )  # rich has left colours out where unwanted
