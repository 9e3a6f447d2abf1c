"""Whom phrases such as "the group" stand for: one clear earlier mention, or no one."""

from dataclasses import dataclass, field

from dragoman.resolve.mentions import Named, Scan, Titled
from dragoman.resolve.profiles import Profile
from dragoman.resolve.standing import Standing
from dragoman.vocab import countries, words

FAR = 6  # sentences back that a kind of body ("the group") may reach
NEAR = 0.7  # what a sentence leaves of the weight of a state named
PREVAILS = 1.5  # how much more weight than the next a state must have
PAIRED = 12  # sentences back that "the two leaders" may reach
BETWEEN = ("ambassador",)  # offices of those who go between sides: envoys, mediators
BODIES = ("group", "body")  # what a person may lead


STANDS_FOR = (("group", "groups"), ("body", "bodies"), ("state", "states"))


@dataclass(frozen=True, slots=True)
class Mention:
    """An earlier mention that others may stand for: words `first` to `last`.

    `head` is the noun of a mention without a name; `members` are those whom it names together.
    """

    first: int
    last: int
    kind: str  # person, state, place, group, body, people or document
    profile: Profile
    standing: Standing = field(default_factory=Standing)
    head: str = ""
    members: tuple["Mention", ...] = ()

    @property
    def who(self) -> tuple[object, ...]:
        """What tells one from another."""
        p = self.profile
        if self.members:
            return tuple(m.who for m in self.members)
        return (p.name,) if p.name else (p.country, p.office or self.head)


def is_pronoun(word: str) -> bool:
    """Whether the word, casefolded, is a pronoun that may stand for someone named before."""
    return any(word in words(kind) for kind in ("he", "she", "they", "it"))


def nominal(s: Scan, mentions: list[Mention], *, first: int, last: int) -> Mention | None:
    """The mention that "the group", "the country" or "the ministry" stands for."""
    head = s.key(last - 1)
    before = [m for m in mentions if m.last <= first]
    kinds = [kind for kind, nouns in STANDS_FOR if head in words(nouns)]
    named = [m for m in before if _called(s, m, head)]
    bare = not (words("definite") & {s.key(first), s.key(first - 1)} or s.capital(last - 1))
    far = kinds or bare  # "by soldiers"
    if named and not (far and s.sentence[first] - s.sentence[named[-1].first] > FAR):
        return named[-1]
    # "The Balkan nation" says which, and no table tells of which that is true.
    told = any(s.capital(i) for i in range(first + 1, last - 1))
    for kind in kinds:
        every = told and kind == "state"
        found = [m for m in before if m.kind == kind] if every else _nearest(s, before, first, kind)
        if found:
            return _one(found)
    return None


def _called(s: Scan, m: Mention, head: str) -> bool:
    """Whether the mention's own noun is the one that the phrase has, and it says more."""
    if m.members or s.key(m.last - 1) != head:
        return False
    return m.profile.told or m.last - m.first > 1 or s.key(m.first - 1) != "the"


def same_office(mentions: list[Mention], *, office: str, before: int) -> Mention | None:
    """The last person of that office named before a word, if only one person has it."""
    found = [
        m
        for m in mentions
        if m.kind == "person" and m.last <= before and m.profile.office == office and m.profile.name
    ]
    return _one(found)


def _nearest(s: Scan, mentions: list[Mention], index: int, kind: str) -> list[Mention]:
    """The mentions of the kind in the nearest sentence before a word that has any."""
    here = s.sentence[index]
    of_kind = [m for m in mentions if m.kind == kind]
    for number in range(here, max(here - FAR, -1), -1):
        if found := [m for m in of_kind if s.sentence[m.first] == number]:
            return found
    return []


def _one(found: list[Mention]) -> Mention | None:
    """The mention if all are of one, the last of them."""
    return found[-1] if len({m.who for m in found}) == 1 else None


def several(s: Scan, mentions: list[Mention], *, first: int, last: int) -> tuple[Mention, ...]:
    """Those that "the two leaders", "both sides" or "the parties" stand for, or none."""
    before = [m for m in mentions if m.last <= first and not m.members]
    people = [m for m in before if m.kind == "person" and m.profile.name]
    heads = [m for m in people if m.profile.office or m.profile.country]
    if _stands_for_two(s, first, last, "two_people"):
        office = s.key(last - 1).removesuffix("s")
        so = [m for m in people if office in (m.profile.office or "")]
        return _two(s, so, first) or _two(s, people, first) or _two(s, heads, first)
    if _stands_for_two(s, first, last, "two_sides"):
        sides = [m for m in before if m.kind in ("state", "group") and _is_side(m)]
        # Who asks "both sides" to act is neither, nor is who goes between them.
        asked = any(s.key(i) in words("asking") for i in range(max(0, first - 2), first))
        leading = [m for m in heads if m.profile.office not in BETWEEN]
        met = _two(s, leading, first, apart=asked)
        theirs = {m.profile.country for m in met}
        if met and _stands_for_two(s, first, last, "two_states"):
            led = {m.profile.country: m for m in sides if m.profile.country in theirs}
            return tuple(led.values()) if len(led) == 2 else ()
        # Two leaders are not the sides of a sentence that speaks of a third state's war.
        here = {m.profile.country for m in before if s.sentence[m.first] == s.sentence[first]}
        if len(theirs) == 2 and here <= theirs | {None}:
            return met
        agreeing = _in_agreement(s, mentions, first)
        if s.key(last - 1) == "parties" and s.key(last - 2) == "the":
            return agreeing  # they may be more than two
        if len(agreeing) == 2:
            return agreeing
        found = _two(s, sides, first, apart=True) or _two_states(s, before, first)
        return () if asked and here & {m.profile.country for m in found} else found
    return ()


