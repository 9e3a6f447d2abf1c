"""HTML: the article of a page, its words traced back into the page's source."""

from datetime import date
from typing import TYPE_CHECKING

from dragoman.errors import NoArticle, TooLarge
from dragoman.model import BlockKind, Origin
from dragoman.sources.article import Piece, Placed, is_article, pieces_of, place
from dragoman.sources.draft import Draft, under_headings
from dragoman.sources.extract import Extracted, extract, no_article
from dragoman.sources.scan import Page, scan

if TYPE_CHECKING:
    from trafilatura.settings import Document

_MOST_TAGS = 30_000  # beyond it the extractor's time is no longer bounded by seconds
_BETWEEN = "\n\n"  # stands between two blocks of the text


def draft_html(source: str, *, name: str) -> Draft:
    """The article of a page with what the page says of itself; `NoArticle` where it has none."""
    page = scan(source)
    if page.tags > _MOST_TAGS:
        raise TooLarge(
            f"{name} has {page.tags:,} tags, more than a page with an article.",
            todo="Save the article's text by itself.",
        )
    (document, marked), pieces = _article(page, name=name)
    text, parts, origins = _joined(place(pieces, marked.captions, page))
    return Draft(
        text=text,
        blocks=under_headings(text, parts),
        origins=origins,
        media_type="text/html",
        title=marked.headline or next((p.words for p in pieces if p.kind is BlockKind.TITLE), None),
        site=document.sitename or document.hostname,
        byline=document.author,
        published=date.fromisoformat(document.date) if document.date else None,
        address=document.url,
        metadata=_metadata(document),
    )


def _article(page: Page, *, name: str) -> tuple[Extracted, list[Piece]]:
    """What is surely the article; where that is nothing, what may be."""
    for precise in (True, False):
        try:
            found = extract(page.html, name=name, precise=precise)
        except NoArticle:
            continue
        document, marked = found
        pieces = pieces_of(
            document.body, stated=document.title, site=document.sitename, marked=marked
        )
        if is_article(pieces, marked, page):
            return found, pieces
    raise no_article(name)


def _joined(
    placed: list[Placed],
) -> tuple[str, list[tuple[BlockKind, int, int]], tuple[Origin, ...]]:
    """The text of all pieces, the stretch of each, and the runs of the source it is made of."""
    parts, origins, start = [], [], 0
    for piece, runs in placed:
        end = start + len(piece.words)
        parts.append((piece.kind, start, end))
        origins += [Origin(start=start + r.start, length=r.length, source=r.source) for r in runs]
        start = end + len(_BETWEEN)
    return _BETWEEN.join(piece.words for piece, _ in placed), parts, tuple(origins)


def _metadata(document: "Document") -> dict[str, str]:
    stated = {
        "description": document.description,
        "categories": ", ".join(document.categories or ()),
        "tags": ", ".join(document.tags or ()),
    }
    return {key: value for key, value in stated.items() if value}
