"""Tables with a report in each row, and how their columns are found."""

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dragoman.errors import SettingsError
from dragoman.sources import documents
from source_files import FIRST, SECOND, TEXT, faults, html, listed, reports, zip_of

Rows = Sequence[Mapping[str, object]]
ROWS: Rows = [
    {"headline": "Envoys meet", "body": TEXT, "date": "2025-01-21", "source": "Courier", "n": 1},
    {"headline": "Guns fall silent", "body": FIRST, "date": "", "source": "Times", "n": 2},
]


def csv_of(rows: Rows, path: Path, *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def jsonl_of(rows: Rows, path: Path, **_: str) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def parquet_of(rows: Rows, path: Path, **_: str) -> Path:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(list(rows)), path)
    return path


MAKERS = {
    "csv": csv_of,
    "tsv": csv_of,
    "jsonl": jsonl_of,
    "ndjson": jsonl_of,
    "parquet": parquet_of,
}


def table(kind: str, rows: Rows, folder: Path) -> Path:
    options = {"delimiter": "\t"} if kind == "tsv" else {}
    return MAKERS[kind](rows, folder / f"t.{kind}", **options)


@pytest.mark.parametrize("kind", MAKERS)
def test_each_row_is_a_report(kind: str, tmp_path: Path) -> None:
    path = table(kind, ROWS, tmp_path)
    found = reports(path)
    assert [(r.address, r.title, r.published, r.site, r.text) for r in found] == [
        (f"{path}#1", "Envoys meet", date(2025, 1, 21), "Courier", TEXT),
        (f"{path}#2", "Guns fall silent", None, "Times", FIRST),
    ]
    assert [r.metadata for r in found] == [{"n": "1"}, {"n": "2"}]
    assert {r.file for r in found} == {str(path)}


@pytest.mark.parametrize("kind", MAKERS)
def test_rows_have_the_addresses_they_tell(kind: str, tmp_path: Path) -> None:
    rows = [
        {"id": "x-7", "text": FIRST, "url": ""},
        {"id": "x-8", "text": SECOND, "url": "https://courier.example/8"},
    ]
    path = table(kind, rows, tmp_path)
    assert [a for a, _ in listed(path)] == [f"{path}#x-7", "https://courier.example/8"]


