"""Whom pronouns stand for: whoever is most present in the reader's mind when the pronoun comes.

The text is followed from its beginning. Every mention makes the one it names more present, most of
all a subject or a speaker; each sentence that passes makes everyone less so. A pronoun stands for
the most present of those who fit it in gender, number and kind, and makes that one present anew.
"""

from dataclasses import dataclass

from dragoman.resolve.coreference import Mention
from dragoman.resolve.mentions import Scan
from dragoman.vocab import words

FADE = 0.55  # what a sentence leaves of presence
OPENS, SPEAKS, ACTS, ASIDE, OWNER = 0.5, 0.6, 0.3, 0.45, 0.7
PRONOUN = 2.0  # what a pronoun adds
SPOKE, ONCE = 2.0, 1.5  # how much likelier one who spoke lately, or once, is to speak again
LATELY = 3  # sentences
NEVER = 10**6
OUTSIDE = 0.6  # how those named outside a quotation are present in it
ITSELF = 0.3  # how the one who is quoted fits a pronoun in the quotation
UNSURE = 0.5  # how one of unknown gender fits "he" and "she"
LEAST = 0.05  # below this no one is present
CLEAR = {"he": 1.02, "she": 1.02, "they": 1.05, "it": 1.05}  # how much more than any other one
SURE, LIKELY, PLAIN = 0.8, 0.65, 1.5  # the confidence from PLAIN times as present on, and below
FITS = {
    "he": ("person",),
    "she": ("person",),
    "they": ("people", "group", "body", "state"),
    "it": ("state", "group", "body", "document"),
}
LOOSE = 0.3  # how a body fits "they"
NAMED_LATER = 0.3  # what is left of one whom the pronoun's own sentence names after it


@dataclass(slots=True)
class Presence:
    """Someone named so far: the last mention, how present they are outside and in quotations."""

    mention: Mention
    told: float = 0.0
    quoted: float = 0.0
    sentence: int = 0
    gender: str | None = None
    speaks: int = -NEVER  # the last sentence in which they speak

    def fade(self, sentence: int) -> None:
        """Let the sentences up to this one pass."""
        passed = FADE ** (sentence - self.sentence)
        self.told, self.quoted, self.sentence = self.told * passed, self.quoted * passed, sentence

    def add(self, weight: float, *, quote: int) -> None:
        """Make them more present."""
        if quote:
            self.quoted += weight
        else:
            self.told += weight


def pronouns(s: Scan, mentions: list[Mention]) -> dict[int, tuple[Mention, float]]:
    """The mention that each pronoun stands for, where that is clear, and how sure, by its word."""
    known: dict[object, Presence] = {}
    found: dict[int, tuple[Mention, float]] = {}
    place = 0
    later = _by_sentence(s, mentions)
    for index in _pronouns(s):
        while place < len(mentions) and mentions[place].last <= index:
            _meet(s, known, mentions[place])
            place += 1
        one, margin = _most_present(s, known, index, later)
        if one is not None and margin >= CLEAR[_kind(s, index)]:
            found[index] = one.mention, SURE if margin >= PLAIN else LIKELY
            _refer(s, one, index)
    return found


def _by_sentence(s: Scan, mentions: list[Mention]) -> dict[int, list[Mention]]:
    found: dict[int, list[Mention]] = {}
    for m in mentions:
        found.setdefault(s.sentence[m.first], []).append(m)
    return found


def _pronouns(s: Scan) -> list[int]:
    every = {w for kind in FITS for w in words(kind)}
    return [i for i, token in enumerate(s.words) if token.key.casefold() in every]


def _kind(s: Scan, index: int) -> str:
    return next(kind for kind in FITS if s.key(index) in words(kind))


def _meet(s: Scan, known: dict[object, Presence], m: Mention) -> None:
    """Someone is mentioned."""
    one = known.setdefault(m.who, Presence(m, gender=m.profile.gender))
    one.fade(s.sentence[m.first])
    how = m.standing
    weight = 1.0 + OPENS * how.opens + ACTS * how.acts + SPEAKS * how.speaks
    if not how.subject:
        weight = OWNER if how.owner else ASIDE
    one.add(weight, quote=how.quote)
    if how.speaks:
        one.speaks = s.sentence[m.first]
    one.mention = m


def _refer(s: Scan, one: Presence, index: int) -> None:
    """A pronoun stands for them."""
    one.fade(s.sentence[index])
    one.add(PRONOUN if _subject(s, index) else PRONOUN / 2, quote=s.quote(index))
    if _speaks(s, index):
        one.speaks = s.sentence[index]
    if _kind(s, index) in ("he", "she") and one.gender is None:
        one.gender = "m" if _kind(s, index) == "he" else "f"


def _subject(s: Scan, index: int) -> bool:
    return s.key(index) in ("he", "she", "they", "it")


def _speaks(s: Scan, index: int) -> bool:
    return s.key(index + 1) in words("saying") or s.key(index - 1) in words("saying")


def _most_present(
    s: Scan, known: dict[object, Presence], index: int, later: dict[int, list[Mention]]
) -> tuple[Presence | None, float]:
    """Who is most present of those that fit, and how many times as present as the next."""
    kind, quote, sentence = _kind(s, index), s.quote(index), s.sentence[index]
    after = [m for m in later.get(sentence, ()) if m.first > index]
    follow = {m.who for m in after} if _subject(s, index) else set()
    explained = index - 1 if s.key(index - 1) in words("relative") and _speaks(s, index) else -1
    # "They" are all of a list and not one of it.
    listed = {m.first for p in known.values() if kind == "they" for m in p.mention.members}
    ranked: list[tuple[float, Presence]] = []
    for one in known.values():
        fit = _fit(one, kind)
        if not fit or one.mention.last == explained:
            continue
        if one.mention.first in listed and not one.mention.members:
            continue
        one.fade(sentence)
        if quote and one.speaks >= s.sentence[s.quotes[quote - 1][0]]:
            fit *= ITSELF
        score = one.told if not quote else one.quoted + OUTSIDE * one.told
        if not quote and _speaks(s, index):
            score *= _spoke(sentence - one.speaks)
        if one.mention.who in follow:
            score *= NAMED_LATER
        ranked.append((score * fit, one))
    ranked.sort(key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < LEAST:
        return None, 0.0
    next_best = ranked[1][0] if len(ranked) > 1 else LEAST
    return ranked[0][1], ranked[0][0] / max(next_best, LEAST)


def _spoke(ago: int) -> float:
    """How much likelier one is to speak who last spoke that many sentences ago."""
    return SPOKE if ago <= LATELY else ONCE if ago < NEVER else 1.0


def _fit(one: Presence, kind: str) -> float:
    m = one.mention
    if m.kind not in FITS[kind]:
        return 0.0
    if kind in ("he", "she"):
        sex = "m" if kind == "he" else "f"
        return float(one.gender in (None, sex)) * (1.0 if one.gender == sex else UNSURE)
    if kind == "they":
        return 1.0 if m.kind in ("people", "group") or m.profile.plural else LOOSE
    return 0.0 if m.profile.plural else 1.0
