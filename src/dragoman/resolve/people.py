"""People whom no table knows: who the report says they are where it names them in full."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dragoman.resolve.describe import describe
from dragoman.resolve.mentions import Named, Run, Scan, Titled, parts
from dragoman.resolve.profiles import Profile
from dragoman.vocab import Entity, words

REACH = 10  # words that a description before a name may have
AFTER = 14  # and after it
PLAIN = 3  # nouns between whose an office is and the office


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the report first names and describes them: words `first` to `last`."""

    keys: tuple[str, ...]
    first: int
    last: int
    profile: Profile
    entity: Entity | None = None  # where the table of leaders has them


def people(s: Scan, *, published: date | None) -> list[Person]:
    """Everyone whom the report names and says something of, in the order of the text."""
    found = []
    units: list[Run | Named] = [*s.runs, *_leaders(s)]
    for unit in sorted(units, key=lambda u: u.first):
        first, last = unit.first, unit.last
        profile = _described(s, first, last, published)
        if profile is None:
            continue
        keys = tuple(s.key(i) for i in range(first, last))
        entity = unit.entity if isinstance(unit, Named) else None
        found.append(Person(keys, first, last, replace(profile, person=True), entity))
    return found


def _leaders(s: Scan) -> Iterator[Named]:
    return (n for n in s.named if n.entity.kind == "leader")


def _described(s: Scan, first: int, last: int, published: date | None) -> Profile | None:
    for start, end in (*_before(s, first), *_after(s, last)):
        profile = describe(s, start, end, published=published)
        if profile.office or (profile.sectors and profile.person):
            title = s.text[slice(*s.span(start, end))]
            return replace(
                profile,
                name=s.text[slice(*s.span(first, last))],
                gender=_gender(s, start, end) or profile.gender,
                plural=False,
                reason=f"The report calls them “{title}”.",
                sure=min(profile.sure, 0.95),
            )
    gender = _gender(s, first - 1, first) if first else None
    return Profile(gender=gender, reason="The report does not say who it is.") if gender else None


def _gender(s: Scan, first: int, last: int) -> str | None:
    for index in range(first, last):
        if s.key(index) in words("male"):
            return "m"
        if s.key(index) in words("female"):
            return "f"
    return None


def _before(s: Scan, first: int) -> Iterator[tuple[int, int]]:
    """The title before a name: "Russian Foreign Minister", "a spokesman for the army,"."""
    if s.gap(first - 1).strip() not in ("", ","):
        return
    start, loose, plain = first, 0, 0
    while start > 0 and first - start < REACH:
        index = start - 1
        unit = s.at.get(index)
        gap = s.gap(index)
        if gap.strip(" \n'’-–") not in ("", ",") or "\n" in gap or parts(gap):
            break
        if s.gap(index).strip() == "," and index != first - 1:
            break
        if isinstance(unit, Named | Titled):
            if isinstance(unit, Named) and unit.entity.kind == "leader":
                break
            if plain and not (isinstance(unit, Named) and unit.form.use == "adjective"):
                break  # "Swedish [migration] minister", and not "troops [shot] minister"
            start, loose = unit.first, 0
        elif s.key(index) in words("links") or s.key(index) in words("over"):
            start = index
        elif loose < 2 and (
            isinstance(unit, Run) or s.key(index).endswith(tuple(words("adjectival")))
        ):
            start, loose = index, loose + 1
        elif plain < PLAIN and start < first and _qualifies(s, index):
            start, plain = index, plain + 1
        else:
            break
    if start < first and any(isinstance(s.at.get(i), Titled) for i in range(start, first)):
        yield _trimmed(s, start, first), first


def _qualifies(s: Scan, index: int) -> bool:
    """Whether a word may tell of what an office is: a noun, as far as its ending says."""
    word = s.key(index)
    verb = word in words("done") or word.endswith(("s", "ed", "ing"))
    return word.isalpha() and not (s.capital(index) or verb)


def _trimmed(s: Scan, start: int, end: int) -> int:
    """The start without words that are no part of the title."""
    while (
        start < end - 1
        and not isinstance(s.at.get(start), Named | Titled)
        and (s.key(start) not in words("over"))
    ):
        start += 1
    return start


def _after(s: Scan, last: int) -> Iterator[tuple[int, int]]:
    """The apposition after a name: ", the Russian foreign minister,"."""
    if s.gap(last - 1).strip() != "," or last >= len(s.words):
        return
    end = last
    while end < len(s.words) and end - last < AFTER:
        end += 1
        if s.gap(end - 1).strip(" \n'’-–") != "":
            break
    opens = s.key(last) in ("a", "an", "the") or isinstance(s.at.get(last), Named | Titled)
    heads = [i for i in range(last, min(end, last + 7)) if isinstance(s.at.get(i), Titled)]
    if not opens or not heads:
        return
    if any(_is_person(s, i) for i in range(heads[0], end)):
        return
    yield last, end


def _is_person(s: Scan, index: int) -> bool:
    unit = s.at.get(index)
    return isinstance(unit, Run) or (isinstance(unit, Named) and unit.entity.kind == "leader")


def surname(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The last name without its particles."""
    return keys[-1:] if keys[-1] not in words("particles") else keys[-2:]
