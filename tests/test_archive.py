import io
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any  # Any: what a double passes on

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.archive import Archive, Filter
from dragoman.errors import AnchorError, ArchiveError, EmptySource
from dragoman.model import Coding
from factories import CODER, TEXT, FirstWord, coding, codings, failure, retold, texts
from homes import Homes

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
def archive(home: Homes) -> Iterator[Archive]:
    with Archive.open(home.made()) as archive:
        yield archive


def filled(where: str, *, count: int = 3) -> Archive:
    archive = Archive.open(where)
    for number in range(count):
        archive.put(coding(number))
    archive.put_failure(failure())
    return archive


def sql(archive: Archive, statement: str) -> None:
    with archive._store._write() as connection:
        connection.exec_driver_sql(statement)


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


def test_export_import_export_is_byte_identical(
    home: Homes, tmp_path: Path, archive: Archive
) -> None:
    with filled(home.made()) as full:
        full.put(coding(1, text="UPDATED. " + TEXT))
        full.put(coding(1, coder="other"))
        full.export(tmp_path / "all.jsonl")
        assert archive.import_(tmp_path / "all.jsonl") == 5
        assert archive.import_(tmp_path / "all.jsonl") == 0
        archive.export(tmp_path / "again.jsonl")
        assert archive.digest() == full.digest()
        assert archive.report(coding(1).report.id) == full.report(coding(1).report.id)
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "all.jsonl").read_bytes()


def test_the_order_of_reading_leaves_no_trace(home: Homes, archive: Archive) -> None:
    archive.put_failure(failure())
    for number in (2, 0, 1):
        archive.put(coding(number))
    with filled(home.made()) as other:
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


NEWS = "Ministers met in Geneva; votes in favour: 3"
GIVEN = ["2025-01-21", "2025-01-12"]


def shown(archive: Archive) -> list[str]:
    return [f"{report.published}" for report in archive.reports()]


@pytest.mark.parametrize(
    ("days", "last"),
    [
        ([None, GIVEN[0]], GIVEN[0]),
        ([GIVEN[0], None], GIVEN[0]),
        ([None, GIVEN[0], None], GIVEN[0]),
        ([GIVEN[0], GIVEN[1]], GIVEN[1]),
        ([GIVEN[1], GIVEN[0]], GIVEN[0]),
        ([GIVEN[0], GIVEN[1], GIVEN[0]], GIVEN[0]),
        ([GIVEN[0], GIVEN[1], None, GIVEN[1]], GIVEN[1]),
    ],
)
def test_the_day_told_last_is_shown(archive: Archive, days: list[str | None], last: str) -> None:
    for day in days:
        read = archive.read(NEWS, published=day, way=FirstWord())
        assert f"{read.report.published}" == (day or shown(archive)[0])
        assert list(archive.events()) == list(read.events)
        before = exported(archive)
        assert archive.read(NEWS, published=day, way=FirstWord()) == read
        assert exported(archive) == before
    assert shown(archive) == [last]


def test_a_day_given_for_an_old_copy_does_not_bring_it_back(
    tmp_path: Path, archive: Archive
) -> None:
    file = tmp_path / "news.txt"
    for text in (NEWS, f"UPDATED. {NEWS}", NEWS):
        file.write_text(text, "utf-8")
        archive.read(file, published=GIVEN[0], way=FirstWord())
    assert [r.text for r in archive.reports()] == [f"UPDATED. {NEWS}"]


def test_another_title_is_read_anew(tmp_path: Path, archive: Archive) -> None:
    file = tmp_path / "news.md"
    for title in ("Talks", "Talks fail", "Talks fail"):
        file.write_text(f"---\ntitle: {title}\n---\n{NEWS}", "utf-8")
        assert archive.read(file, way=FirstWord()).report.title == title
        assert [r.title for r in archive.reports()] == [title]
    assert len(list(archive._store.codings())) == 2


def test_other_rules_read_anew(archive: Archive) -> None:
    class Later(FirstWord):
        @property
        def coder(self) -> str:
            return f"{CODER}.r2"

    archive.read(NEWS, way=FirstWord())
    for _ in range(2):
        assert archive.read(NEWS, way=Later()).coder == f"{CODER}.r2"
    assert [e.coder for e in archive.events()] == [f"{CODER}.r2"]
    assert len(list(archive._store.codings())) == 2


def test_a_failure_is_hidden_once_its_source_was_read(tmp_path: Path, archive: Archive) -> None:
    file = tmp_path / "news.txt"
    file.touch()
    for _ in range(2):
        with pytest.raises(EmptySource):
            archive.read(file, way=FirstWord())
        assert [f.address for f in archive.failures()] == [file.as_posix()]
    file.write_text(NEWS, "utf-8")
    archive.read(file, way=FirstWord())
    assert list(archive.failures()) == []
    assert '"source.empty"' in exported(archive)


