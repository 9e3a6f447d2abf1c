"""`dragoman serve`: for this machine alone."""

from pathlib import Path

import pytest
from cli_doubles import filled, run

from dragoman.cli import serve


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org"])
def test_an_address_that_others_reach_is_refused(tmp_path: Path, host: str) -> None:
    archive = filled(tmp_path / "a.db")
    result = run("serve", "--archive", archive, "--host", host, "--person", "Ana")
    assert result.exit_code == 2
    assert "not this machine's own address" in result.stderr


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Missing:
        def load(self) -> None:
            raise ImportError("No module named 'fastapi'")

    monkeypatch.setattr(serve, "entry_points", lambda **_: [Missing()])
    result = run("serve", "--archive", tmp_path / "a.db", "--person", "Ana")
    assert result.exit_code == 2
    assert "pip install 'dragoman[web]'" in result.stderr


def test_what_the_settings_say_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, object] = {}

    class Edge:
        def load(self) -> object:
            return lambda archive, **given: told.update(given, archive=archive.where)

    monkeypatch.setattr(serve, "entry_points", lambda **_: [Edge()])
    environ = {"DRAGOMAN_PERSON": "Bo", "DRAGOMAN_MAX_SIZE": "1000", "XDG_DATA_HOME": str(tmp_path)}
    result = run("serve", "--archive", tmp_path / "a.db", "--port", "0", environ=environ)
    assert result.exit_code == 0, result.stderr
    assert told["person"] == "Bo"
    assert told["max_size"] == 1000
    assert told["host"] == "127.0.0.1"
    assert told["saved"] == tmp_path / "dragoman" / "filters.json"
    assert told["archive"] == str(tmp_path / "a.db")
