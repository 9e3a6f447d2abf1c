from pathlib import Path

import pytest
from cli_doubles import lines, run, squeezed

from dragoman.archive import Archive
from dragoman.model import Coding
from factories import ADDED, coding, with_marks


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "a.db"
    with Archive.open(path) as archive:
        archive.put(with_marks(coding()))
    return path


def test_marks_are_listed(archive: Path) -> None:
    result = run("marks", "--schema", "damage", "--type", "energy", "--archive", archive)
    assert result.exit_code == 0
    shown = squeezed(result.stdout)
    for told in ("energy", "damage,70%", "extent:severe(60%)", "by:On(55%)", "›powerstations‹"):
        assert told in shown
    assert run("marks", "--type", "water", "--archive", archive).stderr == "None found.\n"


def test_json_gives_them_as_the_library_does(archive: Path) -> None:
    with Archive.open(archive) as kept:
        wanted = [m.to_dict() for m in kept.marks()]
    assert lines(run("marks", "--json", "--archive", archive)) == wanted


def test_show_has_them_behind_the_others(archive: Path) -> None:
    result = run("show", "https://example.org/0", "--archive", archive)
    head, _, marks = result.stdout.partition(f"Marks of {ADDED}")
    assert "Figures claimed" in head
    assert "energy" in marks
    alone = run("show", "https://example.org/0", "--coder", ADDED, "--archive", archive)
    assert "Who did what" not in alone.stdout
    assert "energy" in alone.stdout


def test_one_mark_in_full(archive: Path) -> None:
    [mark] = with_marks(coding()).marks
    result = run("show", "https://example.org/0", "--record", mark.id, "--archive", archive)
    assert '"schema": "damage"' in result.stdout


def test_no_name_of_a_coder_commands_a_terminal(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.put(with_marks(coding(), coder="\x1b[2J/1"))
    result = run("show", "https://example.org/0", "--archive", tmp_path / "a.db")
    assert "energy" in result.stdout
    assert "\x1b" not in result.stdout


def test_a_coder_that_found_none_says_so(tmp_path: Path) -> None:
    one = coding()
    nothing = Coding(report=one.report, coder=ADDED, added=(ADDED,))
    with Archive.open(tmp_path / "a.db") as archive:
        archive.put(one.joined([nothing]))
    result = run("show", "https://example.org/0", "--archive", tmp_path / "a.db")
    assert "None found." in result.stdout.partition(f"Marks of {ADDED}")[2]
