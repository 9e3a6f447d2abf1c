import json
from pathlib import Path
from typing import Any

import pytest
from cli_doubles import filled, lines, run

from dragoman.archive import Archive
from dragoman.model import Coded, Coding, Event
from factories import coding

CODING = coding(0)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("archive") / "a.db")


@pytest.mark.parametrize(
    "name", [CODING.report.id, CODING.report.id[:15], CODING.report.id[7:15], CODING.report.address]
)
def test_a_report_is_found_by_id_start_and_address(name: str, archive: Path) -> None:
    [shown] = lines(run("show", name, "--json", "--archive", archive))
    assert shown == CODING.to_dict()


def test_a_path_is_found_with_and_without_its_dot(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Ministers met in Geneva; votes in favour: 3", "utf-8")
    archive = tmp_path / "a.db"
    run("read", report, "--archive", archive)
    assert run("show", f"{tmp_path}/./report.txt", "--archive", archive).exit_code == 0


def test_the_record_is_shown_with_all_its_sections(archive: Path) -> None:
    shown = run("show", CODING.report.id, "--archive", archive).stdout
    for title in ("Report 0", "Who did what to whom", "Who said what", "Where the parties stand"):
        assert f"{title}\n" in shown
    for words in ("›struck‹", "it would not yield", "demands: a full withdrawal", "at least 12"):
        assert words in shown


@pytest.mark.parametrize("start", ["id", "short", "number"])
@pytest.mark.parametrize("record", CODING.records, ids=lambda r: r.record)
def test_one_record_in_full(start: str, record: Coded, archive: Path) -> None:
    number = record.id.rpartition("-")[2]
    name = {"id": record.id, "short": record.id[:-12], "number": number[:8]}[start]
    asked = ("show", CODING.report.id, "--record", name, "--archive", archive)
    assert lines(run(*asked, "--json")) == [record.to_dict()]
    shown = run(*asked).stdout
    assert json.loads(shown[shown.index("{") :]) == record.to_dict()
    head = shown[: shown.index("{")].replace("\n", " ")
    assert head.count("›") == 1
    assert "On Monday" in head
    assert "would not yield." in head.replace("‹", "")


def test_a_record_that_is_not_there(archive: Path) -> None:
    asked = ("show", CODING.report.id, "--archive", archive, "--record")
    result = run(*asked, "event-ffffffffffff")
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_start_that_several_records_have_lists_them(tmp_path: Path) -> None:
    [event] = CODING.events
    fields = {name: getattr(event, name) for name in Event.model_fields}
    other = Event.model_validate(fields | {"type": "PROTEST", "mode": None})
    two = Coding(report=CODING.report, coder=CODING.coder, events=(event, other))
    with Archive.open(tmp_path / "a.db") as kept:
        kept.put(two)
    result = run("show", two.report.id, "--archive", tmp_path / "a.db", "--record", "event-")
    assert (result.exit_code, result.stdout) == (2, "")
    for record in two.events:
        assert record.id in result.stderr


@pytest.mark.parametrize("name", ["report-", "nowhere.txt"])
def test_a_report_that_is_not_there_or_not_alone(name: str, archive: Path) -> None:
    result = run("show", name, "--archive", archive)
    assert (result.exit_code, result.stdout) == (5, "")


def test_a_report_must_be_named(archive: Path) -> None:
    result = run("show", "", "--archive", archive)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Name a report" in result.stderr


def test_another_coder(archive: Path) -> None:
    result = run("show", CODING.report.id, "--coder", "nobody", "--archive", archive)
    assert result.exit_code == 5
    assert "dragoman/test" in result.stderr


def test_what_people_decided_is_shown_with_the_machines_own(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db")
    with Archive.open(path) as kept:
        desk = kept.review("Ana")
        event, statement, position, figure = (
            next(s for s in desk.view(CODING.report.id).records if s.id == record.id)
            for record in CODING.records
        )
        desk.correct(event, {"evidence": CODING.figures[0].evidence.model_dump(mode="json")})
        desk.reject(statement, why="not said")
        desk.accept(position)
        desk.comment(figure, "see the note")
    shown = run("show", CODING.report.id, "--archive", path).stdout
    told = " ".join(shown[shown.index("What people decided") :].split())
    assert "corrected by Ana evidence: “at least 12” (the machine: “struck”)" in told
    assert "rejected by Ana" in told
    assert "accepted by Ana" in told
    assert "Ana says: see the note" in told
    one: dict[str, Any] = lines(run("show", CODING.report.id, "--json", "--archive", path))[0]
    assert one["events"][0]["id"] == event.id
    assert one["events"][0]["review"]["state"] == "corrected"
    assert one["events"][0]["review"]["machine"] == CODING.events[0].to_dict()
    assert one["statements"][0]["review"]["state"] == "rejected"
    own = ("show", CODING.report.id, "--coder", CODING.coder, "--archive", path)
    assert lines(run(*own, "--json")) == [CODING.to_dict()]
    assert "What people decided" not in run(*own).stdout
    named = ("show", CODING.report.id, "--record", event.id, "--json", "--archive", path)
    assert lines(run(*named)) == one["events"]
