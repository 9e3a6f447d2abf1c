"""What is asked for by a name that nothing here has: said beside an empty list."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.cli.safe import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.archive import Archive, Filter


def unknown(archive: "Archive", wanted: "Filter", *kinds: str) -> Iterator[str]:
    """A line for each name of the filter that nothing has, fit for a terminal."""
    from dragoman.analyses import missing

    return map(clean, missing.unknown(archive, wanted, *kinds))


def nobody(archive: "Archive", names: "Iterable[str]") -> Iterator[str]:
    """A line for each name that is nobody's in the archive or in the tables, fit for a terminal."""
    from dragoman.analyses import missing

    return map(clean, missing.nobody(archive, names))
