"""People and bodies mentioned without a name: "Russian forces", "a senior diplomat"."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dragoman.resolve.coreference import Mention
from dragoman.resolve.describe import describe
from dragoman.resolve.mentions import Named, Run, Scan, Titled, parts
from dragoman.resolve.profiles import Profile
from dragoman.resolve.standing import standing
from dragoman.vocab import words

APPOSITION = 7  # words that may stand between a name's comma and the noun that says what they are


def phrases(s: Scan, *, published: date | None) -> Iterator[Mention]:
    """Role words with what stands before them, and documents that may be said to say something."""
    for titled in s.titled:
        mention = _phrase(s, titled, published)
        if mention is not None:
            yield mention
    nouns = words("documents") | words("doers") | words("bodies")
    for index, word in enumerate(s.words):
        if index not in s.at and word.key.casefold() in nouns:
            yield _noun(s, index, published)


def _noun(s: Scan, index: int, published: date | None) -> Mention:
    """A noun that no table of roles has, with the names before it."""
    start = _start(s, index)
    profile = describe(s, start, index + 1, published=published)
    noun = s.key(index)
    kind = "people" if noun in words("doers") else "body" if noun in words("bodies") else "document"
    return _of(s, start, index + 1, kind, profile)


def _phrase(s: Scan, titled: Titled, published: date | None) -> Mention | None:
    """A role word that no person's name follows, with the names and roles before it."""
    follower = s.at.get(titled.last)
    if isinstance(follower, Run | Titled) and s.gap(titled.last - 1) == " ":
        return None
    if isinstance(follower, Named) and s.gap(titled.last - 1) == " ":
        return None
    if s.key(titled.last - 1) in words("things"):
        return None
    start = _start(s, titled.first)
    if not titled.role.plural and _in_apposition(s, start):
        return None
    if start == titled.first and titled.first and s.gap(titled.first - 1) == "-":
        return None
    profile = describe(s, start, titled.last, published=published)
    return _of(s, start, titled.last, _kind(s, titled, profile), profile)


def _of(s: Scan, first: int, last: int, kind: str, profile: Profile) -> Mention:
    plural = profile.plural or kind == "people"
    return Mention(
        first, last, kind, replace(profile, plural=plural), standing(s, first, last),
        head=s.key(last - 1),
    )  # fmt: skip


def _kind(s: Scan, titled: Titled, profile: Profile) -> str:
    if titled.role.plural or profile.plural:
        return "people"
    return "body" if s.key(titled.last - 1) in words("collective") else "person"


def _in_apposition(s: Scan, first: int) -> bool:
    """Whether the phrase tells more of the name before it: "Kyl, a Republican [senator]"."""
    for index in range(first, max(first - APPOSITION, 0), -1):
        if s.gap(index - 1).strip() == ",":
            opens = s.key(index) in ("a", "an", "the") or index == first
            before = s.at.get(index - 1)
            named = isinstance(before, Run) or (
                isinstance(before, Named) and before.entity.kind == "leader"
            )
            return opens and named
        if s.gap(index - 1).strip(" -"):
            return False
    return False


def _start(s: Scan, start: int) -> int:
    """Where the names and roles begin that stand unbroken before a noun."""
    sentence = s.sentence[start]
    while start > 0 and s.sentence[start - 1] == sentence:
        if parts(s.gap(start - 1)):
            break
        unit = s.at.get(start - 1)
        owner = s.at.get(start - 2) if s.key(start - 1) == "s" else None
        if isinstance(unit, Named | Titled) and s.gap(start - 1).strip() in ("", "-", "'", "’"):
            start = unit.first
        elif isinstance(owner, Named):
            start = owner.first
        elif isinstance(_beside(s, start), Named):
            start -= 2
        else:
            break
    return start


def _beside(s: Scan, start: int) -> Named | Titled | Run | None:
    """The adjective before "and" and another one: "[Iranian] and Iraqi troops"."""
    first, second = s.at.get(start - 2), s.at.get(start)
    both = [u for u in (first, second) if isinstance(u, Named) and u.form.use == "adjective"]
    return first if len(both) == 2 and s.key(start - 1) == "and" else None
