"""How likely two tellings are of one act in the world.

Some differences rule out that it is one act; the others weigh for or against it.
"""

import math
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from dragoman.linking.acts import Sketch, Spot
from dragoman.linking.manner import kinds_of, lasts, manners, one_stem
from dragoman.linking.words import COMMON, cosine, rarity
from dragoman.vocab import plover

LEAST = 0.5  # how likely two must be one act

_FORCE = 4  # the quad of acts of force
_NEAR = 60.0  # kilometres between two names for one place
_PROVINCE = 400.0  # from the middle of a province to what lies in it
_EARTH = 6371.0
_POINTS = {"point", "city", "admin2"}
_COUNTRYWIDE = {"country", "region"}
_FALLBACK = "admin1"  # the province of what has no coordinates of its own
_PLACE = 5.0  # a word that is rarer than one text in e⁵ can be a district's name


def likeness(a: Sketch, b: Sketch) -> float:
    """How likely two tellings are of one act, from 0 to 1; 0 where something rules it out.

    `a` is the one published first.
    """
    if _ruled_out(a, b):
        return 0.0
    spot = _same_spot(a, b)
    weights = (
        _REST,
        _WORDS * min(_ALIKE, cosine(a["words"], b["words"])),
        _time(a, b),
        _SPOT * spot,
        _CUE * one_stem((a["cue"], b["cue"])),
        _ANEW * _other_anew(a, b),
        _SAME_NAMES * (_same_names(a, b) and not spot),
        _toll_weight(a, b),
        _OTHER_NAMES * _other_names(a, b),
        _OTHER_PROPER * _other_proper(a, b),
        _OTHER_ACTORS * _other_actors(a, b),
        (_OTHER_PROPER if _named_objects(a, b) else _OTHER_OBJECT) * _other_object(a, b),
        _OTHER_SETTING * (not spot and _other_setting(a, b)),
    )
    return round(1 / (1 + math.exp(-sum(weights))), 6)


# What counts how much, set by hand from what the parts mean and not fitted to any pair; see
# docs/linking.md for how well that does.
_REST, _WORDS, _SPOT, _CUE, _ANEW = -3.0, 6.0, 1.0, 0.5, -4.0
_OTHER_NAMES, _SAME_NAMES = -1.5, 1.0  # of those acted upon
_OTHER_PROPER = -2.5  # of those acted upon or what stands behind, both by names of their own
_OTHER_ACTORS, _OTHER_OBJECT, _OTHER_SETTING = -1.5, -1.0, -2.0
_NAME = 6.0  # a word that is rarer than one text in e⁶ names one that is acted upon
_ALIKE = 0.7  # words more alike than that are a formula, and say no more
_SAME_DAY, _DAY_TOLD, _OTHER_DAY = 1.0, 2.0, -3.0  # of publication; as told; as told
_RETOLD, _RETOLD_DAY = 1.0, -0.15  # told again as something known; for each day between
_NEW, _NEW_DAY = -2.5, -0.5  # told as news; for each day between
_NEXT_DAY = -1.0  # told as news the day after that of the act
_UNDATED = -1.0  # of two reports one does not say when it was published
_LASTS = -1.0  # told as news on another day while it goes on
_SAME_TOLL, _LESS = 1.0, -3.0
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
    if a["cue"] == b["cue"]:
        return False
    kinds, others = kinds_of(a["cue"], a["mode"]), kinds_of(b["cue"], b["mode"])
    if plover().types[a["type"]].quad == _FORCE and kinds and others and not kinds & others:
        return True
    return len({a["mode"], b["mode"]} - {None}) > 1


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
    if a["type"] in manners()["together"]:
        mine, other = (_countries([*s["actor"], *s["recipient"]]) for s in (a, b))
        return not (mine <= other or other <= mine)
    for left, right in ((a["actor"], b["actor"]), (a["recipient"], b["recipient"])):
        mine, other = _countries(left), _countries(right)
        if mine and other and not (mine <= other or other <= mine):
            return True
    return False


def _other_names(a: Sketch, b: Sketch) -> bool:
    """Whether both name who is acted upon, and no word of the names is the same."""
    return _others(*({w for known in s["recipient"] for w in known} for s in (a, b)))


def _other_actors(a: Sketch, b: Sketch) -> bool:
    """The same of who acts, where both have names of their own; not where sides act together."""
    if a["type"] in manners()["together"]:
        return False
    mine, other = ({w for known in s["actor"] for w in known} for s in (a, b))
    return _others(mine, other) and bool(mine & {*a["named"]} and other & {*b["named"]})


def _others(mine: set[str], other: set[str]) -> bool:
    return bool(mine and other and not mine & other)


def _same_names(a: Sketch, b: Sketch) -> bool:
    """Whether both name who is acted upon by a word that few have."""
    mine, other = ({w for known in s["recipient"] for w in known} for s in (a, b))
    return any(word.islower() and rarity(word) > _NAME for word in mine & other)


def _other_proper(a: Sketch, b: Sketch) -> bool:
    """Whether both name who is acted upon by names of their own, and these are others."""
    mine, other = (_proper(s) for s in (a, b))
    return _others(mine, other) and (_other_names(a, b) or _rare(mine | other))


def _proper(sketch: Sketch) -> set[str]:
    return {w for known in sketch["recipient"] for w in known} & {*sketch["named"]}


def _rare(names: Iterable[str]) -> bool:
    return any(rarity(name) > _NAME for name in names)


def _other_object(a: Sketch, b: Sketch) -> bool:
    """Whether something stands behind the words of both, and has no word in common."""
    return _others(*({w for w in s["object"] if rarity(w) > COMMON} for s in (a, b)))


