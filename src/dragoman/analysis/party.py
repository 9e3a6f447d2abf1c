"""Parties: whom a government, its leaders, ministries and capital speak for, and back again.

The rules stand in docs/analysis.md. What no rule reaches is of no party that is known.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dragoman.analysis.data import members, spoken_by
from dragoman.model import Actor
from dragoman.vocab import Entity, Entry, Token, countries, entities, names, roles, tokens
from dragoman.vocab import words as listed

OWN = frozenset({"PTY", "OPP", "REB", "PRM"})  # sectors whose actors are parties of their own
STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG"})  # courts speak for the law
LOCAL = frozenset({"governor", "mayor"})  # and these for a part of the country
BLOCS = {"UNO": "United Nations", "EUR": "European Union"}
MEMBER = frozenset({"member", "members", "lawmaker", "lawmakers", "faction", "wing"})


@dataclass(frozen=True, slots=True)
class Party:
    """A side: `key` is a country's code for its government, else a name of the actor tables.

    `head` tells whether the words are the side itself, its seat, its leader or its government,
    and not a part of it: a parliament, a ministry of arms, a member.
    """

    key: str
    name: str
    head: bool = True


@dataclass(frozen=True, slots=True)
class Named:
    """What tells the party of an actor, in plain values."""

    words: str
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None


def named(actor: Actor) -> Named:
    """An actor's plain values."""
    return Named(actor.evidence.words, actor.name, actor.country, actor.sectors, actor.office)


def parties_of(who: Named | None) -> tuple[Party, ...]:
    """The party an actor stands for, or each of those that its words or its name tell of with
    "and"."""
    if who is None:
        return ()
    for told in (who.words, who.name or ""):
        found = _each(told)
        if len(found) > 1:
            return found
    party = rolled(who)
    return (party,) if party else ()


def entries_in(keys: Sequence[Token]) -> Iterator[tuple[int, Entry | None]]:
    """Where each longest name of the tables begins, with the name, and each other word, with
    None."""
    at = 0
    while at < len(keys):
        entry = _entry_at(keys, at)
        yield at, entry
        at += len(entry.words) if entry else 1


def _entry_at(keys: Sequence[Token], at: int) -> Entry | None:
    before = keys[at - 1].key if at else ""
    for entry in names().get(keys[at].key.casefold(), ()):
        if tuple(t.key for t in keys[at : at + len(entry.words)]) == entry.words:
            body = entry.names[0].entity.kind in ("agency", "organisation", "group")
            return None if body and _enlarges(before) else entry
    return None


@lru_cache(maxsize=1 << 14)
def _each(words: str) -> tuple[Party, ...]:
    """The parties that stand beside each other in the words: "Bosnia, Croatia and Serbia"."""
    found: dict[str, Party] = {}
    keys = tokens(words)
    last = 0
    for at, entry in entries_in(keys):
        if entry is None:
            continue
        between = words[last : keys[at].start]
        if found and not _JOINT.search(between):
            return ()
        e = entry.names[0].entity
        party = rolled(Named(words=e.name, name=e.name, country=e.country, sectors=e.sectors))
        last = keys[at + len(entry.words) - 1].end
        if party:
            found[party.key] = party
    return tuple(found.values())


_JOINT = re.compile(r",| and | & ")


@lru_cache(maxsize=1 << 17)
def rolled(who: Named) -> Party | None:
    """The party that plain values of an actor stand for."""
    if "ELI" in who.sectors or (who.office or "").startswith("former "):
        return None  # out of office they speak for themselves
    found = _itself(who.name) or _by_words(who)
    if found is None or _governs(who, found):
        found = _of_state(who)
    if found is None or not found.head:
        return found
    said = {t.key.casefold() for t in tokens(who.words)}
    part = bool(said & MEMBER) or _of_another(who.words, found)
    return Party(found.key, found.name, head=not part)


def _governs(who: Named, found: Party) -> bool:
    """Whether a group is the government, as the Taliban are from August 2021 on."""
    entity = _parties().get(found.name)
    return entity is not None and entity.kind == "group" and "GOV" in who.sectors


def _itself(name: str | None) -> Party | None:
    """The party whose name, or whose leader's name, the resolved name is."""
    party = members().get(name or "", name or "")
    entity = _parties().get(party)
    return Party(key_of(entity), entity.name) if entity else None


def key_of(entity: Entity) -> str:
    """The key of a party of the tables."""
    return entity.country or entity.name if entity.kind == "country" else entity.name


@cache
def _parties() -> Mapping[str, Entity]:
    """Everyone of the tables that is a party, by name; a state goes before a region of its name."""
    kinds = ("region", "agency", "organisation", "group", "country")
    ranked = sorted((e for e in entities() if e.kind in kinds), key=lambda e: kinds.index(e.kind))
    return {e.name: e for e in ranked if _is_party(e)}


def _is_party(entity: Entity) -> bool:
    if entity.kind == "agency":
        return bool(OWN & set(entity.sectors)) and "GOV" not in entity.sectors
    if entity.kind == "group":
        return "MIL" not in entity.sectors
    if entity.kind == "organisation":
        return entity.country == "IGO" or entity.name in BLOCS.values()
    return True


