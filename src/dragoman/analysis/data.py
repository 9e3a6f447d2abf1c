"""The word lists of the analysis, read once and checked."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any  # what TOML gives; its form is checked by whoever takes it

from dragoman.vocab import entities
from dragoman.vocab.loading import fault


@cache
def listed(kind: str) -> tuple[str, ...]:
    """The words of one list of objects.toml, in order."""
    return tuple(str(_read("objects.toml")[kind]["words"]).split())


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one list of objects.toml."""
    return frozenset(listed(kind))


@cache
def members() -> Mapping[str, str]:
    """The party of each person who speaks for another than the government of a state."""
    known = {e.name for e in entities()}
    found: dict[str, str] = {}
    for party, people in _read("parties.toml")["members"].items():
        if unknown := {party, *people} - known:
            raise fault("parties.toml", f"{', '.join(sorted(unknown))} is in no table of actors")
        found.update(dict.fromkeys(people, party))
    return MappingProxyType(found)


@cache
def spoken_by() -> frozenset[str]:
    """The words that may stand beside a state's name in the name of who acts for it."""
    return frozenset(str(_read("parties.toml")["spoken_by"]).split())


@cache
def acts() -> Mapping[str, Mapping[str, str]]:
    """The issues that acts answer, by PLOVER's type and then by mode."""
    found: Mapping[str, Mapping[str, str]] = _read("acts.toml")["issues"]
    return found


@cache
def at_place() -> frozenset[str]:
    """PLOVER's types of acts whose recipient may be told by the country of the place."""
    return frozenset(_read("acts.toml")["at_place"]["types"])


@cache
def forced() -> tuple[str, ...]:
    """How words begin of acts that are no answer to a demand."""
    return tuple(_read("acts.toml")["forced"]["words"])


@cache
def helping() -> frozenset[str]:
    """PLOVER's types of acts that, done for rebels, are none of their country."""
    return frozenset(_read("acts.toml")["helping"]["types"])


@cache
def mutual() -> tuple[frozenset[str], tuple[str, ...]]:
    """PLOVER's types of acts that sides do with each other, and how words of fighting begin."""
    found = _read("acts.toml")["mutual"]
    return frozenset(found["types"]), tuple(found["fighting"])


@cache
def joint() -> tuple[frozenset[str], Mapping[str, tuple[str, ...]]]:
    """PLOVER's types of acts by which sides accept something, and by issue what names it."""
    found = dict(_read("acts.toml")["joint"])
    return frozenset(found.pop("types")), {issue: tuple(w) for issue, w in found.items()}


@cache
def answers() -> Mapping[str, str]:
    """The stances that acts of answering take, by PLOVER's type."""
    found: Mapping[str, str] = _read("acts.toml")["answers"]
    return found


@cache
def foreign_types() -> Mapping[str, Mapping[str, str]]:
    """PLOVER's types for those of other data sets, by set; POLECAT has PLOVER's own."""
    found: Mapping[str, Mapping[str, str]] = _read("foreign.toml")["types"]
    return found


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
