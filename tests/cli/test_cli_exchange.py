"""`export` and `import`."""

import json
from pathlib import Path

import pytest
from cli_doubles import filled, lines, run

from dragoman.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return filled(tmp_path / "a.db")


def digest(path: Path) -> str:
    with Archive.open(path, create=False) as kept:
        return kept.digest()


@pytest.mark.parametrize("pipe", [True, False])
def test_what_is_exported_can_be_imported(pipe: bool, archive: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "all.jsonl", tmp_path / "b.db"
    if pipe:
        exported = run("export", "--archive", archive)
        result = run("import", "-", "--archive", other, stdin=exported.stdout_bytes)
    else:
        assert run("export", "--archive", archive, "--out", file).output == ""
        result = run("import", file, "--archive", other)
    assert (result.exit_code, result.output) == (0, "2 new codings.\n")
    assert digest(other) == digest(archive)
    again = run("import", file if not pipe else "-", "--json", "--archive", other,
                stdin=exported.stdout_bytes if pipe else None)  # fmt: skip
    assert lines(again) == [{"new": 0}]


def test_file_and_standard_output_are_the_same(archive: Path, tmp_path: Path) -> None:
    for format in ("json", "jsonl"):
        file = tmp_path / "all"
        run("export", "--format", format, "--archive", archive, "--out", file)
        shown = run("export", "--format", format, "--archive", archive)
        assert shown.stdout_bytes == file.read_bytes()


def test_json_is_one_object(archive: Path) -> None:
    whole = json.loads(run("export", "--format", "json", "--archive", archive).stdout)
    assert len(whole["codings"]) == 2
    assert len(whole["failures"]) == 1


def test_what_cannot_be_imported_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "x.jsonl"
    broken.write_text('{"format": "dragoman"\n')
    result = run("import", broken, "--archive", tmp_path / "a.db")
    assert (result.exit_code, result.stdout) == (5, "")
    assert "Line 1" in result.stderr
    assert run("import", tmp_path / "none", "--archive", tmp_path / "a.db").exit_code == 5


@pytest.mark.parametrize("pipe", [True, False])
def test_what_is_no_utf_8_is_no_export(pipe: bool, tmp_path: Path) -> None:
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes("Çorlu".encode("latin-1"))
    given = ("-", latin.read_bytes()) if pipe else (latin, None)
    result = run("import", given[0], "--archive", tmp_path / "a.db", stdin=given[1])
    assert (result.exit_code, result.stdout) == (5, "")
    assert "cannot be read" in result.stderr


def test_a_tampered_line_is_told_as_one(archive: Path, tmp_path: Path) -> None:
    exported = run("export", "--archive", archive).stdout_bytes
    bad = exported.replace(b'"words":"struck"', b'"words":"burned"')
    result = run("import", "-", "--archive", tmp_path / "b.db", stdin=bad)
    assert (result.exit_code, result.stdout) == (5, "")
    assert "Line 3" in result.stderr


def test_another_format_is_wrong_usage(archive: Path) -> None:
    assert run("export", "--format", "xlsx", "--archive", archive).exit_code == 2


def test_a_folder_that_is_not_there_is_told(archive: Path, tmp_path: Path) -> None:
    result = run("export", "--archive", archive, "--out", tmp_path / "none" / "x.jsonl")
    assert (result.exit_code, result.stdout) == (5, "")
