"""Expected position tables and gap views are well formed; their words stand in the samples."""

import calendar
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman import samples
from dragoman.model import Stance
from dragoman.vocab import actors
from dragoman.vocab.codes import codebook

FILES = sorted((Path(__file__).parent / "expected").glob("*.toml"))
CELL_LISTS = ("latest", "history", "contradictions")
NEEDED = {"stance", "words", "report", "day", "said_by"}
OPTIONAL = {"when", "dated", "told_by", "of", "condition", "withdrawn", "record"}
IN_REPORT = ("words", "said_by", "told_by", "when", "condition")  # must stand in record["report"]
STATES = {"agreed", "close", "apart", "one-sided", "unaddressed"}
MEETING = {"agreed", "close", "apart"}  # states that set words of both sides beside each other
BY = {"name", "adjective", "seat", "leader", "office", "agency", "member", "proxy"}

Table = dict[str, Any]  # what TOML gives; its form is what these tests check


def _text(name: str) -> str:
    return samples.path(name).read_text(encoding="utf-8").split("---\n", 2)[2]


def _published(name: str) -> str:
    found = re.search(r"^published: (\S+)$", samples.path(name).read_text("utf-8"), re.MULTILINE)
    assert found
    return found[1]


def _records(expected: Table) -> Iterator[tuple[Table, Table]]:
    for cell in expected["cells"]:
        for key in CELL_LISTS:
            for record in cell.get(key, []):
                yield cell, record


def _period(record: Table) -> tuple[date, date]:
    """First and last day of the time a position is dated to, else the day of its report."""
    dated = str(record.get("dated", record["day"]))
    if week := re.fullmatch(r"(\d{4})-W(\d{2})", dated):
        first, last = (date.fromisocalendar(int(week[1]), int(week[2]), n) for n in (1, 7))
        return first, last
    first = date.fromisoformat(dated + "-01-01"[len(dated) - 4 :])
    year, month = first.year, first.month if len(dated) > 4 else 12
    last_day = calendar.monthrange(year, month)[1]
    return first, first if len(dated) > 7 else date(year, month, last_day)


def _keys(record: Table, party: str) -> tuple[str, ...]:
    return party, record["stance"], record["words"], record["report"]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def expected(request: pytest.FixtureRequest) -> Table:
    return tomllib.loads(request.param.read_text(encoding="utf-8"))


def test_three_negotiations_are_expected() -> None:
    assert len(FILES) == 3


def test_reports_are_all_of_one_negotiation(expected: Table) -> None:
    prefix = expected["negotiation"].replace("_", "-")
    assert expected["reports"] == [name for name in samples.names() if name.startswith(prefix)]


def test_parties_are_as_the_tables_name_them(expected: Table) -> None:
    rows = {(e.kind, e.name, e.country): e for e in actors.entities()}
    for party in expected["parties"]:
        entity = rows[party["kind"], party["name"], party["country"]]
        assert list(entity.sectors) == party["sectors"]
        assert party["party"] == (party["country"] if party["kind"] == "country" else entity.name)
    keys = [party["party"] for party in expected["parties"]]
    assert len(set(keys)) == len(keys)


def test_names_that_roll_up_stand_in_a_report(expected: Table) -> None:
    texts = [_text(name) for name in expected["reports"]]
    entities = {e.name: e for e in actors.entities()}
    days = [date.fromisoformat(_published(name)) for name in expected["reports"]]
    for party in expected["parties"]:
        for name in party["names"]:
            assert any(name["words"] in text for text in texts), name
            assert name["by"] in BY
            if "entity" in name:
                entity = entities[name["entity"]]
                assert entity.country == party["country"]
                in_office = [t.covers(day) for t in entity.terms for day in days]
                assert not in_office or any(in_office), name


def test_words_stand_in_their_report(expected: Table) -> None:
    for _, record in _records(expected):
        text = _text(record["report"])
        for key in IN_REPORT:
            assert key not in record or record[key] in text, record
        assert text.count(record["words"]) == 1, record  # so that it is plain where they stand
    for item in expected["open"]:
        assert item["words"] in _text(item["report"]), item
    every = " ".join(_text(name) for name in expected["reports"])
    assert all(record.get("withdrawn", "") in every for _, record in _records(expected))


