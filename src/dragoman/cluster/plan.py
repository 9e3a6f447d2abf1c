"""What a cluster is to read, how, and where the result goes: a TOML file."""

import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from annotated_types import Ge, Gt, MinLen

from dragoman.errors import SettingsError
from dragoman.way import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Each key of the file. Paths and addresses must lead to the same place on every machine."""

    sources: Annotated[tuple[str, ...], MinLen(1)]
    out: Annotated[str, MinLen(1)]  # a folder that all machines share, or an object store's address
    address: str | None = None  # of the Ray cluster; a new one on this machine if None
    workers: Annotated[int, Ge(1)] = 1  # how many documents are read at once
    shard: Annotated[int, Ge(1)] = 200  # documents that are read and kept together
    device: str = "cpu"  # or cuda
    gpus: Annotated[float, Ge(0)] = 0.0  # the share of a GPU that each worker takes
    coder: tuple[Path, ...] = ()  # folders of coders to read with as well
    min_confidence: float | None = None
    policy: Path | None = None
    published: date | None = None
    max_size: Annotated[int, Gt(0)] = 10_000_000
    seconds: Annotated[float, Gt(0)] = 600.0  # that one document may take
    map: dict[str, str] = field(default_factory=dict)

    @property
    def way(self) -> Way:
        """How its documents are read."""
        return Way(
            min_confidence=self.min_confidence,
            max_size=self.max_size,
            threads=1,
            policy_file=self.policy,
            device=self.device,
            coders_asked=self.coder,
        )


def read_plan(path: Path) -> Plan:
    """The plan in a file; `SettingsError` says what is wrong with it."""
    try:
        found: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"There is no file {path}.", todo="Check the path.") from error
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read: {error.strerror}.", todo="Check the path."
        ) from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise SettingsError(f"{path} is no TOML: {error}.", todo="Correct the file.") from error
    known = [f.name for f in fields(Plan)]
    for name in found:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise SettingsError(
                f"{path}: a plan has no {name}.",
                todo=f"Did you mean {near[0]}?" if near else f"It has {', '.join(known)}.",
            )
    return _validated(found, path)


def _validated(found: dict[str, Any], path: Path) -> Plan:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Plan).validate_python(found)
    except ValidationError as error:
        wrong = error.errors()[0]
        name = ".".join(map(str, wrong["loc"]))
        raise SettingsError(f"{path}: {name}: {wrong['msg']}.", todo="Correct it.") from error
