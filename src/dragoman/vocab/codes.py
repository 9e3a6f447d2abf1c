"""The codebook: issues and stances of positions, kinds of statement, bounds and measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.vocab.loading import meanings, read_toml

FILE = "codebook.toml"
TABLES = ("kinds", "stances", "issues", "bounds", "measures")


@dataclass(frozen=True, slots=True)
class Codebook:
    """The labels of statements, positions and figures: code to meaning."""

    version: str
    kinds: Mapping[str, str]
    stances: Mapping[str, str]
    issues: Mapping[str, str]
    bounds: Mapping[str, str]
    measures: Mapping[str, str]


@cache
def codebook() -> Codebook:
    """The codebook dragoman reads with."""
    data = read_toml(FILE, tables=TABLES)
    tables = {name: meanings(data[name], where=f"{FILE} {name}") for name in TABLES}
    return Codebook(version=str(data["version"]), **tables)