def _in_agreement(s: Scan, mentions: list[Mention], first: int) -> tuple[Mention, ...]:
    """Those of different states, or a state and its rebels, whom the last sentence that told of an
    agreement or talks named together: "The presidents of Bosnia and Serbia signed an accord"."""
    for m in reversed(mentions):
        sentence = s.sentence[m.first]
        apart = {(x.profile.country or x.who, x.kind == "group") for x in m.members}
        if not m.members or m.last > first or len(apart) < len(m.members):
            continue
        if s.key(m.first - 1 - (s.key(m.first - 1) == "the")) in ("by", "in", "from"):
            continue  # those who brokered it
        if s.sentence[first] - sentence > PAIRED:
            break
        told = (s.key(i) for i, number in enumerate(s.sentence) if number == sentence)
        if not words("negotiated").isdisjoint(told):
            return m.members
    return ()


def _two_states(s: Scan, before: list[Mention], first: int) -> tuple[Mention, ...]:
    """Two states that only their people or parts stand for: "South Sudanese [soldiers]"."""
    latest = {m.profile.country: m for m in before if m.profile.country in countries()}
    near = [s.sentence[first] - s.sentence[m.first] for m in latest.values()]
    together = len(near) == 2 and max(near) <= 1 and (near[0] == near[1] or 0 not in near)
    return tuple(latest.values()) if together else ()


def _is_side(m: Mention) -> bool:
    """Whether a state or group is named by its own name, not by its capital or as an owner."""
    return m.profile.name is not None and "GOV" not in m.profile.sectors


def _stands_for_two(s: Scan, first: int, last: int, nouns: str) -> bool:
    if first == last or s.key(last - 1) not in words(nouns):
        return False
    if any(isinstance(s.at.get(i), Named) for i in range(first, last)):
        return False  # "the SDLP and two loyalist parties" says who they are
    said = {s.key(i) for i in range(first, last)}
    return bool(said & {"two", "both"}) or (last - first == 2 and "the" in said)


def _two(
    s: Scan, mentions: list[Mention], first: int, *, apart: bool = False
) -> tuple[Mention, ...]:
    """The two of the nearest sentences that name two or more, if they name no third.

    With `apart`, one named alone in the same sentence is neither: who asks both sides to act.
    """
    here, found = s.sentence[first], dict[object, Mention]()
    for number in range(here, max(here - PAIRED, -1), -1):
        for m in mentions:
            if s.sentence[m.first] == number:
                found.setdefault(m.who, m)
        if apart and number == here and len(found) == 1:
            found.clear()
        if len(found) > 1:
            break
    return tuple(found.values()) if len(found) == 2 else ()


def led_by(s: Scan, mentions: list[Mention], leader: Mention) -> Mention | None:
    """The group whose leader the report calls someone: "Sinn Fein president Gerry Adams"."""
    found = [m for m in mentions if m.who == leader.who and m.first <= leader.first]
    for m in reversed(found):
        before = m.first
        while isinstance(s.at.get(before - 1), Titled):
            before -= 1
        group = next((g for g in mentions if g.last == before and g.kind in BODIES), None)
        if group and before < m.first:
            return group
    return None


def state_meant(
    s: Scan, mentions: list[Mention], *, first: int, sectors: tuple[str, ...]
) -> Mention | None:
    """The mention that tells whose "the army" or "the government" is, where one state prevails.

    Every state named before counts, the near ones more, and twice where the same part of it is
    named ("Turkish troops" before "the army").
    """
    votes: dict[str, float] = {}
    latest: dict[str, Mention] = {}
    best: dict[str, tuple[bool, bool]] = {}
    here = s.sentence[first]
    for m in mentions:
        country = m.profile.country
        if m.last > first or m.members or _is_armed(m) or "JRN" in m.profile.sectors:
            continue
        if country is None or country not in countries():
            continue
        person = m.kind == "person"
        same = not person and bool(set(sectors) & set(m.profile.sectors))
        weight = (2.0 if same else 0.5 if person else 1.0) * NEAR ** (here - s.sentence[m.first])
        votes[country] = votes.get(country, 0.0) + weight
        rank = (same, m.kind == "state")
        if rank >= best.get(country, rank):
            best[country], latest[country] = rank, m
    ranked = sorted(votes, key=lambda c: -votes[c])
    if not ranked or (len(ranked) > 1 and votes[ranked[0]] < PREVAILS * votes[ranked[1]]):
        return None
    return latest[ranked[0]]


def _is_armed(m: Mention) -> bool:
    """Whether it is an armed group, whose country is not named by naming it."""
    return bool(words("armed") & set(m.profile.sectors))
