"""Which column of a table is which: as the user says, else by their usual names."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple, Self

from dragoman.errors import SettingsError, UnreadableSource
from dragoman.sources.draft import load_data


class Columns(NamedTuple):
    """The column of each field that has one, and how its days are written, if that is told."""

    of: Mapping[str, str]
    day_format: str | None = None

    @classmethod
    def find(cls, names: Sequence[str], *, mapping: Mapping[str, str] | None, where: str) -> Self:
        """The columns among `names`; `UnreadableSource` where no column can be the text.

        The mapping gives columns by field, `{"text": "body"}`; after `|` stands how days are
        written, as for `strptime`: `{"published": "day|%d/%m/%Y"}`.
        """
        asked, day_format = checked(mapping)
        known = {_plain(name): name for name in reversed(names)}
        for column in asked.values():
            if column not in names:
                raise _lacks(where, f"has no column {column}", names)
        found = {
            field: next((known[u] for u in usual if u in known), None)
            for field, usual in _usual().items()
            if field not in asked
        }
        taken = set(asked.values())
        of = {f: c for f, c in found.items() if c is not None and c not in taken} | asked
        if "text" not in of:
            raise _lacks(where, "has no column that is surely the text", names)
        return cls(of, day_format)


def checked(mapping: Mapping[str, str] | None) -> tuple[dict[str, str], str | None]:
    """The mapping by the fields' own names, and how days are written; else `SettingsError`."""
    asked, day_format = {}, None
    for given, value in (mapping or {}).items():
        field = next((f for f, usual in _usual().items() if _plain(given) in usual), None)
        if field is None:
            raise SettingsError(
                f"A table's columns cannot be mapped to {given}.",
                todo=f"Map {', '.join(_usual())}, as in --map text=body.",
            )
        column, _, form = value.partition("|")
        asked[field] = column
        day_format = form or day_format
    return asked, day_format


def _lacks(where: str, what: str, names: Sequence[str]) -> UnreadableSource:
    shown = ", ".join(names[:40]) or "none"
    return UnreadableSource(
        f"{where} {what}; its columns are {shown}.", todo="Name it: --map text=COLUMN."
    )


def _plain(name: str) -> str:
    return " ".join(name.strip().lower().replace("_", " ").replace("-", " ").split())


@cache
def _usual() -> dict[str, list[str]]:
    return load_data("columns.toml")
