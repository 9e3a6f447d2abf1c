"""A plan, its shards and its output; the run itself on two nodes of Ray on this machine."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any  # JSON

import pytest

import made_pages as pages
from dragoman.archive import Archive
from dragoman.cluster.load import load
from dragoman.cluster.output import UNKNOWN, Output
from dragoman.cluster.plan import Plan, read_plan
from dragoman.cluster.run import List, Read
from dragoman.cluster.shards import batched, digest, shards, units
from dragoman.errors import ArchiveError, DamagedArchive, SettingsError
from dragoman.ingest import Intake, Taken, begin, take, take_in
from dragoman.way import Way
from factories import FirstWord

pytest.importorskip("pyarrow", reason="needs the extra tables")

SECONDS = 600  # a hard end for the cluster, however slow the machine


def plan(folder: Path, *sources: Path, shard: int = 2) -> Plan:
    return Plan(sources=tuple(map(str, sources)), out=str(folder / "out"), shard=shard)


def read(wanted: Plan) -> list[str]:
    """What the cluster does, in this process and with a double that reads; the new shards."""
    output, new = Output(wanted.out), []
    for unit in units(wanted):
        for shard in shards(unit, wanted, "dragoman/test"):
            now, known = digest(shard, wanted), output.marker(shard.name)
            if known and known["digest"] == now:
                continue
            if known:
                output.forget(known)
            head = {"shard": shard.name, "unit": shard.unit, "part": shard.part, "digest": now}
            output.keep(head, taken(shard.documents))
            new.append(shard.name)
    return new


def taken(documents: object) -> Iterator[Taken]:
    for document in documents:  # type: ignore[attr-defined]
        yield take(document, way=FirstWord())


def archived(where: Path, *sources: Path, way: Way) -> str:
    """The digest of an archive that read the same by itself."""
    intake = Intake(where=where, sources=tuple(map(str, sources)), way=way, workers=0)
    list(take_in(intake, begin(intake)))
    with Archive.open(where) as archive:
        return archive.digest()


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, ...]:
    folder = pages.folder(tmp_path / "folder", 5)
    (folder / "00002.html").write_text("", "utf-8")
    return folder, pages.warc(tmp_path / "crawl.warc.gz", 7)


def test_a_loaded_result_is_the_archive_that_one_process_makes(
    tmp_path: Path, sources: tuple[Path, ...]
) -> None:
    wanted = plan(tmp_path, *sources)
    assert len(read(wanted)) == 7
    with Archive.open(tmp_path / "loaded.dragoman") as archive:
        loaded = load(wanted.out, archive)
        # The crawl has again what the folder has: each stands in its shard, and is kept once.
        assert loaded.to_dict() == {"shards": 7, "codings": 11, "new": 7, "failures": 1}
        assert load(wanted.out, archive).new == 0
        assert archive.digest() == archived(tmp_path / "own.dragoman", *sources, way=FirstWord())


def test_what_is_done_is_not_done_again(tmp_path: Path, sources: tuple[Path, ...]) -> None:
    wanted = plan(tmp_path, *sources)
    assert len(read(wanted)) == 7
    assert read(wanted) == []


def test_a_shard_whose_documents_changed_takes_its_own_place(tmp_path: Path) -> None:
    folder = pages.folder(tmp_path / "folder", 3)
    wanted = plan(tmp_path, folder)
    read(wanted)
    page = folder / "00000.html"
    page.write_text(page.read_text("utf-8").replace("2024-05-01", "2024-07-30"), "utf-8")
    assert len(read(wanted)) == 1
    days = {p.parent.name for p in Path(wanted.out, "events").rglob("*.parquet")}
    assert days == {"published=2024-07-30", "published=2024-05-02", "published=2024-05-03"}


def test_nothing_stands_under_a_name_before_it_is_whole(
    tmp_path: Path, sources: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = plan(tmp_path, *sources)
    written = list[str]()
    plain = Output._write

    def cut(self: Output, name: str, data: bytes) -> None:
        if len(written) == 3:
            raise KeyboardInterrupt
        written.append(name)
        plain(self, name, data)

    with monkeypatch.context() as patched:
        patched.setattr(Output, "_write", cut)
        with pytest.raises(KeyboardInterrupt):
            read(wanted)
    assert Output(wanted.out).markers() == []
    assert len(read(wanted)) == 7
    with Archive.open(tmp_path / "a.dragoman") as archive:
        assert load(wanted.out, archive).new == 7


def test_duckdb_reads_the_result_by_day(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="needs the extra tables")
    text = tmp_path / "undated.txt"
    text.write_text("Envoys of both governments met in Geneva and agreed to talk again.", "utf-8")
    wanted = plan(tmp_path, pages.folder(tmp_path / "folder", 3), text)
    read(wanted)
    found = duckdb.sql(
        f"SELECT published, type, count(*) FROM '{wanted.out}/events/*/*.parquet'"
        " GROUP BY ALL ORDER BY 1"
    ).fetchall()
    days = [date(2024, 5, day) for day in (1, 2, 3)]
    assert found == [*((day, "CONSULT", 1) for day in days), (None, "CONSULT", 1)]
    assert (Path(wanted.out) / "events" / f"published={UNKNOWN}").is_dir()


def test_a_result_that_was_changed_is_refused(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = plan(tmp_path, pages.folder(tmp_path / "folder", 1))
    read(wanted)
    [file] = Path(wanted.out, "codings").rglob("*.parquet")
    [row] = pq.ParquetFile(file).read().to_pylist()
    row["json"] = row["json"].replace("Norland", "Sarland", 1)
    pq.write_table(pa.Table.from_pylist([row]), file)
    with (
        Archive.open(tmp_path / "a.dragoman") as archive,
        pytest.raises(DamagedArchive, match="is damaged"),
    ):
        load(wanted.out, archive)


def test_an_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    wanted = replace(plan(tmp_path, pages.folder(tmp_path / "f", 1)), out=str(tmp_path / "file"))
    Path(wanted.out).write_text("", "utf-8")
    with pytest.raises(ArchiveError, match="cannot be written"):
        read(wanted)


def test_files_that_hold_one_document_are_listed_together(
    tmp_path: Path, sources: tuple[Path, ...]
) -> None:
    found = list(units(plan(tmp_path, *sources, tmp_path / "none")))
    assert [len(unit.inputs) for unit in found] == [2, 2, 1, 1, 1]
    assert [unit.number for unit in found] == [0, 1, 2, 3, 4]


def test_batches_have_all_items_in_order() -> None:
    assert list(batched(range(5), 2)) == [(0, 1), (2, 3), (4,)]
    assert list(batched([], 2)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sources = ['a']", "out: Field required"),
        ("out = 'b'\nsource = ['a']", "a plan has no source. Did you mean sources?"),
        ("sources = []\nout = 'b'", "sources: Tuple should have at least 1 item"),
        ("sources = ['a']\nout = 'b'\nshard = 0", "shard: Input should be greater"),
        ("sources", "is no TOML"),
    ],
)
def test_a_wrong_plan_is_told(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=said):
        read_plan(file)


def test_a_plan_has_what_the_file_says(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text("sources = ['a']\nout = 'b'\n[map]\ntext = 'body'\n", "utf-8")
    assert read_plan(file) == Plan(sources=("a",), out="b", map={"text": "body"})
    with pytest.raises(SettingsError, match="There is no file"):
        read_plan(tmp_path / "none.toml")


def test_the_steps_that_ray_runs(tmp_path: Path) -> None:
    """The two steps by themselves, with the shipped model in a process beside."""
    import pickle

    wanted = plan(tmp_path, pages.folder(tmp_path / "folder", 2))
    [unit] = units(wanted)
    rows = list(List(wanted, "c")({"unit": pickle.dumps(unit)}))
    reading = Read(wanted, "c")
    with reading._pool:
        told = [reading(row) for row in rows]
    assert [(t["done"], t["skipped"], t["failed"]) for t in told] == [(2, 0, 0)]
    assert list(List(wanted, "c")({"unit": pickle.dumps(unit)})) == []


def test_two_nodes_give_the_record_of_one_process(tmp_path: Path) -> None:
    found = pages.real(2)
    half = dict(list(found.items())[::2])  # some pages twice, to be kept once
    sources = (pages.folder(tmp_path / "folder", half), pages.warc(tmp_path / "c.warc.gz", found))
    told = on_two_nodes(tmp_path, *sources)
    assert told["nodes"] == 2
    assert sum(row["done"] for row in told["first"]) == len(half) + len(found)
    assert told["again"] == []
    assert loaded(tmp_path) == archived(tmp_path / "own.dragoman", *sources, way=Way(threads=1))


def test_a_killed_node_loses_and_doubles_nothing(tmp_path: Path) -> None:
    sources = (pages.folder(tmp_path / "folder", 8), pages.warc(tmp_path / "crawl.warc.gz", 10))
    told = on_two_nodes(tmp_path, *sources, kill=True)
    assert told["left"] == 1
    done = {row["shard"] for row in told["first"] + told["again"]}
    assert len(done) == 9
    assert loaded(tmp_path) == archived(tmp_path / "own.dragoman", *sources, way=Way(threads=1))


def on_two_nodes(folder: Path, *sources: Path, kill: bool = False) -> dict[str, Any]:
    """What a program tells that runs a plan on two nodes, twice."""
    pytest.importorskip("ray", reason="needs the extra cluster")
    file = folder / "plan.toml"
    file.write_text(
        f"sources = {json.dumps(list(map(str, sources)))}\n"
        f"out = '{folder}/out'\nworkers = 2\nshard = 2\n",
        "utf-8",
    )
    program = [sys.executable, str(Path(__file__).parent / "two_nodes.py"), str(file)]
    done = subprocess.run(
        [*program, "--kill"] if kill else program,
        capture_output=True, text=True, timeout=SECONDS, check=False, env=dict(os.environ),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # Ray may print of its own, that the node is gone.
    [line] = [line for line in done.stdout.splitlines() if line.startswith("{")]
    told: dict[str, Any] = json.loads(line)
    return told


def loaded(folder: Path) -> str:
    """The digest of an archive that took the result in."""
    with Archive.open(folder / "loaded.dragoman") as archive:
        load(f"{folder}/out", archive)
        return archive.digest()
