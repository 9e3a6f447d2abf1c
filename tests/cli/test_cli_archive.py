"""`archive`, `changes`, `query` and `search`."""

from pathlib import Path

import pytest
from cli_doubles import filled, lines, run, squeezed

from dragoman.archive import Archive
from dragoman.cli.query import SHOWN
from factories import coding
from homes import Databases

ONE = coding(0).report


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return filled(tmp_path / "a.db")


def test_archives_are_merged(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.db"
    result = run("archive", "merge", archive, "--archive", other)
    assert (
        result.output == "New: 2 codings, 0 decisions, 1 failure, 0 removals, 0 foreign events.\n"
    )
    [again] = lines(run("archive", "merge", archive, "--archive", other, "--json"))
    kinds = ("codings", "decisions", "failures", "removals", "foreign")
    assert again == dict.fromkeys(kinds, 0)
    with Archive.open(archive) as a, Archive.open(other) as b:
        assert a.digest() == b.digest()


def test_what_is_not_there_cannot_be_merged(archive: Path, tmp_path: Path) -> None:
    result = run("archive", "merge", tmp_path / "none.db", "--archive", archive)
    assert (result.exit_code, result.stdout) == (5, "")
    missing = f"There is no archive at {tmp_path}/none.db. Check the path."
    assert result.stderr == f"dragoman: {missing}\n"


def test_a_report_is_removed_and_restored(archive: Path) -> None:
    result = run("archive", "remove", ONE.id, "--reason", "a name", "--archive", archive)
    assert result.output == f"{ONE.id} was removed: {ONE.address}\n"
    assert len(lines(run("reports", "--json", "--archive", archive))) == 1
    assert len(lines(run("events", "--json", "--archive", archive))) == 1
    exported = lines(run("export", "--archive", archive))
    [kept] = [row["report"] for row in exported if "report" in row]
    assert isinstance(kept, dict)
    assert kept["id"] != ONE.id
    assert lines(run("search", "kharkiv", "--json", "--archive", archive, "--limit", "5")) != []
    *_, last = lines(run("changes", "--archive", archive))
    assert (last["change"], last["report"], last["reason"]) == ("removed", ONE.id, "a name")
    result = run("archive", "restore", ONE.address, "--by", "Ada", "--json", "--archive", archive)
    [restored] = lines(result)
    assert (restored["removed"], restored["who"], restored["number"]) == (False, "Ada", 2)


def test_a_removal_needs_a_reason(archive: Path) -> None:
    result = run("archive", "remove", ONE.id, "--archive", archive)
    assert result.exit_code == 2
    assert "--reason" in result.stderr
    result = run("archive", "remove", ONE.id, "--reason", " ", "--archive", archive)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "A reason is needed" in result.stderr


@pytest.mark.parametrize("name", [ONE.id, ONE.id[7:15], ONE.address])
def test_what_was_removed_is_told_as_such(name: str, archive: Path) -> None:
    run("archive", "remove", ONE.id, "--reason", "a name", "--archive", archive)
    for command in (("show", name), ("archive", "remove", name, "--reason", "again")):
        result = run(*command, "--archive", archive)
        assert (result.exit_code, result.stdout) == (5, "")
        assert f"{name} was removed from the archive: a name." in result.stderr
        assert f"dragoman archive restore {ONE.id}" in result.stderr


def test_a_removed_report_is_not_read_again(tmp_path: Path) -> None:
    file, archive = tmp_path / "news.txt", tmp_path / "a.db"
    file.write_text("Ministers met in Geneva; votes in favour: 3", "utf-8")
    assert run("read", file, "--archive", archive).exit_code == 0
    result = run("archive", "remove", file, "--reason", "a wrong name", "--archive", archive)
    assert result.exit_code == 0
    result = run("read", file, "--archive", archive)
    assert (result.exit_code, result.stdout) == (4, "")
    assert "It was removed from the archive: a wrong name." in result.stderr
    run("archive", "restore", file.as_posix(), "--archive", archive)
    assert run("read", file, "--archive", archive).exit_code == 0


def test_the_feed_goes_on_from_a_cursor(archive: Path) -> None:
    feed = lines(run("changes", "--archive", archive))
    assert [c["cursor"] for c in feed] == [1, 2]
    assert lines(run("changes", "--since", "1", "--archive", archive)) == feed[1:]
    result = run("changes", "--since", "7", "--archive", archive)
    assert (result.exit_code, result.stdout) == (5, "")


def test_search(archive: Path) -> None:
    found = lines(run("search", "power", "stations", "--json", "--archive", archive))
    assert len(found) == 2
    result = run("search", "power stations", "--archive", archive)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "›powerstations‹" in squeezed(result.stdout)
    assert "https://example.org/0" in squeezed(result.stdout)
    result = run("search", "power", "--limit", "1", "--archive", archive)
    assert result.stdout.count("›power‹") == 1


def test_what_is_not_found_is_told_beside_the_data(archive: Path) -> None:
    result = run("search", "stations power", "--archive", archive)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "None found.\n")
    assert "in the title" in run("search", "report", "--archive", archive).stdout
    for asked in ("?!", "", '"', "*"):
        result = run("search", asked, "--archive", archive)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "no word to look for" in result.stderr


