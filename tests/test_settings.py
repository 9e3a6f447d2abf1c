import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from dragoman.errors import SettingsError
from dragoman.settings import Settings, load, names


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path / "config"), "HOME": str(tmp_path)}


def test_defaults(environ: dict[str, str], tmp_path: Path) -> None:
    found = load(environ=environ, folder=tmp_path)
    assert found == Settings()
    assert {found.origin(name) for name in names()} == {"default"}


def test_later_layers_win_and_say_so(environ: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "dragoman.toml"
    file.write_text('archive = "file.db"\nwait = 1\nmax_size = 5\n')
    environ |= {"DRAGOMAN_WAIT": "2.5", "DRAGOMAN_MAX_SIZE": "6", "OTHER": "x"}
    found = load(environ=environ, flags={"max_size": 7, "threads": None}, folder=tmp_path)
    assert (found.archive, found.wait, found.max_size, found.threads) == ("file.db", 2.5, 7, 0)
    assert {name: found.origin(name) for name in names()} == {
        "archive": str(file),
        "wait": "DRAGOMAN_WAIT",
        "max_size": "--max-size",
        "confidence": "default",
        "threads": "default",
        "coder": "default",
        "person": "default",
        "policy": "default",
    }


def test_which_file_is_read(environ: dict[str, str], tmp_path: Path) -> None:
    def archive(file: Path | None = None) -> str:
        return load(environ=environ, folder=tmp_path, file=file).archive

    places = {
        "home": tmp_path / "config" / "dragoman" / "config.toml",
        "here": tmp_path / "dragoman.toml",
        "named": tmp_path / "named.toml",
        "asked": tmp_path / "asked.toml",
    }
    for name, path in places.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'archive = "{name}"')
    assert archive(file=places["asked"]) == "asked"
    assert archive() == "here"
    places["here"].unlink()
    assert archive() == "home"
    environ["DRAGOMAN_CONFIG"] = str(places["named"])
    assert archive() == "named"


@pytest.mark.parametrize(
    ("content", "variables", "flags", "said"),
    [
        ("achive = 'a'", {}, {}, "dragoman.toml: there is no setting achive. Did you mean archive"),
        ("[origins]", {}, {}, "there is no setting origins"),
        ("", {"DRAGOMAN_NOISE": "1"}, {}, "DRAGOMAN_NOISE: there is no setting noise. Settings: a"),
        ("", {}, {"colour": "red"}, "--colour: there is no setting colour"),
        ("wait = 'long'", {}, {}, r"dragoman.toml: wait = 'long' will not do"),
        ("archive = 3", {}, {}, "archive = 3 will not do"),
        ("", {"DRAGOMAN_CONFIDENCE": "1.5"}, {}, "DRAGOMAN_CONFIDENCE: confidence = '1.5' will"),
        ("", {"DRAGOMAN_ARCHIVE": ""}, {}, "DRAGOMAN_ARCHIVE: archive = '' will not do"),
        ("", {}, {"max_size": 0}, "--max-size: max_size = 0 will not do"),
        ("wait =", {}, {}, "is no TOML"),
        ("", {"DRAGOMAN_CONFIG": "/nowhere/x.toml"}, {}, "/nowhere/x.toml cannot be read"),
    ],
)
def test_errors_name_the_origin(
    environ: dict[str, str],
    tmp_path: Path,
    content: str,
    variables: dict[str, str],
    flags: dict[str, object],
    said: str,
) -> None:
    (tmp_path / "dragoman.toml").write_text(content)
    with pytest.raises(SettingsError, match=said) as caught:
        load(environ=environ | variables, flags=flags, folder=tmp_path)
    assert caught.value.todo


def test_variables_of_the_test_suite_are_no_settings(
    environ: dict[str, str], tmp_path: Path
) -> None:
    assert load(environ=environ | {"DRAGOMAN_TEST_X": "1"}, folder=tmp_path) == Settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().archive = "other.db"  # type: ignore[misc]


def test_importing_settings_and_archive_loads_nothing_heavy() -> None:
    code = (
        "import sys, dragoman.settings, dragoman.archive;"
        "print([m for m in ('pydantic', 'sqlalchemy', 'alembic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
