"""What a file is, by the ending of its name."""

from functools import cache
from pathlib import PurePath

from dragoman.errors import BinarySource, SourceError
from dragoman.sources.draft import load_data


def kind_of(name: str) -> str | None:
    """`page`, `docx`, `table`, `zip`, `tar`, `warc`, `wacz` or `gzip`; None where none is known."""
    low = name.lower()
    found = (ending for ending in _endings() if low.endswith(ending))
    return _endings().get(max(found, key=len, default=""))


@cache
def _endings() -> dict[str, str]:
    kinds = load_data("kinds.toml")
    return {ending: kind for kind, endings in kinds.items() for ending in endings}


def not_read(name: str) -> SourceError:
    """The error for a file that nobody named and whose kind is not one that is read."""
    ending = PurePath(name).suffix
    kind = f"{ending} files" if ending else "files without an ending"
    return BinarySource(
        f"{name} was left out: {kind} are not looked for in folders and archives.",
        todo="If it is a report, name the file itself.",
    )