@pytest.mark.parametrize("kind", MAKERS)
def test_no_row_takes_the_place_of_another(kind: str, tmp_path: Path) -> None:
    rows = [("3", FIRST), ("same", FIRST), ("", SECOND), ("same", SECOND), ("same", FIRST)]
    path = table(kind, [{"id": id, "text": text} for id, text in rows], tmp_path)
    assert [(a.partition("#")[2], what) for a, what in listed(path)] == [
        ("3", ""), ("same", ""), ("3~3", ""), ("same~4", ""), ("same", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", MAKERS)
def test_columns_are_mapped_as_asked(kind: str, tmp_path: Path) -> None:
    rows = [{"Überschrift": "Envoys meet", "lead": "no", "story": TEXT, "tag": "21/01/2025"}]
    mapping = {"title": "Überschrift", "date": "tag|%d/%m/%Y", "text": "story"}
    (report,) = reports(table(kind, rows, tmp_path), mapping=mapping)
    assert (report.title, report.published, report.text) == (
        "Envoys meet",
        date(2025, 1, 21),
        TEXT,
    )


@pytest.mark.parametrize("name", ["Text", "full_text", "Article-Text", "CONTENT", "body"])
def test_usual_names_are_known(name: str, tmp_path: Path) -> None:
    assert reports(csv_of([{"no": 1, name: TEXT}], tmp_path / "t.csv"))[0].text == TEXT


@pytest.mark.parametrize("kind", MAKERS)
def test_a_table_without_a_text_names_its_columns(kind: str, tmp_path: Path) -> None:
    path = table(kind, [{"first": "a", "second": "b"}], tmp_path)
    ((_, what),) = listed(path)
    assert "no column that is surely the text; its columns are first, second" in what
    ((_, what),) = listed(path, mapping={"text": "third"})
    assert "has no column third; its columns are first, second" in what


def test_a_mapping_of_what_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be mapped to colour"):
        documents(tmp_path, mapping={"colour": "red"})


def test_days_in_many_forms(tmp_path: Path) -> None:
    days = ["2025-01-21", "21 January 2025", "Jan 21, 2025", "2025-01-21T10:00:00Z"]
    found = reports(csv_of([{"text": FIRST, "date": d} for d in days], tmp_path / "t.csv"))
    assert {r.published for r in found} == {date(2025, 1, 21)}
    moment = datetime(2025, 1, 21, 23, tzinfo=UTC)
    (report,) = reports(parquet_of([{"text": FIRST, "date": moment}], tmp_path / "t.parquet"))
    assert report.published == date(2025, 1, 21)


def test_a_day_that_may_be_two_is_told_and_the_other_rows_read(tmp_path: Path) -> None:
    rows = [{"text": FIRST, "date": "01/02/2025"}, {"text": SECOND, "date": "2025-02-01"}]
    path = csv_of(rows, tmp_path / "t.csv")
    found = listed(path)
    assert [bool(what) for _, what in found] == [True, False]
    assert "says it was published 01/02/2025" in found[0][1]
    told = list(documents(path, mapping={"published": "date|%d/%m/%Y"}))
    assert [d.published for d in told] == [date(2025, 2, 1), None]
    assert [d.error is None for d in told] == [True, False]


def test_a_row_that_holds_a_page_is_read_as_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(html(url="https://courier.example/a"))
    path = jsonl_of([{"text": html(url="https://courier.example/a")}], tmp_path / "t.jsonl")
    (row,), (page,) = reports(path), reports(tmp_path / "a.html")
    assert (row.id, row.version) == (page.id, page.version)


def test_what_is_wrong_with_a_row_is_told_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    good = json.dumps({"text": FIRST})
    lines = [good, "{", "[]", "", json.dumps({"text": None}), json.dumps({"text": 7}), good]
    path.write_text("\n".join([*lines, "[" * 1_900, json.dumps({"text": "x" * 3_000})]))
    found = listed(path, max_size=1_000)
    assert [a.partition("#")[2] for a, what in found if not what] == ["1", "7"]
    told = {a.partition("#")[2]: what for a, what in found if what}
    assert "Line 2 of" in told["2"]
    assert "is no object" in told["3"]
    assert "holds no text" in told["5"]
    assert "holds no text" in told["6"]
    assert "Line 8 of" in told["8"]
    assert "over the limit of 1,000" in told["9"]


def test_halves_of_characters_in_what_a_row_tells_are_escaped(tmp_path: Path) -> None:
    half, shown = "a\ud800", "a\\ud800"
    row = {"id": half, "title": half, "site": half, "byline": half, half: [half], "text": TEXT}
    (report,) = reports(jsonl_of([row], tmp_path / "t.jsonl"))
    assert (report.title, report.site, report.byline) == (shown, shown, shown)
    assert report.address.endswith(f"#{shown}")
    assert report.metadata == {shown: shown}
    assert report.to_json().encode()


def test_objects_need_not_be_alike(tmp_path: Path) -> None:
    rows: Rows = [
        {"text": FIRST},
        {"body": SECOND, "date": "2025-01-21"},
        {"no": 1},
        {"text": TEXT},
    ]
    path = jsonl_of(rows, tmp_path / "t.jsonl")
    found = list(documents(path))
    assert [d.published for d in found] == [None, date(2025, 1, 21), None, None]
    assert [d.error is None for d in found] == [True, True, False, True]
    assert "Row 3 of" in str(found[2].error)


def test_rows_with_too_many_cells_are_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"title,text\nOne,{FIRST}\nTwo,Well, {SECOND}\nThree,{SECOND}\n")
    found = listed(path)
    assert [bool(what) for _, what in found] == [False, True, False]
    assert "Row 2 of" in found[1][1]
    assert "has 3 cells, its header 2" in found[1][1]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "utf-8"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(encoding: str, delimiter: str, tmp_path: Path) -> None:
    rows = [{"title": "Gespräche über Frieden", "text": f"{FIRST} “{SECOND}”"}] * 3
    path = csv_of(rows, tmp_path / "t.csv", encoding=encoding, delimiter=delimiter)
    found = reports(path)
    assert [r.title for r in found] == ["Gespräche über Frieden"] * 3
    assert found[0].text == rows[0]["text"]


def test_a_text_of_many_lines_in_a_cell(tmp_path: Path) -> None:
    text = f'"{FIRST}"\n\n{SECOND}, he said;\r\n{FIRST}'
    (report,) = reports(csv_of([{"text": text}], tmp_path / "t.csv"))
    assert report.text == text


def test_bytes_that_end_to_be_of_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f'{i},"{FIRST} ж"\n'.encode() for i in range(12_000)]
    path.write_bytes(b"id,text\n" + b"".join(rows) + b'x,"\xff\xfe"\n' + b"".join(rows))
    found = listed(path)
    assert len(found) > 11_000
    assert [what for _, what in found if what] == [found[-1][1]]
    assert "no longer utf-8" in found[-1][1]


@pytest.mark.parametrize("kind", MAKERS)
def test_tables_that_are_empty_or_broken(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"t.{kind}"
    path.write_bytes(b"")
    assert len(faults(path)) == 1
    path.write_bytes(bytes(range(256)) * 40)
    assert faults(path)
    if kind == "parquet":
        parquet_of(ROWS, path)
        path.write_bytes(path.read_bytes()[:-100])
        assert "is no whole Parquet table" in faults(path)[0].what


def test_tables_under_gzip_and_in_archives(tmp_path: Path) -> None:
    plain = csv_of(ROWS, tmp_path / "t.csv")
    packed = tmp_path / "t.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert [r.text for r in reports(packed)] == [TEXT, FIRST]
    archive = zip_of({"in/t.csv": plain.read_bytes()}, tmp_path / "a.zip")
    found = reports(archive)
    assert [r.address for r in found] == [f"{archive}!/in/t.csv#1", f"{archive}!/in/t.csv#2"]
    packed.write_bytes(gzip.compress(plain.read_bytes())[:-9])
    assert faults(packed)
