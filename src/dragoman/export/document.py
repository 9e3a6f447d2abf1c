"""Everything as one JSON object, written piece by piece."""

from collections.abc import Iterable, Iterator

from dragoman.export.lines import HEADER, dumps
from dragoman.model import Coding, Decision, Failure, Imported, Record, Removal


def write(
    codings: Iterable[Coding],
    failures: Iterable[Failure],
    decisions: Iterable[Decision] = (),
    *,
    removals: Iterable[Removal] = (),
    foreign: Iterable[Imported] = (),
) -> Iterator[str]:
    """The pieces of one object: the format, and a list of each as `to_dict` gives them."""
    lists: dict[str, Iterable[Record]] = {
        "codings": codings, "failures": failures, "decisions": decisions, "removals": removals,
        "foreign": foreign,
    }  # fmt: skip
    yield dumps(HEADER)[:-1]
    for name, found in lists.items():
        yield f',"{name}":['
        yield from _items(record.to_dict() for record in found)
        yield "\n]"
    yield "}\n"


def _items(values: Iterable[dict[str, object]]) -> Iterator[str]:
    for number, value in enumerate(values):
        yield (",\n" if number else "\n") + dumps(value)
