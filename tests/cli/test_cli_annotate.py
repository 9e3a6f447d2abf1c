import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cli_doubles import CONTEXT, first_words, lines, run
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from dragoman.cli.annotate import BATCH
from dragoman.errors import ModelError
from dragoman.model import Frame
from dragoman.settings import Settings
from factories import texts

Annotate = Callable[[Sequence[str]], list[list[Frame]]]
LISTS = ["events", "statements", "positions", "figures"]


def write(path: Path, rows: Sequence[object]) -> Path:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8") as stream:
        stream.write(text)
    return path


def read(path: Path) -> list[dict[str, object]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="\n") as stream:
        return [json.loads(line) for line in stream]


@pytest.mark.parametrize("out", ["out.jsonl", "out.jsonl.gz"])
@pytest.mark.parametrize("units", ["in.jsonl", "in.jsonl.gz"])
def test_a_line_for_each_line_in_its_order(units: str, out: str, tmp_path: Path) -> None:
    count = 2 * BATCH + 3
    rows = [
        {"u": f"d:{n}", "doc": "d", "text": "Ministers met." if n % 3 else "", "events": [1]}
        for n in range(count)
    ]
    source, target = write(tmp_path / units, rows), tmp_path / out
    result = run("annotate", "--units", source, "--out", target)
    assert (result.exit_code, result.output) == (0, "")
    found = read(target)
    assert [row["u"] for row in found] == [row["u"] for row in rows]
    assert all(list(row) == ["u", "doc", *LISTS] for row in found)
    assert [bool(row["events"]) for row in found] == [bool(row["text"]) for row in rows]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted({units, out})


def test_marks_and_other_keys_are_not_copied(tmp_path: Path) -> None:
    row = {"u": "1", "text": "quiet", "title": "T", "date": "2024-01-01", "figures": [{"text": 1}]}
    write(tmp_path / "in", [row])
    run("annotate", "--units", tmp_path / "in", "--out", tmp_path / "out")
    assert read(tmp_path / "out") == [{"u": "1"} | {name: [] for name in LISTS}]


def test_standard_input_and_output() -> None:
    given = '{"u": "1", "text": "Ministers met — quickly."}\n'
    result = run("annotate", "--units", "-", "--out", "-", stdin=given)
    [found] = lines(result)
    assert found["u"] == "1"
    assert len(found["events"]) == 1  # type: ignore[arg-type]  # a list in the format


@given(st.lists(texts, max_size=5))
@profile(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_one_line(several: list[str]) -> None:
    rows = [json.dumps({"u": str(n), "text": text}) for n, text in enumerate(several)]
    result = run("annotate", "--units", "-", "--out", "-", stdin="".join(r + "\n" for r in rows))
    assert result.exit_code == 0
    kept = result.stdout_bytes.decode().split("\n")
    assert [json.loads(line)["u"] for line in kept[:-1]] == [str(n) for n in range(len(several))]


@pytest.mark.parametrize(
    "line",
    ["", "no json", "[]", '{"u": "3"}', '{"text": "x"}', '{"u": 3, "text": "x"}', "[" * 100_000],
)
def test_a_malformed_line_is_named_and_nothing_is_left(line: str, tmp_path: Path) -> None:
    good = '{"u": "1", "text": "x"}'
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_text(f"{good}\n{good}\n{line}\n{good}\n")
    target.write_text("as it was")
    result = run("annotate", "--units", source, "--out", target)
    assert (result.exit_code, result.stdout) == (4, "")
    assert "line 3" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert target.read_text() == "as it was"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


def test_bytes_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b'{"u": "1", "text": "\xff"}\n')
    whole = gzip.compress(b'{"u": "1", "text": "x"}\n')
    (tmp_path / "cut.gz").write_bytes(whole[:-9])
    (tmp_path / "plain.gz").write_bytes(b'{"u": "1", "text": "x"}\n')
    for name in ("in", "cut.gz", "plain.gz", "missing", "."):
        result = run("annotate", "--units", tmp_path / name, "--out", tmp_path / "out")
        assert result.exit_code == 4, name
        assert len(result.stderr.splitlines()) == 1
        assert not (tmp_path / "out").exists()


def test_a_file_can_be_replaced_by_its_own_marks(tmp_path: Path) -> None:
    path = write(tmp_path / "units", [{"u": "1", "text": "Ministers met."}])
    assert run("annotate", "--units", path, "--out", path).exit_code == 0
    assert len(read(path)[0]["events"]) == 1  # type: ignore[arg-type]  # a list in the format


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    path = write(tmp_path / "units", [{"u": "1", "text": "x"}])
    result = run("annotate", "--units", path, "--out", tmp_path / "none" / "out")
    assert result.exit_code == 1
    assert "No such file or directory" in result.stderr
    assert "fault of dragoman" not in result.stderr


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    def missing(settings: Settings) -> Annotate:
        raise ModelError("There is no model.", todo="Install dragoman again.")

    path = write(tmp_path / "units", [{"u": "1", "text": "x"}])
    context = replace(CONTEXT, make_annotate=missing)
    result = run("annotate", "--units", path, "--out", "-", context=context)
    assert (result.exit_code, result.stdout) == (6, "")


def test_memory_is_bounded_by_the_batch(tmp_path: Path) -> None:
    sizes: list[int] = []

    def counting(texts: Sequence[str]) -> list[list[Frame]]:
        sizes.append(len(texts))
        return first_words(texts)

    path = write(tmp_path / "units", [{"u": str(n), "text": "x"} for n in range(BATCH + 1)])
    context = replace(CONTEXT, make_annotate=lambda _: counting)
    run("annotate", "--units", path, "--out", "-", context=context)
    assert sizes == [BATCH, 1]
