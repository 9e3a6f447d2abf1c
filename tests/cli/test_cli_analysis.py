"""The commands of the analysis: tables as text, JSON, CSV and charts."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from cli_doubles import filled, lines, run, squeezed

from dragoman.archive import Archive
from factories import coding

COMMANDS = [
    ("dyads",),
    ("dyads", "RUS", "UKR"),
    ("standing",),
    ("timeline", "UKR"),
    ("speakers",),
    ("contested", "--every"),
]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return filled(tmp_path / "my.dragoman")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_prints_a_table_json_and_csv(archive: Path, command: tuple[str, ...]) -> None:
    text = run(*command, "--archive", archive)
    assert (text.exit_code, text.stdout != "" or "None found" in text.stderr) == (0, True)
    found = lines(run(*command, "--archive", archive, "--json"))
    table = list(csv.DictReader(io.StringIO(run(*command, "--archive", archive, "--csv").stdout)))
    assert len(found) == len(table)
    assert all("records" in row for row in found)
    if found:
        assert list(table[0]) == list(found[0])


def test_standing_shows_the_words_and_who_said_so(archive: Path) -> None:
    shown = squeezed(run("standing", "--archive", archive).stdout)
    assert "UKR" in shown
    assert squeezed("a full withdrawal") in shown
    (row,) = lines(run("standing", "ukraine", "--archive", archive, "--json"))
    assert (row["party"], row["issue"], row["stance"]) == ("UKR", "forces", "demands")
    assert len(row["records"]) == 2  # type: ignore[arg-type]  # ids of two reports' positions


def test_dyads_count_what_they_say(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "my.dragoman") as archive:
        archive.put(coding(0, published=date(2024, 5, 2)))
    told = run("dyads", "--archive", tmp_path / "my.dragoman", "--level", "actor", "--by", "week")
    assert told.exit_code == 0
    assert "None found" in told.stderr  # the attack's recipient is not told


def test_a_chart_is_written_as_a_specification_or_drawn(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    for name in ("stand.json", "stand.svg"):
        assert run("standing", "--archive", archive, "--chart", tmp_path / name).exit_code == 0
    made = json.loads((tmp_path / "stand.json").read_text("utf-8"))
    assert made["data"]["values"][0]["party"] == "UKR"
    assert (tmp_path / "stand.svg").read_text("utf-8").startswith("<svg")


def test_gaps_name_a_party_that_is_not_there(archive: Path) -> None:
    found = run("gaps", "UKR", "POL", "--archive", archive)
    assert found.exit_code == 5
    assert "No position of POL is kept" in found.stderr


def test_compare_without_imported_events_is_empty(archive: Path) -> None:
    found = run("compare", "acled", "--archive", archive)
    assert (found.exit_code, "None found" in found.stderr) == (0, True)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("dyads", "--csv", "--json"), "Give --csv or --json"),
        (("dyads", "--since", "2024-05-02", "--until", "2024-05-01"), "--until lies before"),
        (("dyads", "--by", "decade"), "decade"),
        (("standing", "--issue", "weather"), "weather"),
        (("compare", "icews"), "icews"),
    ],
)
def test_what_cannot_be_is_a_usage_error(
    archive: Path, command: tuple[str, ...], said: str
) -> None:
    found = run(*command, "--archive", archive)
    assert found.exit_code == 2
    assert said in found.stderr
