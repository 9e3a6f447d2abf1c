"""What a record must be to be kept: its words stand in the text, its labels in the vocabulary."""

from collections.abc import Collection, Iterator
from functools import cache

from dragoman.errors import VocabularyError
from dragoman.model import Actor, Coded, Event, Figure, Place, Position, Report, Statement
from dragoman.vocab import codebook, countries, nonstates, plover, sectors


def check(record: Coded, report: Report, *, fields: Collection[str] | None = None) -> None:
    """Raise unless the record fits its report and the vocabularies.

    `AnchorError` where words do not stand where the record says, `VocabularyError` where a code is
    none. With `fields`, only the labels of those are looked at: what a person changed. The labels
    of marks are those of their schema's file, which is not known here.
    """
    for evidence in record.all_evidence():
        report.check(evidence)
    asked = None if fields is None else _answered_for(fields)
    for field, what, todo in _faults(record):
        if asked is None or field in asked:
            raise VocabularyError(what, todo=todo)


# Fields that belong together: who changes one answers for all. Of an event's type and mode follow
# its quad and score; a statement's evidence is the first of its content.
TOGETHER = (frozenset({"type", "mode", "quad", "score"}), frozenset({"evidence", "content"}))


def _answered_for(fields: Collection[str]) -> set[str]:
    return {*fields, *(f for group in TOGETHER if not group.isdisjoint(fields) for f in group)}


_FEW = 40  # codes that a message can name one by one

Fault = tuple[str, str, str]  # the field, what is wrong with it, what to do


def _faults(record: Coded) -> Iterator[Fault]:
    match record:
        case Event():
            yield from _event(record)
        case Statement() if record.content[0] != record.evidence:
            yield "content", "The words of a statement are not its content.", "Change both."
        case Position():
            yield from _unknown("issue", [record.issue], codebook().issues)
        case Figure():
            yield from _unknown("measure", [record.measure], codebook().measures)
    for field in type(record).model_fields:
        value = getattr(record, field)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Actor | Place):
                yield from _named(field, item)


def _event(event: Event) -> Iterator[Fault]:
    yield from _unknown("type", [event.type], plover().types)
    yield from _unknown("contexts", event.contexts, plover().contexts)
    for name, number in event.size or ():
        if number is not None and number < 0:
            yield "size", f"size.{name}: {number:g} is less than 0.", "Give how many people."
    if (kind := plover().types.get(event.type)) is None:
        return
    if event.mode is not None:
        yield from _unknown("mode", [event.mode], kind.modes, of=f" of {event.type}")
    if event.quad != kind.quad:
        yield "quad", f"{event.quad} is not the quad of {event.type}.", f"Use {kind.quad}."
    score = kind.score if event.mode is None else kind.modes.get(event.mode)
    if score not in (None, event.score):
        yield "score", f"{event.score:g} is not the score of {event.type}.", f"Use {score:g}."


@cache
def _countries() -> frozenset[str]:
    """The codes of states, and PLOVER's for actors of no one state."""
    return frozenset({*countries(), *nonstates()})


def _named(field: str, item: Actor | Place) -> Iterator[Fault]:
    if item.country is not None:
        yield from _unknown(field, [item.country], _countries(), word="country")
    if isinstance(item, Actor):
        yield from _unknown(field, item.sectors, sectors(), word="sector")


def _unknown(
    field: str, given: Collection[str], known: Collection[str], *, word: str = "", of: str = ""
) -> Iterator[Fault]:
    word = word or field.removesuffix("s")
    for code in given:
        if code not in known:
            few = ", ".join(known) if len(known) <= _FEW else "a code of the vocabulary"
            yield field, f"{code!r} is no {word}{of}.", f"Use {few or 'none'}."
