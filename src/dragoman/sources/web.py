"""One page from the web, fetched only because the user named its URL."""

import re
import time
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from dragoman.errors import SourceError, UnreadableSource
from dragoman.sources.document import Document, failed
from dragoman.sources.files import too_large
from dragoman.sources.remote import on_web

if TYPE_CHECKING:
    from collections.abc import Mapping

    from urllib3 import BaseHTTPResponse, PoolManager

_MOVED = (301, 302, 303, 307, 308)
_BLOCK = 65_536
_PAGES = re.compile(r"text/(?:html|plain|markdown)|application/(?:xhtml\+xml|pdf|.*wordprocess.*)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered with."""

    url: str  # after redirects
    status: int
    data: bytes = b""
    headers: "Mapping[str, str]" = field(default_factory=dict)  # names in small letters

    @property
    def kind(self) -> str:
        """The media type, without parameters; empty where none was told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding the server says the bytes are in."""
        found = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", self.headers.get("content-type", ""))
        return found[1].lower() if found else None


def fetched(url: str, *, max_size: int) -> Document:
    """The page at a URL, or the failed document that says why there is none.

    Within `Limits`; pages, texts, PDF and DOCX only.
    """
    try:
        answer = fetch(url, Limits(size=max_size))
        if answer.status != 200:  # noqa: PLR2004
            raise UnreadableSource(
                f"{url} was answered with {answer.status}.", todo="Open it in a browser."
            )
        return page(answer)
    except SourceError as error:
        return failed(error, address=url)


def page(answer: Answer) -> Document:
    """The document that an answer is; `UnreadableSource` where it is no page."""
    if answer.kind and not _PAGES.fullmatch(answer.kind):
        raise UnreadableSource(
            f"{answer.url} is {answer.kind}, no page.",
            todo="Name a page. Feeds are for dragoman watch; download archives and tables.",
        )
    return Document(address=answer.url, name=answer.url, data=answer.data, charset=answer.charset)


class LaterError(UnreadableSource):
    """What a site does not give now, but may later; `after` is when it asks to be asked again."""

    def __init__(self, what: str, *, todo: str, after: float | None = None) -> None:
        super().__init__(what, todo=todo)
        self.after = after


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a request goes."""

    size: int
    connect: float = 10.0  # seconds
    wait: float = 20.0  # seconds between two parts of an answer
    total: float = 60.0  # seconds, redirects and all
    redirects: int = 5


def fetch(url: str, limits: Limits, *, headers: "Mapping[str, str] | None" = None) -> Answer:
    """What the server answers, redirects followed; a `SourceError` where it does not, or too much.

    A status such as 304 or 404 is an answer.
    """
    until, asked = time.monotonic() + limits.total, [url]
    while True:
        answer = _once(asked[-1], limits, headers=headers or {}, until=until)
        target = answer.headers.get("location")
        if answer.status not in _MOVED or not target:
            return answer
        target = urljoin(asked[-1], target)
        if not on_web(target):
            raise UnreadableSource(f"{url} leads to {target}.", todo="Name a page on the web.")
        if target in asked:
            raise UnreadableSource(
                f"{url} redirects in a loop.", todo="Open it in a browser and name where it leads."
            )
        if len(asked) > limits.redirects:
            raise UnreadableSource(
                f"{url} redirects more than {limits.redirects} times.",
                todo="Name the address it should lead to.",
            )
        asked.append(target)


def _once(url: str, limits: Limits, *, headers: "Mapping[str, str]", until: float) -> Answer:
    from urllib3 import Timeout
    from urllib3.exceptions import HTTPError

    try:
        response = _pool(_proxy(url)).request(
            "GET",
            url,
            headers={"User-Agent": agent(), "Accept-Encoding": "gzip, deflate"} | dict(headers),
            timeout=Timeout(connect=limits.connect, read=limits.wait),
            redirect=False,
            retries=False,
            preload_content=False,
        )
        try:
            data = _body(response, url, limits, until=until)
            told = {name.lower(): value for name, value in response.headers.items()}
            return Answer(url, response.status, data, told)
        finally:
            response.close()  # an answer that is too long is not read to its end
    except (HTTPError, OSError, ValueError) as error:
        raise _unreachable(url, error, limits) from error


def _body(response: "BaseHTTPResponse", url: str, limits: Limits, *, until: float) -> bytes:
    data = bytearray()
    while part := response.read1(_BLOCK):
        data += part
        if len(data) > limits.size:
            raise too_large(url, size=None, max_size=limits.size)
        if time.monotonic() > until:
            raise LaterError(
                f"{url} took longer than {limits.total:g} seconds.", todo="Try again later."
            )
    return bytes(data)


def _unreachable(url: str, error: Exception, limits: Limits) -> LaterError:
    from urllib3 import exceptions as known

    match error:
        case known.NameResolutionError():
            why = f"there is no host {urlsplit(url).hostname}"
        case known.ConnectTimeoutError():
            why = f"no connection within {limits.connect:g} seconds"
        case known.ReadTimeoutError():
            why = f"no answer within {limits.wait:g} seconds"
        case known.IncompleteRead() | known.ProtocolError():
            why = "the connection broke off"
        case known.DecodeError():
            why = "its packing is damaged"
        case known.SSLError():
            why = f"its certificate or encryption is not accepted ({error})"
        case _:
            why = str(error).rpartition(": ")[2] or type(error).__name__
    return LaterError(f"{url} cannot be fetched: {why}.", todo="Check the URL; try again.")


@cache
def _pool(proxy: str | None) -> "PoolManager":
    from urllib3 import PoolManager, ProxyManager

    return ProxyManager(proxy) if proxy else PoolManager()


def _proxy(url: str) -> str | None:
    """The proxy that the environment names for a URL, if any."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


@cache
def agent() -> str:
    """How requests name who asks."""
    return f"dragoman/{version('dragoman')}"
