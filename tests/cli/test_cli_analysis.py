"""The commands of the analysis: tables as text, JSON, CSV and charts."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from cli_doubles import filled, lines, run, squeezed

from dragoman.archive import Archive
from dragoman.model import Stance
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


@pytest.mark.parametrize(
    ("asked", "told"),
    [(("Hamas",), True), (("RUS", "Hamas"), True), (("Hamas", "--level", "party"), False),
     (("france",), False), (("uno",), False)],
)  # fmt: skip
def test_dyads_are_of_countries_and_say_so(
    archive: Path, asked: tuple[str, ...], told: bool
) -> None:
    found = run("dyads", *asked, "--archive", archive)
    assert found.stderr.startswith("None found.\n")
    assert ("'Hamas' is no country. Give a country's code" in found.stderr) is told


def test_dyads_take_a_party_in_any_case(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "my.dragoman") as kept:
        made = coding()
        (event,) = made.events
        group = event.actor[0].model_copy(update={"name": "Hamas", "country": None})
        state = event.actor[0].model_copy(update={"name": "Israel", "country": "ISR"})
        event = event.model_copy(update={"actor": (group,), "recipient": (state,)})
        kept.put(made.model_copy(update={"events": (event,)}))
    found = run("dyads", "hamas", "israel", "--level", "party", "--archive", kept.where, "--json")
    assert {(row["actor"], row["recipient"]) for row in lines(found)} >= {("Hamas", "ISR")}


def test_a_chart_is_written_as_a_specification_or_drawn(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    for name in ("stand.json", "stand.svg"):
        assert run("standing", "--archive", archive, "--chart", tmp_path / name).exit_code == 0
    made = json.loads((tmp_path / "stand.json").read_text("utf-8"))
    assert made["data"]["values"][0]["party"] == "UKR"
    assert (tmp_path / "stand.svg").read_text("utf-8").startswith("<svg")


def test_a_chart_has_the_rows_that_are_asked_for(archive: Path, tmp_path: Path) -> None:
    with Archive.open(archive) as kept:
        assert len(kept.timeline()) > 2
    path = tmp_path / "timeline.json"
    run("timeline", "UKR", "--limit", "2", "--archive", archive, "--chart", path)
    assert len(json.loads(path.read_text("utf-8"))["data"]["values"]) == 2


def test_a_chart_that_cannot_be_written_is_named_as_it_was_given(archive: Path) -> None:
    found = run("standing", "--archive", archive, "--chart", "/nosuch/d.json")
    assert (found.exit_code, found.stdout) == (5, "")
    assert found.stderr.startswith("dragoman: /nosuch/d.json cannot be written: No such file")


def test_nothing_is_written_where_two_forms_are_asked_for(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    found = run("standing", "--csv", "--json", "--archive", archive, "--chart", path)
    assert (found.exit_code, path.exists()) == (2, False)


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("command", COMMANDS[2:], ids=" ".join)
def test_no_head_and_no_code_is_cut(archive: Path, command: tuple[str, ...], width: int) -> None:
    text = run(*command, "--archive", archive, width=width).stdout
    assert max(map(len, text.splitlines())) <= width
    whole = {
        "standing": "party stance said contradictions forces demands withdrawal",
        "timeline": "published: ASSAULT, statement, indirect 2024-04-29",
        "speakers": "speaker statements reports",
        "contested": "figure measure: killed",
    }
    told = text.replace("measure ", "measure: ").replace("published ", "published: ").split()
    assert {w for w in whole[command[0]].split() if w != "contradictions"} <= set(told)


def test_contested_numbers_are_as_figures_has_them(tmp_path: Path) -> None:
    path = tmp_path / "a.dragoman"
    with Archive.open(path) as kept:
        made = coding()
        [figure] = made.figures
        more = figure.model_copy(update={"value": 1_234_567, "unit": "people"})
        kept.put(made.model_copy(update={"figures": (more,)}))
    shown = run("contested", "--every", "--archive", path).stdout
    told = shown.split()
    assert {"1,234,567", "people"} <= set(told)


def test_a_timeline_tells_days_as_events_does(tmp_path: Path) -> None:
    path = tmp_path / "a.dragoman"
    with Archive.open(path) as kept:
        made = coding()
        [event] = made.events
        year = {"start": date(2014, 1, 1), "end": date(2014, 12, 31)}
        assert event.when
        event = event.model_copy(update={"when": event.when.model_copy(update=year)})
        kept.put(made.model_copy(update={"events": (event,)}))
    shown = run("timeline", "RUS", "--archive", path).stdout
    assert " 2014 " in shown.replace("\n2014 ", " 2014 ")
    assert "2014-01-01" not in shown


def test_rows_and_records_are_counted_in_words_that_agree(archive: Path) -> None:
    told = run("timeline", "UKR", "--limit", "1", "--archive", archive).stderr
    assert "This is the first of 6 rows." in told
    told = run("timeline", "RUS", "--limit", "2", "--archive", archive).stderr
    assert "These are the first 2 of 4 rows." in told


@pytest.mark.parametrize(
    "command",
    [("dyads", "Xyzzy", "RUS"), ("standing", "Xyzzy"), ("timeline", "Xyzzy", "--json"),
     ("compare", "polecat", "Xyzzy"), ("contested", "--actor", "Xyzzy")],
    ids=" ".join,
)  # fmt: skip
def test_a_name_that_is_nobodys_is_said(archive: Path, command: tuple[str, ...]) -> None:
    found = run(*command, "--archive", archive)
    assert found.exit_code == 0
    assert "Nobody is called 'Xyzzy' in this archive or in the tables of actors." in found.stderr
    assert "'RUS'" not in found.stderr


def test_gaps_refuse_a_party_with_itself(archive: Path) -> None:
    found = run("gaps", "UKR", "ukraine", "--archive", archive)
    assert (found.exit_code, "UKR and ukraine are one party." in found.stderr) == (5, True)


@pytest.fixture
def rebels(tmp_path: Path) -> Path:
    """An archive in which the March 23 Movement demands twice what the state refuses once."""
    path = tmp_path / "rebels.dragoman"
    with Archive.open(path) as kept:
        for number, day in enumerate((date(2024, 5, 2), date(2024, 5, 9))):
            made = coding(number, published=day)
            [event], [position] = made.events, made.positions
            assert position.party
            assert position.of
            side = position.party.model_copy(update={"name": "March 23 Movement", "country": None})
            congo = {"name": "Democratic Republic of the Congo", "country": "COD"}
            state = position.of.model_copy(update=congo)
            said = {"party": side, "of": state, "condition": position.cue}
            event = event.model_copy(update={"actor": (side,), "recipient": (state,)})
            more = position.model_copy(
                update={"party": state, "of": side, "stance": Stance.REJECTS}
            )
            found = (position.model_copy(update=said), *((more,) if number else ()))
            kept.put(made.model_copy(update={"events": (event,), "positions": found}))
    return path


def test_a_party_is_asked_for_by_any_of_its_names(rebels: Path) -> None:
    (row,) = lines(run("standing", "m23", "--archive", rebels, "--json"))
    assert row["party"] == "March 23 Movement"
    assert {row["side"] for row in lines(run("gaps", "DRC", "M23", "--archive", rebels, "--json"))}
    found = run("dyads", "Congo", "M-23", "--level", "party", "--archive", rebels, "--json")
    assert {row["actor"] for row in lines(found)} == {"March 23 Movement", "COD"}
    told = run("gaps", "M23", "March 23 Movement", "--archive", rebels).stderr
    assert "M23 and March 23 Movement are one party." in told


def test_parties_near_the_one_asked_for_are_named(rebels: Path) -> None:
    """CODECO, another group there, has no position."""
    found = run("standing", "CODECO", "--archive", rebels)
    assert found.stderr == (
        "None found.\nNo position of 'CODECO' is kept.\nNear it: COD, March 23 Movement.\n"
    )
    told = run("gaps", "CODECO", "RUS", "--archive", rebels).stderr
    assert "Near it: COD, March 23 Movement." in told
    told = run("gaps", "Tshisekedi", "M23", "--archive", rebels).stderr
    assert "Near it: COD, March 23 Movement." in told  # whom he speaks for, and who is there too
    told = run("gaps", "COD", "M23", "--issue", "arms", "--archive", rebels).stderr
    assert "No position of COD or March 23 Movement is among those that are asked for." in told
    told = run("standing", "M23", "--issue", "arms", "--archive", rebels).stderr
    assert "'M23' has positions, but none of those that are asked for." in told
    told = run("dyads", "CODECO", "--level", "party", "--archive", rebels).stderr
    assert "No dyad of 'CODECO' is kept. Near it: COD, March 23 Movement." in told


@pytest.mark.parametrize("width", [80, 100, 120])
def test_standing_shows_the_latest_day_since_when_and_the_condition(
    rebels: Path, width: int
) -> None:
    text = run("standing", "M23", "--archive", rebels, width=width).stdout
    assert max(map(len, text.splitlines())) <= width
    told = " ".join(text.split())
    assert "day" in told.split("─")[0]
    assert "2024-05-09" in told
    assert "2024-05-02" in told  # since when
    assert "called for" in told


def test_dyads_of_two_have_every_period_that_is_asked_for(rebels: Path) -> None:
    asked = ("dyads", "COD", "M23", "--level", "party", "--archive", rebels)
    found = lines(run(*asked, "--since", "2024-01-01", "--until", "2024-12-31", "--json"))
    assert len({row["period"] for row in found}) == 12
    assert len(found) == 24


def test_groups_of_claims_are_parted_on_screen_and_keyed_in_json(tmp_path: Path) -> None:
    path = tmp_path / "a.dragoman"
    with Archive.open(path) as kept:
        for number, of in enumerate(("power stations", "Russian forces") * 2):
            made = coding(number)
            [figure], start = made.figures, made.report.text.index(of)
            told = {"of": made.report.evidence(start, start + len(of)), "value": number + 1}
            told |= {"said_by": None, "unit": "things"}
            kept.put(made.model_copy(update={"figures": (figure.model_copy(update=told),)}))
    found = lines(run("contested", "--archive", path, "--json"))
    assert [len({row["group"] for row in found}), len(found)] == [2, 4]
    shown = " ".join(run("contested", "--archive", path, width=160).stdout.split())
    assert [shown.count(about) for about in ("power stations", "Russian forces")] == [1, 1]


def test_happenings_say_what_is_counted(archive: Path) -> None:
    run("link", "--archive", archive)
    shown = run("contested", "--happenings", "--every", "--archive", archive).stdout
    assert shown.split("\n")[0].split()[:3] == ["about", "figure", "of"]
    assert " people " in shown


def test_compare_says_what_was_left_out(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "week.txt"
    file.write_text(
        "Event ID\tEvent Date\tEvent Type\tActor Name\tActor Country\tRecipient Name\n"
        "A-1\t2023-01-31\tCONSULT\tNorland\tNone\tNone\n"
    )
    assert run("import", "--from", "polecat", file, "--archive", archive).exit_code == 0
    told = run("compare", "polecat", "--archive", archive).stderr
    assert told.startswith("None found.\n")
    assert "1 of their events without a day, type or two countries are left out." in told


def test_gaps_name_a_party_that_is_not_there(archive: Path) -> None:
    found = run("gaps", "UKR", "POL", "--archive", archive)
    assert found.exit_code == 5
    assert "No position of POL is kept" in found.stderr


def test_compare_without_imported_events_is_empty(archive: Path) -> None:
    found = run("compare", "acled", "--archive", archive)
    assert (found.exit_code, "None found" in found.stderr) == (0, True)
    assert "Nothing of ACLED has been imported." in found.stderr
    assert "dragoman import --from acled FILE" in found.stderr


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
