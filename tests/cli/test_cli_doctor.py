import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from cli_doubles import CONTEXT, ReadingWay, filled, lines, run

from dragoman.model import Coding, Report
from dragoman.reading.coder import FILES, FORMAT, shipped
from dragoman.way import Way

CHECKS = ["versions", "model", "languages", "reading", "sqlite", "archive"]


@pytest.fixture
def coder(tmp_path: Path) -> Path:
    folder = tmp_path / "coder"
    folder.mkdir()
    for name in FILES:
        (folder / name).write_text(name)
    files = {name: hashlib.sha256(name.encode()).hexdigest() for name in FILES}
    manifest = {
        "format": FORMAT, "name": "test", "version": "1", "schemas": [], "points": {},
        "scales": {}, "files": files, "languages": ["en"],
    }  # fmt: skip
    (folder / "model.json").write_text(json.dumps(manifest))
    return folder


def doctor(
    folder: Path, *args: str | Path, way: type[Way] = ReadingWay
) -> dict[str, dict[str, object]]:
    context = replace(CONTEXT, make_way=lambda **given: way(**given | {"coder_folder": folder}))
    result = run("doctor", "--json", *args, context=context)
    found = {str(row["check"]): row for row in lines(result)}
    assert list(found) == CHECKS
    assert result.exit_code == (0 if all(row["ok"] for row in found.values()) else 1)
    return found


def test_all_is_well(coder: Path, tmp_path: Path) -> None:
    found = doctor(coder, "--archive", filled(tmp_path / "a.db"))
    assert all(row["ok"] for row in found.values())
    assert "2 reports" in str(found["archive"]["said"])


def faults(found: dict[str, dict[str, object]]) -> list[str]:
    assert all(row["todo"] for row in found.values() if not row["ok"])
    return [name for name, row in found.items() if not row["ok"]]


def test_altered_weights(coder: Path, tmp_path: Path) -> None:
    (coder / FILES[0]).write_text("other")
    assert faults(doctor(coder, "--archive", tmp_path / "none.db")) == ["model"]


def test_no_weights(tmp_path: Path) -> None:
    assert faults(doctor(tmp_path, "--archive", tmp_path / "none.db")) == ["model"]


def test_an_archive_that_is_none(coder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("something else")
    assert faults(doctor(coder, "--archive", tmp_path / "a.db")) == ["archive"]


class Blind(ReadingWay):
    def code(self, report: Report) -> Coding:
        return Coding(report=report, coder=self.coder)


class Broken(ReadingWay):
    def code(self, report: Report) -> Coding:
        raise RuntimeError("no arithmetic")


@pytest.mark.parametrize("way", [Blind, Broken])
def test_a_reader_that_finds_nothing_or_fails(way: type[Way], coder: Path, tmp_path: Path) -> None:
    assert faults(doctor(coder, "--archive", tmp_path / "none.db", way=way)) == ["reading"]


def test_a_person_sees_a_line_for_each(coder: Path, tmp_path: Path) -> None:
    context = replace(CONTEXT, make_way=lambda **_: ReadingWay(coder_folder=tmp_path))
    result = run("doctor", "--archive", tmp_path / "none.db", context=context)
    assert result.exit_code == 1
    assert [line.split()[:2] for line in result.stdout.splitlines()] == [
        ["FAULT" if name == "model" else "ok", name] for name in CHECKS
    ]
    assert str(shipped()) not in result.stdout
