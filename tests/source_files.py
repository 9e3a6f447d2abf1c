"""Files as the tests of sources make them."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from dragoman.errors import SourceError
from dragoman.model import Report
from dragoman.sources import documents, read_document

FIRST = "The two delegations met on Monday in the capital and agreed to extend the truce."
SECOND = "Neither side would say what had been agreed on the prisoners of the border war."
THIRD = "The ministers of both countries are to meet again in ten days, officials said."
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def html(title: str = "Envoys Extend the Truce", *, url: str | None = None) -> str:
    """A page with an article."""
    own = f'<link rel="canonical" href="{url}">' if url else ""
    paragraphs = "".join(f"<p>{p}</p>" for p in (FIRST, SECOND, THIRD))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{own}'
        f"</head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def zip_of(files: Mapping[str, bytes], path: Path) -> Path:
    """A zip archive of the files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tar_of(files: Mapping[str, bytes], path: Path, *, mode: str = "w:gz") -> Path:
    """A tar archive of the files."""
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]  # a mode of ours
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def warc_of(
    pages: Mapping[str, bytes],
    *,
    packed: bool = True,
    headers: Sequence[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
    status: str = "200 OK",
) -> bytes:
    """A WARC file with an info record, and a request and a response for each page."""
    records = [_record("warcinfo", "application/warc-fields", None, b"software: a test\r\n")]
    told = "".join(f"{name}: {value}\r\n" for name, value in headers)
    for url, body in pages.items():
        asked = b"GET / HTTP/1.1\r\nHost: courier.example\r\n\r\n"
        said = f"HTTP/1.1 {status}\r\n{told}\r\n".encode() + body
        records.append(_record("request", "application/http; msgtype=request", url, asked))
        records.append(_record("response", "application/http; msgtype=response", url, said))
    return b"".join(gzip.compress(r, mtime=0) if packed else r for r in records)


def _record(kind: str, media_type: str, url: str | None, block: bytes) -> bytes:
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Date: 2025-01-21T10:00:00Z\r\n{target}"
        "WARC-Record-ID: <urn:uuid:12345678-1234-5678-1234-567812345678>\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def docx_of(paragraphs: Sequence[tuple[str, str]], *, body: str = "", core: str = "") -> bytes:
    """A Word document: the style and words of each paragraph, and further XML after them."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    rows = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'
        for style, words in paragraphs
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"<w:document {w}><w:body>{rows}{body}</w:body></w:document>"
        )
        archive.writestr(
            "word/styles.xml",
            f'<w:styles {w}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
            '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style></w:styles>',
        )
        if core:
            archive.writestr("docProps/core.xml", core)
    return file.getvalue()


def pdf_of(pages: Sequence[Sequence[tuple[float, str]]], *, info: str = "") -> bytes:
    """A PDF document: on each page lines of words with the height at which they stand."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for page in pages:
        drawn = "\n".join(
            f"BT /F1 11 Tf 72 {y:g} Td ({words.replace('(', '[').replace(')', ']')}) Tj ET"
            for y, words in page
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
            " /Encoding /WinAnsiEncoding >> >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< {info} >>")
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}startxref\n{len(out)}\n%%EOF\n"
    return out.encode("latin-1")


def listed(source: str | Path, **options: object) -> list[tuple[str, str]]:
    """The address of each document of a source, and what is wrong with it, or nothing."""
    found = documents(source, **options)  # type: ignore[arg-type]  # as each test needs
    return [(d.address, d.error.what if d.error else "") for d in found]


def reports(source: str | Path, **options: object) -> list[Report]:
    """The reports of a source that has no faults."""
    return [read_document(d) for d in documents(source, **options)]  # type: ignore[arg-type]


def faults(source: str | Path, **options: object) -> list[SourceError]:
    """What is wrong with the documents of a source, when they are listed or read."""
    found = []
    for document in documents(source, **options):  # type: ignore[arg-type]
        try:
            read_document(document)
        except SourceError as error:
            found.append(error)
    return found
