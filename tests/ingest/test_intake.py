"""A run: what is done is kept once, what fails is told, and any stop can be gone on from."""

import gc
import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any  # JSON

import pytest

import made_pages as pages
from dragoman.archive import Archive
from dragoman.errors import ArchiveError, SettingsError
from dragoman.ingest import Intake, begin, take_in
from dragoman.ingest import intake as intake_module
from dragoman.model import KINDS, Coding, Report
from dragoman.store.runs import Outcome, Run
from dragoman.way import Way
from factories import FirstWord


@dataclass(frozen=True, kw_only=True)
class Other(FirstWord):
    """Another coder; a report that says so kills the process that codes it."""

    called: str = "dragoman/test"

    @property
    def coder(self) -> str:
        return self.called

    def code(self, report: Report) -> Coding:
        if "kill this process" in report.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().code(report)


@dataclass(frozen=True, kw_only=True)
class Half(FirstWord):
    """A coder after which one report has a title that no database keeps."""

    def code(self, report: Report) -> Coding:
        if report.address.endswith("1"):
            report = report.model_copy(update={"title": "half a character: \ud800"})
        return super().code(report)


def intake(where: Path, *sources: Path, way: Way | None = None) -> Intake:
    given = tuple(map(str, sources))
    return Intake(where=where, sources=given, way=way or Other(), workers=0)


def outcomes(asked: Intake, *, again: int | None = None) -> list[str]:
    return [entry.outcome.value for entry in take_in(asked, begin(asked, again=again))]


def runs(where: Path) -> list[Run]:
    with Archive.open(where) as archive:
        return list(archive.ledger.runs())


def digest(where: Path) -> str:
    with Archive.open(where) as archive:
        return archive.digest()


@pytest.mark.parametrize("found", [pages.made, pages.real])
def test_each_source_gives_the_same_record(
    tmp_path: Path, found: Callable[[int], pages.Pages]
) -> None:
    wanted = found(3)
    sources = [
        pages.folder(tmp_path / "folder", wanted),
        pages.lines(tmp_path / "lines.jsonl", wanted),
        pages.warc(tmp_path / "crawl.warc.gz", wanted),
    ]
    records = []
    for number, source in enumerate(sources):
        asked = intake(tmp_path / f"{number}.dragoman", source)
        assert outcomes(asked) == ["done"] * len(wanted)
        records.append(kept(asked))
    assert records[0] == records[1] == records[2]
    assert {told["address"] for told, _ in records[0]} == set(wanted)


def kept(asked: Intake) -> list[tuple[dict[str, Any], list[Any]]]:
    """What is kept of each report that does not tell of its file, and its records."""
    told = []
    with Archive.open(asked.where) as archive:
        for found in archive._store.codings():
            whole: dict[str, Any] = found.coding.to_dict()
            report = whole["report"]
            fields = ("id", "version", "address", "text", "title", "published", "blocks")
            told.append(({name: report[name] for name in fields}, [whole[k] for k in KINDS]))
    return told


@pytest.mark.parametrize("found", [pages.made, pages.real])
def test_any_number_of_processes_gives_the_same_archive(
    tmp_path: Path, found: Callable[[int], pages.Pages]
) -> None:
    wanted = found(3)
    source = pages.folder(tmp_path / "folder", wanted)
    none = intake(tmp_path / "none.dragoman", source)
    two = replace(intake(tmp_path / "two.dragoman", source), workers=2)
    assert outcomes(none) == outcomes(two) == ["done"] * len(wanted)
    assert digest(tmp_path / "none.dragoman") == digest(tmp_path / "two.dragoman")


def test_what_is_done_is_skipped_and_what_failed_is_tried_again(tmp_path: Path) -> None:
    source, where = pages.folder(tmp_path / "folder", 2), tmp_path / "a.dragoman"
    bad = source / "00001.html"
    good, _ = bad.read_text("utf-8"), bad.write_text("", "utf-8")
    asked = intake(where, source)
    assert outcomes(asked) == ["done", "failed"]
    assert outcomes(asked) == ["skipped", "failed"]
    bad.write_text(good, "utf-8")
    assert outcomes(asked, again=1) == ["done"]
    assert [(r.done, r.skipped, r.failed) for r in runs(where)] == [(2, 0, 0), (0, 1, 1)]
    with Archive.open(where) as archive:
        [entry] = archive.ledger.entries(2, Outcome.FAILED)
    assert entry.code == "source.empty"
    assert entry.todo == "Give a report with words in it."


