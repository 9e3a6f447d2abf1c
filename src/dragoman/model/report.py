"""A report: one document as published, its text never edited, and evidence cut from that text."""

from bisect import bisect_right
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import ClassVar, Self

import pydantic

from dragoman.errors import AnchorError
from dragoman.model.base import Record
from dragoman.model.ids import make_id, make_version

CONTEXT = 32  # characters kept on either side of the words, as the W3C TextQuote selector advises


class BlockKind(StrEnum):
    """What a stretch of a report's text is; only paragraphs are coded."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    FURNITURE = "furniture"


class Block(Record):
    """A stretch of the text: `text[start:end]`, in code points."""

    kind: BlockKind
    start: int = pydantic.Field(ge=0)
    end: int
    heading: str | None = None  # the heading of the section it stands under


class Origin(Record):
    """`text[start:start + length]` is the source's characters from `source` on, one to one."""

    start: int = pydantic.Field(ge=0)
    length: int = pydantic.Field(gt=0)
    source: int = pydantic.Field(ge=0)


class Evidence(Record):
    """Exact words of one version of a report: `text[start:end] == words`, always.

    Made by `Report.evidence`; offsets are Unicode code points. By itself it is only as long as it
    says: `Coding`, the store and every import check it against the text.
    """

    report: str
    version: str
    start: int = pydantic.Field(ge=0)
    end: int
    words: str = pydantic.Field(min_length=1)
    before: str = ""
    after: str = ""

    @pydantic.model_validator(mode="after")
    def _fits(self) -> Self:
        if self.end - self.start != len(self.words):
            raise ValueError(f"{self.words!r} is not {self.end - self.start} characters long")
        return self


class Report(Record):
    """One document as published.

    `address` is its URL where one is known, else the path it was read from as the user gave it,
    else `text:` and the hash of the text; the report's id is a hash of it, so that a changed text
    at the same address is a new version of the same report.
    """

    derived: ClassVar[tuple[str, ...]] = ("id", "version")

    address: str = pydantic.Field(min_length=1)
    text: str
    title: str | None = None
    site: str | None = None
    byline: str | None = None
    published: date | None = None
    language: str | None = None  # ISO 639-1
    media_type: str = "text/plain"
    encoding: str | None = None
    file: str | None = None  # the path it was read from, as the user gave it
    source_hash: str | None = None  # SHA-256 of the bytes it came from
    blocks: tuple[Block, ...] = ()
    origins: tuple[Origin, ...] = ()
    metadata: dict[str, str] = {}

    @cached_property
    def id(self) -> str:
        """The report's id, a hash of its address."""
        return make_id("report", self.address)

    @cached_property
    def version(self) -> str:
        """Which version of the report this is: a hash of all that its record rests on.

        That is the text, its blocks, and what is told of it: title, site, byline, publication.
        """
        blocks = [(b.kind, b.start, b.end, b.heading) for b in self.blocks]
        told = (self.title, self.site, self.byline, str(self.published or ""))
        return make_version(self.text, *told, blocks)

    @pydantic.model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if any(b.start < a.start + a.length for a, b in pairwise(self.origins)):
            raise ValueError("two origins overlap or stand in the wrong order")
        end = 0
        for block in self.blocks:
            if not end <= block.start <= block.end <= len(self.text):
                raise ValueError(f"block {block.start}-{block.end} overlaps or leaves the text")
            end = block.end
        return self

    def evidence(self, start: int, end: int) -> Evidence:
        """The words `text[start:end]` as evidence; `AnchorError` where there are none."""
        if not 0 <= start < end <= len(self.text):
            raise AnchorError(
                f"No words stand at {start}-{end} of a text of {len(self.text)} characters.",
                todo="Give offsets in code points with start before end.",
            )
        return Evidence(
            report=self.id,
            version=self.version,
            start=start,
            end=end,
            words=self.text[start:end],
            before=self.text[max(0, start - CONTEXT) : start],
            after=self.text[end : end + CONTEXT],
        )

    def check(self, evidence: Evidence) -> None:
        """Raise `AnchorError` unless the words stand in this version of this report."""
        if evidence != self.evidence(evidence.start, evidence.end):
            raise AnchorError(
                f"{evidence.words!r} does not stand at {evidence.start}-{evidence.end} "
                f"of {self.address}.",
                todo="Read the report again; evidence is never moved to a lookalike.",
            )

    def source_offset(self, offset: int) -> int | None:
        """Where the character at `offset` stands in the decoded source, or None if it was added."""
        at = bisect_right(self.origins, offset, key=lambda origin: origin.start) - 1
        if at < 0 or offset >= self.origins[at].start + self.origins[at].length:
            return None
        return self.origins[at].source + offset - self.origins[at].start
