"""Everyone whom a report names, in order, and the person that a name in it belongs to."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dragoman.resolve.coreference import Mention
from dragoman.resolve.describe import describe
from dragoman.resolve.mentions import Named, Run, Scan, Titled
from dragoman.resolve.people import Person, surname
from dragoman.resolve.phrases import phrases
from dragoman.resolve.profiles import Profile, in_table, joined
from dragoman.resolve.standing import Standing, standing
from dragoman.vocab import gender_of, words

KINDS = {"country": "state", "region": "place", "group": "group", "leader": "person"}
TOGETHER_KINDS = ("person", "state", "group", "body")
TOGETHER = 12  # words that may stand between two people who are named together


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
    found.extend(_runs(s, people, published))
    for person in people:
        if person.entity is not None:
            profile = profile_of(person, published=published)
            found.append(_mention(s, person.first, person.last, "person", profile))
    found.extend(phrases(s, published=published))
    found.sort(key=lambda m: (m.first, m.last))
    return sorted([*found, *_together(s, found)], key=lambda m: (m.first, m.last))


def _runs(s: Scan, people: list[Person], published: date | None) -> Iterator[Mention]:
    """People in capitalised words that no table knows; a surname stands for the full name."""
    full: dict[str, Profile] = {}
    how = {run.first: standing(s, run.first, run.last) for run in s.runs}
    acting = _acting(s, how)
    for run in s.runs:
        first, last = s.key(run.first), s.key(run.last - 1)
        person = person_named(s, people, first=run.first, last=run.last)
        known = full.get(last) if run.last - run.first == 1 else None
        if person is not None:
            profile = profile_of(person, published=published)
        elif known or _looks_like_person(s, run) or last in acting or _addressed(s, run):
            profile = known or _stranger(s, run)
        else:
            continue
        profile = replace(profile, gender=profile.gender or _addressed(s, run) or gender_of(first))
        full.setdefault(last, profile)
        if run.last - run.first > 1 and gender_of(first):
            full.setdefault(first, profile)
        yield Mention(run.first, run.last, "person", profile, how[run.first])


def _addressed(s: Scan, run: Run) -> str | None:
    """The gender that "Mr" or "Mrs" before a name tells."""
    return {"mr": "m", "mrs": "f", "ms": "f"}.get(s.key(run.first - 1))


def _acting(s: Scan, how: dict[int, Standing]) -> frozenset[str]:
    """One-word names that speak, or that are subjects of verbs twice, as people are."""
    acts = Counter[str]()
    for run in s.runs:
        if run.last - run.first == 1 and not _impersonal(s, run):
            acts[s.key(run.first)] += 2 * how[run.first].speaks + how[run.first].acts
    return frozenset(word for word, times in acts.items() if times > 1)


def _looks_like_person(s: Scan, run: Run) -> bool:
    """Two capitalised words or more that are no body's name."""
    full = sum(s.key(i) not in words("particles") for i in range(run.first, run.last)) > 1
    return full and not _impersonal(s, run)


def _impersonal(s: Scan, run: Run) -> bool:
    if any(s.words[i].key.isupper() and len(s.key(i)) > 1 for i in range(run.first, run.last)):
        return True
    if s.key(run.last - 1) in words("impersonal"):
        return True
    return s.key(run.first - 1) in ("the", "a", "an") and not gender_of(s.key(run.first))


def _stranger(s: Scan, run: Run) -> Profile:
    name = s.text[slice(*s.span(run.first, run.last))]
    return Profile(name=name, person=True, reason="The report does not say who that is.")


def _mention(s: Scan, first: int, last: int, kind: str, profile: Profile) -> Mention:
    return Mention(first, last, kind, profile, standing(s, first, last))


def _named(s: Scan, named: Named, published: date | None) -> Mention:
    entity = named.entity
    kind = "state" if entity.sectors == ("PRE",) else KINDS.get(entity.kind, "body")
    profile = describe(s, named.first, named.last, published=published)
    mention = _mention(s, named.first, named.last, kind, profile)
    if named.form.use != "adjective":
        return mention
    if profile.plural:  # "Syrians"
        return replace(mention, kind="people")
    return replace(mention, standing=replace(mention.standing, subject=False, owner=True))


def _together(s: Scan, found: list[Mention]) -> Iterator[Mention]:
    """Those named together ("Starmer and Modi"): one mention with several members."""
    named = [m for m in found if m.kind in TOGETHER_KINDS and m.profile.name]
    group: list[Mention] = []
    for mention in named:
        if group and _joined(s, group[-1], mention):
            group.append(mention)
            continue
        yield from _several(s, group)
        group = [mention] if not mention.standing.owner else []
    yield from _several(s, group)


def _several(s: Scan, group: list[Mention]) -> Iterator[Mention]:
    if len({m.who for m in group}) < 2 or len({m.kind == "person" for m in group}) > 1:
        return
    between = (s.key(i) for i in range(group[-2].last, group[-1].first))
    if "and" not in between:
        return
    first, last = group[0], group[-1]
    profile = Profile(plural=True, several=True, reason="The words name more than one.")
    how = replace(last.standing, subject=first.standing.subject, opens=first.standing.opens)
    yield Mention(first.first, last.last, "people", profile, how, members=tuple(group))


def _joined(s: Scan, left: Mention, right: Mention) -> bool:
    """Whether only titles, commas and "and" stand between two names."""
    between = range(left.last, right.first)
    if not between or len(between) > TOGETHER:
        return s.gap(left.last - 1).strip() == "," if not between else False
    if s.sentence[left.first] != s.sentence[right.first] or right.standing.owner:
        return False
    gaps = {s.gap(i).strip() for i in range(left.last - 1, right.first)}
    return gaps <= {"", ",", "'", "’", "-", "."} and all(_title(s, i) for i in between)


def _title(s: Scan, index: int) -> bool:
    key = s.key(index)
    return (
        isinstance(s.at.get(index), Named | Titled)
        or key in ("and", "mr", "mrs", "ms", "s", "the", "of", "president", "as", "well")
        or key in words("over")
    )
