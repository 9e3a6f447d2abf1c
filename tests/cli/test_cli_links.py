"""`dragoman link`, `stories`, `happenings` and `duplicates`."""

from pathlib import Path

import pytest
from cli_doubles import lines, run

from dragoman.archive import Archive
from factories import coding


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """An archive of three reports with one text."""
    path = tmp_path / "a.dragoman"
    with Archive.open(path) as archive:
        for number in range(3):
            archive.put(coding(number))
    return path


def test_linking_says_what_it_did(kept: Path) -> None:
    assert "Linked 3 reports" in run("link", "--archive", kept).stdout
    assert "Linked 0 reports. Found so far: 1 story, 1 happening and 1 group of duplicates." in (
        run("link", "--archive", kept).stdout
    )
    [again] = lines(run("link", "--archive", kept, "--json"))
    assert again == {"reports": 0, "duplicates": 1, "stories": 1, "happenings": 1}


def test_lists_as_json(kept: Path) -> None:
    run("link", "--archive", kept)
    for command in ("stories", "duplicates", "happenings"):
        [found] = lines(run(command, "--archive", kept, "--json"))
        assert isinstance(found["reports"], list)
        assert len(found["reports"]) == 3
        assert found["independent"] == 1
        assert found["sources"] == ["example.org"]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("stories", ["1: example.org", "Kharkiv", "Report 2"]),
        ("duplicates", ["the same", "example.org", "Report 2"]),
        ("happenings", ["ASSAULT", "Russia", "3 events of", "›struck‹"]),
    ],
)
def test_lists_as_text(command: str, words: list[str], kept: Path) -> None:
    run("link", "--archive", kept)
    result = run(command, "--archive", kept)
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    for word in words:
        assert word in shown


def test_the_id_of_a_happening_is_short_and_whole(kept: Path) -> None:
    run("link", "--archive", kept)
    [found] = lines(run("happenings", "--archive", kept, "--json"))
    for width in (80, 100, 120):
        shown = run("happenings", "--archive", kept, width=width).stdout.split()
        assert str(found["id"])[: len("happening-") + 8] in shown


def test_of_an_archive_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.dragoman"
    Archive.open(path).close()
    assert run("link", "--archive", path).stdout == (
        "Linked 0 reports. Found so far: nothing that belongs together.\n"
    )


def test_nobody_of_that_name_is_said(kept: Path) -> None:
    run("link", "--archive", kept)
    found = run("happenings", "--archive", kept, "--actor", "Xyzzy")
    assert (found.exit_code, "Nobody is called 'Xyzzy'" in found.stderr) == (0, True)


def test_filters(kept: Path) -> None:
    run("link", "--archive", kept)
    for options, found in (
        (("--type", "assault"), 1),
        (("--type", "consult"), 0),
        (("--actor", "RUS", "--least", "3"), 1),
        (("--least", "4"), 0),
    ):
        assert len(lines(run("happenings", "--archive", kept, "--json", *options))) == found


def test_before_linking_there_is_nothing(kept: Path) -> None:
    result = run("stories", "--archive", kept)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "dragoman link" in result.stderr
