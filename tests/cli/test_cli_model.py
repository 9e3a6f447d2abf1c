"""The command line with the shipped weights."""

import json
from pathlib import Path

import pytest
from cli_doubles import lines, run

from dragoman.cli.context import Context
from dragoman.reading import shipped

pytestmark = pytest.mark.skipif(
    not (shipped() / "model.json").is_file(), reason="the weights are not in this checkout"
)
REAL = Context(environ={})


def test_a_sample_is_read_to_the_screen() -> None:
    result = run("read", "--sample", "dayton-2-ceasefire", context=REAL)
    assert (result.exit_code, result.stderr) == (0, "")
    for title in ("Who did what to whom", "Who said what", "Where the parties stand"):
        assert f"{title}\n" in result.stdout
    assert "None found." not in result.stdout


def test_read_keeps_and_show_shows_the_same(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    asked = ("--sample", "dayton-2-ceasefire", "--archive", archive, "--json")
    [read] = lines(run("read", *asked, context=REAL))
    assert isinstance(read["report"], dict)
    shown = run("show", read["report"]["id"], "--archive", archive, "--json", context=REAL)
    assert lines(shown) == [read]


def test_min_confidence_keeps_less() -> None:
    def count(*args: str) -> int:
        [read] = lines(run("read", "--json", "--sample", "dayton-2-ceasefire", *args, context=REAL))
        assert isinstance(read["events"], list)
        return len(read["events"])

    assert count("--min-confidence", "0.9") < count("--min-confidence", "0.1")


def test_the_doctor_finds_no_fault(tmp_path: Path) -> None:
    result = run("doctor", "--archive", tmp_path / "none.db", context=REAL)
    assert result.exit_code == 0, result.stdout


def test_units_are_annotated_in_any_company() -> None:
    texts = [
        "On Tuesday the two governments signed a ceasefire agreement in Geneva.",
        "",
        "The minister said that at least 26 people had been killed.",
    ]
    rows = [{"u": str(n), "text": text} for n, text in enumerate(texts)]

    def annotated(several: list[dict[str, str]]) -> list[dict[str, object]]:
        given = "".join(json.dumps(row) + "\n" for row in several)
        return lines(run("annotate", "--units", "-", "--out", "-", stdin=given, context=REAL))

    together = annotated(rows)
    assert together == [found for row in rows for found in annotated([row])]
    assert together[0]["events"]
    assert together[1] == {"u": "1", "events": [], "statements": [], "positions": [], "figures": []}
    assert together[2]["figures"]