def _by_words(who: Named) -> Party | None:
    """The party or region that the report's words name: "Bosnian Serb leaders"."""
    keys = [t.key for t in tokens(who.words)]
    for first in range(len(keys)):
        if first and _enlarges(keys[first - 1]):
            continue
        for form, entity in _spellings().get(keys[first], ()):
            last = first + len(form)
            if tuple(keys[first:last]) == form and not _of_another_name(entity, keys, first, last):
                same = who.country is None or entity.country in (who.country, None)
                return Party(key_of(entity), entity.name) if same else None
    return None


def _of_another_name(entity: Entity, keys: Sequence[str], first: int, last: int) -> bool:
    """Whether a party's name without its "Party" begins what is not of it: "[Democratic] Centre",
    "[Labour] ministry"."""
    short = (*keys[first:last], "Party") in {_keys(f.words) for f in entity.forms}
    if not short or last == len(keys):
        return False
    role = roles().get((keys[last].casefold(),))
    person = role is not None and (role.office or role.sector in ("LEG", "PTY"))
    return not person and (role is not None or keys[last].istitle())


def _keys(words: str) -> tuple[str, ...]:
    return tuple(t.key for t in tokens(words))


def _enlarges(before: str) -> bool:
    """Whether the word makes what stands after it another's name: "Social [Democratic]"."""
    return before.istitle() and before != "New" and before.casefold() in listed("enlarging")


@cache
def _spellings() -> Mapping[str, tuple[tuple[tuple[str, ...], Entity], ...]]:
    """Names of parties that are no state, by their first word, the longest first."""
    found: dict[tuple[str, ...], Entity] = {}
    for entity in _parties().values():
        if entity.kind in ("country", "organisation"):
            continue
        for form in _forms(entity):
            keys = _keys(form)
            for spelling in (keys, (*keys[:-1], f"{keys[-1]}s")):
                found.setdefault(spelling, entity)
    index: dict[str, list[tuple[tuple[str, ...], Entity]]] = {}
    for keys in sorted(found, key=lambda k: (-len(k), k)):
        index.setdefault(keys[0], []).append((keys, found[keys]))
    return {first: tuple(rows) for first, rows in index.items()}


def _of_another(words: str, party: Party) -> bool:
    """Whether the words begin with the name of another state than the party's: its envoy."""
    keys = tokens(words)
    if keys and keys[0].key.casefold() == "the":
        keys = keys[1:]
    if not keys:
        return False
    for entry in names().get(keys[0].key.casefold(), ()):
        last = len(entry.words)
        if tuple(t.key for t in keys[:last]) == entry.words:
            bound = words[keys[last - 1].end :].startswith("-")  # "US-backed"
            state = entry.names[0].entity
            mine = _parties().get(party.name)
            own = {party.key, mine.country if mine else None}
            return state.kind == "country" and not bound and state.country not in own
    return False


def _forms(entity: Entity) -> Iterator[str]:
    for form in entity.forms:
        # The name of a region is where things are; that of its people is who they are.
        if not form.weak and (entity.kind != "region" or form.use == "adjective"):
            yield form.words
            if form.words.endswith(" Party"):
                yield form.words.removesuffix(" Party")


def _of_state(who: Named) -> Party | None:
    sectors = set(who.sectors)
    if own := sorted(OWN & sectors):
        # Someone of no party of the tables: who they are by name, else which state's opposition.
        if who.name:
            return Party(who.name, who.name)
        return Party(f"{who.country} {own[0]}", f"{who.country} {own[0]}") if who.country else None
    state = countries().get(who.country or "")
    if state is None:
        bloc = BLOCS.get(who.country or "")
        if bloc:
            return Party(bloc, bloc, head=who.name in (None, bloc))
        if not who.name or not sectors or _JOINT.search(who.name):
            return None  # a private person; two leaders, who are no party together
        return Party(who.name, who.name)
    if sectors - STATE or who.office in LOCAL or (not sectors and not _speaks(who, state)):
        return None  # civilians, companies, people of no known office
    return Party(state.country or state.name, state.name, head=sectors <= {"GOV"})


def _speaks(who: Named, state: Entity) -> bool:
    """Whether one of no known office is the state itself, in words that name it with no more than
    what it acts by: "the Cambodian side", and not "Cambodian conservation groups"."""
    if who.name not in (None, state.name):
        return False
    keys = tokens(who.words)
    found = list(entries_in(keys))
    named = any(entry for _, entry in found)
    other = {keys[at].key.casefold() for at, entry in found if entry is None}
    return not named or other <= spoken_by()


def first_state(words: str) -> str | None:
    """The code of the first state or its people that the words name, or of the group's state."""
    keys = [t.key for t in tokens(words)]
    for at in range(len(keys)):
        for entry in names().get(keys[at].casefold(), ()):
            if tuple(keys[at : at + len(entry.words)]) == entry.words:
                return entry.names[0].entity.country
    return None


@lru_cache(maxsize=1 << 14)
def parties_in(words: str) -> frozenset[str]:
    """The keys of all parties, or peoples of states, that the words name."""
    named = (entry.names[0].entity for _, entry in entries_in(tokens(words)) if entry)
    return frozenset(key_of(entity) for entity in named if entity.name in _parties())


def home(party: Party) -> str | None:
    """The country of a party of the tables; None of others."""
    entity = _parties().get(party.name)
    return entity.country if entity else None


def state_of(who: Named) -> str | None:
    """The country or PLOVER code an actor is of, whoever of it acts; None where not known."""
    return who.country or (key_of(e) if (e := _parties().get(who.name or "")) else None)
