"""CSV, XLSX and Parquet, read by pandas, openpyxl and pyarrow."""

import csv
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pyarrow.parquet
import pytest
import xlsxwriter
from hypothesis import given, settings
from openpyxl.utils.escape import unescape
from selections import codings, manifest, selection, stands, texts, written

from dragoman.errors import SettingsError
from dragoman.export.columns import COLUMNS
from dragoman.export.extras import needed
from dragoman.export.neutral import plain
from dragoman.export.xlsx import MOST_UNITS, Sheet, pieces
from dragoman.model import KINDS, Coding
from factories import coding, marked
from factories import codings as any_codings

TABLES = (*KINDS, "reports")
SPANS = ["actor", "recipient", "place", "when", "said_by", "speaker", "cue", "content", "addressee",
         "party", "of", "condition"]  # fmt: skip


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [{k: plain(v) for k, v in row.items()} for row in csv.DictReader(stream)]


@pytest.mark.parametrize("table", TABLES)
def test_pandas_reads_every_csv(table: str, tmp_path: Path) -> None:
    out = written(tmp_path, "csv")
    frame = pandas.read_csv(out.with_name(f"talks.{table}.csv"), dtype=str, keep_default_na=False)
    assert list(frame.columns) == [c.name for c in COLUMNS[table]]
    assert len(frame) == manifest(out)["counts"][table]
    rows = [{k: plain(v) for k, v in row.items()} for row in frame.to_dict("records")]
    assert rows == read_csv(out.with_name(f"talks.{table}.csv"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_stand_where_each_row_of_csv_says(kind: str, tmp_path: Path) -> None:
    out = written(tmp_path, "csv")
    known = {r["version"]: r["text"] for r in read_csv(out.with_name("talks.reports.csv"))}
    assert known == texts()
    rows = read_csv(out.with_name(f"talks.{kind}.csv"))
    assert rows
    for row in rows:
        text = known[row["version"]]
        assert text[int(row["start"]) : int(row["end"])] == row["words"]
        for name in SPANS:
            if span := row.get(f"{name}_span"):
                assert stands(text, row[f"{name}_words" if f"{name}_words" in row else name], span)


def test_no_cell_of_csv_is_a_formula(tmp_path: Path) -> None:
    out = written(tmp_path, "csv")
    for table in TABLES:
        with out.with_name(f"talks.{table}.csv").open(encoding="utf-8", newline="") as stream:
            numbers = {c.name for c in COLUMNS[table] if c.type in (int, float)}
            for row in csv.DictReader(stream):
                words = [cell for name, cell in row.items() if name not in numbers]
                assert not any(cell.lstrip().startswith(tuple("=+-@")) for cell in words)
    assert read_csv(out.with_name("talks.positions.csv"))[0]["party_words"] == '@Kyiv "A"; B'


@settings(max_examples=20, deadline=None)
@given(any_codings())
def test_any_coding_comes_back_from_csv(coding: Coding) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = written(Path(folder), "csv", selection([coding]))
        for kind in KINDS:
            rows = read_csv(out.with_name(f"talks.{kind}.csv"))
            records = {r.id: r for r in getattr(coding, kind)}
            assert {row["id"] for row in rows} == set(records)
            for row in rows:
                assert row["words"] == records[row["id"]].evidence.words
                assert row["coder"] == coding.coder


def test_only_the_kinds_asked_for_are_written(tmp_path: Path) -> None:
    written(tmp_path, "csv", selection(codings(), kinds=("figures",)))
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "talks.csv.codebook.csv", "talks.csv.manifest.json", "talks.figures.csv",
        "talks.reports.csv",
    ]  # fmt: skip


def sheet_rows(book: Any, name: str) -> list[dict[str, Any]]:
    rows = book[name].iter_rows(values_only=True)
    names = next(rows)
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_openpyxl_reads_the_workbook(tmp_path: Path) -> None:
    out = written(tmp_path, "xlsx")
    book = openpyxl.load_workbook(out, read_only=True)
    assert book.sheetnames == [*TABLES, "continued", "codebook", "manifest"]
    [event] = [r for r in sheet_rows(book, "events") if r["report_title"] == "Report 0"]
    assert isinstance(event["confidence"], float)
    assert event["when_start"] == datetime(2024, 4, 29)  # noqa: DTZ001 (what openpyxl gives)
    assert event["place_latitude"] == 49.98
    assert event["actor_country"] == "RUS"
    told = {(r["key"], r["name"]): r["value"] for r in sheet_rows(book, "manifest")}
    assert told["counts", "events"] == 3
    assert sheet_rows(book, "continued") == []
    book.close()


def test_the_words_stand_where_the_workbook_says(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path, "xlsx"), read_only=True)
    known = {c.report.version: c.report.text for c in codings()}
    for kind in KINDS:
        for row in sheet_rows(book, kind):
            assert known[row["version"]][row["start"] : row["end"]] == row["words"]
    values = {type(cell) for kind in KINDS for r in sheet_rows(book, kind) for cell in r.values()}
    assert values <= {str, int, float, bool, datetime, type(None)}
    book.close()


