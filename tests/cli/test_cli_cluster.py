"""`dragoman cluster`: what is told, and the status; tests/cluster has the run itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_doubles import lines, run

import made_pages as pages
from dragoman.cluster import run as module
from dragoman.cluster.output import Output
from dragoman.cluster.plan import Plan
from dragoman.ingest import take
from dragoman.sources import documents
from factories import FirstWord

pytest.importorskip("pyarrow", reason="needs the extra tables")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.toml"
    file.write_text(f"sources = ['news']\nout = '{tmp_path}/out'\n", "utf-8")
    return file


def rows(*failed: int) -> object:
    """A double of the run on a cluster: a shard for each number of failures."""

    def told(plan: Plan) -> Iterator[dict[str, object]]:
        assert plan.sources == ("news",)
        for number, count in enumerate(failed):
            done = {"done": 2, "skipped": 1, "failed": count}
            yield {"shard": f"shard-{number}", **done, "seconds": 0.5}

    return told


def test_a_run_is_told_in_a_line(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "run", rows(0, 0))
    done = run("cluster", "run", plan)
    assert (done.exit_code, done.stdout) == (0, "New shards: 2; 4 done, 2 skipped, 0 failed.\n")
    assert done.stderr.splitlines()[-1] == "2 shards: 4 done, 2 skipped, 0 failed"


def test_each_shard_is_told_as_json_and_failures_have_a_status(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "run", rows(0, 3))
    done = run("cluster", "run", plan, "--json")
    assert done.exit_code == 3
    assert [(row["shard"], row["failed"]) for row in lines(done)] == [
        ("shard-0", 0),
        ("shard-1", 3),
    ]


def test_a_wrong_plan_is_told(plan: Path) -> None:
    plan.write_text("source = ['news']\n", "utf-8")
    done = run("cluster", "run", plan)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "a plan has no source. Did you mean sources?" in done.stderr


def test_a_plan_or_result_that_is_not_there_is_told(tmp_path: Path) -> None:
    plan, out, archive = (tmp_path / name for name in ("plan.toml", "out", "a.dragoman"))
    done = run("cluster", "run", plan)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"dragoman: There is no file {plan}. Check the path.\n"
    done = run("cluster", "load", out, "--archive", archive)
    assert (done.exit_code, done.stdout) == (5, "")
    assert done.stderr == f"dragoman: There is no folder {out}. Check the path.\n"
    out.mkdir()
    done = run("cluster", "load", out, "--archive", archive)
    assert (done.exit_code, done.stdout) == (5, "")
    assert f"{out} holds no result" in done.stderr
    assert not archive.exists()


def test_a_result_is_loaded_once(tmp_path: Path) -> None:
    news, out, archive = (
        pages.folder(tmp_path / "news", 2),
        tmp_path / "out",
        tmp_path / "a.dragoman",
    )
    (news / "00002.html").write_text("", "utf-8")
    taken = [take(document, way=FirstWord()) for document in documents(str(news))]
    Output(str(out)).keep({"shard": "shard-0", "unit": 0, "part": 0}, taken)
    first = run("cluster", "load", out, "--archive", archive)
    assert (first.exit_code, first.stdout) == (
        0, "2 codings of 1 shards, 2 of them new; 1 failures.\n",
    )  # fmt: skip
    [again] = lines(run("cluster", "load", out, "--archive", archive, "--json"))
    assert again == {"shards": 1, "codings": 2, "new": 0, "failures": 1}
    assert len(lines(run("reports", "--archive", archive, "--json"))) == 2
