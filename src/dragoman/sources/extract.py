"""The article of a page as trafilatura finds it, and what the page itself marks."""

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from dragoman.errors import NoArticle
from dragoman.sources.draft import squeeze
from dragoman.sources.headline import headline

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

_LIBRARIES = ("trafilatura", "htmldate", "courlan", "justext", "readability")
_WHOLE = re.compile("<body", re.IGNORECASE)
_LATEST = "2100-01-01"  # not today: the same page gives the same report on any day
_LONGEST = 600  # characters of a caption or a link's words


class Marked(NamedTuple):
    """What the page marks as captions, links, largest headings, and headings that are links.

    `headline` is the one that its data state and it repeats.
    """

    headline: str | None
    captions: frozenset[str]
    links: frozenset[str]
    headlines: tuple[str, ...]
    teasers: frozenset[str]


class Extracted(NamedTuple):
    """trafilatura's document, with the page's marks."""

    document: "Document"
    marked: Marked


def extract(html: str, *, name: str, precise: bool) -> Extracted:
    """The article of a page and its marks; `NoArticle` where there is none, whatever the page does.

    `precise` leaves out what only may be of the article.
    """
    _quiet()
    try:
        found = _extract(html, precise=precise)
    except Exception as error:  # a parser may fail in any way on a hostile page
        raise no_article(name) from error
    if found is None:
        raise no_article(name)
    return found


def no_article(name: str) -> NoArticle:
    """The error for a page on which no article was found."""
    return NoArticle(
        f"No article was found on the page {name}.",
        todo="Save the page of one report, or its text as a plain text file.",
    )


def _quiet() -> None:
    for library in _LIBRARIES:
        # They report what is ours to report; without a handler Python prints it.
        logger = logging.getLogger(library)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _extract(html: str, *, precise: bool) -> Extracted | None:
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    # A bare fragment would be taken for no page at all.
    tree = load_html(html if _WHOLE.search(html) else f"<html><body>{html}</body></html>")
    if tree is None:
        return None
    links = frozenset(_words(link) for link in tree.iter("a"))
    marked = Marked(
        headline=headline(tree),
        captions=frozenset(_captions(tree)),
        links=links,
        teasers=links.intersection(_words(heading) for heading in tree.iter("h2", "h3", "h4")),
        headlines=tuple(filter(None, (_words(heading) for heading in tree.iter("h1")))),
    )
    document = bare_extraction(
        tree,
        output_format="xml",
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        favor_precision=precise,
        # Only dates the page states: a date picked out of its text would be a guess.
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "max_date": _LATEST,
        },
    )
    return Extracted(document, marked) if document is not None else None


def _captions(tree: "HtmlElement") -> Iterator[str]:
    for element in tree.xpath("//figcaption|//*[contains(@class, 'caption')]"):
        words = _words(element)
        if 0 < len(words) < _LONGEST:
            yield words


def _words(element: "HtmlElement") -> str:
    from lxml.etree import tostring

    words: str = tostring(element, encoding="unicode", method="text", with_tail=False)
    return squeeze(words)[:_LONGEST]
