"""`dragoman train` and `dragoman read --coder`, with an encoder small enough for a test."""

import importlib.util
from pathlib import Path

import pytest
from cli_doubles import lines, run

import tiny
from dragoman.cli import train as command
from dragoman.cli.context import Context

HAVE = all(map(importlib.util.find_spec, ("torch", "onnx", "safetensors")))
needs_torch = pytest.mark.skipif(not HAVE, reason="needs the train extra (PyTorch)")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    tiny.write(folder)
    if HAVE:
        tiny.bert(folder / "bert")
    return folder


def arguments(files: Path, out: Path, *more: str | Path) -> list[str | Path]:
    given: list[str | Path] = [
        "train",
        files / "outages.toml",
        files / "outages.jsonl",
        "--out",
        out,
    ]
    return [*given, "--encoder", files / "bert", "--epochs", "1", *more]


@needs_torch
def test_it_trains_and_tells_how_well(files: Path, tmp_path: Path) -> None:
    result = run(*arguments(files, tmp_path / "coder"))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("outages/1+")
    assert "Trained on 10 units" in result.stdout
    assert "outages.where" in result.stdout
    assert (tmp_path / "coder" / "model.json").is_file()


@needs_torch
def test_json_and_a_name(files: Path, tmp_path: Path) -> None:
    more = ("--json", "--name", "grid", "--language", "fr")
    [made] = lines(run(*arguments(files, tmp_path / "coder", *more)))
    assert str(made["coder"]).startswith("grid/1+")
    assert (made["trained"], made["held_out"]) == (10, 2)
    scores = made["scores"]
    assert isinstance(scores, dict)
    assert set(scores["f1"]["outages.type"]) == {
        "f1", "precision", "recall", "hits", "gold", "predicted",
    }  # fmt: skip


@needs_torch
def test_what_it_made_reads_beside_the_shipped_coder(files: Path, tmp_path: Path) -> None:
    coder, text = tmp_path / "coder", tmp_path / "report.txt"
    assert run(*arguments(files, coder, "--language", "en")).exit_code == 0
    text.write_text(" ".join(tiny.SENTENCES), "utf-8")
    way = Context(environ={})
    given = ("read", text, "--coder", coder, "--min-confidence", "0", "--json")
    [both] = lines(run(*given, context=way))
    [plain] = lines(run("read", text, "--min-confidence", "0", "--json", context=way))
    assert plain["marks"] == []
    assert isinstance(both["marks"], list)
    assert both["marks"]
    assert {m["schema"] for m in both["marks"]} == {"outages"}
    assert both["added"] == [m["coder"] for m in both["marks"][:1]]
    for kind in ("coder", "events", "statements", "positions", "figures"):
        assert both[kind] == plain[kind]


@needs_torch
def test_a_report_that_the_shipped_coder_does_not_read(files: Path, tmp_path: Path) -> None:
    coder, text = tmp_path / "coder", tmp_path / "report.txt"
    assert run(*arguments(files, coder, "--language", "fr")).exit_code == 0
    text.write_text(
        "Le gouvernement a annoncé lundi que les négociations avec les syndicats reprendraient "
        "la semaine prochaine dans la capitale, selon un porte-parole du ministère.",
        "utf-8",
    )
    way = Context(environ={})
    assert run("read", text, context=way).exit_code == 4
    keep = ("--archive", tmp_path / "a.db")
    for _ in range(2):  # read, and read again from the archive
        [found] = lines(run("read", text, "--coder", coder, *keep, "--json", context=way))
        assert str(found["coder"]).startswith("outages/1+")
        assert found["added"] == [found["coder"]]
        assert found["events"] == []


def test_a_faulty_line_is_named_and_nothing_is_trained(files: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    good = (files / "outages.jsonl").read_text("utf-8")
    wrong.write_text(good.replace("Norrin.", "Elsewhere.", 1), "utf-8")
    result = run("train", files / "outages.toml", wrong, "--out", tmp_path / "coder")
    assert result.exit_code == 4
    assert result.stderr == (
        f"dragoman: {wrong}, line 1: outages.where: 'Norrin' does not stand in the text. "
        "Correct the line; nothing was trained.\n"
    )
    assert not (tmp_path / "coder").exists()


def test_a_faulty_schema_is_wrong_usage(files: Path, tmp_path: Path) -> None:
    schema = tmp_path / "s.toml"
    schema.write_text(tiny.SCHEMA.replace("many", "more"), "utf-8")
    result = run("train", schema, files / "outages.jsonl", "--out", tmp_path / "coder")
    assert result.exit_code == 2
    assert "outages.by: use one of one, many, pieces, not 'more'" in result.stderr


def test_without_pytorch_it_says_what_to_install(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    result = run(*arguments(files, tmp_path / "coder"))
    assert result.exit_code == 6
    assert result.stderr == "dragoman: Training needs PyTorch. Install dragoman[train].\n"


@pytest.mark.parametrize("name", ["Grid", "dragoman", "a/b", ""])
def test_names_that_would_not_do(files: Path, tmp_path: Path, name: str) -> None:
    result = run(*arguments(files, tmp_path / "coder", "--name", name))
    assert result.exit_code == 2
    assert "will not do" in result.stderr


def test_a_coder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("Envoys met in Geneva.", "utf-8")
    result = run("read", tmp_path / "report.txt", "--coder", tmp_path, context=Context(environ={}))
    assert result.exit_code == 6
    assert "is no coder" in result.stderr
