from datetime import date, timedelta
from pathlib import Path

import pytest
from cli_doubles import filled, lines, run, squeezed

from dragoman.archive import Archive
from dragoman.cli.listing import SHOWN
from factories import coding

KINDS = {"events": "event", "statements": "statement", "positions": "position", "figures": "figure"}
OWN = {
    "events": {"--type": "assault", "--place": "Kharkiv", "--status": "Actual"},
    "statements": {},
    "positions": {"--issue": "forces", "--stance": "demands"},
    "figures": {"--measure": "killed"},
}
SHARED = {
    "--since": "2024-04-01",
    "--until": "2024-05-31",
    "--confidence": "0.1",
    "--coder": "dragoman/test",
    "--limit": "5",
}
ACTOR = {"events": "RUS", "statements": "UKR", "positions": "Ukraine", "figures": "people"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("archive") / "a.db")


@pytest.mark.parametrize("command", KINDS)
def test_json_gives_the_records_as_the_library_does(command: str, archive: Path) -> None:
    result = run(command, "--json", "--archive", archive)
    with Archive.open(archive) as kept:
        assert lines(result) == [r.to_dict() for r in getattr(kept, command)()]
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("command", KINDS)
def test_every_filter_is_taken(command: str, archive: Path) -> None:
    asked = {"--actor": ACTOR[command]} | SHARED | OWN[command]
    flat = [word for pair in asked.items() for word in pair]
    found = lines(run(command, *flat, "--json", "--archive", archive))
    assert [row["record"] for row in found] == [KINDS[command]] * 2


@pytest.mark.parametrize("command", KINDS)
def test_the_table_names_report_and_record(command: str, archive: Path) -> None:
    result = run(command, "--archive", archive)
    with Archive.open(archive) as kept:
        for record in getattr(kept, command)():
            assert record.id.rpartition("-")[2][:8] in result.stdout
            assert kept.source(record).id[:15] in squeezed(result.stdout)
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("command", "option", "value"),
    [
        ("events", "--type", "WAR"),
        ("events", "--status", "maybe"),
        ("positions", "--issue", "weather"),
        ("positions", "--stance", "likes"),
        ("figures", "--measure", "weight"),
        ("figures", "--since", "May"),
        ("events", "--confidence", "1.5"),
        ("events", "--limit", "0"),
        ("statements", "--type", "ASSAULT"),
    ],
)
def test_what_no_record_can_have_is_wrong_usage(
    command: str, option: str, value: str, archive: Path
) -> None:
    result = run(command, option, value, "--archive", archive)
    assert (result.exit_code, result.stdout) == (2, "")
    assert option in result.stderr


def test_a_code_that_is_unknown_lists_those_there_are(archive: Path) -> None:
    result = run("positions", "--issue", "weather", "--archive", archive)
    assert "security_guarantees" in result.stderr


def test_nothing_found_says_so_beside_the_data(archive: Path) -> None:
    result = run("events", "--actor", "FRA", "--archive", archive)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "None found.\n")
    assert run("events", "--actor", "FRA", "--json", "--archive", archive).output == ""


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("events", ("--actor", "Xyzzy"), "Nobody is called 'Xyzzy'"),
        ("statements", ("--actor", "Xyzzy", "--json"), "Nobody is called 'Xyzzy'"),
        ("events", ("--coder", "nobody"), "Nothing of a coder 'nobody'"),
        ("marks", ("--schema", "foo"), "Nothing of a schema 'foo'"),
        ("review", ("--actor", "Xyzzy"), "Nobody is called 'Xyzzy'"),
        ("review", ("--schema", "foo"), "Nothing of a schema 'foo'"),
    ],
)
def test_a_name_that_nothing_has_is_said(
    command: str, options: tuple[str, ...], said: str, archive: Path
) -> None:
    result = run(command, *options, "--archive", archive)
    assert (result.exit_code, result.stdout, said in result.stderr) == (0, "", True)


@pytest.mark.parametrize("options", [("--coder", "dragoman/test"), ("--actor", "Russia")])
def test_a_name_that_is_known_is_not(options: tuple[str, ...], archive: Path) -> None:
    result = run("events", *options, "--until", "1990-01-01", "--archive", archive)
    assert result.stderr == "None found.\n"