def test_what_cannot_be_kept_of_one_document_fails_it_alone(tmp_path: Path) -> None:
    source = pages.folder(tmp_path / "folder", 3)
    asked = intake(tmp_path / "a.dragoman", source, way=Half())
    for _ in range(2):
        entries = list(take_in(asked, begin(asked)))
        assert [e.outcome for e in entries if e.outcome == "failed"] == ["failed"]
        assert "UnicodeEncodeError" in (entries[1].what or "")
    with Archive.open(asked.where) as archive:
        assert [len(list(archive.reports())), len(list(archive.failures()))] == [2, 1]


def test_memory_does_not_grow_with_the_number_of_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "BATCH", 8)

    def peak(count: int) -> int:
        source = tmp_path / f"{count}.jsonl"
        text = "Envoys of both governments met in Geneva and agreed to talk again for {} days."
        source.write_text("\n".join(json.dumps({"text": text.format(n)}) for n in range(count)))
        asked = intake(tmp_path / f"{count}.dragoman", source)
        number = begin(asked)
        tracemalloc.start()
        try:
            # Else the peak tells when the collector ran.
            collected = [gc.collect() for _ in take_in(asked, number)]
            assert len(collected) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(8)  # what loads once
    few, many = peak(16), peak(48)
    assert many - few < 32 * 4000  # bytes; a report and its records take some 15,000


def test_the_same_version_from_elsewhere_is_skipped(tmp_path: Path) -> None:
    folder, crawl = pages.folder(tmp_path / "f", 2), pages.warc(tmp_path / "c.warc", 3)
    asked = intake(tmp_path / "a.dragoman", folder, crawl)
    assert outcomes(asked) == ["done", "done", "skipped", "skipped", "done"]


def test_a_changed_document_and_another_coder_are_read_anew(tmp_path: Path) -> None:
    source, where = pages.folder(tmp_path / "folder", 2), tmp_path / "a.dragoman"
    asked = intake(where, source)
    outcomes(asked)
    path = source / "00000.html"
    path.write_text(path.read_text("utf-8").replace("Geneva", "Vienna"), "utf-8")
    assert outcomes(asked) == ["done", "skipped"]
    assert outcomes(intake(where, source, way=Other(called="dragoman/next"))) == ["done"] * 2
    with Archive.open(where) as archive:
        coders = [kept.coding.coder for kept in archive._store.codings()]
    assert sorted(coders) == ["dragoman/next"] * 2 + ["dragoman/test"] * 3


def test_a_removed_report_is_skipped_with_the_reason(tmp_path: Path) -> None:
    source, where = pages.folder(tmp_path / "folder", 1), tmp_path / "a.dragoman"
    asked = intake(where, source)
    outcomes(asked)
    with Archive.open(where) as archive:
        archive.remove("https://news.example/0", reason="asked to")
    [entry] = take_in(asked, begin(asked))
    assert (entry.outcome, entry.what) == (
        "skipped", "It was removed from the archive: asked to.",
    )  # fmt: skip


def test_what_was_done_and_is_not_kept_any_more_is_done_again(tmp_path: Path) -> None:
    source, where = pages.folder(tmp_path / "folder", 1), tmp_path / "a.dragoman"
    asked = intake(where, source)
    path = source / "00000.html"
    older = path.read_text("utf-8")
    assert outcomes(asked) == ["done"]
    with Archive.open(where) as archive:
        archive.remove("https://news.example/0", reason="asked to")
        archive.restore("https://news.example/0")
    path.write_text(older.replace("Geneva", "Vienna"), "utf-8")
    assert outcomes(asked) == ["done"]
    path.write_text(older, "utf-8")
    assert outcomes(asked) == ["done"]
    assert outcomes(asked) == ["skipped"]


def test_a_document_that_kills_its_process_fails_and_the_others_go_on(tmp_path: Path) -> None:
    source, where = pages.folder(tmp_path / "folder", 3), tmp_path / "a.dragoman"
    path = source / "00001.html"
    path.write_text(path.read_text("utf-8").replace("Geneva", "kill this process"), "utf-8")
    asked = replace(intake(where, source), workers=1)
    entries = list(take_in(asked, begin(asked)))
    assert [e.outcome for e in entries] == ["done", "failed", "done"]
    assert entries[1].what == "The process that read it was killed (SIGKILL), twice."


def test_a_run_that_was_left_goes_on_under_its_number(tmp_path: Path) -> None:
    source, where = pages.folder(tmp_path / "folder", 80), tmp_path / "a.dragoman"
    asked = intake(where, source)
    entries = take_in(asked, begin(asked))
    next(entries)
    entries.close()
    [left] = runs(where)
    assert left.ended is None
    assert 0 < left.done < 80
    assert outcomes(asked) == ["done"] * (80 - left.done)
    assert [(r.number, r.done, r.ended is None) for r in runs(where)] == [(1, 80, False)]
    whole = intake(tmp_path / "whole.dragoman", source)
    outcomes(whole)
    assert digest(where) == digest(tmp_path / "whole.dragoman")


