"""Pages from the web: what is fetched, and every way in which a site can fail to answer."""

import gzip
from collections.abc import Callable
from dataclasses import replace

import pytest

from dragoman.errors import SourceError
from dragoman.sources import documents, read_document
from dragoman.sources.web import LaterError, Limits, fetch, fetched
from local_site import Request, Server
from source_files import FIRST, html, pdf_of

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
PATIENT = Limits(size=100_000)


def test_a_page_is_fetched_when_its_url_is_named(web: Server) -> None:
    url = web.page("/a", html())
    (document,) = documents(url)
    report = read_document(document)
    assert (report.address, report.title) == (url, "Envoys Extend the Truce")
    assert FIRST in report.text
    assert web.asked == ["/a"]


def test_redirects_are_followed_and_tell_the_address(web: Server) -> None:
    url = web.page("/b", html())
    web.page("/a", b"", status=301, location="/b")
    assert fetched(f"{web.url}/a", max_size=100_000).address == url


def test_what_the_server_says_of_the_encoding_is_heard(web: Server) -> None:
    page = html("Посланцы").replace('<meta charset="utf-8">', "").encode("koi8-r")
    url = web.page("/a", page, content_type="text/html; charset=koi8-r")
    assert read_document(next(documents(url))).title == "Посланцы"


def test_a_pdf_is_read_as_one(web: Server) -> None:
    data = pdf_of([[(700, "The two delegations met on Monday in the capital of the land.")]])
    url = web.page("/a.pdf", data, content_type="application/pdf")
    assert read_document(next(documents(url))).media_type == "application/pdf"


def loop(web: Server) -> None:
    web.page("/a", b"", status=302, location="/b")
    web.page("/b", b"", status=302, location="/a")


def chain(web: Server) -> None:
    for i in range(9):
        web.page("/a" if i == 0 else f"/{i}", b"", status=302, location=f"/{i + 1}")


def bomb(web: Server) -> None:
    web.page("/a", gzip.compress(bytes(50_000_000)), content_encoding="gzip")


def cut(web: Server) -> None:
    web.page("/a", html(), content_length="9000")


def not_packed(web: Server) -> None:
    web.page("/a", html(), content_encoding="gzip")


def routed(serve: Callable[[Request], None]) -> Callable[[Server], None]:
    return lambda web: web.routes.update({"/a": serve})


FAULTS: dict[str, tuple[Callable[[Server], None], str]] = {
    "hangs": (routed(Request.hang), "no answer within 0.3 seconds"),
    "drips": (routed(Request.drip), "took longer than 0.6 seconds"),
    "floods": (routed(Request.flood), "over the limit of 100,000 bytes"),
    "unpacks without end": (bomb, "over the limit of 100,000 bytes"),
    "loops": (loop, "redirects in a loop"),
    "leads on and on": (chain, "redirects more than 5 times"),
    "leads off the web": (
        lambda web: void(web.page("/a", b"", status=302, location="file:///etc/passwd")),
        "leads to file:///etc/passwd",
    ),
    "breaks off": (cut, "the connection broke off"),
    "says it is packed": (not_packed, "its packing is damaged"),
}


def void(_: object) -> None:
    pass


@pytest.mark.parametrize("fault", FAULTS)
def test_a_site_that_fails_is_one_clear_error(web: Server, fault: str) -> None:
    prepare, words = FAULTS[fault]
    prepare(web)
    quick = {"hangs": replace(PATIENT, wait=0.3), "drips": replace(PATIENT, total=0.6)}
    with pytest.raises(SourceError, match=words) as raised:
        fetch(f"{web.url}/a", quick.get(fault, PATIENT))
    assert raised.value.what.startswith(f"{web.url}/a")
    assert raised.value.todo


def test_no_server_and_no_host(web: Server) -> None:
    url = web.url
    web.server_close()
    web.shutdown()
    with pytest.raises(LaterError, match="cannot be fetched"):
        fetch(url, PATIENT)
    with pytest.raises(LaterError, match="cannot be fetched"):
        fetch("http:///a", PATIENT)


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (404, "text/html", "answered with 404"),
        (500, "text/html", "answered with 500"),
        (200, "video/mp4", "is video/mp4, no page"),
        (200, "application/rss+xml", "dragoman watch"),
    ],
)
def test_answers_that_are_no_page(web: Server, status: int, kind: str, words: str) -> None:
    url = web.page("/a", b"no", status=status, content_type=kind)
    (document,) = documents(url)
    assert words in str(document.error)


def test_a_request_says_who_asks(web: Server) -> None:
    told: list[str] = []

    def serve(request: Request) -> None:
        told.append(request.headers["User-Agent"])
        request.answer(b"x")

    web.routes["/a"] = serve
    fetch(f"{web.url}/a", PATIENT)
    assert told[0].startswith("dragoman/")
