"""The manifest and codebook beside each export, and the order in which records come."""

import csv
import errno
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from selections import codings, manifest, selection, written

from dragoman.errors import ArchiveError
from dragoman.export.citation import citation
from dragoman.export.codebook import code_lists
from dragoman.export.columns import COLUMNS
from dragoman.export.formats import FORMATS, export
from dragoman.export.lossless import describe
from dragoman.export.outputs import Outputs
from dragoman.export.selection import Reviewed, Selection
from dragoman.model import Coded, Precision, State
from dragoman.vocab import codebook, plover
from factories import CODER, coding


@pytest.mark.parametrize("format", FORMATS)
def test_the_manifest_tells_the_files_and_their_hashes(format: str, tmp_path: Path) -> None:
    told = manifest(written(tmp_path, format))
    named = {file["name"]: file for file in told["files"]}
    beside = {f"talks.{format}.manifest.json"}
    assert set(named) | beside == {p.name for p in tmp_path.iterdir()}
    for name, file in named.items():
        data = (tmp_path / name).read_bytes()
        assert file["bytes"] == len(data)
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
    assert told["format"] == format
    assert told["vocabularies"] == {"plover": plover().version, "codebook": codebook().version}
    assert told["counts"]["events"] == told["coders"][CODER] - (
        0 if set(told["counts"]) == {"events"} else 9
    )


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_records_give_the_same_bytes(format: str, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        written(tmp_path / folder, format)
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


@pytest.mark.parametrize("format", FORMATS)
def test_a_name_that_is_no_utf_8_is_told_as_an_escape(format: str, tmp_path: Path) -> None:
    out = tmp_path / os.fsdecode(f"o\xff.{format}".encode("latin-1"))
    export(selection(codings()), format=format, out=out)
    named = [file["name"] for file in manifest(out)["files"]]
    assert all(name.startswith("o\\xff.") for name in named)


def test_the_file_of_everything_may_have_such_a_name(tmp_path: Path) -> None:
    out = tmp_path / os.fsdecode(b"o\xff.jsonl")
    out.write_text("")
    assert describe(out, format="jsonl") == manifest(out)


def test_filters_are_told(tmp_path: Path) -> None:
    asked = {"actor": "Ukraine", "since": date(2024, 5, 1), "until": None}
    out = written(tmp_path, "csv", selection(codings(), kinds=("events",), filters=asked))
    told = manifest(out)["filters"]
    assert told == {"kinds": ["events"], "actor": "Ukraine", "since": "2024-05-01"}


def test_the_codebook_tells_every_column_and_code(tmp_path: Path) -> None:
    out = written(tmp_path, "csv")
    with Path(f"{out}.codebook.csv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    told = {(line["table"], line["column"]) for line in lines}
    assert told == {(table, c.name) for table, columns in COLUMNS.items() for c in columns}
    types = {x["code"] for x in lines if (x["table"], x["column"]) == ("events", "type")}
    assert types - {""} == set(plover().types)
    assert all(line["meaning"] for line in lines)


def test_every_list_of_codes_a_column_names_is_there() -> None:
    named = {c.codes for columns in COLUMNS.values() for c in columns if c.codes}
    assert named <= set(code_lists())
    assert [code for code, _ in code_lists()["time_precision"]] == list(Precision)
    assert {code for code, _ in code_lists()["review"]} == set(State)


def test_no_file_is_touched_where_something_goes_wrong(tmp_path: Path) -> None:
    out = written(tmp_path, "csv")
    before = {p: p.read_bytes() for p in tmp_path.iterdir()}
    good = selection(codings())

    def broken(kind: str) -> Iterator[Coded | Reviewed]:
        yield from good.records(kind)
        raise ZeroDivisionError

    bad = Selection(records=broken, source=good.source)
    for format in FORMATS:
        with pytest.raises(ZeroDivisionError):
            export(bad, format=format, out=out)
    assert {p: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"):
        export(selection(codings()), format="csv", out=tmp_path / "none" / "x.csv")


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    def fill() -> None:
        with Outputs(tmp_path / "x.csv") as made:
            made.text("events").write("a")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(ArchiveError, match="No space left"):
        fill()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_disk_that_is_full_at_the_end_leaves_nothing(tmp_path: Path) -> None:
    # In a process of its own: the limit on the size of files holds for all it writes.
    code = (
        "import resource, signal, sys; from dragoman.export.outputs import Outputs\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
        "with Outputs(sys.argv[1]) as made: made.text('events').write('a' * 100)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "x.csv")], capture_output=True, text=True
    )
    assert "ArchiveError: " in done.stderr
    assert "cannot be written: File too large" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_no_file_is_refused(format: str, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is no file"):
        export(selection(codings()), format=format, out=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_citation_is_stable() -> None:
    found = coding(0)
    event = found.events[0]
    assert citation(event, found.report) == (
        f"Report 0, 2024-05-02, https://example.org/0: characters {event.evidence.start}-"
        f"{event.evidence.end} of version {event.evidence.version[:12]}; coded by dragoman/test; "
        f"{event.id}"
    )
    told = found.report.model_copy(update={"title": "A\n  b", "published": None, "site": "C"})
    assert citation(event, told).startswith("A b, C, undated, https://example.org/0: ")


def test_records_of_a_report_come_together_and_undated_reports_first() -> None:
    found = [(f.report.id, f.kind) for f in selection(codings()).found()]
    reports = list(dict.fromkeys(report for report, _ in found))
    assert len(reports) == 3
    assert [r for r, _ in found] == [r for r in reports for _ in range(5 if r != reports[0] else 4)]
    undated = next(c.report.id for c in codings() if c.report.published is None)
    assert reports[0] == undated


def test_reports_come_by_day_of_publication() -> None:
    days = [date(2024, 5, n) for n in (3, 1, 4, 2, 5)]
    found = selection([coding(n, published=day) for n, day in enumerate(days)]).found()
    assert [f.report.published for f in found if f.kind == "figures"] == sorted(days)
    base = selection([coding(n, published=day) for n, day in enumerate(days)])
    assert len(list(groupby(base.found(), lambda f: f.report.id))) == len(days)


def test_no_more_is_held_than_one_record_of_each_kind() -> None:
    given = list[str]()
    base = selection([coding(n) for n in range(20)])

    def counted(kind: str) -> Iterator[Coded | Reviewed]:
        for record in base.records(kind):
            given.append(record.id)
            yield record

    stream = Selection(records=counted, source=base.source).found()
    for taken, _ in enumerate(stream, start=1):
        assert len(given) <= taken + 4
