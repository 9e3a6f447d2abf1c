"""Folders and globs, and which of their files are read."""

import os
import pickle
from pathlib import Path

import pytest

from dragoman.errors import SourceError, UnreadableSource
from dragoman.sources import Document, documents, files_of, read_document, read_source
from source_files import TEXT, docx_of, faults, html, listed, reports, zip_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = ["b.txt", "a.txt", "deep/er/c.md", "deep/d.html", ".hidden/e.txt", ".f.txt"]
    for name in files:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html() if name.endswith("html") else TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_gives_its_files_in_the_order_of_their_names(folder: Path) -> None:
    (folder / "in" / "link").symlink_to(folder / "in")
    os.mkfifo(folder / "in" / "pipe.txt")
    expected = ["in/a.txt", "in/b.txt", "in/deep/d.html", "in/deep/er/c.md"]
    assert [r.address for r in reports("in")] == expected
    assert list(files_of("in")) == [(name, True) for name in expected]
    assert list(files_of("in/a.txt")) == [("in/a.txt", False)]
    assert [type(one) for one in files_of("none/*")] == [Document]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("in/*.txt", ["in/a.txt", "in/b.txt"]),
        ("in/**/*.[hm]*", ["in/deep/d.html", "in/deep/er/c.md"]),
        ("in/?.txt", ["in/a.txt", "in/b.txt"]),
    ],
)
def test_globs(folder: Path, pattern: str, expected: list[str]) -> None:
    assert [r.address for r in reports(pattern)] == expected


def test_a_file_named_like_a_pattern_is_that_file(folder: Path) -> None:
    (folder / "in" / "what[1].txt").write_text(TEXT)
    assert [r.address for r in reports("in/what[1].txt")] == ["in/what[1].txt"]


def test_what_is_not_read_is_told(folder: Path) -> None:
    (folder / "in" / "style.css").write_text("p { color: red }")
    (folder / "in" / "Makefile").write_text("all: paper.txt")
    told = {address: what for address, what in listed("in") if what}
    assert list(told) == ["in/Makefile", "in/style.css"]
    assert ".css files are not looked for" in told["in/style.css"]


def test_a_file_of_any_kind_is_read_when_it_is_named(folder: Path) -> None:
    (folder / "in" / "wire.nitf").write_text(TEXT)
    (report,) = reports("in/wire.nitf")
    assert report.text == TEXT


@pytest.mark.parametrize(
    ("source", "words"),
    [("none", "There is no file none"), ("in/x*", "No file fits in/x*"), ("out", "holds no files")],
)
def test_sources_that_hold_nothing(folder: Path, source: str, words: str) -> None:
    (folder / "out").mkdir()
    (document,) = documents(source)
    with pytest.raises(UnreadableSource, match=words.replace("*", r"\*")):
        read_document(document)


def test_a_folder_that_may_not_be_looked_into(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def closed(path: str) -> object:
        if path.endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", closed)  # a mode of 000 does not stop a superuser
    found = listed("in")
    assert [a for a, _ in found] == ["in/a.txt", "in/b.txt", "in/deep"]
    assert "cannot be looked into: Permission denied" in found[2][1]


def test_a_document_reads_as_its_file_does(folder: Path) -> None:
    for document in documents("in"):
        assert read_document(document) == read_source(document.name)


def test_documents_and_their_errors_can_be_pickled(folder: Path) -> None:
    zip_of({"a.html": html().encode(), "../b.html": b"x"}, folder / "a.zip")
    for document in [*documents("in"), *documents("a.zip")]:
        again: Document = pickle.loads(pickle.dumps(document))
        assert again.address == document.address
        assert str(again.error) == str(document.error)
        assert type(again.error) is type(document.error)
        if document.error is None:
            assert read_document(again) == read_document(document)


def test_a_day_given_overrides_and_a_day_of_the_source_fills_in(folder: Path) -> None:
    from dataclasses import replace
    from datetime import date

    (document,) = documents("in/deep/d.html")
    told = replace(document, published=date(2025, 1, 21), site="The Arland Courier")
    assert read_document(told).published == date(2025, 1, 21)
    assert read_document(told).site == "The Arland Courier"
    assert read_document(told, published=date(2024, 1, 1)).published == date(2024, 1, 1)


def test_a_link_that_leads_nowhere_is_told(folder: Path) -> None:
    (folder / "in" / "gone.txt").symlink_to(folder / "none.txt")
    (error,) = faults("in")
    assert "There is no file in/gone.txt" in error.what


def test_a_link_to_itself_is_told_and_the_others_read(folder: Path) -> None:
    (folder / "in" / "self.txt").symlink_to("self.txt")
    found = list(documents("in"))
    assert len(found) == 5
    (error,) = faults("in")
    assert "in/self.txt" in error.what


def test_a_failed_document_raises_its_error() -> None:
    document = Document(address="a", name="a", error=SourceError("It failed.", todo="Mend it."))
    with pytest.raises(SourceError, match="Mend it"):
        read_document(document)


def test_every_kind_in_one_folder(folder: Path) -> None:
    (folder / "in" / "w.docx").write_bytes(docx_of([("", TEXT)]))
    zip_of({"p/a.html": html().encode()}, folder / "in" / "z.zip")
    (folder / "in" / "t.jsonl").write_text('{"text": "' + TEXT.replace("\n", "\\n") + '"}\n')
    addresses = [r.address for r in reports("in")]
    assert addresses[-3:] == ["in/t.jsonl#1", "in/w.docx", "in/z.zip!/p/a.html"]
