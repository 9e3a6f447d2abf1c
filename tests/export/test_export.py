import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dragoman.errors import ArchiveError, DamagedArchive
from dragoman.export import document, jsonl
from dragoman.export.check import Ordered
from dragoman.export.schema import schema
from dragoman.model import (
    Coding,
    Decision,
    DecisionKind,
    ForeignEvent,
    ForeignParty,
    Imported,
    Removal,
)
from factories import TEXT, coding, failure, with_marks

CODINGS: list[Ordered] = [
    (coding(0), 1),
    (coding(0, coder="other\u2028\x85"), 2),
    (coding(1, text="😀 e\u0301\0\r\n" + TEXT), 1),
    *((part, n) for n, part in enumerate(with_marks(coding(2)).parts, start=1)),
]


FOUND = coding(0).events[0].evidence


def at(shift: int) -> str:
    return f'"start":{FOUND.start + shift},"end":{FOUND.end + shift}'


AT = at(0)


def exported() -> list[str]:
    return list(jsonl.write(CODINGS, [failure()]))


DECISIONS = [
    Decision(
        kind=DecisionKind.MERGE,
        coder="Ana",
        decided=datetime(2025, 1, 2, tzinfo=UTC),
        actors=("Kyiv",),
        into="Ukraine",
    )
]
REST: dict[str, Any] = {
    "removals": [
        Removal(
            report="report-0",
            address="x",
            number=1,
            removed=True,
            reason="a test",
            who="Ana",
            at="2025-01-02T00:00:00+00:00",
        )
    ],
    "foreign": [
        Imported(
            file="week.txt", event=ForeignEvent(source="polecat", id="A", actor=(ForeignParty(),))
        )
    ],
}


def test_what_was_written_is_read() -> None:
    assert list(jsonl.read(exported())) == [*CODINGS, failure()]


def test_all_else_that_an_archive_keeps_is_written_and_read() -> None:
    written = list(jsonl.write(CODINGS, [failure()], DECISIONS, **REST))
    read = [*REST["removals"], *CODINGS, failure(), *DECISIONS, *REST["foreign"]]
    assert list(jsonl.read(written)) == read
    assert list(jsonl.write(CODINGS, [failure()], DECISIONS, **REST)) == written
    validator = Draft202012Validator(schema())
    for line in written:
        validator.validate(json.loads(line))
    assert json.loads(written[-1])["end"] == {
        "codings": 5, "failures": 1, "decisions": 1, "removals": 1, "foreign": 1
    }  # fmt: skip
    forged = [line.replace('"reason":"a test"', '"reason":"none"') for line in written]
    with pytest.raises(DamagedArchive, match="Line 2"):
        list(jsonl.read(forged))


def test_reports_stand_once_before_their_codings() -> None:
    assert [next(iter(json.loads(line))) for line in exported()] == [
        "format", "report", "coding", "coding", "report", "coding", "report", "coding",
        "coding", "failure", "end",
    ]  # fmt: skip


def test_every_program_agrees_where_a_line_ends() -> None:
    assert len("".join(exported()).splitlines()) == len(exported())


def test_lines_and_document_fit_the_schema() -> None:
    Draft202012Validator.check_schema(schema())
    validator = Draft202012Validator(schema())
    for line in exported():
        validator.validate(json.loads(line))
    made = document.write((c for c, _ in CODINGS), [failure()], DECISIONS, **REST)
    whole = json.loads("".join(made))
    Draft202012Validator({**schema(), "oneOf": [{"$ref": "#/$defs/Document"}]}).validate(whole)
    assert whole["codings"] == [c.to_dict() for c, _ in CODINGS]


def test_the_schema_refuses_what_is_no_line() -> None:
    validator = Draft202012Validator(schema())
    found = json.loads(exported()[2])
    changes: list[dict[str, object]] = [{"events": [{}]}, {"sequence": 0}, {"more": 1}]
    for change in changes:
        assert not validator.is_valid({"coding": found["coding"] | change})
    assert not validator.is_valid({"note": {}})


