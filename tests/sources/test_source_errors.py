"""Sources that cannot be taken in: one clear error each; and what bytes, paths and streams give."""

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.errors import (
    BinarySource,
    EmptySource,
    LanguageNotRead,
    SourceError,
    TooLarge,
    UnreadableSource,
)
from dragoman.model import digest
from dragoman.sources import read_bytes, read_source, read_text

TEXT = "The two delegations met on Monday in the capital and agreed to extend the truce."
RUSSIAN = "Две делегации встретились в понедельник в столице и договорились продлить перемирие."
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(200))

BYTES = {
    "nothing": ("a.txt", b"", EmptySource, "no text"),
    "blanks": ("a.txt", b" \r\n\t \n", EmptySource, "no text"),
    "a byte order mark": ("a.txt", b"\xef\xbb\xbf", EmptySource, "no text"),
    "invisible characters": ("a.txt", "\u200b \u200b".encode(), EmptySource, "no text"),
    "front matter alone": ("a.md", b"---\ntitle: Peace\n---\n", EmptySource, "no text"),
    "PNG named .html": ("a.html", PNG, BinarySource, "a PNG picture"),
    "PDF": ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", UnreadableSource, "damaged PDF"),
    "zip": ("a.docx", b"PK\x03\x04\x14\x00\x06\x00", BinarySource, "a ZIP archive"),
    "gzip": ("a.html.gz", b"\x1f\x8b\x08\x00" + bytes(20), BinarySource, "a gzip archive"),
    "ELF": ("a", b"\x7fELF\x02\x01\x01" + bytes(60), BinarySource, "a program"),
    "Windows": ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00" + bytes(60), BinarySource, "a program"),
    "tar": ("a.tar", b"a" * 257 + b"ustar\x0000" + bytes(100), BinarySource, "a tar archive"),
    "NULs": ("a.txt", b"The ministers\0met\0\0\0\0\0\0\0", BinarySource, "binary data"),
    "Russian": ("a.txt", RUSSIAN.encode(), LanguageNotRead, r"Russian \(ru\)"),
    "Russian, old code page": ("a.txt", RUSSIAN.encode("cp1251"), LanguageNotRead, "Russian"),
    "over the limit": ("a.txt", TEXT.encode() * 9, TooLarge, "--max-size"),
}


@pytest.mark.parametrize("name", BYTES)
def test_what_cannot_be_taken_in_is_one_clear_error(name: str) -> None:
    file, data, error, words = BYTES[name]
    with pytest.raises(error, match=words) as raised:
        read_bytes(data, address=None, name=file, max_size=700)
    assert raised.value.what.startswith(file)
    assert raised.value.todo


@pytest.mark.parametrize(
    "data",
    [b"MZ is how the note on the ministers began.", b"BM, PAR1, RIFF: all may begin a text."],
)
def test_signatures_that_are_words_begin_texts_too(data: bytes) -> None:
    assert read_bytes(data, address=None).text == data.decode()


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    cases = {"There is no file": tmp_path / "none.txt", "is a folder": tmp_path}
    for words, path in cases.items():
        with pytest.raises(UnreadableSource, match=words):
            read_source(path)
    with pytest.raises(UnreadableSource, match="cannot be opened"):
        read_source("a\0b")


def test_a_file_without_the_right_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(TEXT)

    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)  # a mode of 000 does not stop a superuser
    with pytest.raises(UnreadableSource, match="may not be read"):
        read_source(path)


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(
        TooLarge, match=r"50,000,000 bytes, over the limit of 10,000,000.*--max-size"
    ):
        read_source(path)


class Endless(io.RawIOBase):
    """A stream without end that counts what is read of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0
        self.taken += size
        return b"a" * size


def test_standard_input_is_read_no_further_than_the_limit() -> None:
    stream = Endless()
    with pytest.raises(TooLarge, match="Standard input is over the limit of 1,000 bytes"):
        read_source("-", max_size=1_000, stdin=stream)  # type: ignore[arg-type]
    assert stream.taken == 1_001


def test_standard_input_is_addressed_by_its_text() -> None:
    report = read_source("-", stdin=io.BytesIO(TEXT.encode()))
    assert report.address == f"text:{digest(TEXT)}"


def test_a_path_is_addressed_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    for given in ("in/a.txt", "./in/a.txt", Path("in") / "a.txt", "in//./a.txt"):
        assert read_source(given).address == "in/a.txt"


def test_the_bytes_are_on_record() -> None:
    report = read_bytes(TEXT.encode(), address="a.txt")
    assert report.source_hash == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (report.encoding, report.media_type, report.language) == ("utf-8", "text/plain", "en")


LANGUAGES = {
    "Hamas releases hostages.": "en",
    "M23 rebels capture Goma, Democratic Republic of the Congo.": "en",
    "El presidente dijo el lunes que no habrá negociaciones.": "es",
    "Le président a déclaré lundi que les négociations continuent.": "fr",
    "Der Präsident sprach am Montag mit dem Minister.": "de",
    "قال الرئيس يوم الاثنين إن المحادثات مستمرة.": "ar",
    "中国外交部发言人星期一表示，会谈将继续。": "zh",
}


@pytest.mark.parametrize(("text", "language"), LANGUAGES.items())
def test_languages_are_told_in_short_texts(text: str, language: str) -> None:
    assert read_text(text, languages=[language]).language == language
    if language != "en":
        with pytest.raises(LanguageNotRead, match=rf"\({language}\)"):
            read_text(text)


def test_the_language_is_that_of_the_paragraphs() -> None:
    with pytest.raises(LanguageNotRead):
        read_text(
            f"Ministers Meet in the Capital for the Talks\n\nShare this\n\n{RUSSIAN}\n\n{RUSSIAN}"
        )


@pytest.mark.parametrize("text", ["12,000", "Boko Haram raid Maiduguri, Borno State, Nigeria."])
def test_a_text_too_short_to_tell_is_read(text: str) -> None:
    assert read_text(text).language is None


@pytest.mark.parametrize("error", SourceError.__subclasses__())
def test_every_error_is_documented(error: type[SourceError]) -> None:
    docs = Path(__file__).parents[2] / "docs" / "sources.md"
    assert f"`{error.code}`" in docs.read_text("utf-8")


def test_importing_is_light() -> None:
    heavy = {"trafilatura", "py3langid", "charset_normalizer", "lxml", "htmldate", "numpy"}
    code = "import sys, dragoman.sources; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert heavy.isdisjoint(loaded.stdout.split())
