"""Whom pronouns and phrases such as "the group" stand for: one clear earlier mention, or no one."""

from collections.abc import Callable
from dataclasses import dataclass

from dragoman.resolve.mentions import Scan
from dragoman.resolve.profiles import Profile
from dragoman.vocab import words

FAR = 6  # sentences back that a pronoun may reach
OPENING = 6  # words of a sentence among which its subject begins


@dataclass(frozen=True, slots=True)
class Mention:
    """An earlier mention that others may stand for: words `first` to `last`.

    `subject`: it is no owner of the next word and no object of a preposition; `speaks`: a verb of
    speaking stands beside it; `quote`: the number of the quotation it stands in, 0 outside.
    """

    first: int
    last: int
    kind: str  # person, state, place, group, body or people
    profile: Profile
    subject: bool = True
    speaks: bool = False
    quote: int = 0

    @property
    def who(self) -> tuple[str | None, str | None, str | None]:
        """What tells one from another."""
        p = self.profile
        return (p.name, None, None) if p.name else (None, p.country, p.office)


def is_pronoun(word: str) -> bool:
    """Whether the word, casefolded, is a pronoun that may stand for someone named before."""
    return any(word in words(kind) for kind in ("he", "she", "they", "it"))


def antecedent(s: Scan, mentions: list[Mention], *, pronoun: int) -> Mention | None:
    """The mention that the pronoun at that word stands for, or None where it is not clear."""
    word, quote = s.key(pronoun), s.quote(pronoun)
    if word in words("he") | words("she"):
        sex = "m" if word in words("he") else "f"
        near = _nearest(s, mentions, pronoun, lambda m: m.quote == quote and _is_person(m, sex))
        return _speaker(near) or _subject(s, near)
    kinds = ("people", "group") if word in words("they") else ("state", "group", "body")
    near = _nearest(s, mentions, pronoun, lambda m: m.quote == quote and m.kind in kinds)
    return _subject(s, near)


def _is_person(m: Mention, sex: str) -> bool:
    return m.kind == "person" and m.profile.gender in (None, sex)


def _nearest(
    s: Scan, mentions: list[Mention], index: int, fits: Callable[[Mention], bool]
) -> list[Mention]:
    """The fitting mentions of the nearest sentence before a word that has any."""
    here = s.sentence[index]
    for number in range(here, max(here - FAR, -1), -1):
        sentence = (m for m in mentions if s.sentence[m.first] == number and m.last <= index)
        if found := [m for m in sentence if fits(m)]:
            return found
    return []


def _speaker(found: list[Mention]) -> Mention | None:
    """The one who speaks in the sentence."""
    return _one([m for m in found if m.speaks])


def _subject(s: Scan, found: list[Mention]) -> Mention | None:
    """The only one who can be a subject, or the one who opens the sentence."""
    subjects = [m for m in found if m.subject]
    if not subjects:
        return None
    return subjects[0] if _opens(s, subjects[0]) else _one(subjects)


def _one(found: list[Mention]) -> Mention | None:
    """The mention if all are of one, the last of them."""
    return found[-1] if len({m.who for m in found}) == 1 else None


def _opens(s: Scan, mention: Mention) -> bool:
    """Whether the mention stands at the head of its sentence, where subjects stand."""
    first = mention.first
    while first > 0 and s.sentence[first - 1] == s.sentence[mention.first]:
        first -= 1
    return mention.first - first <= OPENING


def nominal(s: Scan, mentions: list[Mention], *, first: int, last: int) -> Mention | None:
    """The mention that "the group", "the country" or "the president" stands for."""
    head = s.key(last - 1)
    kinds: set[str] = set()
    if head in words("groups"):
        kinds.add("group")
    if head in words("bodies"):
        kinds.add("body")
    if head in words("states"):
        kinds.add("state")
    if kinds:
        return _one(_nearest(s, mentions, first, lambda m: m.kind in kinds))
    return None


def same_office(mentions: list[Mention], *, office: str, before: int) -> Mention | None:
    """The last person of that office named before a word, if only one person has it."""
    found = [
        m
        for m in mentions
        if m.kind == "person" and m.last <= before and m.profile.office == office and m.profile.name
    ]
    return _one(found)


def pair(s: Scan, mentions: list[Mention], *, first: int, last: int) -> tuple[Mention, ...]:
    """The two that "the two leaders" or "both sides" stand for, or none."""
    head = s.key(last - 1)
    if first == last or not {s.key(i) for i in range(first, last)} & {"two", "both"}:
        return ()
    if head in words("two_people"):
        kinds = {"person"}
    elif head in words("two_sides"):
        kinds = {"state", "group"}
    else:
        return ()
    here, found = s.sentence[first], dict[object, Mention]()
    for number in range(here, max(here - 3, -1), -1):
        for m in mentions:
            if s.sentence[m.first] == number and m.last <= first and m.kind in kinds:
                found.setdefault(m.who, m)
        if len(found) > 1:
            break
    return tuple(found.values()) if len(found) == 2 else ()
