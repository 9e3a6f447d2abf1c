"""Bad input among good, with the real sources: one clear line each, and the others are read."""

from dataclasses import replace
from pathlib import Path

import pytest
from cli_doubles import CONTEXT, lines, run

from factories import FirstWord

GOOD = (
    "Ministers of both countries met in Geneva on Tuesday to discuss a ceasefire. "
    "They agreed to meet again in May, the mediator said.\n"
)
RUSSIAN = "Министры обеих стран встретились во вторник в Женеве, чтобы обсудить прекращение огня. "
LATIN_1 = '<html><head><meta charset="utf-8"></head><body><p>{}</p></body></html>'
NO_ARTICLE = "<html><body><nav><a href='/'>Home</a></nav></body></html>"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1"
LIMIT = 50_000
BAD = {
    "empty.txt": (b"", "source.empty"),
    "picture.html": (PNG, "source.binary"),
    "large.txt": (GOOD.encode() * 1000, "source.too_large"),
    "bare.html": (NO_ARTICLE.encode(), "source.no_article"),
    "russian.txt": ((RUSSIAN * 5).encode(), "source.language"),
}


SOURCES = replace(CONTEXT, make_way=FirstWord)


@pytest.mark.parametrize("name", BAD)
def test_each_is_one_line_and_the_others_are_read(name: str, tmp_path: Path) -> None:
    data, code = BAD[name]
    good, bad = tmp_path / "good.txt", tmp_path / name
    good.write_text(GOOD, "utf-8")
    bad.write_bytes(data)
    result = run("read", "--json", "--max-size", str(LIMIT), bad, good, context=SOURCES)
    assert result.exit_code == 3
    [line] = result.stderr.splitlines()
    assert line.startswith(f"dragoman: {bad}: ")
    failure, coding = lines(result)
    assert isinstance(failure["failure"], dict)
    assert failure["failure"]["code"] == code
    assert coding["events"]
    alone = run("read", "--max-size", str(LIMIT), bad, context=SOURCES)
    assert (alone.exit_code, alone.stdout) == (4, "")


def test_latin_1_that_says_it_is_utf_8_is_read_as_what_it_is(tmp_path: Path) -> None:
    page = tmp_path / "latin.html"
    page.write_bytes(LATIN_1.format("The café in Genève was full. " * 20).encode("latin-1"))
    result = run("read", "--json", page, context=SOURCES)
    [read] = lines(result)
    assert isinstance(read["report"], dict)
    assert "Genève" in read["report"]["text"]
    [line] = result.stderr.splitlines()
    assert line.startswith(f"dragoman: {page}: It says it is in utf-8, but its bytes are not.")


def test_standard_input() -> None:
    result = run("read", "--json", "-", context=SOURCES, stdin=GOOD.encode())
    [read] = lines(result)
    assert isinstance(read["report"], dict)
    assert read["report"]["text"].strip() == GOOD.strip()


def test_a_mistyped_name_with_a_blank_is_no_text() -> None:
    result = run("read", "Ministers met.txt", context=SOURCES)
    assert result.exit_code == 2
    assert "There is no file Ministers met.txt" in result.stderr


def test_the_archive_keeps_of_a_failure_what_is_told(tmp_path: Path) -> None:
    empty, archive = tmp_path / "empty.txt", tmp_path / "a.db"
    empty.touch()
    asked = ("read", "--json", "--archive", archive, empty)
    [told] = lines(run(*asked, context=SOURCES))
    kept = lines(run("failures", "--json", "--archive", archive))
    assert kept == [told["failure"]]
    empty.write_text(GOOD, "utf-8")
    assert run(*asked, context=SOURCES).exit_code == 0
    assert lines(run("failures", "--json", "--archive", archive)) == []


def test_a_page_is_found_again_by_its_file(tmp_path: Path) -> None:
    page, archive = tmp_path / "talks.html", tmp_path / "a.db"
    head = '<link rel="canonical" href="https://courier.example/talks">'
    page.write_text(f"<html><head>{head}</head><body><p>{GOOD * 3}</p></body></html>", "utf-8")
    assert run("read", "--archive", archive, page, context=SOURCES).exit_code == 0
    for key in (page, "https://courier.example/talks"):
        [shown] = lines(run("show", "--json", "--archive", archive, key))
        assert isinstance(shown["report"], dict)
        assert shown["report"]["address"] == "https://courier.example/talks"
