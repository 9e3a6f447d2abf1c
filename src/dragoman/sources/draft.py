"""What each kind of input hands over: a text with its blocks, before it becomes a report."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any  # TOML values are of many types; each reader checks what it takes

from dragoman.model import Block, BlockKind, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One document as its kind of input read it; `address` only where the document states one."""

    text: str
    blocks: tuple[Block, ...]
    origins: tuple[Origin, ...]
    media_type: str
    title: str | None = None
    site: str | None = None
    byline: str | None = None
    published: date | None = None
    address: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    def paragraphs(self) -> Iterator[str]:
        """The words of each paragraph: all that is ever coded."""
        for block in self.blocks:
            if block.kind is BlockKind.PARAGRAPH:
                yield self.text[block.start : block.end]


def under_headings(text: str, parts: Iterable[tuple[BlockKind, int, int]]) -> tuple[Block, ...]:
    """The parts as blocks, each carrying the heading of the section it stands under."""
    blocks, heading = [], None
    for kind, start, end in parts:
        if kind is BlockKind.HEADING:
            heading = squeeze(text[start:end])
        own = kind in (BlockKind.TITLE, BlockKind.HEADING)
        blocks.append(Block(kind=kind, start=start, end=end, heading=None if own else heading))
    return tuple(blocks)


def squeeze(words: str) -> str:
    """The words with each run of blanks as one space; never for text that is stored as it came."""
    return " ".join(words.split())


def load_data(name: str) -> dict[str, Any]:
    """A data file of this package, read from inside the wheel."""
    return tomllib.loads((files("dragoman.sources") / "data" / name).read_text("utf-8"))


@cache
def small_words(group: str) -> frozenset[str]:
    """The words of a group in `words.toml`: those that names and headlines write small."""
    return frozenset(load_data("words.toml")[group])
