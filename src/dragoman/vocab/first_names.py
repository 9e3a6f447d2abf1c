"""First names that tell whether a man or a woman is meant."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dragoman.vocab.loading import fault, read_toml, table, text

FILE = "first_names.toml"
GENDERS = {"male": "m", "female": "f"}


def gender_of(first: str) -> str | None:
    """`m` or `f` where the first name, without accents and casefolded, as a rule tells it."""
    return _names().get(first)


@cache
def _names() -> Mapping[str, str]:
    lists = table(read_toml(FILE, tables=("names",))["names"], where=FILE)
    found: dict[str, str] = {}
    for list_, gender in GENDERS.items():
        for name in text(lists.get(list_), where=f"{FILE} {list_}").split():
            if name.casefold() in found:
                raise fault(FILE, f"{name} stands in it twice")
            found[name.casefold()] = gender
    return MappingProxyType(found)
