"""Words that say what someone is: offices that one person holds, nouns for people and bodies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from dragoman.vocab.actors import sectors
from dragoman.vocab.loading import fault, read_toml, table, texts
from dragoman.vocab.tokens import tokens

FILE = "offices.toml"


@dataclass(frozen=True, slots=True)
class Role:
    """What a word says of its bearer: a sector, and an office where one person holds it."""

    sector: str | None
    office: str | None
    plural: bool


Roles = Mapping[tuple[str, ...], Role]


@cache
def roles() -> Roles:
    """Role words by their casefolded words, plurals included."""
    data = read_toml(FILE, tables=("offices", "nouns"))
    return MappingProxyType(_roles([*_posts(data), *_nouns(data)]))


@cache
def role_lengths() -> Mapping[str, tuple[int, ...]]:
    """How many words the roles have that begin with a word, most first."""
    found: dict[str, set[int]] = {}
    for key in roles():
        found.setdefault(key[0], set()).add(len(key))
    return MappingProxyType({k: tuple(sorted(v, reverse=True)) for k, v in found.items()})


def _roles(rows: list[tuple[str, Role]]) -> dict[tuple[str, ...], Role]:
    found: dict[tuple[str, ...], Role] = {}
    for words, role in rows:
        key = tuple(t.key.casefold() for t in tokens(words))
        if key in found:
            raise fault(FILE, f"{words!r} stands in it twice")
        found[key] = replace(role, plural=_is_plural(key[-1]))
    for key, role in tuple(found.items()):
        if not role.plural:  # a plural that is listed goes before one that is made
            found.setdefault(_plural(key), replace(role, plural=True))
    return found


def _posts(data: dict[str, object]) -> Iterator[tuple[str, Role]]:
    for office, row in table(data["offices"], where=FILE).items():
        sector, *words = texts(row, where=FILE)
        for word in words:
            yield word, Role(_sector(sector), office, plural=False)


def _nouns(data: dict[str, object]) -> Iterator[tuple[str, Role]]:
    for sector, row in table(data["nouns"], where=FILE).items():
        for word in texts(row, where=FILE):
            yield word, Role(_sector(sector), None, plural=False)


def _sector(code: str) -> str | None:
    if code and code not in sectors():
        raise fault(FILE, f"unknown sector {code}")
    return code or None


def _is_plural(word: str) -> bool:
    return word in IRREGULAR or (word.endswith("s") and not word.endswith(("ss", "us")))


def _plural(key: tuple[str, ...]) -> tuple[str, ...]:
    head, last = key[:-1], key[-1]
    if last.endswith("man"):
        return (*head, f"{last[:-3]}men")
    if last.endswith("y") and last[-2] not in "aeou":
        return (*head, f"{last[:-1]}ies")
    return (*head, f"{last}es" if last.endswith(("ch", "sh", "x", "ss")) else f"{last}s")


IRREGULAR = frozenset({"people", "police", "men", "women", "children", "personnel", "media"})
