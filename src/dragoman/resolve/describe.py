"""What the words of a mention say of the one they name: country, sectors, office, and why."""

from dataclasses import dataclass, replace
from datetime import date

from dragoman.resolve.mentions import Named, Run, Scan, Titled
from dragoman.resolve.profiles import Profile, held, in_table, joined
from dragoman.vocab import nonstates, words


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a phrase: names before the head and after it, the head word, a person's run."""

    before: tuple[Named, ...] = ()
    after: tuple[Named, ...] = ()
    head: Titled | None = None
    person: Named | None = None
    run: Run | None = None
    over: bool = False
    several: bool = False
    last: int = 0


def describe(s: Scan, first: int, last: int, *, published: date | None) -> Profile:
    """What words `first` to `last` (exclusive) say of the one they name."""
    parts = _parts(s, first, last)
    if parts.person is not None:
        return _leader(parts, published)
    owner = _owner(parts)
    profile = _owned(s, parts, owner, published) if owner else _bare(parts)
    if parts.several and profile.country and _conflict(s, parts, first):
        return Profile(reason="The words name more than one side.", plural=True, several=True)
    return _in_office(profile, parts, published)


# --- taking the phrase apart -------------------------------------------------------------------


def _parts(s: Scan, first: int, last: int) -> Parts:
    before: list[Named] = []
    after: list[Named] = []
    head: Titled | None = None
    person: Named | None = None
    run: Run | None = None
    preposition, several, index = "", False, first
    while index < last:
        unit = s.at.get(index)
        key = s.key(index)
        if unit is None:
            if key in words("whose") or key in words("apart"):
                preposition = key
            several = several or key == "and" or key == "or"
            index += 1
            continue
        if isinstance(unit, Named) and not _aloof(s, unit, first, last):
            if unit.entity.kind == "leader":
                person = unit if not preposition else person
            elif not preposition:
                before.append(unit)
            elif preposition in words("whose") and not _names_another(s, head):
                after.append(unit)
        elif isinstance(unit, Titled) and (not preposition or head is None):
            own = head.role.sector if head and head.last == unit.first else None
            if own in words("armed") and unit.role.sector in words("parts_of_armed"):
                unit = replace(unit, role=replace(unit.role, sector=own))  # "rebel officials"
            head = unit
        elif isinstance(unit, Run) and not preposition:
            run = unit
        index = max(unit.last, index + 1)
    if person and head and head.first > person.first and "," not in _between(s, person, head):
        before.append(person)  # "the Trump administration": the person is not the head
        person = None
    over = any(s.key(i) in words("over") for i in range(first, last))
    return Parts(tuple(before), tuple(after), head, person, run, over, several, last)


def _between(s: Scan, left: Named, right: Titled) -> str:
    return s.text[s.words[left.last - 1].end : s.words[right.first].start]


def _aloof(s: Scan, named: Named, first: int, last: int) -> bool:
    """Whether a word of the phrase says it is another's ("U.S.-backed", "the Doha agreement")."""
    if named.form.use == "seat" or named.entity.kind == "region":
        after = range(named.last, min(named.last + 2, last))
        if any(s.key(i) in words("held_there") for i in after):
            return True
    if named.last < last and s.key(named.last) in words("aloof"):
        return s.gap(named.last - 1) in ("-", "–") or s.key(named.last) in words("loose")
    before = named.first - 1
    return before >= first and s.gap(before) in ("-", "–") and s.key(before) in words("prefixes")


def _names_another(s: Scan, head: Titled | None) -> bool:
    return head is not None and s.key(head.last - 1) in words("others")


def _conflict(s: Scan, parts: Parts, first: int) -> bool:
    """Whether the names are of two countries, or of a state and of a group in it: not of one
    person, nor of allies ("Congolese troops and allied Wazalendo fighters")."""
    names = parts.before or parts.after
    if len({n.entity.country for n in names}) > 1:
        return True
    allied = any(s.key(i) == "allied" for i in range(first, parts.last))
    kinds = {n.entity.kind for n in names}
    return kinds >= {"country", "group"} and parts.run is None and not allied


# --- who owns the head -----------------------------------------------------------------------


def _owner(parts: Parts) -> Named | None:
    """The name that tells whose the head is: a body before a state, the last before the first."""
    names = parts.before or parts.after
    if not names:
        return None
    states = [n for n in names if n.entity.kind in ("country", "region")]
    bodies = [n for n in names if n not in states]
    envoy = parts.head is not None and parts.head.role.office in words("envoys")
    if bodies and not (envoy and states and bodies[-1].entity.country in nonstates()):
        return bodies[-1]
    return states[0] if states else names[0]


