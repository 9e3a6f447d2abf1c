"""The codebook beside an export: what each column or key is, and what its codes mean."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

from dragoman.export.columns import Column
from dragoman.vocab import codebook as labels
from dragoman.vocab import nonstates, plover, sectors


class Line(NamedTuple):
    """A line of a codebook: a column, or with `code` one of the codes it can hold."""

    table: str
    column: str
    type: str
    code: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Key:
    """A column or key of a format that is not our own, and how it is filled."""

    name: str
    meaning: str
    codes: str | None = None


def of_columns(tables: Mapping[str, list[Column]]) -> Iterator[Line]:
    """The lines for our own columns."""
    for table, columns in tables.items():
        for c in columns:
            yield Line(table, c.name, _TYPES[c.type], "", c.meaning)
            for code, meaning in code_lists().get(c.codes or "", ()):
                yield Line(table, c.name, _TYPES[c.type], code, meaning)


def of_keys(table: str, keys: list[Key]) -> Iterator[Line]:
    """The lines for the columns or keys of another format."""
    for key in keys:
        yield Line(table, key.name, "", "", key.meaning)
        for code, meaning in code_lists().get(key.codes or "", ()):
            yield Line(table, key.name, "", code, meaning)


_TYPES: dict[type, str] = {str: "text", int: "whole number", float: "number", date: "day"}


@cache
def code_lists() -> Mapping[str, list[tuple[str, str]]]:
    """The codes and their meanings, by the name of their list."""
    types, book = plover().types, labels()
    modes = [
        (m, f"{t.name}: {text}") for t in types.values() for m, text in t.mode_meanings.items()
    ]
    lists: dict[str, Mapping[str, str]] = {
        "type": {name: t.meaning for name, t in types.items()},
        "status": plover().statuses,
        "quad": {str(code): meaning for code, meaning in plover().quads.items()},
        "context": plover().contexts,
        "sector": sectors(),
        "country": nonstates(),
        "kind": book.kinds,
        "stance": book.stances,
        "issue": book.issues,
        "bound": book.bounds,
        "measure": book.measures,
        **_own(),
    }
    return {name: list(codes.items()) for name, codes in lists.items()} | {"mode": modes}


def _own() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("codes.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return {name: data[name] for name in ("place_precision", "time_precision", "review")}
