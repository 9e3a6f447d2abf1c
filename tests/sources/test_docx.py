"""Word documents: paragraphs and headings; and what is none, or damaged."""

import io
import zipfile

import pytest

from dragoman.errors import BinarySource, EmptySource, SourceError, TooLarge, UnreadableSource
from dragoman.model import Report
from dragoman.sources import docx, read_bytes
from source_files import FIRST, SECOND, THIRD, docx_of

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Extended</dc:title>'
    "<dc:creator>Ana Lima</dc:creator></cp:coreProperties>"
)


def read(data: bytes, *, name: str = "a.docx") -> Report:
    return read_bytes(data, address=name, name=name)


def blocks(report: Report) -> list[tuple[str, str]]:
    return [(b.kind.value, report.text[b.start : b.end]) for b in report.blocks]


def test_paragraphs_and_headings_by_their_styles() -> None:
    report = read(
        docx_of(
            [
                ("Titel", "Envoys extend the truce"),
                ("", "By Ana Lima"),
                ("", "21 January 2025"),
                ("", FIRST),
                ("berschrift1", "Hopes for peace"),
                ("", SECOND),
                ("", ""),
                ("", THIRD),
            ]
        )
    )
    assert blocks(report) == [
        ("title", "Envoys extend the truce"),
        ("furniture", "By Ana Lima"),
        ("furniture", "21 January 2025"),
        ("paragraph", FIRST),
        ("heading", "Hopes for peace"),
        ("paragraph", SECOND),
        ("paragraph", THIRD),
    ]
    assert (report.title, report.byline) == ("Envoys extend the truce", "Ana Lima")
    assert str(report.published) == "2025-01-21"
    assert report.blocks[5].heading == "Hopes for peace"


def test_what_the_document_tells_of_itself_fills_in() -> None:
    report = read(docx_of([("", FIRST)], core=CORE))
    assert (report.title, report.byline, report.published) == ("Extended", "Ana Lima", None)


def test_tables_deletions_and_boxes() -> None:
    body = (
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>One</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>two</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        f"<w:p><w:del><w:r><w:delText>Gone </w:delText></w:r></w:del><w:r><w:t>{SECOND}</w:t>"
        "<w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
        "<w:p><w:r><w:t>A</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
    )
    text = read(docx_of([("", FIRST)], body=body)).text
    assert text == f"{FIRST}\n\nOne\ttwo\n\n{SECOND}\n\nA\tb\nc"


def _archive(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return file.getvalue()


def test_entities_are_not_followed() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    file = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for head in (bomb, file):
        words = (
            f"<w:document {w}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
        )
        with pytest.raises((EmptySource, UnreadableSource)):
            read(_archive(**{"word__document.xml": head + words}))


@pytest.mark.parametrize("cut", [30, 400, 700])
def test_a_document_that_is_cut_off(cut: int) -> None:
    with pytest.raises(SourceError, match=r"a\.docx"):
        read(docx_of([("", FIRST)] * 20)[:-cut])


def test_damage_within() -> None:
    with pytest.raises(UnreadableSource, match="damaged Word document"):
        read(_archive(**{"word__document.xml": "<w:document"}))


def test_a_part_that_unpacks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "_LARGEST", 1_000)
    with pytest.raises(TooLarge, match="would unpack"):
        read(docx_of([("", FIRST)] * 100))


def test_a_zip_archive_is_no_word_document() -> None:
    with pytest.raises(BinarySource, match="ZIP archive"):
        read(_archive(a="b"))


def test_a_document_without_words() -> None:
    with pytest.raises(EmptySource):
        read(docx_of([("", "")]))