def test_json_is_one_object(archive: Archive) -> None:
    archive.put(coding())
    stream = io.StringIO()
    archive.export(stream, format="json")
    assert json.loads(stream.getvalue())["codings"] == [coding().to_dict()]


def test_an_unknown_format_is_an_error(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no export format pdf"):
        archive.export(io.StringIO(), format="pdf")  # type: ignore[arg-type]
    with pytest.raises(ArchiveError, match="csv is more than one file"):
        archive.export(io.StringIO(), format="csv")


def test_a_tampered_line_is_not_kept(home: Homes, archive: Archive) -> None:
    with filled(home.made()) as full:
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
    sql(archive, "UPDATE versions SET text = replace(text, 'station', 'xtation')")
    with pytest.raises(AnchorError):
        archive.export(file)
    assert file.read_text() == "the old one"
    assert sorted(p.suffix for p in tmp_path.iterdir() if "all" in p.name) == [".jsonl"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.jsonl", "There is no file .*missing.jsonl. Check the path."),
        ("latin.jsonl", "cannot be read: it is no text in UTF-8."),
        ("", "cannot be read: Is a directory."),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, archive: Archive, name: str, said: str) -> None:
    (tmp_path / "latin.jsonl").write_bytes("Çorlu".encode("latin-1"))
    with pytest.raises(ArchiveError, match=said):
        archive.import_(tmp_path / name)


def test_an_export_replaces_what_a_link_leads_to(tmp_path: Path, archive: Archive) -> None:
    archive.put(coding())
    mine, link = tmp_path / "all.jsonl.part", tmp_path / "link"
    mine.write_text("of somebody")
    link.symlink_to("all.jsonl")
    archive.export(link)
    assert link.is_symlink()
    assert (tmp_path / "all.jsonl").read_bytes().decode() == exported(archive)
    assert mine.read_text() == "of somebody"


def test_a_file_that_cannot_be_written(tmp_path: Path, archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"):
        archive.export(tmp_path / "no" / "all.jsonl")


def examples(home: Homes) -> settings:
    slow = [HealthCheck.too_slow]
    return settings(max_examples=home.examples, deadline=None, suppress_health_check=slow)


def test_any_coding_survives_store_export_and_import(home: Homes, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"

    @given(one=codings())
    @examples(home)
    def survives(one: Coding) -> None:
        with Archive.open(home.made()) as first, Archive.open(home.made()) as second:
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
        home.release()

    survives()


TOLD = st.fixed_dictionaries(
    {},
    optional={
        "published": st.none() | st.dates(),
        "title": st.none() | texts,
        "encoding": st.none() | texts,
        "file": st.none() | texts,
        "metadata": st.dictionaries(texts, texts, max_size=1),
    },
)


def test_joining_does_not_depend_on_the_order(home: Homes) -> None:
    @given(one=codings(), told=st.lists(TOLD, min_size=2, max_size=3), fewer=st.booleans())
    @examples(home)
    def joins(one: Coding, told: list[dict[str, object]], fewer: bool) -> None:
        found = [retold(one, **each) for each in told]
        if fewer:
            found[0] = found[0].model_copy(update={"events": (), "figures": ()})
        with ExitStack() as stack:
            parts = [stack.enter_context(Archive.open(home.made())) for _ in found]
            for archive, each in zip(parts, found, strict=True):
                archive.put(each)
            joined = set()
            for order in (parts, parts[::-1]):
                with Archive.open(home.made()) as archive:
                    for part in order:
                        archive.import_(io.StringIO(exported(part), newline=""))
                    joined.add((archive.digest(), exported(archive)))
                with Archive.open(home.made()) as archive:
                    for part in order:
                        archive.merge(part)
                        archive.merge(part)
                    joined.add((archive.digest(), exported(archive)))
            assert len(joined) == 1
        home.release()

    joins()


def test_a_merge_that_is_cut_off_is_completed_by_another(
    home: Homes, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled(home.made()) as other, monkeypatch.context() as patched:
        other.put(coding(9))
        other.remove(coding(9).report.id, reason="a test")
        archive.put(coding(9))
        put, told = archive._store.put, list[object]()

        def cut_off(*args: Any, **named: Any) -> bool:
            if len(told) == 2:
                raise KeyboardInterrupt
            told.append(args)
            return put(*args, **named)

        patched.setattr(archive._store, "put", cut_off)
        with pytest.raises(KeyboardInterrupt):
            archive.merge(other)
        assert len(list(archive.reports())) == 2
        patched.undo()
        archive.merge(other)
        assert archive.digest() == other.digest()


def start(where: str) -> subprocess.Popen[str]:
    places = os.pathsep.join(sys.path)
    command = [sys.executable, "-c", WRITER, where]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": places}
    )


def test_a_killed_writer_leaves_whole_codings_and_a_rerun_completes(home: Homes) -> None:
    with filled(home.made(), count=40) as whole:
        wanted = {e.id for e in whole.events()}
        path = home.new()
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
