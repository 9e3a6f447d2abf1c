"""What there is to compare of an act: its kind, who, where, when, and the words that tell it."""

from typing import TypedDict

from dragoman.linking.manner import again, anew, behind
from dragoman.linking.words import Weights, counted, key_of, rarity, telling, weighed, words
from dragoman.model import Actor, Event, Place, Precision, Report, Status
from dragoman.reading.windows import sentence_at
from dragoman.vocab import plover

WINDOW = 7  # days between the publication of two tellings
KEYS = 12  # words of the sentence that an act is looked up by, of which two tellings share so many:
SHARED = 2

_RARE = 4.0  # a word that opens a sentence, and that is in fewer than one text in e⁴, is a name

Spot = tuple[str, str | None, str, float | None, float | None]
"""A place: its name, country, precision, latitude and longitude."""


class Sketch(TypedDict):
    """What is kept of an event to compare it by."""

    type: str
    mode: str | None
    real: bool  # told as done or as not done, not as planned or possible
    cue: str
    words: Weights
    named: list[str]  # words written as names are; the first of the sentence only where it is rare
    actor: list[list[str]]  # of each: what it is known by
    recipient: list[list[str]]
    place: list[Spot]
    days: tuple[int, int] | None  # as Python counts them, where the text tells them
    published: int
    report: int  # which it is told in
    sentence: int  # which it stands in, among all sentences of all reports
    object: list[str]  # words of what stands behind the cue up to a preposition or a mark
    again: bool  # told as something known: "yesterday's attack", "the death toll"
    anew: bool  # told as another than those known: "a second strike"
    dead: float | None
    injured: float | None


def sketch(event: Event, report: Report) -> Sketch:
    """What there is to compare of an event."""
    start, end = sentence_at(report, event.evidence.start)
    told = words(report.text, start=start, end=end)
    roles: list[Actor | Place] = [*event.actor, *event.recipient, *event.place]
    for e in (role.evidence for role in roles):
        if not start <= e.start < end:
            told += words(report.text, start=e.start, end=e.end)
    size, place = event.size, (event.evidence.start - start, event.evidence.end - start)
    return {
        "type": event.type,
        "mode": event.mode,
        "real": event.status not in (Status.FUTURE, Status.HYPOTHETICAL),
        "cue": words(event.evidence.words)[-1].key if words(event.evidence.words) else "",
        "words": weighed(counted(told)),
        "named": sorted(
            {w.key for w in told if w.named and (w is not told[0] or rarity(w.key) > _RARE)}
        ),
        "actor": [_known(a) for a in event.actor],
        "recipient": [_known(a) for a in event.recipient],
        "place": [_place(p) for p in event.place],
        "days": _days(event),
        "published": report.published.toordinal() if report.published else 0,
        "report": key_of(report.id),
        "sentence": key_of(report.id, start),
        "object": sorted({w.key for w in words(behind(report.text[start:end], place[1]))}),
        "again": again(report.text[start:end], *place),
        "anew": anew(report.text[start:end], *place),
        "dead": size.dead if size else None,
        "injured": size.injured if size else None,
    }


def _known(actor: Actor) -> list[str]:
    """The country it is of, and the words of its name that are not common."""
    named = f"{actor.name or ''} {actor.evidence.words}"
    country = [actor.country] if actor.country else []
    return country + sorted({w.key for w in words(named) if rarity(w.key) > 1})


def _place(place: Place) -> Spot:
    name = " ".join(w.key for w in words(place.name or place.evidence.words))
    return (name, place.country, place.precision or "", place.latitude, place.longitude)


def _days(event: Event) -> tuple[int, int] | None:
    when = event.when
    if when is None or when.precision is not Precision.DAY or not (when.start and when.end):
        return None
    return (when.start.toordinal(), when.end.toordinal())


def keys(sketch: Sketch) -> list[int]:
    """What tellings of one act share some of."""
    group = f"{plover().types[sketch['type']].quad} {sketch['real']}"
    return [key_of("act", group, word) for word in telling(sketch["words"], KEYS)]
