"""Everyone whom a report names before a given word, and the person a name in it belongs to."""

from dataclasses import replace
from datetime import date

from dragoman.resolve.coreference import Mention
from dragoman.resolve.describe import describe
from dragoman.resolve.mentions import Named, Run, Scan, Titled
from dragoman.resolve.people import Person, surname
from dragoman.resolve.profiles import Profile, in_table, joined
from dragoman.vocab import words

KINDS = {"country": "state", "region": "place", "group": "group", "leader": "person"}


def profile_of(person: Person, *, published: date | None) -> Profile:
    """Who a person of the report is, from the report and the table of leaders."""
    if person.entity is None:
        return person.profile
    return joined(in_table(person.entity, published), person.profile)


def person_named(s: Scan, people: list[Person], *, first: int, last: int) -> Person | None:
    """The person of the report whose full name or surname words `first` to `last` end with."""
    unit = s.at.get(last - 1)
    if not isinstance(unit, Run | Named):
        return None
    if isinstance(unit, Named) and unit.entity.kind != "leader":
        return None
    keys = tuple(s.key(i) for i in range(max(unit.first, first), last))
    same = [p for p in people if p.keys == keys]
    if not same and len(keys) == 1:
        same = [p for p in people if surname(p.keys) == keys]
    told = [p for p in same if p.profile.told or p.profile.office]
    before = [p for p in told if p.first <= first]
    return before[-1] if before else next(iter(told), None)


def mentions(s: Scan, people: list[Person], *, published: date | None) -> list[Mention]:
    """Everyone named in the text for whom a later word may stand, in order."""
    described = {(p.first, p.last): p for p in people}
    found = [_named(s, n, published) for n in s.named if (n.first, n.last) not in described]
    for run in s.runs:
        person = person_named(s, people, first=run.first, last=run.last)
        if person is None and not _looks_like_person(s, run):
            continue
        profile = profile_of(person, published=published) if person else _stranger(s, run)
        found.append(_mention(s, run.first, run.last, "person", profile))
    for person in people:
        if person.entity is not None:
            profile = profile_of(person, published=published)
            found.append(_mention(s, person.first, person.last, "person", profile))
    found.extend(m for t in s.titled if (m := _phrase(s, t, published)) is not None)
    return sorted(found, key=lambda m: (m.first, m.last))


def _looks_like_person(s: Scan, run: Run) -> bool:
    """Two capitalised words or more, or one beside a verb of speaking."""
    if any(s.words[i].key.isupper() and len(s.key(i)) > 1 for i in range(run.first, run.last)):
        return False
    full = sum(s.key(i) not in words("particles") for i in range(run.first, run.last)) > 1
    return full or _speaks(s, run.first, run.last)


def _stranger(s: Scan, run: Run) -> Profile:
    name = s.text[slice(*s.span(run.first, run.last))]
    return Profile(name=name, person=True, reason="The report does not say who that is.")


def _mention(s: Scan, first: int, last: int, kind: str, profile: Profile) -> Mention:
    return Mention(
        first,
        last,
        kind,
        profile,
        subject=not _owns(s, last) and not _object(s, first),
        speaks=_speaks(s, first, last),
        quote=s.quote(first),
    )


def _owns(s: Scan, last: int) -> bool:
    """Whether the next word belongs to the mention: "Obama's plan", "the Assad government"."""
    if s.gap(last - 1) in ("'", "’") and s.key(last) == "s":
        return True
    return s.gap(last - 1) in (" ", "-") and last in s.at


def _object(s: Scan, first: int) -> bool:
    """Whether a preposition governs the mention, its title and its list left aside."""
    index, sentence = first - 1, s.sentence[first]
    while index >= 0 and s.sentence[index] == sentence and _passed_over(s, index):
        index -= 1
    if index < 0 or s.sentence[index] != sentence or s.gap(index) not in (" ", "-"):
        return False
    key = s.key(index)
    governed = key in words("whose") or key in words("apart") or key in words("prefixes")
    return governed and s.key(index - 1) != "according"


def _passed_over(s: Scan, index: int) -> bool:
    named = isinstance(s.at.get(index), Named | Titled)
    return named or s.key(index) in words("articles") or s.key(index) in ("and", "or")


def _speaks(s: Scan, first: int, last: int) -> bool:
    """Whether a verb of speaking stands beside the name: "Carney said", "said Biddle."."""
    if s.key(last) in words("saying") and s.gap(last - 1).strip() in ("", ","):
        return True
    ends = s.gap(last - 1).strip() != "" or s.gap(last - 1) == "\n"
    return ends and s.key(first - 1) in words("saying") and s.gap(first - 1) == " "


def _named(s: Scan, named: Named, published: date | None) -> Mention:
    entity = named.entity
    kind = "state" if entity.sectors == ("PRE",) else KINDS.get(entity.kind, "body")
    profile = describe(s, named.first, named.last, published=published)
    mention = _mention(s, named.first, named.last, kind, profile)
    return replace(mention, subject=False) if named.form.use == "adjective" else mention


def _phrase(s: Scan, titled: Titled, published: date | None) -> Mention | None:
    """A role with a name before it and no person after: "Russian forces", "a NATO spokesman"."""
    follower = s.at.get(titled.last)
    if follower is not None and s.gap(titled.last - 1) == " ":
        return None
    start = _start(s, titled)
    if start == titled.first:
        return None
    profile = describe(s, start, titled.last, published=published)
    if not profile.told:
        return None
    kind = "people" if profile.plural else "person" if profile.person else "body"
    return _mention(s, start, titled.last, kind, profile)


def _start(s: Scan, titled: Titled) -> int:
    """Where the names and roles begin that stand unbroken before a role word."""
    start, sentence = titled.first, s.sentence[titled.first]
    while start > 0 and s.sentence[start - 1] == sentence:
        unit = s.at.get(start - 1)
        owner = s.at.get(start - 2) if s.key(start - 1) == "s" else None
        if isinstance(unit, Named | Titled) and s.gap(start - 1).strip() in ("", "-", "'", "’"):
            start = unit.first
        elif isinstance(owner, Named):
            start = owner.first
        else:
            break
    return start
