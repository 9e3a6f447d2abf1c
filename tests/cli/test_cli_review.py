"""`dragoman review`, on a plain pipe."""

import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from cli_doubles import filled, lines, run, squeezed

from dragoman.archive import Archive
from dragoman.model import Coding, Event, Report, Status
from dragoman.vocab import plover
from factories import CODER, coding, with_marks

DOCS = Path(__file__).parents[2] / "docs" / "review.md"
ALL = ("review", "--all", "--coder", "Ana")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return filled(tmp_path / "a.db", count=1)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that no test changes."""
    return filled(tmp_path_factory.mktemp("untouched") / "a.db", count=1)


def review(archive: Path, *commands: str, options: tuple[str, ...] = ()) -> Any:
    typed = "\n".join(commands) + "\n"
    return run(*ALL, "--archive", archive, *options, stdin=typed)


def shown(archive: Path) -> dict[str, Any]:
    """What is shown of the one report, by kind."""
    with Archive.open(archive) as kept:
        [found] = list(kept.reviewed())
        return {s.record.record: s for s in found.records}


def test_the_least_sure_come_first_with_their_words(archive: Path) -> None:
    result = review(archive, "j", "j", "j", "j")
    heads = re.findall(r"^\d/4 · (\w+) \w{8} · machine · (\d+)%", result.stdout, re.M)
    assert heads == [
        ("position", "50"), ("statement", "60"), ("event", "80"), ("figure", "95"),
    ]  # fmt: skip
    assert "›afullwithdrawal‹" in squeezed(result.stdout)
    assert "The queue ends here." in result.stderr
    assert result.exit_code == 0


def test_decisions_are_kept_and_shown(archive: Path) -> None:
    result = review(
        archive, "a well said", "x", "e type CONSULT", "s end 2", "c Which one?", "q", "a"
    )
    assert result.exit_code == 0
    assert "5 decisions by Ana." in result.stderr
    found = shown(archive)
    assert {kind: s.state.value for kind, s in found.items()} == {
        "position": "accepted", "statement": "rejected", "event": "corrected",
        "figure": "machine",
    }  # fmt: skip
    event = found["event"]
    assert (event.record.type, event.record.quad, event.record.mode) == ("CONSULT", 1, None)
    assert event.record.evidence.words == "struck power stations"
    assert event.machine == coding().events[0]
    assert [c.why for c in event.comments] == ["Which one?"]
    assert "the machine: ASSAULT" in result.stdout
    assert "the machine's words: ›struck‹" in result.stdout


def test_what_was_decided_does_not_wait_any_more(archive: Path) -> None:
    review(archive, "a", "x")
    left = run("review", "--coder", "Ana", "--archive", archive, stdin="")
    assert re.findall(r"^1/(\d)", left.stdout, re.M) == ["2"]
    other = run("review", "--coder", "Bo", "--archive", archive, stdin="")
    assert re.findall(r"^1/(\d)", other.stdout, re.M) == ["4"]


def test_undo_takes_back_one_decision_after_the_other(archive: Path) -> None:
    review(archive, "e stance offers", "a", "k", "u")
    assert shown(archive)["position"].state == "corrected"
    result = review(archive, "u", "u")
    assert shown(archive)["position"].state == "machine"
    assert "You have decided nothing on this record." in result.stderr
    review(archive, "a")
    assert shown(archive)["position"].state == "accepted"


def test_a_missed_record_is_added_and_corrected(archive: Path) -> None:
    result = review(
        archive, "n event CONSULT power stations", "e actor Kyiv", "e actor.country UKR",
        "e place Kharkiv", "e when Monday", "e said_by Ukrainian officials",
    )  # fmt: skip
    assert result.exit_code == 0
    with Archive.open(archive) as kept:
        [found] = list(kept.reviewed())
    [new] = [s for s in found.records if s.state == "added"]
    event = new.record
    assert isinstance(event, Event)
    assert (event.evidence.words, event.coder, event.type) == ("power stations", "Ana", "CONSULT")
    assert (event.actor[0].evidence.words, event.actor[0].country) == ("Kyiv", "UKR")
    assert event.when
    assert str(event.when.start) == "2024-04-29"
    assert event.said_by
    undone = review(archive, *["j"] * 4, *["u"] * 6)
    assert "added" in undone.stdout
    with Archive.open(archive) as kept:
        assert [s.state for v in kept.reviewed() for s in v.records] == ["machine"] * 4


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("zz", "There is no command 'zz'"),
        ("e", "A field and its value"),
        ("e colour red", "no field 'colour'"),
        ("e issue weather", "'weather' is no issue"),
        ("e stance likes", "stance: 'likes' is none of demands, offers, accepts or rejects."),
        ("e of.sectors FOO", "'FOO' is no sector"),
        ("e party the envoy", "does not stand in the report"),
        ("e of.country XXX", "'XXX' is no country"),
        ("e of.colour red", "There is no of.colour"),
        ("e condition.words x", "Name the words of it first"),
        ("s", "An edge and a number"),
        ("s middle 1", "An edge and a number"),
        ("s end 99", "no more words that way"),
        ("s end -9", "no words left"),
        ("n event CONSULT", "A kind, a code and the words"),
        ("n event WAR struck", "no event type"),
        ("n position wants/forces struck", "no code of a position"),
        ("n figure weight struck", "no measure"),
        ("n weather CONSULT struck", "no kind of record"),
        ("n event CONSULT peace", "does not stand in the report"),
        ("m Kyiv", "Two names are needed"),
        ("m Kyiv = -", "A merge gives a name"),
        ("m Ukraine = Ukraine", "A name cannot be merged with itself."),
        ("m Foo = Bar", "No record names anybody 'Foo'."),
        ("m Kyiv = Bar", "Give the name that stands in brackets"),
        ("p Ukraine", "Two names are needed. p the envoy"),
        ("p Foo = -", "The record names nobody 'Foo'. It names 'Russia', 'Ukraine'."),
        ("p Russia = Russia", "That is the name already."),
        ("c", "A comment without words"),
        ("k", "The queue begins here"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    command: str, told: str, untouched: Path
) -> None:
    result = review(untouched, command)
    assert told in " ".join(result.stderr.split())
    assert result.exit_code == 0
    assert "0 decisions by Ana." in result.stderr
    assert "Traceback" not in result.output


def test_names_are_merged_and_split(archive: Path) -> None:
    review(archive, "m Ukraine = Republic of Ukraine", "p Russia = -")
    position = shown(archive)["position"].record
    assert position.party.name == "Republic of Ukraine"
    assert (position.of.name, position.of.country) == (None, None)
    assert shown(archive)["event"].record.actor[0].name == "Russia"


def test_names_that_were_merged_are_found(archive: Path) -> None:
    review(archive, "m Russia = The Federation")
    asked = ("--kind", "events", "--actor", "Federation")
    assert "1/1 · event" in review(archive, options=asked).stdout


def test_what_was_decided_is_said_in_a_line(archive: Path) -> None:
    typed = ("e stance offers", "e stance offers", "c Why?", "m Ukraine = Republic",
             "m Republic = Ukrainian Republic", "p Russia = -", "u", "a", "x")  # fmt: skip
    said = review(archive, *typed).stderr.splitlines()
    position, statement = (r.id.rpartition("-")[2][:8] for r in
                           (coding().positions[0], coding().statements[0]))  # fmt: skip
    assert said == [
        f"Corrected: position {position}, stance.",
        "Nothing is changed: it stands so already.",
        f"Commented on: position {position}.",
        "Merged: Ukraine is Republic in all reports.",
        "Merged: Republic is Ukrainian Republic in all reports.",
        f"Split: Russia is nobody who is known in position {position}.",
        f"Taken back: your last decision on position {position}.",
        f"Accepted: position {position}.",
        f"Rejected: statement {statement}.",
        "8 decisions by Ana.",
    ]


def test_a_report_is_named_as_for_show(archive: Path) -> None:
    asked = ("review", "--coder", "Ana", "--archive", archive, "--report")
    assert run(*asked, coding().report.id[:15], stdin="").stdout.startswith("1/4")
    assert run(*asked, " ", stdin="").exit_code == 2


def test_contradictions_are_shown(archive: Path) -> None:
    review(archive, "e stance offers", "a")
    run("review", "--coder", "Bo", "--archive", archive, stdin="e stance rejects\n")
    result = run("review", "--state", "disputed", "--coder", "Cy", "--archive", archive, stdin="")
    assert "disputed stance: Ana: offers; Bo: rejects" in result.stdout
    assert "1/1 · position" in result.stdout


def test_accepting_takes_over_what_another_corrected(archive: Path) -> None:
    review(archive, "e stance offers")
    run("review", "--coder", "Bo", "--archive", archive, stdin="a\n")
    found = shown(archive)["position"]
    assert (found.state, found.record.stance, found.conflicts) == ("corrected", "offers", ())


def test_json_gives_the_decisions(archive: Path) -> None:
    result = review(archive, "a", "e kind direct", "u", options=("--json",))
    assert [row["kind"] for row in lines(result)] == ["accept", "correct", "undo"]
    assert {row["coder"] for row in lines(result)} == {"Ana"}


@pytest.mark.parametrize(
    ("options", "kinds"),
    [
        (("--kind", "events"), ["event"]),
        (("--kind", "events", "--kind", "figures"), ["event", "figure"]),
        (("--type", "ASSAULT"), ["event"]),
        (("--issue", "forces"), ["position"]),
        (("--measure", "killed"), ["figure"]),
        (("--actor", "Kyiv"), ["position", "statement"]),
        (("--confidence", "0.7"), ["event", "figure"]),
        (("--limit", "1"), ["position"]),
        (("--report", "https://example.org/0", "--since", "2024-05-02"),
         ["position", "statement", "figure"]),
    ],
)  # fmt: skip
def test_the_queue_is_filtered(options: tuple[str, ...], kinds: list[str], untouched: Path) -> None:
    result = review(untouched, *["j"] * 4, options=options)
    assert re.findall(r"^\d/\d · (\w+)", result.stdout, re.M) == kinds


def test_who_decides_can_be_a_setting(untouched: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "login")
    environ = {"DRAGOMAN_ARCHIVE": str(untouched)}
    assert "by login." in run("review", stdin="", environ=environ).stderr
    environ["DRAGOMAN_PERSON"] = "Ana"
    assert "by Ana." in run("review", stdin="", environ=environ).stderr
    assert "by Bo." in run("review", "--coder", "Bo", stdin="", environ=environ).stderr


def test_what_is_typed_commands_no_terminal(archive: Path) -> None:
    typed = b"c \x1b[2J\xff\xe2\x80\xae so\n\n  \n"
    result = run("review", "--coder", "A\x1b", "--archive", archive, stdin=typed)
    assert (result.exit_code, result.output.count("\x1b")) == (0, 0)
    assert "1 decision by A\N{REPLACEMENT CHARACTER}." in result.stderr


def test_nobody_is_known(untouched: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", nobody)
    result = run("review", "--archive", untouched, stdin="a\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--coder NAME" in result.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        ("--status", "nosuch"),
        ("--issue", "weather"),
        ("--stance", "likes"),
        ("--measure", "weight"),
        ("--since", "2024-05-02", "--until", "2024-05-01"),
    ],
)
def test_a_filter_that_is_none_is_wrong_usage(wrong: tuple[str, ...], untouched: Path) -> None:
    result = review(untouched, options=wrong)
    assert (result.exit_code, result.stdout) == (2, "")
    assert wrong[-2] in result.stderr


def test_a_schema_that_is_not_there(untouched: Path) -> None:
    asked = ("review", "export", "-", "--schema", "none.toml", "--archive", untouched)
    result = run(*asked)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "dragoman: There is no file none.toml. Check the path.\n"


def test_nothing_to_review(untouched: Path) -> None:
    result = review(untouched, options=("--type", "RETREAT"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing waits for review." in result.stderr


def test_an_archive_that_is_not_there(tmp_path: Path) -> None:
    for command in (("review",), ("review", "agreement", "--coders", "A", "B"),
                    ("review", "export", "-")):  # fmt: skip
        assert run(*command, "--archive", tmp_path / "none.db", stdin="").exit_code == 5


def test_lists_show_what_people_made_of_it(archive: Path) -> None:
    review(archive, "e stance offers", "j", "x", "n event CONSULT power stations")
    [position] = lines(run("positions", "--stance", "offers", "--json", "--archive", archive))
    told: Any = position["review"]
    assert (told["state"], told["coders"], told["machine"]["stance"]) == (
        "corrected", ["Ana"], "demands",
    )  # fmt: skip
    assert position["id"] == coding().positions[0].id
    assert lines(run("statements", "--json", "--archive", archive)) == []
    events = run("events", "--archive", archive).stdout
    assert "added" in events
    assert "›powerstations‹" in squeezed(events)
    [figure] = lines(run("figures", "--json", "--archive", archive))
    assert figure == coding().figures[0].to_dict()


# Annotation.


def test_export_gives_the_corpus_format(archive: Path) -> None:
    review(archive, "a", "x", "e type CONSULT", "a", "a")
    result = run("review", "export", "-", "--archive", archive)
    line: Any = lines(result)[0]
    text = line["text"]
    assert text == coding().report.text
    assert line["date"] == "2024-05-02"
    [event], [position], [figure] = (line[k] for k in ("events", "positions", "figures"))
    assert line["statements"] == []
    assert text[slice(*event["trigger"])] == "struck"
    assert (event["type"], event["mode"], event["status"]) == ("CONSULT", None, "actual")
    assert [text[slice(*s)] for s in event["actor"]] == ["Russian forces"]
    assert text[slice(*position["content"])] == "a full withdrawal"
    assert (figure["value"], figure["bound"], figure["unit"]) == (12, "min", "people")
    assert "1 unit." in result.stderr


def test_export_waits_until_all_is_decided(archive: Path, tmp_path: Path) -> None:
    review(archive, "a", "x")
    out = tmp_path / "out.jsonl.gz"
    result = run("review", "export", out, "--archive", archive, "--json")
    assert lines(result) == [{"units": 0}]
    assert out.exists()


SCHEMA = """
[damage]
anchor = "what"
types = ["energy", "housing"]
type_key = "type"
attributes = { extent = ["severe", "slight"] }
roles = { by = "one", of = "many" }
"""


def test_export_of_a_schema_of_ones_own_can_be_trained_on(tmp_path: Path) -> None:
    from dragoman.reading.schema_file import read_schemas
    from dragoman.training.annotations import read_annotations

    path, out, schema = tmp_path / "a.db", tmp_path / "out.jsonl", tmp_path / "damage.toml"
    schema.write_text(SCHEMA, "utf-8")
    with Archive.open(path) as kept:
        for number in range(2):
            kept.put(with_marks(coding(number)))
    result = run("review", "--coder", "Ana", "--kind", "marks", "--archive", path, stdin="a\na\n")
    assert "2 decisions" in result.stderr
    assert run("review", "export", out, "--schema", schema, "--archive", path).exit_code == 0
    units = read_annotations(out, read_schemas(schema))
    assert [u["text"][slice(*u["damage"][0]["what"])] for u in units] == ["power stations"] * 2
    assert units[0]["damage"][0]["extent"] == "severe"


# The worked example of the guide.


def table(heading: str) -> Iterator[list[str]]:
    """The rows of the table under the words."""
    text = DOCS.read_text("utf-8").partition(heading)[2].partition("\n| ")[2]
    for line in ("| " + text).partition("\n\n")[0].splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def example() -> Iterator[Coding]:
    """The reports of the example: a sentence for each record, the first the least sure."""
    for report, rows in groupby(table("### A worked example"), lambda row: row[1]):
        text, found = "", []
        for number, _, words, type_, *_ in rows:
            start = len(text) + len("They ")
            text += f"They {words} them. "
            found.append((int(number), start, start + len(words), type_))
        made = Report(text=text, address=f"report {report}", title=f"report {report}")
        yield Coding(report=made, coder=CODER, events=tuple(_event(made, *f) for f in found))


def _event(report: Report, number: int, start: int, end: int, type_: str) -> Event:
    kind = plover().type(type_)
    return Event(
        evidence=report.evidence(start, end), confidence=number / 100, coder=CODER, type=type_,
        quad=kind.quad, score=kind.score, status=Status.ACTUAL,
    )  # fmt: skip


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "a.db"
    with Archive.open(path) as kept:
        for one in example():
            kept.put(one)
    rows = list(table("### A worked example"))
    assert len(rows) == 20
    for coder, column in (("Ana", 4), ("Bo", 5)):
        typed = [c for row in rows for c in re.findall(r"`([^`]+)`", row[column])]
        done = run("review", "--coder", coder, "--archive", path, stdin="\n".join(typed) + "\n")
        assert "dragoman:" not in done.stderr
    return path


def test_the_figures_of_the_guide(coded: Path) -> None:
    result = run("review", "agreement", "--coders", "Ana", "Bo", "--archive", coded, "--json")
    titles = {one.report.id: one.report.title for one in example()}
    got = {titles.get(str(row["report"]), "all"): told(row) for row in lines(result)}
    wanted = {row[0]: row[1:] for row in table("alpha is\n")}
    assert set(wanted) == {"report 1", "report 2", "all"}
    assert got == wanted


def told(row: dict[str, Any]) -> list[str]:
    """A row of figures as the guide has it."""

    def rates(score: dict[str, float]) -> str:
        return " ".join(f"{score[name]:.3f}" for name in ("precision", "recall", "f1"))

    scores = [rates(row[name]) for name in ("exact", "overlap", "code")]
    return [str(row["units"]), *scores, f"{row['alpha']:.3f}"]


def test_the_counts_of_the_guide(coded: Path) -> None:
    result = run("review", "agreement", "--coders", "Ana", "Bo", "--archive", coded, "--json")
    whole: Any = lines(result)[-1]
    assert [whole[m]["hits"] for m in ("exact", "overlap", "code")] == [11, 12, 14]
    assert (whole["exact"]["first"], whole["exact"]["second"], whole["units"]) == (16, 14, 18)
    assert whole["alpha"] == 1 - 35 * 8 / 1026


def test_agreement_as_a_table(coded: Path) -> None:
    result = run("review", "agreement", "--coders", "Ana", "Bo", "--archive", coded)
    row = next(line for line in result.stdout.splitlines() if line.startswith("all"))
    wanted = next(row for row in table("alpha is\n") if row[0] == "all")
    assert row.split() == " ".join(wanted).split()
    assert "report 2" in result.stdout


def test_agreement_of_somebody_who_decided_nothing(coded: Path) -> None:
    result = run("review", "agreement", "--coders", "Ana", "Cy", "--archive", coded)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no record in common" in result.stderr


def test_decisions_are_rows_for_other_programs(archive: Path) -> None:
    import sqlite3

    review(archive, "a sure", "k", "u")
    with sqlite3.connect(archive) as database:
        rows = database.execute("SELECT kind, coder, why, json FROM decisions ORDER BY decided")
        found = rows.fetchall()
    database.close()
    assert [row[:3] for row in found] == [("accept", "Ana", "sure"), ("undo", "Ana", "")]
    assert json.loads(found[0][3])["kind"] == "accept"
