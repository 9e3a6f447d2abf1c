"""Markdown: headings by their marks, wrapped lines joined, front matter read."""

import re
from datetime import date
from typing import NamedTuple

from dragoman.model import BlockKind
from dragoman.sources.dates import stated_date
from dragoman.sources.decoding import BOM
from dragoman.sources.draft import Draft, squeeze, under_headings
from dragoman.sources.frontmatter import FrontMatter, front_matter
from dragoman.sources.furniture import byline, surrounds
from dragoman.sources.lines import Line, split_lines
from dragoman.sources.markup import Cut, Unmarked, inline_marks

_HEADING = re.compile(r"#{1,6}[ \t]+(?P<words>\S.*?)(?:[ \t]+#+)?")
_UNDERLINE = re.compile(r"=+|-{2,}")
_RULE = re.compile(r"(?:[-*_][ \t]*){3,}")
_FENCE = re.compile(r"```|~~~")
_LEAD = re.compile(r"(?:>[ \t]*|(?:[-*+]|\d{1,3}[.)])[ \t]+)+")  # quotation and list marks
_BOLD_LINE = re.compile(r"(?:\*\*|__)[^*_]{1,100}(?<![.:,;])(?:\*\*|__)")
_IMAGE_LINE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


class _Part(NamedTuple):
    """A block in the source's offsets."""

    kind: BlockKind
    start: int
    end: int


class _Outline(NamedTuple):
    """The parts found so far, and the marks to leave out of the text."""

    parts: list[_Part]
    cuts: list[Cut]


def draft_markdown(source: str, *, published: date | None = None) -> Draft:
    """The words of a Markdown text, with the title, site, byline, date and URL it states."""
    start = len(source) - len(source.removeprefix(BOM))
    matter = front_matter(source) or FrontMatter({}, start)
    stated = matter.values
    parts, cuts = _outline(source, matter.end)
    parts = _classified(source, parts, title=stated.get("title"))
    for part in parts:
        cuts.extend(inline_marks(source, part.start, part.end))
    unmarked = Unmarked.of(source, start=matter.end, cuts=cuts)
    placed = [(kind, *unmarked.place(start, end)) for kind, start, end in parts]
    title = next((unmarked.text[s:e] for kind, s, e in placed if kind is BlockKind.TITLE), None)
    return Draft(
        text=unmarked.text,
        blocks=under_headings(unmarked.text, [part for part in placed if part[1] < part[2]]),
        origins=unmarked.origins,
        media_type="text/markdown",
        title=stated.get("title") or (squeeze(title) if title else None),
        site=stated.get("site"),
        byline=stated.get("byline"),
        published=published or matter.published(),  # a bad date is no matter where one is given
        address=stated.get("url"),
        metadata=matter.rest(),
    )


def _outline(source: str, start: int) -> _Outline:
    outline, fenced = _Outline([], [Cut(0, start)]), False
    for line in split_lines(source, start):
        words = source[line.start : line.end]
        if _FENCE.match(words):
            fenced = not fenced
            outline.cuts.append(Cut(line.start, line.end))
        elif fenced or words.startswith("|"):
            outline.parts.append(_Part(BlockKind.FURNITURE, line.start, line.end))
        else:
            _take(outline, line, words)
    return outline


def _take(outline: _Outline, line: Line, words: str) -> None:
    """Add a line to the outline: a part of its own, or more of the last paragraph."""
    parts, cuts = outline
    open_ = bool(parts) and parts[-1].kind is BlockKind.PARAGRAPH and not line.after_blank
    lead = _LEAD.match(words)
    if open_ and _UNDERLINE.fullmatch(words):
        parts[-1] = parts[-1]._replace(kind=BlockKind.HEADING)
        cuts.append(Cut(line.start, line.end))
    elif _RULE.fullmatch(words):
        cuts.append(Cut(line.start, line.end))
    elif heading := _HEADING.fullmatch(words):
        begin, end = (line.start + offset for offset in heading.span("words"))
        cuts += [Cut(line.start, begin), Cut(end, line.end)]
        parts.append(_Part(BlockKind.HEADING, begin, end))
    else:
        begin = line.start + (lead.end() if lead else 0)
        cuts.append(Cut(line.start, begin))
        if open_ and not (lead and not words.startswith(">")):
            parts[-1] = parts[-1]._replace(end=line.end)
        else:
            parts.append(_Part(BlockKind.PARAGRAPH, begin, line.end))


def _classified(source: str, parts: list[_Part], *, title: str | None) -> list[_Part]:
    """The parts with title, bold headings, pictures and furniture told from paragraphs."""
    found: list[_Part] = []
    for i, part in enumerate(parts):
        words = source[part.start : part.end]
        kind = part.kind
        if kind is BlockKind.HEADING:
            # The first heading is the title, unless the front matter names another.
            first = all(p.kind is not BlockKind.TITLE for p in found) and i < 2
            same = title is None or squeeze(words).lower() == squeeze(title).lower()
            kind = BlockKind.TITLE if first and same else kind
        elif kind is BlockKind.PARAGRAPH:
            kind = _kind(words)
        found.append(part._replace(kind=kind))
    return found


def _kind(words: str) -> BlockKind:
    if _BOLD_LINE.fullmatch(words):
        return BlockKind.HEADING
    if _IMAGE_LINE.fullmatch(words):
        return BlockKind.CAPTION
    if byline(words) or stated_date(words):
        return BlockKind.FURNITURE
    return surrounds(words) or BlockKind.PARAGRAPH