def test_a_name_that_is_known_is_not_in_review(archive: Path) -> None:
    named = ("--actor", "Russia", "--until", "1990-01-01", "--archive", archive)
    assert run("review", *named).stderr == "Nothing waits for review.\n"


SPAN = ("--until", "2024-05-01", "--since", "2024-05-02")


@pytest.mark.parametrize("span", [SPAN, (*SPAN[2:], *SPAN[:2])])
@pytest.mark.parametrize("command", [*KINDS, "marks", "review", "export", "happenings", "reports"])
def test_days_do_not_run_backwards(command: str, span: tuple[str, ...], archive: Path) -> None:
    result = run(command, *span, "--archive", archive)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--until lies before --since" in result.stderr


def test_confidence_has_its_setting(archive: Path) -> None:
    environ = {"DRAGOMAN_CONFIDENCE": "0.9", "DRAGOMAN_ARCHIVE": str(archive)}
    assert lines(run("events", "--json", environ=environ)) == []
    assert len(lines(run("events", "--json", "--confidence", "0.5", environ=environ))) == 2


def test_a_long_table_says_that_it_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "long.db"
    with Archive.open(path) as kept:
        for number in range(SHOWN + 1):
            kept.put(coding(number))
    result = run("events", "--archive", path)
    assert result.stdout.count("›struck‹") == SHOWN
    assert (
        result.stderr == f"These are the first {SHOWN}. --limit N shows more, --json gives all.\n"
    )
    result = run("events", "--archive", path, "--limit", str(SHOWN + 1))
    assert (result.stdout.count("›struck‹"), result.stderr) == (SHOWN + 1, "")
    assert len(lines(run("events", "--json", "--archive", path))) == SHOWN + 1


@pytest.mark.parametrize(
    "command", [*KINDS, "reports", "failures", "export", "show report-1", "doctor"]
)
def test_an_archive_that_is_not_there(command: str, tmp_path: Path) -> None:
    result = run(*command.split(), "--archive", tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
    if command == "doctor":
        assert "None yet" in result.stdout
        return
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr.startswith("dragoman: There is no archive at ")


def test_reports(archive: Path) -> None:
    found = lines(run("reports", "--json", "--archive", archive))
    with Archive.open(archive) as kept:
        known = list(kept.reports())
    assert [row["id"] for row in found] == [r.id for r in known]
    assert found[0]["text"] == known[0].text
    table = squeezed(run("reports", "--archive", archive).stdout)
    for report in known:
        assert report.id[:15] in table
        assert squeezed(report.address) in table


def test_reports_between_days_and_so_many(tmp_path: Path) -> None:
    path = tmp_path / "long.db"
    with Archive.open(path) as kept:
        for number in range(SHOWN + 1):
            kept.put(coding(number, published=date(2024, 1, 1) + timedelta(days=number)))
        kept.put(coding(SHOWN + 1, published=None))
    asked = ("reports", "--archive", path)
    result = run(*asked)
    assert "These are the first 100. --limit N shows more" in result.stderr
    assert len(lines(run(*asked, "--json"))) == SHOWN + 2
    assert len(lines(run(*asked, "--json", "--limit", "2"))) == 2
    found = lines(run(*asked, "--json", "--since", "2024-01-03", "--until", "2024-01-05"))
    assert [row["published"] for row in found] == ["2024-01-03", "2024-01-04", "2024-01-05"]
    assert run(*asked, "--since", "2025-01-01").output == "No reports.\n"
    assert run(*asked, "--limit", "1").stderr == ""


def test_failures(archive: Path) -> None:
    [found] = lines(run("failures", "--json", "--archive", archive))
    assert (found["address"], found["code"]) == ("broken.html", "source.empty")
    assert "Nothing in it. Look." in run("failures", "--archive", archive).stdout


def test_an_empty_archive_has_neither(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db", count=0)
    assert run("reports", "--archive", path).output == "No reports.\n"
    Archive.open(tmp_path / "b.db").close()
    assert run("failures", "--archive", tmp_path / "b.db").output == "No failures.\n"
