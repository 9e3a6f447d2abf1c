"""The parties and countries that a user names, in whatever way."""

from collections.abc import Mapping, Sequence
from functools import cache

from dragoman.analysis.party import BLOCS, Named, rolled
from dragoman.store.fold import fold
from dragoman.vocab import Entity, countries, entities


def called(name: str, *, level: str = "party") -> str:
    """The key of the party or country that is called so as well: M23 is the March 23 Movement.

    The name as it is where the tables have nobody, or several, of that name.
    """
    code = name.upper()
    if level == "actor":
        return name
    if code in countries():
        return code
    if code in BLOCS:
        return code if level == "country" else BLOCS[code]
    keys: set[str | None] = set()
    for entity in entities_called(name):
        if level == "party":
            party = rolled(Named(entity.name, entity.name, entity.country, entity.sectors))
            keys.add(party.key if party else None)
        elif entity.kind == "country" or entity.name in BLOCS.values():
            keys.add(entity.country)
    return keys.pop() or name if len(keys) == 1 else name


def entities_called(name: str) -> list[Entity]:
    """Whom the tables of actors call so, but for people."""
    return [e for e in _called(name) if e.kind != "leader"]


def leaders_called(name: str) -> list[Entity]:
    """The leaders whom the tables call so."""
    return [e for e in _called(name) if e.kind == "leader"]


def _called(name: str) -> Sequence[Entity]:
    return _by_form().get(fold(name), ())


@cache
def _by_form() -> Mapping[str, Sequence[Entity]]:
    """Whom the tables have by each of their names, folded, in the order of the tables."""
    found: dict[str, list[Entity]] = {}
    for entity in entities():
        for words in {fold(form.words) for form in entity.forms}:
            found.setdefault(words, []).append(entity)
    return found


def code(side: str) -> str:
    """A country's code for its name; anything else as it is, a code in capitals."""
    names = {e.name.casefold(): known for known, e in countries().items()}
    known = side.upper() in countries()
    return names.get(side.casefold()) or (side.upper() if known else side)