def test_a_text_longer_than_a_cell_goes_on_elsewhere(tmp_path: Path) -> None:
    long = "😀ab" * 20_000
    m = marked(f"[trigger {long}] end", address="a", title="t", published=date(2024, 1, 1))
    event = (
        coding(0)
        .events[0]
        .model_copy(
            update={
                "evidence": m["trigger"],
                "actor": (),
                "place": (),
                "said_by": None,
                "when": None,
            }
        )
    )
    found = Coding(report=m.report, coder=event.coder, events=(event,))
    book = openpyxl.load_workbook(written(tmp_path, "xlsx", selection([found])), read_only=True)
    [row] = sheet_rows(book, "events")
    more = sheet_rows(book, "continued")
    parts = [r for r in more if (r["sheet"], r["id"], r["column"]) == ("events", event.id, "words")]
    assert [r["part"] for r in parts] == list(range(2, len(parts) + 2))
    assert row["words"] + "".join(r["text"] for r in parts) == long
    whole = sheet_rows(book, "reports")[0]["text"]
    whole += "".join(r["text"] for r in more if r["sheet"] == "reports")
    assert whole == m.report.text
    book.close()


@pytest.mark.parametrize("text", ["", "a", "ab" * 9, "😀" * 7, "a😀" * 5, "😀a" * 5])
def test_pieces_fit_and_join(text: str) -> None:
    found = list(pieces(text, most=5))
    assert "".join(found) == text
    assert all(len(part.encode("utf-16-le")) // 2 <= 5 for part in found)


def test_a_cell_takes_as_much_as_excel_does() -> None:
    assert len(list(pieces("a" * MOST_UNITS))) == 1
    assert len(list(pieces("a" * (MOST_UNITS + 1)))) == 2


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "x.xlsx", {"constant_memory": True}) as book:
        sheet = Sheet(book, "events", ["n"], bold=None, day=None, most=3)
        for number in range(5):
            sheet.add([number])
    read = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert {s.title: [c.value for c in s["A"]] for s in read} == {
        "events": ["n", 0, 1], "events 2": ["n", 2, 3], "events 3": ["n", 4],
    }  # fmt: skip


def test_a_library_that_is_missing_is_named_with_what_installs_it() -> None:
    with pytest.raises(SettingsError, match=r"xlsx needs nowhere.*'dragoman\[xlsx\]'"):
        needed("nowhere.at_all", extra="xlsx", format="xlsx")


@pytest.mark.parametrize("kind", KINDS)
def test_pyarrow_reads_every_parquet(kind: str, tmp_path: Path) -> None:
    out = written(tmp_path, "parquet")
    table = pyarrow.parquet.read_table(out.with_name(f"talks.{kind}.parquet"))
    assert table.schema.metadata[b"dragoman"] == kind.encode()
    known = texts()
    for row in table.to_pylist():
        text = known[row["version"]]
        assert text[row["start"] : row["end"]] == row["words"]
        for evidence in nested(row):
            assert text[evidence["start"] : evidence["end"]] == evidence["words"]
    assert table.num_rows == manifest(out)["counts"][kind]


def nested(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if {"start", "end", "words"} <= value.keys() else []
        return own + [e for item in value.values() for e in nested(item)]
    return [e for item in value for e in nested(item)] if isinstance(value, list | tuple) else []


def test_parquet_is_typed_and_nested(tmp_path: Path) -> None:
    out = written(tmp_path, "parquet")
    events = pyarrow.parquet.read_table(out.with_name("talks.events.parquet"))
    [event] = [e for e in events.to_pylist() if e["report_title"] == "Report 0"]
    assert event["actor"][0]["name"] == "Russia"
    assert event["actor"][0]["evidence"]["words"] == "Russian forces"
    assert event["when"]["start"] == date(2024, 4, 29)
    assert event["size"] == {"dead": 12, "injured": None, "arrested": None}
    assert event["report_published"] == date(2024, 5, 2)
    marks = pyarrow.parquet.read_table(out.with_name("talks.marks.parquet")).to_pylist()
    assert dict(marks[0]["attributes"]) == {"extent": "severe"}
    figures = pyarrow.parquet.read_table(out.with_name("talks.figures.parquet")).to_pylist()
    assert (figures[0]["low"], figures[0]["high"]) == (12, 12)


def test_pandas_reads_parquet(tmp_path: Path) -> None:
    out = written(tmp_path, "parquet")
    frame = pandas.read_parquet(out.with_name("talks.events.parquet"))
    assert list(frame["type"]) == ["ASSAULT"] * 3


@settings(max_examples=15, deadline=None)
@given(any_codings())
def test_any_coding_comes_back_from_parquet(coding: Coding) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = written(Path(folder), "parquet", selection([coding]))
        for kind in KINDS:
            rows = pyarrow.parquet.read_table(out.with_name(f"talks.{kind}.parquet")).to_pylist()
            records = {r.id: r for r in getattr(coding, kind)}
            assert {r["id"]: r["words"] for r in rows} == {
                id: r.evidence.words for id, r in records.items()
            }


def test_whole_texts_come_back_from_the_workbook(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path, "xlsx"), read_only=True)
    # openpyxl leaves the format's own escapes for control characters to whoever asks.
    found = {r["version"]: unescape(r["text"]) for r in sheet_rows(book, "reports")}
    assert found == texts()
    book.close()