def _bare(parts: Parts) -> Profile:
    """The phrase names no one: its head tells at most a sector."""
    if parts.head is None:
        return Profile(reason="No table knows the name, and no word beside it tells who it is.")
    role = parts.head.role
    return Profile(
        sectors=(role.sector,) if role.sector else (),
        office=role.office if not role.plural else None,
        plural=role.plural,
        person=role.office is not None and not role.plural,
        reason="The words tell what they are and not whose.",
    )


def _owned(s: Scan, parts: Parts, owner: Named, published: date | None) -> Profile:
    entity, role = owner.entity, parts.head.role if parts.head else None
    leader = in_table(entity, published) if entity.kind == "leader" else None
    own = () if leader else _own_sectors(owner, published)
    profile = Profile(
        country=leader.country if leader else entity.country,
        sectors=_sectors(own, role.sector if role else None),
        office=role.office if role and not role.plural else None,
        plural=role.plural if role else _plural(s, owner),
        person=bool(role and role.office and not role.plural),
        reason=_because(s, owner, parts.head),
        sure=0.97,
    )
    if role is not None:
        return profile
    if owner.last < parts.last and owner in parts.before and not _possessive(s, owner, parts):
        return replace(profile, sure=0.9)  # "Kenya Airways", "Hamas tunnels": theirs, no more
    return _named(s, owner, profile)


def _possessive(s: Scan, owner: Named, parts: Parts) -> bool:
    return owner.last == parts.last - 1 and s.key(owner.last) == "s"


def _own_sectors(owner: Named, published: date | None) -> tuple[str, ...]:
    if owner.form.use == "seat":
        return ("GOV",)
    if published and any(
        start <= published and (end is None or published.replace(day=1) <= end)
        for start, end in owner.entity.governs
    ):
        return ("GOV",)
    return owner.entity.sectors


def _sectors(own: tuple[str, ...], role: str | None) -> tuple[str, ...]:
    """The sector of a head that someone owns: a rebel group's officials are rebels still."""
    if role is None or role in own:
        return own
    if not own or own == ("GOV",):
        return (role,)
    if own == ("PRE",):
        return own if role == "GOV" else (("PRE", role) if role == "MIL" else (role,))
    armed = own[0] in words("armed") and role in words("parts_of_armed")
    return own if armed else (role,)


def _named(s: Scan, owner: Named, profile: Profile) -> Profile:
    """The phrase is the name itself."""
    entity = owner.entity
    if owner.form.use == "adjective" and entity.kind in ("country", "region"):
        people = profile.plural and s.key(owner.first - 1) != "the"
        return replace(profile, sectors=("CVL",) if people else entity.sectors)
    return replace(profile, name=entity.name, wikidata=entity.wikidata, sure=0.99)


def _plural(s: Scan, owner: Named) -> bool:
    """Whether the name is a people in the plural: "Syrians" from "Syrian"."""
    word = s.key(owner.last - 1)
    return (
        owner.form.use == "adjective" and word.endswith("s") and not owner.form.words.endswith("s")
    )


def _because(s: Scan, owner: Named, head: Titled | None) -> str:
    name = s.text[slice(*s.span(owner.first, owner.last))]
    entity = owner.entity
    if entity.country is None:
        return f"“{name}” is {entity.name}, whose state is left open."
    role = f", and “{s.text[slice(*s.span(head.first, head.last))]}” tells the part" if head else ""
    if owner.reason:
        return f"{owner.reason}{role}."
    if entity.kind == "leader":
        return f"“{name}” leads them{role}."
    if owner.form.use == "seat":
        return f"“{name}” stands for the government of {entity.name}{role}."
    if entity.kind == "region":
        return f"“{name}” is {entity.name}, coded under {entity.country}{role}."
    return f"“{name}” is {entity.name} in the table of actors{role}."


def _leader(parts: Parts, published: date | None) -> Profile:
    """A person of the table, as the words title them or else as the table knows them then."""
    assert parts.person is not None
    profile = in_table(parts.person.entity, published)
    owner, role = _owner(parts), parts.head.role if parts.head else None
    told = Profile(
        country=owner.entity.country if owner else None,
        office=role.office if role and not role.plural else None,
        sectors=(role.sector,) if role and role.sector else (),
    )
    if parts.over and told.office:
        told = replace(told, office=f"former {told.office}", sectors=("ELI",))
    return joined(profile, told)


def _in_office(profile: Profile, parts: Parts, published: date | None) -> Profile:
    """An office with its holder's name where that is sure; one that is over as such."""
    if profile.office is None:
        return profile
    if parts.over:
        return replace(profile, office=f"former {profile.office}", sectors=("ELI",))
    if parts.run is not None or parts.several or published is None:
        return profile
    return held(profile, published)
