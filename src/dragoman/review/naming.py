"""Merging and splitting actors: under which name each coder has an actor shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.model import Actor, Coded, Decision, DecisionKind

KINDS = (DecisionKind.MERGE, DecisionKind.SPLIT)


@dataclass(frozen=True, slots=True)
class Name:
    """What an actor is shown as: a name, or None for its own words; and its country."""

    name: str | None
    country: str | None


def shown_as(actor: Actor) -> str:
    """What tells an actor from others: the name, or the words where no name is known."""
    return actor.name or actor.evidence.words


def opinions(
    actor: Actor, *, record: str, report: str, decisions: Iterable[Decision]
) -> Mapping[str, Name]:
    """What each coder who merged or split has this actor shown as, by coder.

    Of one coder's decisions on a name the narrowest counts (record, report, everywhere), of those
    the latest. The name that a merge gives may be merged again.
    """
    by_coder: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.kind in KINDS and _covers(decision, record, report):
            by_coder.setdefault(decision.coder, []).append(decision)
    found = {coder: _named(actor, theirs) for coder, theirs in by_coder.items()}
    return {coder: name for coder, name in found.items() if name is not None}


def _covers(decision: Decision, record: str, report: str) -> bool:
    return decision.report in (None, report) and decision.record in (None, record)


def _named(actor: Actor, decisions: Sequence[Decision]) -> Name | None:
    key, country = shown_as(actor), actor.country
    seen, found = {key}, None
    while (decision := _narrowest(key, decisions)) is not None:
        split = decision.kind is DecisionKind.SPLIT
        country = decision.country if split else decision.country or country
        found = Name(decision.into, country)
        if decision.into is None or split or decision.into in seen:
            break
        key = decision.into
        seen.add(key)
    return found


def _narrowest(key: str, decisions: Sequence[Decision]) -> Decision | None:
    own = [(n, d) for n, d in enumerate(decisions) if key in d.actors and d.into != key]
    own.sort(key=lambda pair: (pair[1].record is not None, pair[1].report is not None, pair[0]))
    return own[-1][1] if own else None


def actors_of(record: Coded) -> Mapping[str, Sequence[Actor]]:
    """The actors that a record names, by field."""
    found: dict[str, Sequence[Actor]] = {}
    for field in type(record).model_fields:
        value = getattr(record, field)
        items = value if isinstance(value, tuple) else (value,)
        if actors := [item for item in items if isinstance(item, Actor)]:
            found[field] = actors
    return found


def renamed(record: Coded, names: Mapping[tuple[str, int], Name]) -> Coded:
    """The record with other names for actors, given by field and place in it."""
    changes: dict[str, object] = {}
    for field, actors in actors_of(record).items():
        made = tuple(_with(a, names.get((field, n))) for n, a in enumerate(actors))
        if made != tuple(actors):
            changes[field] = made if isinstance(getattr(record, field), tuple) else made[0]
    return record.model_copy(update=changes) if changes else record


def _with(actor: Actor, name: Name | None) -> Actor:
    if name is None or (name.name, name.country) == (actor.name, actor.country):
        return actor
    told = {"name": name.name, "country": name.country}
    if name.name != actor.name:
        told["wikidata"] = None  # it was the other's
    return actor.model_copy(update=told)