def _named_objects(a: Sketch, b: Sketch) -> bool:
    """Whether what stands behind the words of both has names: "500 Marines" and "the Guard"."""
    return all({*s["object"]} & {*s["named"]} for s in (a, b))


def _other_setting(a: Sketch, b: Sketch) -> bool:
    """Whether both are news of one day, with rare names that are neither the sides' nor shared."""
    if a["again"] or b["again"] or a["published"] != b["published"]:
        return False
    return _others(_setting(a), _setting(b))


def _setting(sketch: Sketch) -> set[str]:
    """The names that few texts have, but for those of who acts or is acted upon."""
    sides = {w for known in (*sketch["actor"], *sketch["recipient"]) for w in known}
    return {w for w in sketch["named"] if rarity(w) > _PLACE} - sides


def _other_anew(a: Sketch, b: Sketch) -> bool:
    """Whether the later one is told as another act; on one day, either."""
    if a["published"] == b["published"]:
        return a["anew"] != b["anew"]
    return b["anew"] and not a["anew"]


def _other_places(a: Sketch, b: Sketch) -> bool:
    """Whether both tell where, finer than the country, and no two places can be one."""
    mine, other = _spots(a, b)
    if not (mine and other):
        states, others = ({p[1] for p in s["place"] if p[1]} for s in (a, b))
        return bool(states and others and not states & others)
    return not any(_one_place(p, q) and not _parts(p, q, a, b) for p in mine for q in other)


def _spots(a: Sketch, b: Sketch) -> tuple[list[Spot], list[Spot]]:
    """Where both were: towns and districts where both tell some, else provinces as well."""
    mine, other = ([p for p in s["place"] if p[2] in _POINTS] for s in (a, b))
    if mine and other:
        return mine, other
    mine, other = ([p for p in s["place"] if p[2] not in _COUNTRYWIDE] for s in (a, b))
    return mine, other


def _one_place(p: Spot, q: Spot) -> bool:
    mine, other = {*p[0].split()}, {*q[0].split()}
    if mine and other and (mine <= other or other <= mine):  # Gaza and Gaza City
        return True
    if p[3] is None or p[4] is None or q[3] is None or q[4] is None:
        return False
    if p[2] in _POINTS and q[2] in _POINTS:
        return _kilometres((p[3], p[4]), (q[3], q[4])) <= _NEAR
    # A province and a town: one may lie in the other.
    return p[1] == q[1] and _kilometres((p[3], p[4]), (q[3], q[4])) <= _PROVINCE


def _parts(p: Spot, q: Spot, a: Sketch, b: Sketch) -> bool:
    """Whether both tell of a district of one province, and never name the same one.

    A district of which the gazetteer has no coordinates gets the name of its province, as all
    others there do.
    """
    if p[0] != q[0] or p[2] != _FALLBACK or not all(_districts() & {*s["named"]} for s in (a, b)):
        return False
    mine, other = _names_beside(p, a), _names_beside(q, b)
    return bool(mine and other and not mine & other)


def _names_beside(province: Spot, sketch: Sketch) -> set[str]:
    return _setting(sketch) - _districts() - {*province[0].split()}


@cache
def _districts() -> frozenset[str]:
    text = resources.files(__package__).joinpath("places.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["parts"])


def _kilometres(p: tuple[float, float], q: tuple[float, float]) -> float:
    north, east = math.radians(p[0] - q[0]), math.radians(p[1] - q[1])
    middle = math.radians((p[0] + q[0]) / 2)
    return _EARTH * math.hypot(north, east * math.cos(middle))


def _same_spot(a: Sketch, b: Sketch) -> bool:
    mine, other = ({p[0] for p in spots} for spots in _spots(a, b))
    return bool(mine & other)


def _time(a: Sketch, b: Sketch) -> float:
    """How much the days speak for one act."""
    dated = bool(a["published"] and b["published"])
    gap = abs(b["published"] - a["published"]) if dated else 0
    if a["days"] and b["days"]:
        overlap = a["days"][0] <= b["days"][1] and b["days"][0] <= a["days"][1]
        if overlap and gap and not b["again"] and a["days"] != b["days"]:
            return (
                _NEW + _NEW_DAY * gap
            )  # each day's "last 24 hours" overlaps that of the day before
        return _DAY_TOLD if overlap else 0.0
    if a["report"] != b["report"] and not dated:
        return _UNDATED
    if b["days"]:
        return _told_back(b["days"], a)
    since = b["published"] - a["days"][1] if a["days"] else gap
    if b["again"]:
        return _RETOLD + _RETOLD_DAY * gap
    if since <= 0:
        return _DAY_TOLD if a["days"] else _SAME_DAY
    if lasts(a["type"], a["cue"]) and lasts(b["type"], b["cue"]):
        return _LASTS
    return _NEXT_DAY if a["days"] and since == 1 else _NEW + _NEW_DAY * gap


def _told_back(days: tuple[int, int], first: Sketch) -> float:
    """The same where the later one tells the days of the act, and the first one does not."""
    since = first["published"] - days[1]
    if first["published"] and since in (0, 1):
        return _DAY_TOLD
    if since < 0:
        return 0.0  # a day behind
    return _RETOLD if first["again"] else _OTHER_DAY


def _toll_weight(a: Sketch, b: Sketch) -> float:
    """A toll that is the same speaks for one act, one that falls against it."""
    first, then = a["dead"], b["dead"]
    if first is None or then is None:
        return 0.0
    if first == then:
        return _SAME_TOLL if first > _FEW_DEAD else 0.0
    return _LESS if then < first else 0.0
