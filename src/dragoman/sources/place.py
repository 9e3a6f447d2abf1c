"""Where a file lies, and how it is opened: on this machine, or behind an fsspec address."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from dragoman.errors import SourceError, UnreadableSource
from dragoman.sources.files import bounded, unreadable


@dataclass(frozen=True, slots=True)
class Place:
    """A file that can be opened as often as needed."""

    address: str
    name: str  # as messages name it
    opener: Callable[[], BinaryIO]

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The file, closed again afterwards; a `SourceError` where it cannot be opened."""
        try:
            file = self.opener()
        except SourceError:
            raise
        except (OSError, ValueError, ImportError) as error:
            raise unreadable(self.name, error) from error
        with file:
            yield file

    def head(self, size: int) -> bytes:
        """The first bytes, as many as there are up to `size`."""
        with self.opened() as file:
            return file.read(size)

    def data(self, *, max_size: int) -> bytes:
        """All bytes; `TooLarge` where there are more than `max_size`."""
        with self.opened() as file:
            try:
                return bounded(file, name=self.name, max_size=max_size)
            except OSError as error:
                raise unreadable(self.name, error) from error


def broken(name: str, what: str, *, some: bool = True) -> UnreadableSource:
    """The error for a container that is damaged: cut off, or not what its name says.

    `some` is whether what came before the damage is read.
    """
    kept = "what came before it" if some else "nothing of it"
    return UnreadableSource(f"{name} {what}.", todo=f"Fetch or save it again; {kept} is kept.")