def test_query(archive: Path) -> None:
    sql = "SELECT type, count(*) AS n, NULL AS nil FROM latest_events GROUP BY type"
    assert lines(run("query", sql, "--json", "--archive", archive)) == [
        {"type": "ASSAULT", "n": 2, "nil": None}
    ]
    table = run("query", sql, "--archive", archive).stdout
    assert all(word in table for word in ("type", "ASSAULT", "2", "—"))
    result = run("query", "SELECT 1 WHERE 1 = 0", "--archive", archive)
    assert (result.exit_code, result.output) == (0, "No rows.\n")


def test_a_long_answer_says_that_it_goes_on(archive: Path) -> None:
    sql = f"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x <= {SHOWN}) "
    result = run("query", sql + "SELECT x FROM n", "--archive", archive)
    assert result.stderr == f"These are the first {SHOWN}. --json gives all.\n"
    assert len(lines(run("query", sql + "SELECT x FROM n", "--json", "--archive", archive))) == 101


@pytest.mark.parametrize("sql", ["DELETE FROM reports", "SELECT 1; SELECT 2", "no SQL"])
def test_a_query_only_reads(archive: Path, sql: str) -> None:
    result = run("query", sql, "--archive", archive)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "The query was refused" in result.stderr
    assert len(lines(run("reports", "--json", "--archive", archive))) == 2


ASKED = (
    ("search", "x"),
    ("query", "SELECT 1"),
    ("changes",),
    ("archive", "remove", "x", "--reason", "y"),
    ("archive", "restore", "x"),
)


@pytest.mark.parametrize("command", ASKED, ids=" ".join)
def test_an_archive_that_is_not_there(command: tuple[str, ...], tmp_path: Path) -> None:
    result = run(*command, "--archive", tmp_path / "none.db")
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr.startswith("dragoman: There is no archive at ")


def test_every_command_takes_a_database(databases: Databases, tmp_path: Path) -> None:
    where, file = databases.made(), tmp_path / "news.txt"
    file.write_text("Ministers met in Geneva; votes in favour: 3", "utf-8")
    assert run("read", file, "--archive", where).exit_code == 0
    [event] = lines(run("events", "--json", "--archive", where))
    assert event["type"] == "CONSULT"
    assert len(lines(run("search", "geneva", "--json", "--archive", where))) == 1
    assert lines(run("query", "SELECT count(*) AS n FROM events", "--json", "--archive", where)) \
        == [{"n": 1}]  # fmt: skip
    result = run("archive", "merge", where, "--archive", tmp_path / "b.db")
    assert result.output.startswith("New: 1 coding,")
    databases.release()


def test_no_password_is_told() -> None:
    result = run("reports", "--archive", "postgresql://ada:swordfish@/d?host=/nowhere")
    assert (result.exit_code, result.stdout) == (5, "")
    assert "swordfish" not in result.stderr
    assert "postgresql://ada@/nowhere/d cannot be reached" in result.stderr
