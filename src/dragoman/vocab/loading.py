"""Vocabulary files: read from the package and checked; whatever does not fit is an error."""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from types import MappingProxyType

from dragoman.errors import VocabularyError

FIX = "Correct the vocabulary file and try again."


def fault(where: str, what: str) -> VocabularyError:
    """The error that says what is wrong in which vocabulary file."""
    return VocabularyError(f"{where}: {what}.", todo=FIX)


def read_toml(name: str, *, tables: Iterable[str]) -> dict[str, object]:
    """The file's values; it must hold `version` and exactly these tables."""
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise fault(name, str(error)) from error
    closed(data, required={"version", *tables}, where=name)
    if not data["version"] or not isinstance(data["version"], str):
        raise fault(name, "version is no text")
    return data


def csv_version(name: str) -> str:
    """The version that the file's first line gives."""
    first = resources.files(__package__).joinpath(name).read_text("utf-8").partition("\n")[0]
    return first.removeprefix("# version ")


def read_csv(name: str, *, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The file's rows; its first line is `# version X`, its second names exactly these columns."""
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    first, _, body = text.partition("\n")
    if not first.startswith("# version "):
        raise fault(name, "the first line does not give the version")
    reader = csv.reader(line for line in body.splitlines() if line and not line.startswith("#"))
    if tuple(next(reader, ())) != columns:
        raise fault(name, f"the columns are not {', '.join(columns)}")
    rows = []
    for values in reader:
        if len(values) != len(columns):
            raise fault(name, f"{values!r} does not have {len(columns)} cells")
        rows.append(dict(zip(columns, values, strict=True)))
    return rows


def closed(
    table: Mapping[str, object], *, required: set[str], optional: Iterable[str] = (), where: str
) -> None:
    """Raise `VocabularyError` unless the table has the required keys and no unknown ones."""
    if missing := required - table.keys():
        raise fault(where, f"{', '.join(sorted(missing))} missing")
    if unknown := table.keys() - required - set(optional):
        raise fault(where, f"unknown key {', '.join(sorted(unknown))}")


def table(value: object, *, where: str) -> dict[str, object]:
    """The value as a table of named values."""
    if not isinstance(value, dict) or not value:
        raise fault(where, "not a table, or an empty one")
    return value


def text(value: object, *, where: str) -> str:
    """The value as words."""
    if not isinstance(value, str) or not value.strip():
        raise fault(where, "not a text, or an empty one")
    return value


def texts(value: object, *, where: str) -> list[str]:
    """The value as a list of words, none of them twice."""
    if not isinstance(value, list) or not value:
        raise fault(where, "not a list, or an empty one")
    items = [str(item) for item in value]
    if repeated := {item for item in items if items.count(item) > 1}:
        raise fault(where, f"{', '.join(sorted(repeated))} stands in it twice")
    return items


def number(value: object, *, where: str) -> float:
    """The value as a number between -10 and 10, where PLOVER's scores lie."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -10 <= value <= 10:
        raise fault(where, "not a number between -10 and 10")
    return float(value)


def meanings(value: object, *, where: str) -> Mapping[str, str]:
    """A table of codes and what they mean."""
    codes = table(value, where=where)
    return MappingProxyType({k: text(v, where=f"{where}.{k}") for k, v in codes.items()})
