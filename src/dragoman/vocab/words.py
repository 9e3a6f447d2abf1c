"""Small words that tell how names and roles belong together."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dragoman.errors import VocabularyError
from dragoman.vocab.loading import read_toml, table, texts

FILE = "words.toml"


@cache
def words(name: str) -> frozenset[str]:
    """The list of that name; `VocabularyError` where there is none."""
    lists = _lists()
    if name not in lists:
        raise VocabularyError(f"{name!r} is no list of {FILE}.", todo=f"Use one of {list(lists)}.")
    return lists[name]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    rows = table(read_toml(FILE, tables=("lists",))["lists"], where=FILE)
    return MappingProxyType({k: frozenset(texts(v, where=f"{FILE} {k}")) for k, v in rows.items()})
