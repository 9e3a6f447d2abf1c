"""What a feed lists: the entries of RSS, Atom, sitemaps and their indexes."""

import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from dragoman.errors import SourceError, UnreadableSource
from dragoman.sources.decoding import BOM, decode
from dragoman.sources.draft import squeeze
from dragoman.sources.files import too_large
from dragoman.sources.inflate import CutOffError, Inflated
from dragoman.sources.remote import on_web

if TYPE_CHECKING:
    from lxml.etree import _Element

_SITEMAP = re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)\b")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_HEAD = 4096
_BLOCK = 65_536


class Entry(NamedTuple):
    """A page that a feed lists."""

    url: str
    title: str | None = None
    published: date | None = None


class Listed(NamedTuple):
    """What a feed lists, in its order: pages, and, where it is an index, other sitemaps."""

    entries: list[Entry]
    sitemaps: list[str]  # those changed last come first
    title: str | None = None


def parse_feed(data: bytes, *, url: str, max_size: int, charset: str | None = None) -> Listed:
    """What the bytes of a feed list; `UnreadableSource` where they are none.

    `charset` is what the server said; as with pages, an encoding is believed where the bytes are
    in it. Sitemaps may be under gzip. Only http(s) addresses are listed, each once.
    """
    plain = _plain(data, url=url, max_size=max_size)
    text = decode(plain, name=url, charset=charset).text.removeprefix(BOM)
    text = _DECLARATION.sub("", text).replace("\0", "")  # what it says of its encoding is settled
    listed = (_sitemap if _SITEMAP.search(text[:_HEAD]) else _feed)(text, url)
    entries: dict[str, Entry] = {}
    for entry in listed.entries:
        if on_web(entry.url):
            entries.setdefault(entry.url, entry)
    return listed._replace(entries=list(entries.values()))


def _plain(data: bytes, *, url: str, max_size: int) -> bytes:
    try:
        stream = Inflated(io.BytesIO(data))
        plain = bytearray()
        while part := stream.read(_BLOCK):
            plain += part
            if len(plain) > max_size:
                raise too_large(url, size=None, max_size=max_size)
    except CutOffError as error:
        raise _none(url, "it is cut off") from error
    return bytes(plain)


def _feed(text: str, url: str) -> Listed:
    import feedparser

    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        found = feedparser.parse(io.BytesIO(text.encode()), response_headers=headers)
    except Exception as error:  # a parser may fail in any way on a hostile feed
        raise _none(url, str(error)) from error
    if not found.get("version") and not found.entries:
        raise _none(url, "it is neither RSS nor Atom nor a sitemap")
    entries = [
        Entry(
            urljoin(url, entry.link),
            squeeze(entry.get("title", "")) or None,
            _day(entry.get("published_parsed") or entry.get("updated_parsed")),
        )
        for entry in found.entries
        if entry.get("link")
    ]
    return Listed(entries, [], squeeze(found.feed.get("title", "")) or None)


def _day(moment: "tuple[int, ...] | None") -> date | None:
    try:
        return date(*moment[:3]) if moment else None
    except ValueError:
        return None


def _sitemap(text: str, url: str) -> Listed:
    from lxml.etree import LxmlError, XMLParser, fromstring

    try:
        # Neither entities nor anything outside; a sitemap that is cut off keeps what came before.
        parser = XMLParser(resolve_entities=False, no_network=True, recover=True, encoding="utf-8")
        root = fromstring(text.encode(), parser)
    except (LxmlError, ValueError) as error:
        raise _none(url, str(error)) from error
    if root is None:
        raise _none(url, "it holds nothing")
    entries = [
        Entry(_told(one, "loc"), _told(one, "title") or None, _stated(one))
        for one in root.iterfind("{*}url")
    ]
    dated = sorted(
        ((_told(one, "lastmod"), _told(one, "loc")) for one in root.iterfind("{*}sitemap")),
        reverse=True,
    )
    return Listed(entries, [loc for _, loc in dated if on_web(loc)])


def _told(element: "_Element", name: str) -> str:
    return squeeze(element.findtext(f".//{{*}}{name}") or "")


def _stated(element: "_Element") -> date | None:
    # `lastmod` is when a page last changed, which is not when it was published.
    try:
        return datetime.fromisoformat(_told(element, "publication_date")).date()
    except ValueError:
        return None


def _none(url: str, why: str) -> SourceError:
    return UnreadableSource(f"{url} is no feed: {why}.", todo="Open it in a browser and check.")


def chosen(entries: list[Entry], *, match: str | None) -> list[Entry]:
    """The entries whose URLs hold the pattern `match`, the newest first; undated ones last."""
    fits = (e for e in entries if match is None or re.search(match, e.url))
    return sorted(fits, key=lambda e: e.published or date.min, reverse=True)
