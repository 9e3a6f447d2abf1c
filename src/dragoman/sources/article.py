"""An article's blocks: told apart, and placed in the page's source."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from dragoman.model import BlockKind
from dragoman.sources.align import Aligner, Run
from dragoman.sources.dates import stated_date
from dragoman.sources.draft import squeeze
from dragoman.sources.extract import Marked
from dragoman.sources.furniture import byline, surrounds
from dragoman.sources.lines import ends_sentence
from dragoman.sources.scan import Page

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    {"p", "head", "quote", "list", "item", "table", "row", "cell", "code", "div", "lb", "graphic"}
)
_DECK_WORDS = 12  # a longer heading that ends as a sentence is a paragraph in large type
_TEASERS = 3  # headings that are links: fewer may be of the article itself


class Piece(NamedTuple):
    """A stretch of the page that becomes a block."""

    kind: BlockKind
    words: str


class Placed(NamedTuple):
    """A piece and its runs that stand in the page's source."""

    piece: Piece
    runs: list[Run]


def pieces_of(
    body: "_Element", *, stated: str | None, site: str | None, marked: Marked
) -> list[Piece]:
    """The article's blocks in order, its title first."""
    stretches = list(_stretches(body))
    title = _title(stretches, stated=stated, site=site, marked=marked)
    pieces = [Piece(_kind(tag, words, marked), words) for tag, words in stretches]
    pieces = [piece for piece in pieces if piece.words.lower() != title.lower()]
    while pieces and pieces[-1].kind is not BlockKind.PARAGRAPH:
        pieces.pop()  # what follows the last paragraph leads elsewhere
    return [Piece(BlockKind.TITLE, title), *pieces] if title else pieces


def is_article(pieces: list[Piece], marked: Marked, page: Page) -> bool:
    """Whether the blocks hold prose beyond the teasers of other pages."""
    prose = (p.words for p in pieces if p.kind is BlockKind.PARAGRAPH and ends_sentence(p.words))
    if len(marked.teasers) < _TEASERS:
        return any(prose)
    titles = ["".join(words.split()) for words in marked.teasers if words]
    return any(not _follows(words, titles, page.letters) for words in prose)


def _follows(words: str, titles: list[str], letters: str) -> bool:
    """Whether the words stand right under one of the titles."""
    at = letters.find("".join(words.split()))
    return any(letters.endswith(title, 0, max(at, 0)) for title in titles)


def _title(
    stretches: list[tuple[str, str]], *, stated: str | None, site: str | None, marked: Marked
) -> str:
    """The headline: the article's largest heading, or the title stated less the site's name."""
    before = (words for tag, words in stretches[: _first_paragraph(stretches)] if tag == "h1")
    if large := next(before, None):
        return large
    title = squeeze(stated or "")
    for headline in marked.headlines:
        if len(headline.split()) > 2 and title.lower().startswith(headline.lower()):
            return headline
    return _without_site(title, site) if site else title


def _without_site(title: str, site: str) -> str:
    """The title less a last part, set off by a sign, that is the site's name or holds it."""
    *kept, last = re.split(r"(\s[|–—:-]\s)", title)
    name, last = site.lower(), last.lower()
    return "".join(kept[:-1]) if kept and (name in last or last in name) else title


def _first_paragraph(stretches: list[tuple[str, str]]) -> int:
    return next((i for i, (tag, _) in enumerate(stretches) if tag == "p"), len(stretches))


def _kind(tag: str, words: str, marked: Marked) -> BlockKind:
    if words in marked.captions:
        return BlockKind.CAPTION
    # A heading or paragraph that is one link leads to another report.
    if words in marked.links or byline(words) or stated_date(words):
        return BlockKind.FURNITURE
    if found := surrounds(words):
        return found
    deck = ends_sentence(words) and len(words.split()) > _DECK_WORDS
    return BlockKind.PARAGRAPH if tag == "p" or deck else BlockKind.HEADING


def _stretches(body: "_Element") -> Iterator[tuple[str, str]]:
    """The tag (`h1`, `head`, `p`) and words of each innermost block, in order."""
    from lxml.etree import iterwalk

    tag, words = "p", [""]
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            yield from _flushed(tag, words)
            words = []
            tag = _heading_tag(element) if event == "start" else "p"
        words.append((element.text if event == "start" else element.tail) or "")
    yield from _flushed(tag, words)


def _heading_tag(element: "_Element") -> str:
    if element.tag != "head":
        return "p"
    return "h1" if element.get("rend") == "h1" else "head"


def _flushed(tag: str, words: list[str]) -> Iterator[tuple[str, str]]:
    if joined := squeeze("".join(words)):
        yield tag, joined


def place(pieces: list[Piece], captions: frozenset[str], page: Page) -> list[Placed]:
    """Each piece with its runs in the source, captions put in where they stand among them."""
    aligner = Aligner(page)
    placed = [
        Placed(piece, aligner.runs(piece.words, anywhere=piece.kind is BlockKind.TITLE))
        for piece in pieces
    ]
    body = [_first(p.runs) for p in placed if p.piece.kind is not BlockKind.TITLE]
    known = {piece.words for piece in pieces}
    for words in sorted(captions - known):
        found = aligner.runs(words, anywhere=True)
        if min(body) < _first(found) < max(body):
            _insert(placed, Placed(Piece(BlockKind.CAPTION, words), found))
    return placed


def _insert(placed: list[Placed], caption: Placed) -> None:
    at = _first(caption.runs)
    later = (
        i
        for i, (piece, runs) in enumerate(placed)
        if piece.kind is not BlockKind.TITLE and _first(runs) > at
    )
    placed.insert(next(later, len(placed)), caption)


def _first(runs: list[Run]) -> int:
    return runs[0].source if runs else -1
