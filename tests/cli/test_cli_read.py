import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cli_doubles import lines, run

from dragoman import samples
from dragoman.archive import Archive

GOOD = "Ministers met in Geneva; votes in favour: 3"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    texts = {"good": GOOD, "two words": GOOD, "empty": "", "model": "model", "fault": "fault"}
    for name, text in (texts | {"stop": "stop"}).items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["good"], 0),
        (["good", "two words"], 0),
        (["empty", "good"], 3),
        (["good", "missing"], 3),
        (["missing"], 2),
        (["empty"], 4),
        (["empty", "missing"], 4),
        (["model", "good"], 6),
        (["fault", "good"], 1),
        (["stop", "good"], 130),
        ([], 2),
    ],
)
def test_exit_statuses(files: Path, names: list[str], status: int) -> None:
    result = run("read", *(files / f"{name}.txt" for name in names))
    assert result.exit_code == status
    assert ("Traceback" in result.stderr) is False


def test_one_bad_file_is_one_line_and_the_others_are_read(files: Path) -> None:
    empty = files / "empty.txt"
    result = run("read", files / "good.txt", empty, files / "two words.txt")
    assert result.exit_code == 3
    assert result.stderr == (f"dragoman: {empty}: There is nothing in it. Give a file with text.\n")
    assert result.stdout.count("›Ministers‹") == 2


def test_a_fault_of_ours_stops_no_other_file(files: Path) -> None:
    result = run("read", files / "fault.txt", files / "good.txt")
    assert result.exit_code == 1
    assert "›Ministers‹" in result.stdout
    assert "fault.txt: Unexpected ZeroDivisionError: division by zero." in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_debug_shows_where_a_fault_is(files: Path) -> None:
    result = run("--debug", "read", files / "fault.txt")
    assert result.exit_code == 1
    assert "Traceback" in result.stderr


def test_json_is_a_line_for_each_file(files: Path) -> None:
    names = ("good", "empty", "fault")
    result = run("read", "--json", *(files / f"{name}.txt" for name in names))
    coding, failure, fault = lines(result)
    kinds = {"events", "statements", "positions", "figures", "marks"}
    assert set(coding) == {"report", "coder", "added"} | kinds
    assert isinstance(failure["failure"], dict)
    assert failure["failure"]["code"] == "source.empty"
    assert failure["failure"]["address"] == (files / "empty.txt").as_posix()
    assert set(fault) == {"failure"}


def test_published_reaches_every_report(files: Path) -> None:
    result = run("read", "--json", "--published", "2025-01-21", files / "good.txt")
    assert '"published":"2025-01-21"' in result.stdout


@pytest.mark.parametrize(
    "wrong",
    [
        ("--published", "yesterday"),
        ("--min-confidence", "2"),
        ("--max-size", "0"),
        ("--sample", "nowhere"),
        ("--archive", "a.db", "--no-archive"),
        ("-", "-"),
    ],
)
def test_wrong_usage(files: Path, wrong: tuple[str, ...]) -> None:
    result = run("read", files / "good.txt", *wrong)
    assert (result.exit_code, result.stdout) == (2, "")


def test_nothing_is_kept_unless_an_archive_is_named(files: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert run("read", files / "good.txt", folder=tmp_path).exit_code == 0
    assert sorted(tmp_path.iterdir()) == before


def kept(path: Path) -> tuple[int, int]:
    with Archive.open(path, create=False) as archive:
        return len(list(archive.reports())), len(list(archive.failures()))


def test_an_archive_keeps_reports_and_failures(files: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    for _ in range(2):
        read = ("read", files / "good.txt", files / "empty.txt", "--archive", archive)
        assert run(*read).exit_code == 3
        assert kept(archive) == (1, 1)


def test_a_slip_of_the_pen_is_told_and_not_kept(files: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"text": "Talks."}\n', "utf-8")
    archive = tmp_path / "a.db"
    ingest = "dragoman ingest"
    for name, what, todo in (
        ("none.txt", "There is no file none.txt.", "Check the path."),
        ("https://example.com/x", "It is an address", f"{ingest} https://example.com/x"),
        (str(tmp_path), f"{tmp_path} is a folder.", f"{ingest} {tmp_path}"),
        (f"{tmp_path}/rows.jsonl", "several reports.", f"{ingest} {tmp_path}/rows.jsonl"),
    ):
        alone = run("read", name, "--archive", archive)
        assert (alone.exit_code, alone.stdout) == (2, "")
        assert alone.stderr.startswith(f"dragoman: {name}: ")
        assert what in alone.stderr
        assert alone.stderr.endswith(f"{todo}\n")
        assert not archive.exists()
        both = run("read", name, files / "good.txt", "--archive", archive, "--json")
        assert both.exit_code == 3
        assert [*lines(both)[0]] == ["failure"]
        assert kept(archive) == (1, 0)
        archive.unlink()


def test_the_settings_can_name_the_archive(files: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    environ = {"DRAGOMAN_ARCHIVE": str(archive)}
    run("read", files / "good.txt", "--no-archive", environ=environ)
    assert not archive.exists()
    run("read", files / "good.txt", environ=environ)
    assert kept(archive) == (1, 0)
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "dragoman.toml").write_text(f"archive = {json.dumps(str(tmp_path / 'b.db'))}")
    run("read", files / "good.txt", folder=folder)
    assert kept(tmp_path / "b.db") == (1, 0)


def test_an_archive_that_is_none_is_told_before_anything_is_read(files: Path) -> None:
    (other := files / "other.txt").write_text("No database.", "utf-8")
    result = run("read", files / "good.txt", "--archive", other)
    assert (result.exit_code, result.stdout) == (5, "")
    assert "is no archive" in result.stderr


def test_the_archive_itself_is_not_read(files: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.dragoman"
    run("read", files / "good.txt", "--archive", archive)
    (log := tmp_path / "a.dragoman-wal").touch()
    for name in (archive, log):
        for command in ("read", "ingest"):
            result = run(command, name, "--archive", archive)
            assert (result.exit_code, result.stdout) == (2, "")
            said = f"{name} is of the archive that reports are kept in. Leave it out.\n"
            assert result.stderr.endswith(said)
    assert kept(archive) == (1, 0)


def test_samples_are_listed_found_and_read() -> None:
    listed = run("samples").stdout.splitlines()
    assert tuple(listed) == samples.names()
    path = run("samples", "--path", listed[0]).stdout.strip()
    assert Path(path).is_file()
    assert lines(run("samples", "--json"))[0] == {"name": listed[0], "path": path}
    result = run("read", "--json", "--sample", listed[0])
    [line] = lines(result)
    assert isinstance(line["report"], dict)
    assert line["report"]["address"] == path


def test_an_unknown_sample_names_the_others() -> None:
    result = run("samples", "--path", "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "dayton-1-strikes" in result.stderr


def test_a_damaged_archive_is_no_fault_of_ours(files: Path, tmp_path: Path) -> None:
    read = ("read", files / "good.txt", "--archive", tmp_path / "a.db")
    assert run(*read).exit_code == 0
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("UPDATE versions SET text = replace(text, 'met', 'sat')")
    result = run(*read)
    assert result.exit_code == 5
    assert "is damaged" in result.stderr
    assert "fault of dragoman" not in result.stderr
