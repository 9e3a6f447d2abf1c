"""What `Archive.export` writes of an archive in which people decided and removed."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from dragoman.archive import Archive, Filter, Format
from dragoman.errors import ArchiveError
from dragoman.export.formats import FORMATS
from dragoman.export.lossless import FORMATS as LOSSLESS
from dragoman.model import KINDS
from factories import coding, failure
from homes import Homes

POLECAT = "Event ID\tEvent Date\tEvent Type\tActor Name\nA\t2024-05-02\tAID\tNorland\n"


def fill(archive: Archive) -> None:
    """Reports, of which one was removed and one came back; decisions of each kind; a file."""
    for number in range(4):
        archive.put(coding(number))
    for number in (2, 3):
        archive.remove(coding(number).report.id, reason="a test", who="Bo")
    archive.restore(coding(3).report.id, reason="by mistake")
    archive.put(coding(3))
    archive.put_failure(failure())
    desk = archive.review("Ana")
    event, statement, figure = (
        desk.view(coding().report.id)[getattr(coding(), kind)[0].id]
        for kind in ("events", "statements", "figures")
    )
    desk.correct(event, {"evidence": coding().figures[0].evidence.model_dump(mode="json")})
    desk.reject(statement)
    desk.accept(figure)
    desk.merge(["Ukraine"], "Kyiv")
    archive.import_foreign(io.BytesIO(POLECAT.encode()), source="polecat", name="week.txt")


@pytest.fixture
def archive(home: Homes) -> Iterator[Archive]:
    with Archive.open(home.made()) as archive:
        fill(archive)
        yield archive


def test_export_import_export_is_byte_identical(
    home: Homes, archive: Archive, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    told = archive.export(first)
    with Archive.open(home.made()) as other:
        for new in (3, 0):
            assert other.import_(first) == new
        other.export(second)
        assert other.digest() == archive.digest()
        assert [s.to_dict() for s in other.shown("event")] == [
            s.to_dict() for s in archive.shown("event")
        ]
    assert first.read_bytes() == second.read_bytes()
    assert told is not None
    assert told["counts"] == {
        "codings": 3, "reports": 3, "failures": 1, "decisions": 4, "removals": 3, "foreign": 1,
        **dict.fromkeys(KINDS, 3), "marks": 0,
    }  # fmt: skip


def test_a_removal_in_a_file_removes_what_is_older(archive: Archive, home: Homes) -> None:
    archive.export(stream := io.StringIO())
    with Archive.open(home.made()) as other:
        for number in (1, 2, 3):
            other.put(coding(number, coder="earlier"))
        other.import_(io.StringIO(stream.getvalue()))
        reports = {coding(number).report.id for number in (0, 1, 3)}
        assert {r.id for r in other.reports()} == reports
        assert other.report(coding(3).report.id) == coding(3)


def test_one_object_holds_the_same(archive: Archive) -> None:
    archive.export(stream := io.StringIO(), format="json")
    whole = json.loads(stream.getvalue())
    lists = ("codings", "failures", "decisions", "removals", "foreign")
    assert [len(whole[name]) for name in lists] == [3, 1, 4, 3, 1]


def test_every_format_goes_through_one_call(archive: Archive, tmp_path: Path) -> None:
    assert set(get_args(Format)) == {*LOSSLESS, *FORMATS}
    for format in get_args(Format):
        told = archive.export(tmp_path / f"x.{format}", format=format)
        assert told is not None
        assert told["format"] == format
        assert (tmp_path / f"x.{format}.manifest.json").exists()
    with pytest.raises(ArchiveError, match="jsonl holds everything"):
        archive.export(tmp_path / "y", kinds=("events",))


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_no_export_takes_the_archives_place(tmp_path: Path, format: Format) -> None:
    with Archive.open(tmp_path / "a.dragoman") as archive:
        archive.put(coding())
        for end in ("", "-wal", "-shm"):
            with pytest.raises(ArchiveError, match="is of this archive"):
                archive.export(f"{tmp_path}/a.dragoman{end}", format=format)
        assert len(list(archive.reports())) == 1


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_table_of_each_kind_has_its_formats_ending(
    archive: Archive, tmp_path: Path, format: Format
) -> None:
    archive.export(tmp_path / "talks", format=format)
    assert (tmp_path / f"talks.events.{format}").is_file()


def test_tables_tell_where_the_review_stands(archive: Archive, tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    archive.export(out, format="csv", kinds=("events", "statements", "figures"))
    rows = {kind: list(_rows(tmp_path / f"x.{kind}.csv")) for kind in ("events", "figures")}
    corrected = coding().events[0].id
    assert {row["id"]: row["review"] for row in rows["events"]} == {
        corrected: "corrected",
        **{coding(number).events[0].id: "machine" for number in (1, 3)},
    }
    [row] = [row for row in rows["events"] if row["id"] == corrected]
    assert row["words"] == "at least 12"
    assert row["citation"].endswith(corrected)
    assert row["said_by"] == "Kyiv"
    assert sorted(row["review"] for row in rows["figures"]) == ["accepted", "machine", "machine"]
    rejected = coding().statements[0].id
    assert rejected not in {row["id"] for row in _rows(tmp_path / "x.statements.csv")}


def test_a_filter_is_told(archive: Archive, tmp_path: Path) -> None:
    told = archive.export(
        tmp_path / "x.gdelt", format="gdelt", wanted=Filter(actor="Kyiv", confidence=0.5)
    )
    assert told is not None
    assert told["filters"] == {"kinds": ["events"], "actor": "Kyiv", "confidence": 0.5}


def test_what_holds_for_every_report_is_a_change(archive: Archive) -> None:
    everywhere = [change for change in archive.changes() if change.report is None]
    assert [(c.change, c.coder) for c in everywhere] == [("decided", "Ana")]
    assert "report" not in everywhere[0].to_dict()


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