def test_records_are_complete_and_in_the_words_of_the_codebook(expected: Table) -> None:
    parties = {party["party"]: party for party in expected["parties"]}
    for cell, record in _records(expected):
        assert set(record) >= NEEDED, record
        assert set(record) <= NEEDED | OPTIONAL, record
        assert record["stance"] in set(Stance)
        assert record["report"] in expected["reports"]
        assert record["day"] == _published(record["report"])
        assert record.get("record", "event") == "event"
        assert record.get("of") in {None, *parties} - {cell["party"]}
        assert record["said_by"] in {name["words"] for name in parties[cell["party"]]["names"]}


def test_dated_positions_have_the_words_that_date_them(expected: Table) -> None:
    for _, record in _records(expected):
        assert "dated" not in record or "when" in record
        assert _period(record)[0] <= date.fromisoformat(record["day"]), record


def test_cells_are_one_a_party_and_issue(expected: Table) -> None:
    issues = set(codebook().issues)
    parties = {party["party"] for party in expected["parties"]}
    found = Counter((cell["party"], cell["issue"]) for cell in expected["cells"])
    assert set(found.values()) == {1}
    assert {party for party, _ in found} == parties
    assert {issue for _, issue in found} <= issues


def test_cells_run_in_order_of_time(expected: Table) -> None:
    for cell in expected["cells"]:
        latest, history = cell["latest"], cell.get("history", [])
        ends = [_period(record)[1] for record in history]
        assert ends == sorted(ends), cell
        assert len({record["report"] for record in latest}) == 1
        assert not ends or ends[-1] <= max(_period(record)[1] for record in latest), cell


def test_since_is_when_the_stance_was_first_taken(expected: Table) -> None:
    for cell in expected["cells"]:
        assert cell["stance"] == cell["latest"][0]["stance"]
        firsts = [
            record
            for record in (*cell.get("history", []), *cell["latest"])
            if record["stance"] == cell["stance"]
            and record["report"] == cell["since_report"]
            and record.get("dated", record["day"]) == cell["since"]
        ]
        assert firsts, cell


def test_each_issue_stands_in_one_place_of_a_gap_view(expected: Table) -> None:
    issues = list(codebook().issues)
    for gap in expected["gaps"]:
        shown = [row["issue"] for row in gap["issues"]]
        assert sorted([*shown, *gap["silent"], *gap["open"]]) == sorted(issues)
        assert not set(gap["silent"]) & {cell["issue"] for cell in expected["cells"]}


def test_states_rest_on_records_of_the_cells(expected: Table) -> None:
    known = {_keys(record, cell["party"]) for cell, record in _records(expected)}
    of_issue = {(cell["party"], cell["issue"]) for cell in expected["cells"]}
    for gap in expected["gaps"]:
        sides = set(gap["sides"])
        assert len(sides) == 2
        for row in gap["issues"]:
            assert row["state"] in STATES
            told = {words["party"] for words in row["words"]}
            assert all(_keys(words, words["party"]) in known for words in row["words"]), row
            assert all((party, row["issue"]) in of_issue for party in told), row
            holding = {side for side in sides if (side, row["issue"]) in of_issue}
            if row["state"] in MEETING:
                assert told == sides, row
            elif row["state"] == "one-sided":
                assert told == holding, row  # both only where neither answers the other
                assert len(told) == 1 or "why" in row
            else:
                assert told, row
                assert not holding, row


def test_states_follow_from_the_stances_of_the_two_sides(expected: Table) -> None:
    records = {_keys(record, cell["party"]): record for cell, record in _records(expected)}
    for gap in expected["gaps"]:
        for row in gap["issues"]:
            if row["state"] not in MEETING:
                continue
            told = [records[_keys(words, words["party"])] for words in row["words"]]
            stances = {record["stance"] for record in told}
            assert {record.get("of") for record in told} <= {None, *gap["sides"]}, row
            if row["state"] == "agreed":
                assert stances & {Stance.ACCEPTS, Stance.OFFERS}, row
                assert Stance.REJECTS not in stances, row
            if row["state"] == "apart":
                assert Stance.REJECTS in stances, row
                assert not stances & {Stance.ACCEPTS, Stance.OFFERS}, row


def test_every_state_is_expected_somewhere() -> None:
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES]
    rows = [row["state"] for file in files for gap in file["gaps"] for row in gap["issues"]]
    assert set(rows) == STATES
