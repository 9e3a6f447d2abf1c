import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from dragoman.archive import Archive, Filter
from dragoman.errors import AnchorError, ArchiveError
from dragoman.model import Coding
from factories import CODER, TEXT, coding, codings, failure

WRITER = """
import sys
from factories import coding
from dragoman.archive import Archive

with Archive.open(sys.argv[1]) as archive:
    for number in range(40):
        archive.put(coding(number))
        print(number, flush=True)
"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "a.db") as archive:
        yield archive


def filled(path: Path, *, count: int = 3) -> Archive:
    archive = Archive.open(path)
    for number in range(count):
        archive.put(coding(number))
    archive.put_failure(failure())
    return archive


def exported(archive: Archive) -> str:
    stream = io.StringIO(newline="")
    archive.export(stream)
    return stream.getvalue()


def test_what_is_put_is_listed(archive: Archive) -> None:
    one = coding()
    assert archive.put(one)
    assert not archive.put(one)
    assert archive.has(one.report.id, one.report.version, CODER)
    assert tuple(archive.events()) == one.events
    assert tuple(archive.statements(Filter(actor="Ukraine"))) == one.statements
    assert tuple(archive.positions(Filter(issue="forces"))) == one.positions
    assert tuple(archive.figures(Filter(measure="money"))) == ()
    assert tuple(archive.reports()) == (one.report,)
    assert archive.report(one.report.address) == one
    assert archive.source(one.figures[0]) == one.report
    assert archive.path.name == "a.db"


def test_export_import_export_is_byte_identical(tmp_path: Path, archive: Archive) -> None:
    with filled(tmp_path / "from.db") as full:
        full.put(coding(1, text="UPDATED. " + TEXT))
        full.put(coding(1, coder="other"))
        full.export(tmp_path / "all.jsonl")
        assert archive.import_(tmp_path / "all.jsonl") == 5
        assert archive.import_(tmp_path / "all.jsonl") == 0
        archive.export(tmp_path / "again.jsonl")
        assert archive.digest() == full.digest()
        assert archive.report(coding(1).report.id) == full.report(coding(1).report.id)
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "all.jsonl").read_bytes()


def test_the_order_of_reading_leaves_no_trace(tmp_path: Path, archive: Archive) -> None:
    archive.put_failure(failure())
    for number in (2, 0, 1):
        archive.put(coding(number))
    with filled(tmp_path / "b.db") as other:
        assert other.digest() == archive.digest()
        assert exported(other) == exported(archive)


def test_the_digest_tells_archives_apart(archive: Archive) -> None:
    seen = {archive.digest()}
    for number, one in enumerate([coding(), coding(coder="other"), coding(1)]):
        archive.put(one)
        seen.add(archive.digest())
        assert len(seen) == number + 2
    archive.put_failure(failure())
    assert archive.digest() not in seen


def test_json_is_one_object(archive: Archive) -> None:
    archive.put(coding())
    stream = io.StringIO()
    archive.export(stream, format="json")
    assert json.loads(stream.getvalue())["codings"] == [coding().to_dict()]


def test_an_unknown_format_is_an_error(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no export format csv"):
        archive.export(io.StringIO(), format="csv")  # type: ignore[arg-type]


def test_a_tampered_line_is_not_kept(tmp_path: Path, archive: Archive) -> None:
    with filled(tmp_path / "from.db") as full:
        lines = exported(full).splitlines(keepends=True)
    lines[4] = lines[4].replace('"words":"struck"', '"words":"burned"')
    with pytest.raises(AnchorError, match="Line 5"):
        archive.import_(io.StringIO("".join(lines)))
    kept = json.loads(lines[1])["report"]["id"]
    assert [r.id for r in archive.reports()] == [kept]
    assert len(list(archive.events())) == 1


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path, archive: Archive) -> None:
    archive.put(coding())
    file = tmp_path / "all.jsonl"
    file.write_text("the old one")
    archive._store._engine.dispose()
    content = bytearray(archive.path.read_bytes())
    at = content.rindex(b"station")
    content[at : at + 7] = b"xtation"
    archive.path.write_bytes(content)
    with pytest.raises(AnchorError):
        archive.export(file)
    assert file.read_text() == "the old one"
    assert sorted(p.suffix for p in tmp_path.iterdir() if "all" in p.name) == [".jsonl"]


@pytest.mark.parametrize("name", ["missing.jsonl", "latin.jsonl", ""])
def test_files_that_cannot_be_read(tmp_path: Path, archive: Archive, name: str) -> None:
    (tmp_path / "latin.jsonl").write_bytes("Çorlu".encode("latin-1"))
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.import_(tmp_path / name)


def test_a_file_that_cannot_be_written(tmp_path: Path, archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"):
        archive.export(tmp_path / "no" / "all.jsonl")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "a.db"
    Archive.open(path).close()
    return path


@given(one=codings())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_coding_survives_store_export_and_import(empty: Path, one: Coding) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, a, b = (Path(folder, name) for name in ("all.jsonl", "a.db", "b.db"))
        shutil.copy(empty, a)
        shutil.copy(empty, b)
        with Archive.open(a) as first, Archive.open(b) as second:
            first.put(one)
            first.export(file)
            assert second.import_(file) == 1
            for archive in (first, second):
                back = archive.report(one.report.id)
                assert back == one
                assert back.report.text == one.report.text
                assert sorted(archive.events(), key=lambda e: e.id) == sorted(
                    one.events, key=lambda e: e.id
                )
                for record in back.records:
                    for e in record.all_evidence():
                        assert back.report.text[e.start : e.end] == e.words
            assert exported(second) == file.read_bytes().decode()


def start(path: Path) -> subprocess.Popen[str]:
    places = os.pathsep.join(sys.path)
    command = [sys.executable, "-c", WRITER, str(path)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": places}
    )


def test_a_killed_writer_leaves_whole_codings_and_a_rerun_completes(tmp_path: Path) -> None:
    with filled(tmp_path / "whole.db", count=40) as whole:
        wanted = {e.id for e in whole.events()}
        path = tmp_path / "killed.db"
        for last in sorted(random.sample(range(39), 3)):
            writer = start(path)
            assert writer.stdout is not None
            told = next(int(line) for line in writer.stdout if int(line) == last)
            writer.send_signal(signal.SIGKILL)
            writer.wait()
            writer.stdout.close()
            with Archive.open(path, create=False) as killed:
                kept = {k.coding.report.address: k.coding for k in killed._store.codings()}
                assert len(kept) > told  # all that was told was kept
                assert all(len(c.records) == 4 for c in kept.values())
                assert {e.id for e in killed.events()} <= wanted
        with start(path) as writer:
            writer.communicate()
        with Archive.open(path) as killed:
            killed.put_failure(failure())
            assert killed.digest() == whole.digest()
