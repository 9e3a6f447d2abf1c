"""The settings: built once at the edge, then passed down.

Later ones win: the defaults below, a TOML file, the environment (`DRAGOMAN_ARCHIVE` and so on),
the command line. The file is the one that `DRAGOMAN_CONFIG` or `--config` names, else
`dragoman.toml` here, else `dragoman/config.toml` in the user's configuration folder.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from annotated_types import Ge, Gt, Le, MinLen

from dragoman.errors import SettingsError

PREFIX = "DRAGOMAN_"
CONFIG = "DRAGOMAN_CONFIG"
TESTS = "DRAGOMAN_TEST_"  # for the test suite; no setting begins so

DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting, with its default."""

    archive: Annotated[str, MinLen(1)] = "archive.dragoman"  # path or URL
    wait: Annotated[float, Ge(0)] = 10.0  # seconds, while another program writes the archive
    max_size: Annotated[int, Gt(0)] = 10_000_000  # bytes of the largest report taken in
    confidence: Annotated[float, Ge(0), Le(1)] = 0.0  # the least that lists show
    threads: Annotated[int, Ge(0)] = 0  # for reading; 0 is one per core
    coder: str = ""  # folders of coders to read with as well, divided as in PATH
    person: str = ""  # who decides in `review`; empty: the login name
    policy: str = ""  # a file that says how disputed places are shown; empty: the shipped one

    origins: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def origin(self, name: str) -> str:
        """Where the setting's value comes from: `default`, a file, a variable or an option."""
        return self.origins.get(name, DEFAULT)


def names() -> tuple[str, ...]:
    """The settings there are."""
    return tuple(f.name for f in fields(Settings) if f.name != "origins")


def load(
    *,
    environ: Mapping[str, str],
    flags: Mapping[str, object] | None = None,
    file: Path | None = None,
    folder: Path | None = None,
) -> Settings:
    """The settings of a run.

    Args:
        environ: The environment, as `os.environ`.
        flags: What the command line gave; None means not given.
        file: The settings file asked for; `SettingsError` where it is not there.
        folder: Where to look for `dragoman.toml`; the working directory if None.
    """
    found = _file(environ, file, folder or Path())
    layers = {} if found is None else _from_file(found)
    layers |= _from_environ(environ)
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    layers |= {name: (value, _flag(name)) for name, value in given.items()}
    for name, (_, origin) in layers.items():
        _check_known(name, origin)
    return _validated(layers)


Layers = dict[str, tuple[object, str]]  # name: value, origin


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _file(environ: Mapping[str, str], asked: Path | None, folder: Path) -> Path | None:
    if asked is None and environ.get(CONFIG):
        asked = Path(environ[CONFIG])
    if asked is not None:
        return asked
    home = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    usual = (folder / "dragoman.toml", home / "dragoman" / "config.toml")
    return next((path for path in usual if path.is_file()), None)


def _from_file(path: Path) -> Layers:
    try:
        with path.open("rb") as stream:
            values = tomllib.load(stream)
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read: {error.strerror}.", todo="Check the path."
        ) from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise SettingsError(f"{path} is no TOML: {error}.", todo="Correct the file.") from error
    return {name: (value, str(path)) for name, value in values.items()}


def _from_environ(environ: Mapping[str, str]) -> Layers:
    return {
        key.removeprefix(PREFIX).lower(): (value, key)
        for key, value in environ.items()
        if key.startswith(PREFIX) and key != CONFIG and not key.startswith(TESTS)
    }


def _check_known(name: str, origin: str) -> None:
    if name in names():
        return
    near = get_close_matches(name, names(), n=1)
    raise SettingsError(
        f"{origin}: there is no setting {name}.",
        todo=f"Did you mean {near[0]}?" if near else f"Settings: {', '.join(names())}.",
    )


def _validated(layers: Layers) -> Settings:
    from pydantic import TypeAdapter, ValidationError

    values = {name: value for name, (value, _) in layers.items()}
    origins = {name: origin for name, (_, origin) in layers.items()}
    try:
        return TypeAdapter(Settings).validate_python(values | {"origins": origins})
    except ValidationError as error:
        wrong = error.errors()[0]
        name = str(wrong["loc"][0])
        raise SettingsError(
            f"{origins[name]}: {name} = {values[name]!r} will not do: {wrong['msg']}.",
            todo="Correct it, or leave it out for the default.",
        ) from error
