"""Inputs cut into shards: the same documents in the same shard whenever the plan is run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from dragoman.model.ids import make_id

if TYPE_CHECKING:
    from dragoman.cluster.plan import Plan
    from dragoman.sources import Document

T = TypeVar("T")

# Files that hold one document each: many of them are one unit of work.
_SINGLE = {".htm", ".html", ".xhtml", ".md", ".txt", ".pdf", ".docx"}


@dataclass(frozen=True, slots=True)
class Unit:
    """What one task lists: files, each with whether `documents` is told that it was listed, or
    documents that could not be had; `number` is its place among the units."""

    number: int
    inputs: "tuple[tuple[str, bool] | Document, ...]"


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are read and kept together: part `part` of a unit."""

    unit: int
    part: int
    name: str  # of its files in the output: a hash of its place and of how it is read
    documents: "tuple[Document, ...]"


def units(plan: "Plan") -> Iterator[Unit]:
    """The inputs of all sources: files of many documents alone, the others together."""
    from dragoman.sources.listing import files_of

    found = (one for source in plan.sources for one in files_of(source))
    number = 0
    for single, group in groupby(found, _is_single):
        for inputs in batched(group, plan.shard if single else 1):
            yield Unit(number, inputs)
            number += 1


def shards(unit: Unit, plan: "Plan", coder: str) -> Iterator[Shard]:
    """The shards of a unit, one held at a time."""
    for part, those in enumerate(batched(_documents(unit, plan), plan.shard)):
        name = make_id("shard", _name(unit.inputs[0]), part, plan.shard, coder)
        yield Shard(unit.number, part, name, those)


def _documents(unit: Unit, plan: "Plan") -> "Iterator[Document]":
    from dragoman.sources import documents

    for one in unit.inputs:
        if isinstance(one, tuple):
            file, listed = one
            yield from documents(file, mapping=plan.map, max_size=plan.max_size, listed=listed)
        else:
            yield one


def batched(items: Iterable[T], most: int) -> Iterator[tuple[T, ...]]:
    """The items in groups of at most so many; `itertools.batched`, which Python 3.11 lacks."""
    coming = iter(items)
    while group := tuple(islice(coming, most)):
        yield group


def digest(shard: Shard, plan: "Plan") -> str:
    """A hash of the documents of a shard: whether they are still those that were read."""
    return make_id("documents", *(_of_one(d, plan) for d in shard.documents))


def _of_one(document: "Document", plan: "Plan") -> str:
    from dragoman.errors import SourceError
    from dragoman.ingest.fingerprint import fingerprint

    try:
        found = fingerprint(document, published=plan.published, max_size=plan.max_size)
    except SourceError as error:
        return error.code
    return found[1]


def _name(one: "tuple[str, bool] | Document") -> str:
    return one[0] if isinstance(one, tuple) else one.address


def _is_single(one: "tuple[str, bool] | Document") -> bool:
    return PurePath(_name(one)).suffix.lower() in _SINGLE
