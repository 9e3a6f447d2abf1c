"""Made-up and real pages, and the same pages in each kind of source."""

import gzip
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest

from dragoman.errors import SourceError
from dragoman.sources import read_bytes
from dragoman.sources.decoding import decode

Pages = dict[str, bytes]  # by address
DATA = Path(__file__).parents[2] / "shared" / "data"

PARAGRAPHS = (
    "The government of Norland called on the Sarran Front on Monday to accept a ceasefire in the "
    "port of Velmar. At least {n} people were killed there in shelling last week, officials said.",
    "The Front's spokesperson rejected the demand. He said that it would only talk once troops of "
    "Norland had left the city and prisoners had been released.",
    "The United Nations envoy met both delegations in Geneva and proposed a pause of {n} days so "
    "that aid could reach the city.",
)


def page(number: int) -> str:
    """A page with a title, a day and an address of its own."""
    body = "".join(f"<p>{text.format(n=number + 11)}</p>" for text in PARAGRAPHS)
    day = f"2024-05-{number % 28 + 1:02}"
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Talks on Velmar, day {number}</title>"
        f"<link rel='canonical' href='https://news.example/{number}'>"
        f"<meta property='article:published_time' content='{day}T08:00:00Z'></head>"
        f"<body><article><h1>Talks on Velmar, day {number}</h1>{body}</article></body></html>"
    )


def made(count: int) -> Pages:
    """So many pages under their addresses."""
    return {f"https://news.example/{n}": page(n).encode() for n in range(count)}


def real(count: int) -> Pages:
    """So many pages of each real collection, of those that can be read and state their own address
    and day; the test is skipped where there is none."""
    found = Pages()
    for pattern in ("article_html/html/*.html.gz", "fundus_html/*/*.html.gz"):
        files = (gzip.decompress(file.read_bytes()) for file in sorted(DATA.glob(pattern)))
        found |= dict(islice(_stated(files), count))
    if not found:
        pytest.skip("needs the pages in ../shared/data")
    return found


def _stated(pages: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    for data in pages:
        with suppress(SourceError):
            report = read_bytes(data, address="a.html")
            if report.address != "a.html" and report.published:
                yield report.address, data


def folder(where: Path, pages: Pages | int) -> Path:
    """A folder with the pages as files."""
    where.mkdir()
    for number, data in enumerate(_pages(pages).values()):
        (where / f"{number:05}.html").write_bytes(data)
    return where


def lines(where: Path, pages: Pages | int) -> Path:
    """The pages as lines of JSON, each in the key `text`."""
    rows = [
        json.dumps({"text": decode(data, name=url).text, "url": url})
        for url, data in _pages(pages).items()
    ]
    where.write_text("\n".join(rows) + "\n", "utf-8")
    return where


def warc(where: Path, pages: Pages | int) -> Path:
    """The pages as a crawler keeps them."""
    records = [_captured(url, data) for url, data in _pages(pages).items()]
    if where.suffix == ".gz":
        records = [gzip.compress(record, mtime=0) for record in records]
    where.write_bytes(b"".join(records))
    return where


def _pages(pages: Pages | int) -> Pages:
    return made(pages) if isinstance(pages, int) else pages


def _captured(url: str, body: bytes) -> bytes:
    """A WARC record of a page."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2024-06-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, url)}>"
        f"\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}"
        "\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
