from pathlib import Path

from cli_doubles import lines, run

from dragoman.settings import names


def test_each_setting_with_its_origin(tmp_path: Path) -> None:
    file = tmp_path / "dragoman.toml"
    file.write_text("wait = 3\nthreads = 2")
    environ = {"DRAGOMAN_THREADS": "1"}
    found = lines(run("config", "show", "--json", folder=tmp_path, environ=environ))
    shown = {row["setting"]: (row["value"], row["origin"]) for row in found}
    assert tuple(shown) == names()
    assert shown["wait"] == (3.0, str(file))
    assert shown["threads"] == (1, "DRAGOMAN_THREADS")
    assert shown["max_size"] == (10_000_000, "default")


def test_what_is_empty_is_told_by_a_dash() -> None:
    told = run("config", "show").stdout
    assert [line.split() for line in told.splitlines() if line.startswith("person")] == [
        ["person", "—", "default"]
    ]


def test_the_file_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text('archive = "talks.dragoman"')
    shown = run("--config", file, "config", "show").stdout
    assert "talks.dragoman" in shown
    assert "other.toml" in shown.replace("\n", "")


def test_wrong_settings_are_wrong_usage(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    for text in ("archve = 'x'", "wait = -1", "wait ="):
        file.write_text(text)
        for command in (["config", "show"], ["events"], ["doctor"], ["reports"]):
            result = run("--config", file, *command)
            assert (result.exit_code, result.stdout) == (2, "")
            assert len(result.stderr.splitlines()) == 1
    assert run("--config", tmp_path / "none.toml", "config", "show").exit_code == 2
