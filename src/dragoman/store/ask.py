"""Questions in SQL: what they give, and how long they may take."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dragoman.errors import ArchiveError, RefusedQuery

Values = tuple[object, ...]


@dataclass(frozen=True)
class Rows:
    """The answer to a question in SQL: the names of its columns, and its rows as they come.

    Two columns of one name are told apart: `count`, `count_2`. Leaving the rows before the end
    lets go of the database as well.
    """

    columns: tuple[str, ...]
    rows: Iterator[Values]

    def __iter__(self) -> Iterator[Values]:
        return self.rows

    def dicts(self) -> Iterator[dict[str, object]]:
        """Each row by the names of its columns, with values that JSON has."""
        for row in self.rows:
            yield {name: plain(value) for name, value in zip(self.columns, row, strict=True)}


def named(columns: Sequence[str]) -> tuple[str, ...]:
    """The names, each there once."""
    found: list[str] = []
    for name in columns:
        number, own = 1, name
        while own in found:
            number += 1
            own = f"{name}_{number}"
        found.append(own)
    return tuple(found)


def plain(value: object) -> object:
    """The value as JSON has it: bytes as hex digits, days and what else there is as text."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    known = value is None or isinstance(value, str | int | float | list | dict)
    return value if known else str(value)


class Deadline:
    """A point of time by which an answer must be there."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def passed(self) -> bool:
        """Whether it is too late."""
        return time.monotonic() > self._end

    def error(self) -> ArchiveError:
        """What to say then."""
        return ArchiveError(
            f"The query took longer than {self._seconds:g} seconds.",
            todo="Ask for less, or allow more seconds.",
        )


def refused(said: str) -> RefusedQuery:
    """The error for a statement that the database does not take."""
    return RefusedQuery(
        f"The query was refused: {' '.join(said.split()).rstrip('.')}.",
        todo="Give one SELECT over the tables and views of an archive; they are listed in "
        "docs/archive.md.",
    )
