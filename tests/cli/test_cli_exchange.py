"""`export` and `import`."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cli_doubles import filled, lines, run

from dragoman.archive import Archive
from dragoman.cli import export as command
from dragoman.cli import import_
from dragoman.export import formats
from dragoman.export.foreign import SOURCES
from dragoman.model import KINDS, Report
from factories import FirstWord


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return filled(tmp_path / "a.db")


BESIDE = (".codebook.csv", ".manifest.json")


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
        written = run("export", "--archive", archive, "--out", file)
        names = ", ".join(f"{file}{end}" for end in ("", *BESIDE, ".schema.json"))
        assert (written.stdout, written.stderr) == ("", f"Written: {names}.\n")
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
    assert "Line 1: This is no line of JSON. Give a file that `export` wrote" in result.stderr
    for asked in ((), ("--from", "acled")):
        missing = run("import", tmp_path / "none", *asked, "--archive", tmp_path / "b.db")
        assert missing.exit_code == 5
        assert missing.stderr == f"dragoman: There is no file {tmp_path}/none. Check the path.\n"
    assert not (tmp_path / "b.db").exists()


def test_what_was_exported_as_json_cannot_be_imported(archive: Path, tmp_path: Path) -> None:
    whole = run("export", "--format", "json", "--archive", archive).stdout_bytes
    for given in (whole, whole.replace(b"\n", b"")):
        result = run("import", "-", "--archive", tmp_path / "b.db", stdin=given)
        assert (result.exit_code, result.stdout) == (5, "")
        assert "exported as json" in result.stderr
        assert "--format jsonl" in result.stderr


@pytest.mark.parametrize("pipe", [True, False])
def test_what_is_no_utf_8_is_no_export(pipe: bool, tmp_path: Path) -> None:
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes("Çorlu".encode("latin-1"))
    given = ("-", latin.read_bytes()) if pipe else (latin, None)
    result = run("import", given[0], "--archive", tmp_path / "a.db", stdin=given[1])
    assert (result.exit_code, result.stdout) == (5, "")
    assert "cannot be read: it is no text in UTF-8." in result.stderr


def test_a_tampered_line_is_told_as_one(archive: Path, tmp_path: Path) -> None:
    exported = run("export", "--archive", archive).stdout_bytes
    bad = exported.replace(b'"words":"struck"', b'"words":"burned"')
    result = run("import", "-", "--archive", tmp_path / "b.db", stdin=bad)
    assert (result.exit_code, result.stdout) == (5, "")
    assert "Line 3" in result.stderr


def test_another_format_is_wrong_usage(archive: Path) -> None:
    assert run("export", "--format", "pdf", "--archive", archive).exit_code == 2


def test_a_folder_that_is_not_there_is_told(archive: Path, tmp_path: Path) -> None:
    result = run("export", "--archive", archive, "--out", tmp_path / "none" / "x.jsonl")
    assert (result.exit_code, result.stdout) == (5, "")


FORMATS = ("csv", "xlsx", "parquet", "plover", "polecat", "gdelt", "acled", "geojson", "annotation")


def manifest(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(f"{out}.manifest.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_written_with_its_manifest(
    format: str, archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"out.{format}"
    result = run("export", "--format", format, "--archive", archive, "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    written = result.stderr.removeprefix("Written: ").removesuffix(".\n").split(", ")
    assert {*written} == {str(file) for file in tmp_path.glob("out.*")}
    assert manifest(out)["counts"]["events"] == 2
    assert Path(f"{out}.codebook.csv").exists()


def test_the_command_names_every_format_and_source() -> None:
    assert set(FORMATS) == set(formats.FORMATS) == set(command.FORMATS) - {"jsonl", "json"}
    assert tuple(KINDS) == command.KINDS
    assert tuple(SOURCES) == import_.SOURCES


@pytest.mark.parametrize("format", ["jsonl", "json"])
def test_the_file_of_everything_has_a_manifest_and_a_schema(
    format: str, archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / "all"
    run("export", "--format", format, "--archive", archive, "--out", out)
    told = manifest(out)
    [file] = told["files"]
    assert file["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert file["bytes"] == out.stat().st_size
    rest = {"decisions": 0, "removals": 0, "foreign": 0}
    assert rest | told["counts"] | {"reports": 2} == {
        "codings": 2, "failures": 1, "reports": 2, **dict.fromkeys(KINDS, 2), "marks": 0, **rest,
    }  # fmt: skip
    assert json.loads((tmp_path / "all.schema.json").read_text())["title"]
    assert "all.codebook.csv" in {p.name for p in tmp_path.iterdir()}


def test_a_filter_leaves_out_and_is_told(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    asked = (
        "--kind",
        "figures",
        "--kind",
        "events",
        "--kind",
        "figures",
        "--actor",
        "Ukrain",
        "--confidence",
        "0.9",
    )
    result = run("export", "--format", "csv", "--archive", archive, "--out", out, *asked)
    assert result.exit_code == 0
    told = manifest(out)
    assert told["counts"] == {"events": 0, "figures": 2, "reports": 2}
    assert told["filters"] == {
        "kinds": ["events", "figures"], "actor": "Ukrain", "confidence": 0.9
    }  # fmt: skip


@pytest.mark.parametrize("format", ["csv", "plover"])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--actor", "Xyzzy"), "Nobody is called 'Xyzzy'"),
        (("--coder", "nobody"), "Nothing of a coder 'nobody'"),
        (("--actor", "Russia", "--until", "1990-01-01"), ""),
    ],
)
def test_a_name_that_nothing_has_is_said(
    format: str, asked: tuple[str, ...], said: str, archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / "x.csv"
    result = run("export", "--format", format, "--archive", archive, "--out", out, *asked)
    lines = result.stderr.splitlines()
    assert (result.exit_code, len(lines), said in lines[-1]) == (0, 2 if said else 1, True)


def test_what_is_left_out_is_said(archive: Path, tmp_path: Path) -> None:
    with Archive.open(archive) as kept:
        kept.put(FirstWord().code(Report(address="text:x", text="Talks began")))
    out = tmp_path / "x.geojson"
    result = run("export", "--format", "geojson", "--archive", archive, "--out", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[1:] == ["1 left out: no place with coordinates."]
    assert manifest(out)["left_out"] == {"no place with coordinates": 1}


@pytest.mark.parametrize(
    "args",
    [
        ("--format", "csv"),
        ("--format", "jsonl", "--actor", "Ukraine"),
        ("--format", "json", "--kind", "events"),
        ("--format", "jsonl", "--confidence", "0"),
        ("--format", "pdf", "--out", "x"),
        ("--format", "csv", "--kind", "event", "--out", "x"),
    ],
)
def test_wrong_usage(args: tuple[str, ...], archive: Path) -> None:
    result = run("export", "--archive", archive, *args)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_format_that_holds_no_such_records_is_told(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "x"
    asked = ("--format", "gdelt", "--kind", "figures", "--out", str(out))
    result = run("export", "--archive", archive, *asked)
    assert (result.exit_code, result.stdout) == (5, "")
    assert "holds events alone" in result.stderr
    assert not out.exists()


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("pipe", [True, False])
def test_files_of_others_are_kept_once(
    source: str, pipe: bool, archive: Path, tmp_path: Path
) -> None:
    out, other = tmp_path / "theirs", tmp_path / "b.db"
    run("export", "--format", source, "--archive", archive, "--out", out)
    given = ("-", out.read_bytes()) if pipe else (out, None)
    asked = ("import", "--from", source, given[0], "--archive", other)
    assert run(*asked, stdin=given[1]).output == "2 events, 2024-04-29 to 2024-04-29; 2 new.\n"
    assert lines(run(*asked, "--json", stdin=given[1])) == [
        {"source": source, "events": 2, "first": "2024-04-29", "last": "2024-04-29", "new": 0}
    ]
    with Archive.open(other, create=False) as kept:
        assert [event.source for event in kept.foreign()] == [source, source]
        assert list(kept.reports()) == []


def test_a_line_of_others_that_does_not_fit_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.tsv"
    file.write_text("Event ID\tEvent Date\tEvent Type\tActor Name\nA\tsoon\tAID\tX\n")
    result = run("import", "--from", "polecat", file, "--archive", tmp_path / "a.db")
    assert (result.exit_code, result.stdout) == (5, "")
    assert "Line 2: Column Event Date: 'soon' is no day" in result.stderr
