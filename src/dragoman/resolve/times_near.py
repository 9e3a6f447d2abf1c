"""The year of a day or month told without one: by the words around it, else the nearest."""

import re
from functools import cache

from dragoman.model import Status
from dragoman.resolve.times_scene import Scene
from dragoman.resolve.times_words import any_of, lexicon

# Days ahead. No report calls a day eleven months away by the day alone.
_SURELY = 335
_NEARER = 183
NEAR = 65
_AROUND = 45  # characters: how far away a verb is searched for


def reach(scene: Scene, start: int, end: int, *, loose: bool = False) -> int:
    """How many days after the report a day or month without a year may lie to be still to come.

    Beyond that it is the one before the report. `loose`: the verb of a thing done may stand
    further back, as in "killed twelve people in March".
    """
    if scene.status is Status.FUTURE:
        return _SURELY
    pointed = scene.pointed(start)
    if pointed is not None:
        return _NEARER if pointed else 0
    if scene.status is Status.HISTORICAL:
        return 0
    if _was_done(scene, start, loose=loose) or _opens_done(scene, start, end):
        return 0
    if scene.is_planned(start, end):
        return _SURELY if scene.status in (None, Status.HYPOTHETICAL) else _NEARER
    return NEAR


def _was_done(scene: Scene, start: int, *, loose: bool) -> bool:
    """Whether the last verb before it tells a thing done: "signed on March 3"."""
    before = _ends().split(scene.text[max(0, start - _AROUND) : start])[-1]
    verbs = list(_verbs().finditer(before))
    if not verbs or not verbs[-1]["done"]:
        return False
    return loose or _between().fullmatch(before, verbs[-1].end()) is not None


def _opens_done(scene: Scene, start: int, end: int) -> bool:
    """Whether it opens a sentence whose first verb is of the past: "In March they accepted it"."""
    if not scene.text.endswith(("In ", "On "), 0, start):
        return False
    verb = _verbs().search(_ends().split(scene.text[end : end + _AROUND])[0])
    return verb is not None and bool(verb["done"] or verb["open"])


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(r"[.!?:;\n\"“”]")


@cache
def _verbs() -> re.Pattern[str]:
    """Verbs in lower case: of things `done`, and of saying and deciding, which leave that `open`.

    "to be held" and "a contested" are neither.
    """
    cues = lexicon()["cues"]
    done = rf"{any_of(cues['done'])}|(?<!\ba )(?<!\ban )(?<!\bthe )[a-z]+[a-df-z]ed"
    return re.compile(
        rf"(?<![\w-])(?:(?:(?:to )?be|is|are|being) (?:[a-z]+ly )?[a-z]+"
        rf"|to (?!(?:{any_of(cues['after_to'])})\b)[a-z]+|(?P<open>{any_of(cues['proposing'])})"
        rf"|(?P<done>{done}))(?![\w-])"
    )


@cache
def _between() -> re.Pattern[str]:
    return re.compile(r"\s+(?:(?:back|late|early) )?(?:(?:on|in) )?(?:the )?")