def test_an_empty_document_is_json() -> None:
    empty: Iterable[Coding] = ()
    found = json.loads("".join(document.write(empty, [])))
    lists = ("codings", "failures", "decisions", "removals", "foreign")
    assert found == {"format": "dragoman", "schema": 1, **{name: [] for name in lists}}


# Of the lines above: 1 header, 2 report, 3 and 4 its codings, 5 report, 6 its coding ...
@pytest.mark.parametrize(
    ("line", "old", "new", "error"),
    [
        (3, '"words":"struck"', '"words":"burned"', DamagedArchive),
        (3, '"words":"struck"', '"words":"shelled"', DamagedArchive),
        (3, AT, AT.replace('"start":', '"start":1'), DamagedArchive),
        (3, AT, at(1), DamagedArchive),
        (3, AT, at(-FOUND.start - 1), DamagedArchive),
        (3, AT, at(9000), DamagedArchive),
        (3, AT, AT.replace(",", ".5,"), DamagedArchive),
        (3, '"before":"On ', '"before":"In ', DamagedArchive),
        (2, "struck", "burned", DamagedArchive),
        (2, '"published":"2024-05-02"', '"published":"2024-05-03"', DamagedArchive),
        (3, ',"figures":[', ',"more":[', DamagedArchive),
        (3, '"coder":"dragoman/test","added"', '"coder":"other","added"', DamagedArchive),
        (2, '"address":"', '"address":"x', DamagedArchive),
        (3, '"id":"event-', '"id":"event-0', DamagedArchive),
        (3, '"type":"ASSAULT"', '"type":"AID"', DamagedArchive),
        (3, '"record":"event"', '"record":"figure"', DamagedArchive),
        (3, '"confidence":0.8', '"confidence":1.8', DamagedArchive),
        (3, '"quad":4', '"quad":4,"more":1', DamagedArchive),
        (3, '"figures":', '"other":', DamagedArchive),
        (3, '"sequence":1', '"sequence":0', ArchiveError),
        (3, '"report":"report-', '"report":"report-0', ArchiveError),
        (3, '{"coding":', '{"note":', ArchiveError),
        (3, '{"coding":', '{"a":1,"coding":', ArchiveError),
        (3, '{"coding":{', '{"coding":{{', ArchiveError),
        (10, '"code":"source.empty"', '"code":"source.binary"', DamagedArchive),
        (9, '"schema":"damage"', '"schema":"losses"', DamagedArchive),
        (9, '"words":"On"', '"words":"In"', DamagedArchive),
        (11, '"codings":5', '"codings":4', ArchiveError),
    ],
)
def test_a_tampered_line_is_refused_by_its_number(
    line: int, old: str, new: str, error: type[Exception]
) -> None:
    lines = exported()
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    with pytest.raises(error, match=rf"^Line {line}: ") as caught:
        list(jsonl.read(lines))
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "Line 1: The file ends too early"),
        (["{}"], "Line 1: The file is no export"),
        (["[1]"], "Line 1: Dragoman writes no such line"),
        (["not json"], "Line 1: This is no line of JSON. Give a file that `export` wrote"),
        (["".join(document.write([], []))], "exported as json, .* with --format jsonl"),
        (['{"format":"dragoman","schema":2}'], "pip install --upgrade dragoman"),
        (exported()[:-1], "Line 11: The file ends too early"),
        ([*exported(), exported()[-1]], "Line 12: Dragoman writes no such line"),
        ([exported()[0], exported()[2]], "Line 2: A coding does not follow its report"),
        ([exported()[0], '{"end":[]}'], "Line 2: Dragoman writes no such line"),
    ],
)
def test_files_that_are_none_of_ours(lines: list[str], said: str) -> None:
    with pytest.raises(ArchiveError, match=said):
        list(jsonl.read(lines))
