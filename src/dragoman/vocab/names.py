"""The index of all names: from the words of a text to whom they may mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dragoman.vocab.actors import Entity, Form, entities
from dragoman.vocab.loading import closed, fault, read_toml, table
from dragoman.vocab.tokens import plain, tokens

FILE = "ambiguous.toml"
KINDS = ("group", "agency", "organisation", "leader", "region", "country")


@dataclass(frozen=True, slots=True)
class Name:
    """One form of one entity's name."""

    entity: Entity
    form: Form


@dataclass(frozen=True, slots=True)
class Entry:
    """Names of the same words: `words` as they must stand, one string a word."""

    words: tuple[str, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A country that an ambiguous name means where one of the words stands in the report."""

    country: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A name of several bearers: its readings, and what it means otherwise."""

    otherwise: str | None
    readings: tuple[Reading, ...]


Index = Mapping[str, tuple[Entry, ...]]


@cache
def names() -> Index:
    """Entries by the first word, casefolded; those with most words come first."""
    found: dict[tuple[str, ...], list[Name]] = {}
    for entity in sorted(entities(), key=lambda e: KINDS.index(e.kind)):
        for form in entity.forms:
            for words in _spellings(form):
                found.setdefault(words, []).append(Name(entity, form))
    index: dict[str, list[Entry]] = {}
    for words, same in sorted(found.items(), key=lambda item: -len(item[0])):
        index.setdefault(words[0].casefold(), []).append(Entry(words, tuple(same)))
    return MappingProxyType({first: tuple(entries) for first, entries in index.items()})


@cache
def ambiguities() -> Mapping[str, Ambiguity]:
    """Names whose bearer the report's other words decide."""
    rows = table(_ambiguous()["names"], where=FILE)
    return MappingProxyType({plain(name): _ambiguity(name, row) for name, row in rows.items()})


@cache
def peoples_names() -> frozenset[str]:
    """Names of states and towns that people bear too."""
    words = table(_ambiguous()["people"], where=FILE)["words"]
    if not isinstance(words, list):
        raise fault(FILE, "people.words is no list")
    return frozenset(plain(str(word)) for word in words)


@cache
def _ambiguous() -> dict[str, object]:
    return read_toml(FILE, tables=("names", "people"))


def _ambiguity(name: str, value: object) -> Ambiguity:
    row = table(value, where=f"{FILE} {name}")
    closed(row, required={"otherwise", "readings"}, where=f"{FILE} {name}")
    if not isinstance(row["readings"], list):
        raise fault(FILE, f"the readings of {name} are no list")
    readings = tuple(Reading(str(r[0]), tuple(map(str, r[1:]))) for r in row["readings"])
    return Ambiguity(str(row["otherwise"]) or None, readings)


def _spellings(form: Form) -> Iterator[tuple[str, ...]]:
    words = tuple(token.key for token in tokens(form.words))
    yield words
    if form.use == "adjective" and not words[-1].endswith(("s", "h", "z", "ese", "men")):
        yield (*words[:-1], f"{words[-1]}s")
