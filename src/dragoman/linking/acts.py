"""Whether two events tell the same act in the world.

An act is compared by what kind it is, who did it to whom, where, when, and by the words that tell
it. Some differences rule out that it is one act; the others weigh for or against it.
"""

import math
import re
from collections.abc import Iterable
from functools import cache
from typing import TypedDict

from dragoman.linking.words import Weights, cosine, counted, key_of, rarity, telling, weighed, words
from dragoman.model import Actor, Event, Place, Precision, Report, Status
from dragoman.reading.windows import sentence_at
from dragoman.vocab import plover

WINDOW = 7  # days between the publication of two tellings
KEYS = 12  # words of the sentence that an act is looked up by, of which two tellings share so many:
SHARED = 2
LEAST = 0.5  # how likely two must be one act

_NEAR = 60.0  # kilometres between two names for one place
_EARTH = 6371.0
_POINTS = {"point", "city", "admin2"}
_COUNTRYWIDE = {"country", "region"}


Spot = tuple[str, str | None, str, float | None, float | None]
"""A place: its name, country, precision, latitude and longitude."""


class Sketch(TypedDict):
    """What is kept of an event to compare it by."""

    type: str
    mode: str | None
    real: bool  # told as done or as not done, not as planned or possible
    cue: str
    words: Weights
    named: list[str]  # words written as names are, not counting the first of the sentence
    actor: list[list[str]]  # of each: what it is known by
    recipient: list[list[str]]
    place: list[Spot]
    days: tuple[int, int] | None  # as Python counts them, where the text tells them
    published: int
    sentence: int  # which it stands in, among all sentences of all reports
    again: bool  # told as something known: "yesterday's attack", "the death toll"
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
    size, place = event.size, (event.evidence.start, event.evidence.end)
    return {
        "type": event.type,
        "mode": event.mode,
        "real": event.status not in (Status.FUTURE, Status.HYPOTHETICAL),
        "cue": words(event.evidence.words)[-1].key if words(event.evidence.words) else "",
        "words": weighed(counted(told)),
        "named": sorted({w.key for w in told[1:] if w.named}),
        "actor": [_known(a) for a in event.actor],
        "recipient": [_known(a) for a in event.recipient],
        "place": [_place(p) for p in event.place],
        "days": _days(event),
        "published": report.published.toordinal() if report.published else 0,
        "sentence": key_of(report.id, start),
        "again": _again(report.text[start:end], *(at - start for at in place)),
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


@cache
def _told_again() -> re.Pattern[str]:
    """Words behind which an act is named as something known, and not told."""
    known = r"(?:\b(?:the|this|that|these|those|following|after|over)|['’]s)"
    return re.compile(rf"{known}(?:\s+[\w-]+){{0,3}}\s*$", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    """What follows the name of an act; a verb would have its object there."""
    return re.compile(r"\s*(?:$|[,.;:)]|(?:of|on|in|at|by|that|which|against|between|as|and)\b)")


@cache
def _toll() -> re.Pattern[str]:
    return re.compile(
        r"\btoll\b|\b(?:rise|rises|rose|risen) to\b|\bconfirm(?:s|ed)?\b", re.IGNORECASE
    )


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(r"(?:[cst]ion|ment|[cs]ure|[osv]al|ance)s?$", re.IGNORECASE)


def _again(sentence: str, start: int, end: int) -> bool:
    known = _told_again().search(sentence[:start]) and _named().match(sentence[end:])
    return bool(known or _noun().search(sentence[start:end]) or _toll().search(sentence))


def keys(sketch: Sketch) -> list[int]:
    """What tellings of one act share some of."""
    group = f"{plover().types[sketch['type']].quad} {sketch['real']}"
    return [key_of("act", group, word) for word in telling(sketch["words"], KEYS)]


def likeness(a: Sketch, b: Sketch) -> float:
    """How likely two tellings are of one act, from 0 to 1; 0 where something rules it out.

    `a` is the one published first.
    """
    if _ruled_out(a, b):
        return 0.0
    weights = (
        _REST,
        _WORDS * min(_ALIKE, cosine(a["words"], b["words"])),
        _time(a, b),
        _SPOT * _same_spot(a, b),
        _CUE * (a["cue"] == b["cue"]),
        _toll_weight(a, b),
        _OTHER_NAMES * _other_names(a, b),
    )
    return round(1 / (1 + math.exp(-sum(weights))), 6)


# What counts how much, set by hand from what the parts mean and not fitted to any pair; see
# docs/linking.md for how well that does.
_REST, _WORDS, _SPOT, _CUE, _OTHER_NAMES = -3.0, 6.0, 1.0, 0.5, -1.5
_ALIKE = 0.7  # words more alike than that are a formula, and say no more
_SAME_DAY, _DAY_TOLD, _OTHER_DAY = 1.0, 2.0, -3.0  # of publication; as told; as told
_RETOLD, _RETOLD_DAY = 1.0, -0.15  # told again as something known; for each day between
_NEW, _NEW_DAY = -2.5, -0.5  # told as news; for each day between
_SAME_TOLL, _LESS = 1.0, -1.0
_FEW_DEAD = 3  # tolls of so many and fewer are often the same


def _ruled_out(a: Sketch, b: Sketch) -> bool:
    return (
        a["sentence"] == b["sentence"]  # which tells an act once
        or a["real"] != b["real"]
        or not _names_in_common(a, b)
        or _other_kind(a, b)
        or _other_days(a, b)
        or _other_sides(a, b)
        or _other_places(a, b)
    )


def _names_in_common(a: Sketch, b: Sketch) -> bool:
    """Whether anything named is the same: "the suspect is arrested" is told of many acts."""
    mine, other = (
        {*s["named"], *_countries([*s["actor"], *s["recipient"]]), *(p[0] for p in s["place"])}
        for s in (a, b)
    )
    return bool(mine & other)


def _other_kind(a: Sketch, b: Sketch) -> bool:
    if a["type"] != b["type"]:
        return True
    modes = {a["mode"], b["mode"]} - {None}
    return len(modes) > 1 and a["cue"] != b["cue"]


def _other_days(a: Sketch, b: Sketch) -> bool:
    """Whether one is told to be after the other was published, or both on days far apart."""
    if a["days"] and b["days"]:
        return a["days"][0] > b["days"][1] + 1 or b["days"][0] > a["days"][1] + 1
    return any(
        one["days"] is not None and other["published"] and one["days"][0] > other["published"] + 1
        for one, other in ((a, b), (b, a))
    )


def _countries(side: Iterable[list[str]]) -> set[str]:
    return {name for known in side for name in known if name.isupper()}


def _other_sides(a: Sketch, b: Sketch) -> bool:
    """Whether the states of those who act, or of those acted upon, are others."""
    if plover().types[a["type"]].reciprocal:
        mine, other = (_countries([*s["actor"], *s["recipient"]]) for s in (a, b))
        return not (mine <= other or other <= mine)
    for left, right in ((a["actor"], b["actor"]), (a["recipient"], b["recipient"])):
        mine, other = _countries(left), _countries(right)
        if mine and other and not (mine <= other or other <= mine):
            return True
    return False


def _other_names(a: Sketch, b: Sketch) -> bool:
    """Whether both name who is acted upon, and no word of the names is the same."""
    mine, other = ({w for known in s["recipient"] for w in known} for s in (a, b))
    return bool(mine and other and not mine & other)


def _other_places(a: Sketch, b: Sketch) -> bool:
    """Whether both tell where, finer than the country, and no two places can be one."""
    mine, other = ([p for p in s["place"] if p[2] not in _COUNTRYWIDE] for s in (a, b))
    if not (mine and other):
        states, others = ({p[1] for p in s["place"] if p[1]} for s in (a, b))
        return bool(states and others and not states & others)
    return not any(_one_place(p, q) for p in mine for q in other)


def _one_place(p: Spot, q: Spot) -> bool:
    if set(p[0].split()) & set(q[0].split()):
        return True
    if p[3] is None or p[4] is None or q[3] is None or q[4] is None:
        return False
    if p[2] in _POINTS and q[2] in _POINTS:
        return _kilometres((p[3], p[4]), (q[3], q[4])) <= _NEAR
    return p[1] == q[1]  # a province and a town: one may lie in the other


def _kilometres(p: tuple[float, float], q: tuple[float, float]) -> float:
    north, east = math.radians(p[0] - q[0]), math.radians(p[1] - q[1])
    middle = math.radians((p[0] + q[0]) / 2)
    return _EARTH * math.hypot(north, east * math.cos(middle))


def _same_spot(a: Sketch, b: Sketch) -> bool:
    mine, other = ({p[0] for p in s["place"] if p[2] not in _COUNTRYWIDE} for s in (a, b))
    return bool(mine & other)


def _time(a: Sketch, b: Sketch) -> float:
    """How much the days speak for one act."""
    gap = abs(b["published"] - a["published"])
    if a["days"] and b["days"]:
        overlap = a["days"][0] <= b["days"][1] and b["days"][0] <= a["days"][1]
        return _DAY_TOLD if overlap else 0.0
    told, other = (a, b) if a["days"] else (b, a)
    if told["days"] is not None:
        since = other["published"] - told["days"][1]
        if other["published"] and since in (0, 1):
            return _DAY_TOLD
        if since < 0:
            return 0.0  # a day behind
        return _RETOLD if other["again"] else _OTHER_DAY
    if not gap:
        return _SAME_DAY
    if b["again"]:
        return _RETOLD + _RETOLD_DAY * gap
    return _NEW + _NEW_DAY * gap


def _toll_weight(a: Sketch, b: Sketch) -> float:
    """A toll that is the same speaks for one act, one that falls against it."""
    first, then = a["dead"], b["dead"]
    if first is None or then is None:
        return 0.0
    if first == then:
        return _SAME_TOLL if first > _FEW_DEAD else 0.0
    return _LESS if then < first else 0.0
