"""Everything as one JSON object, written piece by piece."""

from collections.abc import Iterable, Iterator

from dragoman.export.lines import HEADER, dumps
from dragoman.model import Coding, Failure


def write(codings: Iterable[Coding], failures: Iterable[Failure]) -> Iterator[str]:
    """The pieces of one object: the format, the codings as `Coding.to_dict`, the failures."""
    yield dumps(HEADER)[:-1] + ',"codings":['
    yield from _items(coding.to_dict() for coding in codings)
    yield '\n],"failures":['
    yield from _items(failure.to_dict() for failure in failures)
    yield "\n]}\n"


def _items(values: Iterable[dict[str, object]]) -> Iterator[str]:
    for number, value in enumerate(values):
        yield (",\n" if number else "\n") + dumps(value)
