"""How well found frames agree with annotated ones, for schemas of any kind.

Measures are named after what they judge, as in `scores`: `SCHEMA.anchor` (words overlap),
`SCHEMA.type` (and its type is the same), `SCHEMA.ATTRIBUTE` (words overlap and the label is the
same), each with frames of a unit paired one to one. `SCHEMA.ROLE` counts the role's spans: one is
found where a frame whose anchor overlaps has an overlapping span in that role. A role or attribute
may so be right where the type is wrong. Counts are summed over units.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from dragoman.model import Frame, Span
from dragoman.reading.schema import NONE, Schema, Schemas
from dragoman.training.scores import Score, overlaps

T = TypeVar("T")
Filler = tuple[Span, Span]  # the anchor of a frame, and a span of one of its roles


def score_frames(
    gold: Sequence[Sequence[Frame]], found: Sequence[Sequence[Frame]], schemas: Schemas
) -> dict[str, Score]:
    """Each measure over units given in the same order."""
    counts: Counter[tuple[str, str]] = Counter()
    names: dict[str, None] = {}
    for schema in schemas.items:
        for of_gold, of_found in zip(gold, found, strict=True):
            a = [f for f in of_gold if f.schema == schema.name]
            b = [f for f in of_found if f.schema == schema.name]
            for measure, hits, wanted, given in _judged(a, b, schema):
                name = f"{schema.name}.{measure}"
                names[name] = None
                counts[name, "hits"] += hits
                counts[name, "gold"] += wanted
                counts[name, "predicted"] += given
    return {n: Score(counts[n, "hits"], counts[n, "gold"], counts[n, "predicted"]) for n in names}


def _judged(
    gold: list[Frame], found: list[Frame], schema: Schema
) -> Iterator[tuple[str, int, int, int]]:
    """Each measure of one unit: its name, its hits, what was annotated and what was found."""

    def meet(g: Frame, f: Frame) -> bool:
        return overlaps(g.anchor, f.anchor)

    sizes = len(gold), len(found)
    yield "anchor", _hits(gold, found, meet), *sizes
    yield "type", _hits(gold, found, lambda g, f: meet(g, f) and g.type == f.type), *sizes
    for a in schema.attributes:

        def same(g: Frame, f: Frame, a: str = a) -> bool:
            return meet(g, f) and g.attributes.get(a, NONE) == f.attributes.get(a, NONE)

        yield a, _hits(gold, found, same), *sizes
    for role in schema.roles:
        ours, theirs = _fillers(gold, role), _fillers(found, role)
        yield role, _hits(ours, theirs, _meet), len(ours), len(theirs)


def _fillers(frames: Sequence[Frame], role: str) -> list[Filler]:
    return [(f.anchor, span) for f in frames for span in f.roles.get(role, ())]


def _meet(a: Filler, b: Filler) -> bool:
    return overlaps(a[0], b[0]) and overlaps(a[1], b[1])


def _hits(gold: Sequence[T], found: Sequence[T], match: Callable[[T, T], bool]) -> int:
    """How many agree, each used once."""
    left, hits = list(gold), 0
    for f in found:
        at = next((i for i, g in enumerate(left) if match(g, f)), None)
        if at is not None:
            left.pop(at)
            hits += 1
    return hits