def test_a_run_is_opened_again_only_as_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, where = pages.folder(tmp_path / "folder", 1), tmp_path / "a.dragoman"
    asked = intake(where, source)
    outcomes(asked)
    with pytest.raises(ArchiveError, match="no run 7"):
        begin(asked, again=7)
    with pytest.raises(SettingsError, match="was read by dragoman/test"):
        begin(intake(where, source, way=Other(called="dragoman/next")), again=1)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="was begun in"):
        begin(asked, again=1)


def test_names_that_are_no_utf_8_are_told_as_escapes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / os.fsdecode(b"h\xff")
    here.mkdir()
    pages.folder(here / os.fsdecode(b"d\xff"), 1)
    monkeypatch.chdir(here)
    asked = intake(tmp_path / "a.dragoman", Path(os.fsdecode(b"d\xff")))
    assert outcomes(asked) == ["done"]
    [run] = runs(tmp_path / "a.dragoman")
    assert run.asked.sources == ("d\\xff",)
    assert run.asked.folder == f"{tmp_path}/h\\xff"


def test_the_ledger_is_no_part_of_what_archives_share(tmp_path: Path) -> None:
    source, where = pages.folder(tmp_path / "folder", 2), tmp_path / "a.dragoman"
    asked = intake(where, source)
    outcomes(asked)
    before = digest(where)
    outcomes(asked)
    assert digest(where) == before
    with Archive.open(where) as kept, Archive.open(tmp_path / "b.dragoman") as other:
        other.merge(kept)
        assert other.digest() == before
        assert list(other.ledger.runs()) == []


def test_what_cannot_be_kept_leaves_nothing_half(tmp_path: Path) -> None:
    """No file may grow past what one batch writes: as on a full disk."""
    source, where = pages.folder(tmp_path / "folder", 40), tmp_path / "a.dragoman"
    Archive.open(where).close()
    program = (
        "import resource, sys; from pathlib import Path; from test_intake import *\n"
        "where, source = map(Path, sys.argv[1:])\n"
        "size = 60_000\n"
        "asked = intake(where, source); number = begin(asked)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "try: list(take_in(asked, number))\n"
        "except ArchiveError as error: print(error)\n"
    )
    told = _python(program, where, source)
    assert "cannot be written: the disk refuses. See to its room and limits, then go on." in told
    assert told.count("\n") == 1
    asked = intake(where, source)
    outcomes(asked)
    [run] = runs(where)
    assert (run.done, run.failed) == (40, 0)
    whole = intake(tmp_path / "whole.dragoman", source)
    outcomes(whole)
    assert digest(where) == digest(tmp_path / "whole.dragoman")


def test_an_archive_that_another_program_writes_is_waited_for_and_then_told(
    tmp_path: Path,
) -> None:
    source, where = pages.folder(tmp_path / "folder", 2), tmp_path / "a.dragoman"
    asked = replace(intake(where, source), wait=0.1)
    number = begin(asked)
    told = pytest.raises(ArchiveError, match="is being written by another program")
    with Archive.open(where) as other, other.together(), told:
        list(take_in(asked, number))
    assert outcomes(asked) == ["done", "done"]


def test_a_killed_writer_loses_and_doubles_nothing(tmp_path: Path) -> None:
    source, where = pages.folder(tmp_path / "folder", 80), tmp_path / "a.dragoman"
    program = (
        "import os, signal, sys; from pathlib import Path; from test_intake import *\n"
        "asked = intake(*map(Path, sys.argv[1:]))\n"
        "for entry in take_in(asked, begin(asked)): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    _python(program, where, source, status=-signal.SIGKILL)
    [run] = runs(where)
    assert 0 < run.done < 80
    asked = intake(where, source)
    outcomes(asked)
    whole = intake(tmp_path / "whole.dragoman", source)
    outcomes(whole)
    assert digest(where) == digest(tmp_path / "whole.dragoman")
    assert [(r.number, r.done) for r in runs(where)] == [(1, 80)]


def _python(program: str, *args: Path, status: int = 0) -> str:
    """What a program writes; it is a process of its own with the tests on its path."""
    guarded = "if __name__ == '__main__':\n" + "".join(
        f"    {line}\n" for line in program.splitlines()
    )
    path = os.pathsep.join((*sys.path, str(Path(__file__).parent)))
    file = args[0].parent / "program.py"
    file.write_text(guarded, "utf-8")
    done = subprocess.run(
        [sys.executable, file, *args],
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    return done.stdout
