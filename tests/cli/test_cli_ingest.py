"""`dragoman ingest` and `dragoman runs`: what is told, and the status."""

import json
from pathlib import Path

import pytest
from cli_doubles import run

from dragoman.cli.pace import Pace, duration

TEXT = "Officials of both governments met in Geneva on Monday and agreed to talk again."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    for number in range(2):
        (tmp_path / "texts" / f"{number}.txt").write_text(f"{TEXT} {number}", "utf-8")
    return tmp_path


def ingest(folder: Path, *args: str) -> "list[object]":
    given = ("--workers", "0", "--archive", str(folder / "a.dragoman"), *args)
    done = run("ingest", folder / "texts", *given, folder=folder)
    return [done.exit_code, done.stdout, done.stderr]


def test_a_run_is_told_in_a_line(folder: Path) -> None:
    assert ingest(folder) == [0, "Run 1: 2 done, 0 skipped, 0 failed.\n", ""]
    assert ingest(folder) == [0, "Run 2: 0 done, 2 skipped, 0 failed.\n", ""]


def test_what_fails_is_told_in_a_line_of_its_own(folder: Path) -> None:
    (folder / "texts" / "2.txt").write_text("", "utf-8")
    status, told, complained = ingest(folder)
    assert (status, told) == (3, "Run 1: 2 done, 0 skipped, 1 failed.\n")
    assert complained == (
        f"dragoman: {folder}/texts/2.txt holds no text. Give a report with words in it.\n"
    )


def test_nothing_read_has_a_status_of_its_own(folder: Path) -> None:
    for file in (folder / "texts").iterdir():
        file.write_text("", "utf-8")
    assert ingest(folder)[0] == 4


@pytest.mark.parametrize("name", ["nosuch", "texts/*.nope"])
def test_a_source_that_there_is_not_is_not_kept(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    archive = ("--archive", "a.dragoman")
    alone = run("ingest", name, "--workers", "0", *archive, folder=folder)
    assert (alone.exit_code, alone.stdout) == (2, "")
    assert alone.stderr.startswith("dragoman: ")
    assert alone.stderr.endswith(f" {name}. Check the path.\n")
    assert not Path("a.dragoman").exists()
    both = run("ingest", name, "texts", "--workers", "0", *archive, folder=folder)
    assert (both.exit_code, both.stdout) == (3, "Run 1: 2 done, 0 skipped, 0 failed.\n")
    assert both.stderr == alone.stderr
    assert run("failures", *archive, "--json", folder=folder).stdout == ""


def test_one_file_under_two_paths_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    archive = ("--workers", "0", "--archive", "a.dragoman")
    here, root = "texts/0.txt", f"{Path.cwd().as_posix()}/texts/0.txt"
    assert run("ingest", "texts/../texts/0.txt", *archive, folder=folder).stderr == ""
    again = run("ingest", "./texts/0.txt", *archive, folder=folder)
    assert (again.stdout, again.stderr) == ("Run 2: 0 done, 1 skipped, 0 failed.\n", "")
    other = run("ingest", root, *archive, folder=folder)
    assert other.stdout == "Run 3: 1 done, 0 skipped, 0 failed.\n"
    assert other.stderr == (
        f"Kept under another path already: 1, such as {root}. The same text is kept as {here}.\n"
    )
    both = run("ingest", "texts/1.txt", f"{folder}/texts/1.txt", *archive, folder=folder)
    assert "Kept under another path already: 1, such as" in both.stderr


def test_runs_are_listed_shown_and_tried_again(folder: Path) -> None:
    bad, archive = folder / "texts" / "2.txt", ("--archive", folder / "a.dragoman")
    bad.write_text("", "utf-8")
    ingest(folder)
    listed = run("runs", *archive, folder=folder)
    assert listed.stdout.startswith("Run 1: 2 done, 0 skipped, 1 failed. 20")
    shown = run("runs", "show", "1", "--outcome", "failed", *archive, "--json", folder=folder)
    told, entry = map(json.loads, shown.stdout.splitlines())
    assert (told["run"], told["failed"], told["sources"]) == (1, 1, [f"{folder}/texts"])
    assert (entry["outcome"], entry["code"]) == ("failed", "source.empty")
    bad.write_text(f"{TEXT} Again.", "utf-8")
    retried = run("runs", "retry", "1", "--workers", "0", *archive, folder=folder)
    assert (retried.exit_code, retried.stdout) == (0, "Run 1: 3 done, 0 skipped, 0 failed.\n")
    [whole] = map(json.loads, run("runs", *archive, "--json", folder=folder).stdout.splitlines())
    assert (whole["done"], whole["options"]) == (3, {"max_size": "10000000"})


def test_documents_of_a_run_are_listed_for_a_person(folder: Path) -> None:
    ingest(folder)
    shown = run("runs", "show", "1", "--archive", folder / "a.dragoman", folder=folder)
    assert shown.stdout.splitlines()[1:] == [
        f"done {folder}/texts/0.txt",
        f"done {folder}/texts/1.txt",
    ]


def test_an_archive_without_runs_says_so(folder: Path) -> None:
    run("import", "-", "--archive", folder / "a.dragoman", folder=folder)
    told = run("runs", "--archive", folder / "a.dragoman", folder=folder)
    assert (told.exit_code, told.stdout, told.stderr) == (0, "", "No runs.\n")
    missing = run("runs", "show", "9", "--archive", folder / "a.dragoman", folder=folder)
    assert missing.exit_code == 5
    assert "There is no run 9." in missing.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--map", "text"), "text is no FIELD=COLUMN"),
        (("--map", "=body"), "=body is no FIELD=COLUMN"),
        (("--workers", "-1"), "-1"),
    ],
)
def test_wrong_usage(folder: Path, args: tuple[str, ...], said: str) -> None:
    done = run("ingest", folder / "texts", *args, folder=folder)
    assert done.exit_code == 2
    assert said in done.stderr


def test_options_of_the_list_stand_after_the_command(folder: Path) -> None:
    done = run("runs", "--json", "show", "1", folder=folder)
    assert done.exit_code == 2


def test_columns_can_be_named(folder: Path) -> None:
    table = folder / "rows.csv"
    table.write_text(f"body,when\n{TEXT},2024-05-02\n", "utf-8")
    mapped = ("--map", "text=body", "--map", "published=when")
    archive = ("--archive", folder / "a.dragoman")
    done = run("ingest", table, *mapped, "--workers", "0", *archive, folder=folder)
    assert done.exit_code == 0, done.stderr
    [listed] = map(json.loads, run("runs", *archive, "--json", folder=folder).stdout.splitlines())
    assert listed["options"]["map text"] == "body"
    told = run("reports", *archive, "--json", folder=folder).stdout
    assert json.loads(told)["published"] == "2024-05-02"
    assert run("runs", "retry", "1", "--workers", "0", *archive, folder=folder).exit_code == 0


def test_pace_tells_rate_and_time_left() -> None:
    now = iter((0.0, 10.0, 20.0))
    pace = Pace(clock=lambda: next(now), total=100)
    assert pace.line == "0 of 100"
    for _ in range(20):
        pace.step(read=True)
    assert pace.line == "20 of 100, 2.0 a second, 40 s left"
    pace.total = None
    pace.step(read=False)
    assert pace.line == "21, 1.0 a second"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (89, "89 s"), (600, "10 min"), (12_000, "3 h 20 min"), (500_000, "5 days")],
)
def test_durations_are_said_shortly(seconds: float, said: str) -> None:
    assert duration(seconds) == said
