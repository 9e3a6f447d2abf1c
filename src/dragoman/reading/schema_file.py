"""Schemas of the user's own: a TOML file like `schemas.toml`, read and checked."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any  # what TOML holds

from dragoman.errors import SettingsError, VocabularyError
from dragoman.reading.schema import Schema, Schemas, default_schemas, schema_from

ARITIES = ("one", "many", "pieces")
_TODO = "See docs/codebook.md."
_REQUIRED = {"anchor", "types"}
_OPTIONAL = {"attributes", "roles", "optional", "fallback", "per", "type_key", "apart"}
_TAKEN = {"u", "doc", "date", "title", "text"}  # keys of a unit
_TAKEN_IN_MARKS = {"anchor", "mode"}  # a measure, and the attribute that PLOVER's types restrict


def read_schemas(path: Path) -> Schemas:
    """The schemas of a TOML file; `SettingsError` says what is wrong with it."""
    try:
        rows = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.", todo=_TODO) from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise SettingsError(f"{path} is no TOML: {error}.", todo=_TODO) from error
    rows.pop("version", None)
    try:
        if not rows:
            raise VocabularyError("It has no schema.", todo=_TODO)
        return Schemas(tuple(_checked(name, row) for name, row in rows.items()))
    except VocabularyError as error:
        raise SettingsError(f"{path}: {error.what}", todo=error.todo) from error


def _fault(where: str, what: str) -> VocabularyError:
    return VocabularyError(f"{where}: {what}.", todo=_TODO)


def _checked(name: str, given: object) -> Schema:
    if not isinstance(given, dict):
        raise _fault(name, "not a table; a schema is a table such as [irregularities]")
    if name in _TAKEN or name in {s.name for s in default_schemas().items}:
        raise _fault(name, "this name is taken")
    _name(name, name)
    if missing := _REQUIRED - given.keys():
        raise _fault(name, f"{', '.join(sorted(missing))} missing")
    if unknown := given.keys() - _REQUIRED - _OPTIONAL:
        raise _fault(name, f"unknown key {', '.join(sorted(unknown))}")
    row: dict[str, Any] = {"attributes": {}, "roles": {}} | given
    for table in ("attributes", "roles"):
        if not isinstance(row[table], dict):
            raise _fault(f"{name}.{table}", "not a table")
    _labels(f"{name}.types", row["types"])
    for attribute, labels in row["attributes"].items():
        _labels(f"{name}.{attribute}", labels)
    for role, arity in row["roles"].items():
        if arity not in ARITIES:
            raise _fault(f"{name}.{role}", f"use one of {', '.join(ARITIES)}, not {arity!r}")
    _keys(name, row)
    return schema_from(name, row)


def _labels(where: str, labels: object) -> None:
    if isinstance(labels, str):
        return  # a vocabulary of the project, or an error that lists them
    if not isinstance(labels, list) or not labels:
        raise _fault(where, "not a list of labels, or an empty one")
    for label in labels:
        if not isinstance(label, str) or not label.strip() or label == "-":
            raise _fault(where, f"{label!r} is no label")
    if twice := _twice(labels):
        raise _fault(where, f"{twice} stands in it twice")


def _keys(name: str, row: Mapping[str, Any]) -> None:
    """Each key of a mark has one meaning, and what refers to a role or attribute has one."""
    given = [row["anchor"], *row["attributes"], *row["roles"]]
    if row.get("type_key", "type") != "":
        given.append(row.get("type_key", "type"))
    for key in given:
        _name(f"{name}.{key}", key)
        if key in _TAKEN_IN_MARKS:
            raise _fault(f"{name}.{key}", "this name is taken")
    if twice := _twice(given):
        raise _fault(name, f"{twice} has two meanings")
    for key in ("fallback", "per"):
        if row.get(key) not in (None, *row["roles"]):
            raise _fault(f"{name}.{key}", f"there is no role {row[key]!r}")
    optional = row.get("optional", [])
    if not isinstance(optional, list) or not set(optional) <= set(row["attributes"]):
        raise _fault(f"{name}.optional", "not a list of attributes of this schema")
    apart = row.get("apart", [])
    if not isinstance(apart, list) or not all(_is_pair(p, row["roles"]) for p in apart):
        raise _fault(f"{name}.apart", "not a list of pairs of roles of this schema")


def _is_pair(pair: object, roles: Mapping[str, str]) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and set(map(str, pair)) <= set(roles)


def _name(where: str, name: object) -> None:
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise _fault(where, f"{name!r} is no name; use small letters, digits and _")


def _twice(items: Iterable[str]) -> str | None:
    return next((item for item, number in Counter(items).items() if number > 1), None)
