"""Sources behind fsspec addresses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

fsspec = pytest.importorskip("fsspec", reason="the extra `fsspec` is not installed")

from dragoman.sources import documents, files_of, read_document
from source_files import TEXT, faults, html, listed, reports, warc_of, zip_of


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[str]:
    files = {
        "b/two.html": html().encode(),
        "a.txt": TEXT.encode(),
        ".hidden": b"x",
        "w.warc.gz": warc_of({"https://courier.example/1": html().encode()}),
        "t.csv": f'id,text\n7,"{TEXT}"\n'.encode(),
        "z.zip": zip_of({"in/a.html": html().encode()}, tmp_path / "z.zip").read_bytes(),
    }
    memory = fsspec.filesystem("memory")
    for name, data in files.items():
        memory.pipe(f"/reports/{name}", data)
    yield "memory://reports"
    memory.rm("/reports", recursive=True)


def test_a_folder_of_every_kind(bucket: str) -> None:
    assert [r.address for r in reports(bucket)] == [
        "memory:///reports/a.txt",
        "memory:///reports/b/two.html",
        "memory:///reports/t.csv#7",
        "https://courier.example/1",
        "memory:///reports/z.zip!/in/a.html",
    ]
    assert len(list(files_of(bucket))) == 5


def test_one_file_and_a_glob(bucket: str) -> None:
    (report,) = reports(f"{bucket}/a.txt")
    assert (report.text, report.address) == (TEXT, "memory://reports/a.txt")
    assert [a for a, _ in listed(f"{bucket}/*.txt")] == ["memory:///reports/a.txt"]


def test_a_document_is_read_where_it_is_needed(bucket: str) -> None:
    (document,) = documents(f"{bucket}/a.txt")
    assert document.data is None
    assert read_document(document).text == TEXT


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("memory://reports/none.txt", "cannot be read"),
        ("memory://reports/*.pdf", "holds no files"),
        ("nosuch://bucket/a", "cannot be reached"),
    ],
)
def test_what_cannot_be_reached(bucket: str, source: str, words: str) -> None:
    (error,) = faults(source)
    assert words in error.what
    assert error.todo


def test_a_file_over_the_limit(bucket: str) -> None:
    (document,) = documents(f"{bucket}/a.txt")
    with pytest.raises(Exception, match="over the limit of 10 bytes"):
        read_document(document, max_size=10)
