"""WARC and WACZ: the pages of web archives, and those before the place where one is cut off."""

import gzip
import zlib
from pathlib import Path

import pytest

from dragoman.sources import documents, read_document
from source_files import FIRST, TEXT, html, listed, reports, warc_of, zip_of

PAGES = {
    f"https://courier.example/{i}": html(f"Envoys meet again, day {i}").encode() for i in range(4)
}
URLS = list(PAGES)


def written(tmp_path: Path, data: bytes, name: str = "a.warc.gz") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("packed", [True, False])
def test_the_pages_of_an_archive(tmp_path: Path, packed: bool) -> None:
    path = written(tmp_path, warc_of(PAGES, packed=packed), "a.warc.gz" if packed else "a.warc")
    found = reports(path)
    assert [r.address for r in found] == URLS
    assert [r.title for r in found] == [f"Envoys meet again, day {i}" for i in range(4)]
    assert {r.file for r in found} == {str(path)}


def test_an_archive_that_is_one_gzip_stream(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(warc_of(PAGES, packed=False)))
    assert [a for a, _ in listed(path)] == URLS


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_cut_anywhere_keeps_what_came_before(tmp_path: Path, packed: bool) -> None:
    data = warc_of(PAGES, packed=packed)
    ends = [len(warc_of(dict(list(PAGES.items())[:n]), packed=packed)) for n in range(1, 5)]
    parting = 12 if packed else 4  # what follows a page's last byte: line ends, gzip's check
    for size in range(0, len(data) - parting, 29):
        found = listed(written(tmp_path, data[:size]))
        pages = [address for address, what in found if not what]
        assert len(pages) in {sum(e <= size for e in ends), sum(e - parting <= size for e in ends)}
        assert pages == URLS[: len(pages)]
        told = [what for _, what in found if what]
        assert all("cut off or damaged" in what for what in told)
        assert len(told) <= 1
        if packed and size not in _record_ends(data):
            assert len(told) == 1


def _record_ends(data: bytes) -> set[int]:
    return {0, *(at for at in range(len(data)) if data.startswith(b"\x1f\x8b\x08", at))} - {0}


@pytest.mark.parametrize("cut", [20, 50, 300, 400, 500, 600])
def test_a_cut_in_a_page_is_told_once(tmp_path: Path, cut: int) -> None:
    for packed in (True, False):
        found = listed(written(tmp_path, warc_of(PAGES, packed=packed)[:-cut]))
        assert [bool(what) for _, what in found] == [False, False, False, True]


@pytest.mark.parametrize("status", ["404 Not Found", "301 Moved", "500 Oops"])
def test_answers_that_are_no_page_are_passed_over(tmp_path: Path, status: str) -> None:
    assert listed(written(tmp_path, warc_of(PAGES, status=status))) == []


def test_pictures_are_passed_over(tmp_path: Path) -> None:
    data = warc_of(PAGES, headers=[("Content-Type", "image/png")])
    assert listed(written(tmp_path, data)) == []


def test_what_the_server_said_of_the_encoding_is_heard(tmp_path: Path) -> None:
    page = html("Посланцы").replace('<meta charset="utf-8">', "").encode("koi8-r")
    data = warc_of({URLS[0]: page}, headers=[("Content-Type", 'text/html; charset="KOI8-R"')])
    (report,) = reports(written(tmp_path, data))
    assert (report.title, report.encoding) == ("Посланцы", "koi8-r")


def test_what_the_page_says_of_its_encoding_comes_first(tmp_path: Path) -> None:
    page = html("Gespräche").encode()
    data = warc_of({URLS[0]: page}, headers=[("Content-Type", "text/html; charset=koi8-r")])
    (report,) = reports(written(tmp_path, data))
    assert (report.title, report.encoding) == ("Gespräche", "utf-8")


def test_packed_and_chunked_pages(tmp_path: Path) -> None:
    page = PAGES[URLS[0]]
    packings = {"gzip": gzip.compress(page), "deflate": zlib.compress(page)}
    for packing, body in packings.items():
        headers = [("Content-Type", "text/html"), ("Content-Encoding", packing)]
        (document,) = documents(written(tmp_path, warc_of({URLS[0]: body}, headers=headers)))
        assert document.data == page
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    headers = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")]
    (document,) = documents(written(tmp_path, warc_of({URLS[0]: chunked}, headers=headers)))
    assert document.data == page


def test_a_page_packed_with_brotli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from urllib3.response import HTTPResponse

    headers = [("Content-Type", "text/html"), ("Content-Encoding", "br")]
    path = written(tmp_path, warc_of({URLS[0]: b"\x0b\x02\x80"}, headers=headers))
    monkeypatch.setattr(HTTPResponse, "CONTENT_DECODERS", ["gzip", "deflate"])
    ((_, what),) = listed(path)
    assert "is packed as br" in what


def test_a_page_over_the_limit_is_told_and_the_others_read(tmp_path: Path) -> None:
    pages = {**PAGES, URLS[1]: b"x" * 20_000}
    found = listed(written(tmp_path, warc_of(pages)), max_size=5_000)
    assert [bool(what) for _, what in found] == [False, True, False, False]
    assert "over the limit of 5,000" in found[1][1]


def test_what_is_no_archive(tmp_path: Path) -> None:
    ((_, what),) = listed(written(tmp_path, TEXT.encode() * 20, "a.warc"))
    assert "is cut off or damaged before its first record" in what
    ((_, what),) = listed(written(tmp_path, b"", "a.warc"))
    assert "it holds none" in what


def test_a_collection(tmp_path: Path) -> None:
    first, second = (warc_of(dict(list(PAGES.items())[s])) for s in (slice(2), slice(2, None)))
    files = {"archive/b.warc.gz": second, "archive/a.warc.gz": first, "pages/pages.jsonl": b"{}"}
    path = zip_of(files, tmp_path / "a.wacz")
    found = reports(path)
    assert [r.address for r in found] == URLS
    path = zip_of(files | {"archive/a.warc.gz": first[:-40]}, tmp_path / "b.wacz")
    found_again = listed(path)
    assert [a for a, what in found_again if not what] == [URLS[0], *URLS[2:]]
    path = zip_of({"pages/pages.jsonl": b"{}"}, tmp_path / "c.wacz")
    assert "holds no WARC file" in listed(path)[0][1]


def test_a_page_reads_as_its_file_does(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGES[URLS[0]])
    (from_file,) = reports(tmp_path / "a.html")
    (from_archive, *_) = reports(written(tmp_path, warc_of(PAGES)))
    assert from_archive.version == from_file.version
    assert FIRST in from_archive.text
    assert read_document(next(documents(tmp_path / "a.warc.gz"))) == from_archive


@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_an_archive_that_another_program_wrote(tmp_path: Path) -> None:
    import io

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    for packed in (True, False):
        file = io.BytesIO()
        writer = WARCWriter(file, gzip=packed)
        for url, page in PAGES.items():
            said = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.0")
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=io.BytesIO(page), http_headers=said
                )
            )
        found = list(documents(written(tmp_path, file.getvalue())))
        assert {d.address: d.data for d in found} == PAGES
