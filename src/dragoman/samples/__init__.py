"""Short reports on negotiations of the past, written for this project, for a first try."""

from importlib.resources import files
from pathlib import Path

from dragoman.errors import UnreadableSource

SUFFIX = ".md"


def names() -> tuple[str, ...]:
    """The names of the sample reports, sorted: the thread, its number and a word or two.

    >>> names()[0]
    'belfast-1-docklands'
    """
    entries = (Path(entry.name) for entry in files(__name__).iterdir())
    return tuple(sorted(entry.stem for entry in entries if entry.suffix == SUFFIX))


def path(name: str) -> Path:
    """The file of the sample report `name`; `UnreadableSource` where there is none.

    >>> path("dayton-2-ceasefire").name
    'dayton-2-ceasefire.md'
    """
    known = names()
    if name not in known:
        raise UnreadableSource(
            f"No sample report is named {name!r}.", todo=f"Choose one of: {', '.join(known)}."
        )
    return Path(str(files(__name__).joinpath(name + SUFFIX)))
