"""What is known of an actor, and what the table of leaders knows of people and offices by date."""

from dataclasses import dataclass, replace
from datetime import date

from dragoman.vocab import Entity, Term, checked, countries, holders, words


@dataclass(frozen=True, slots=True)
class Profile:
    """Who is meant; None and empty where the words do not tell."""

    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    wikidata: str | None = None
    gender: str | None = None
    plural: bool = False
    person: bool = False
    several: bool = False  # the words name more than one country
    reason: str = ""
    sure: float = 1.0

    @property
    def told(self) -> bool:
        """Whether the words tell who it is, beyond what kind of actor."""
        return self.country is not None or self.name is not None


def joined(table: Profile, told: Profile) -> Profile:
    """A person of the table of leaders, with what the report itself says of them put first."""
    if told.office is None:
        return replace(table, country=table.country or told.country)
    reason = (
        table.reason
        if told.office == table.office
        else f"The report calls {table.name} {told.office}."
    )
    return replace(
        table,
        country=told.country or table.country,
        office=told.office,
        sectors=told.sectors or table.sectors,
        reason=reason,
    )


def in_table(entity: Entity, published: date | None) -> Profile:
    """A person as the table of leaders knows them on the day; None: as it knows them at all."""
    profile = Profile(
        name=entity.name or None,
        country=entity.country,
        gender=entity.gender,
        person=True,
        sure=0.97,
        reason=f"{entity.name or 'Everyone of that name'} is in the table of leaders.",
    )
    if not entity.terms:
        return profile
    if published is None:
        return _undated(profile, entity.terms)
    if not entity.name:
        return _nameless(profile, entity.terms, published)
    term = next((t for t in reversed(entity.terms) if t.covers(published)), None)
    if term is not None:
        return replace(
            profile,
            country=term.country,
            sectors=_tuple(term.sector),
            office=term.office,
            reason=f"{entity.name} was {term.office} then.",
        )
    past = [(t.end, t) for t in entity.terms if t.end and t.end < published]
    if past:
        _, last = max(past, key=lambda pair: pair[0])
        return replace(
            profile,
            country=last.country,
            office=f"former {last.office}",
            sectors=("ELI",),
            reason=f"{entity.name} was {last.office} before.",
        )
    return replace(profile, country=entity.terms[0].country)


def _nameless(profile: Profile, terms: tuple[Term, ...], published: date) -> Profile:
    """One of several of a surname: what is true of all of them on the day."""
    codes = {t.sector for t in terms if t.covers(published)}
    if codes:
        return replace(profile, sectors=_tuple(codes.pop()) if len(codes) == 1 else (), sure=0.9)
    over = all(t.end and t.end < published for t in terms)
    return replace(profile, sectors=("ELI",) if over else (), sure=0.9)


def _undated(profile: Profile, terms: tuple[Term, ...]) -> Profile:
    countries_, codes = {t.country for t in terms}, {t.sector for t in terms}
    offices_ = {t.office for t in terms}
    return replace(
        profile,
        country=profile.country if len(countries_) == 1 else None,
        sectors=_tuple(codes.pop()) if len(codes) == 1 else (),
        office=offices_.pop() if len(offices_) == 1 else None,
        sure=0.9,
    )


def _tuple(sector: str) -> tuple[str, ...]:
    return (sector,) if sector else ()


def held(profile: Profile, published: date) -> Profile:
    """The profile with the holder's name where office, state and day leave only one person."""
    office, country = profile.office, profile.country
    if office is None or office not in words("single"):
        return profile
    if country is None or country not in countries():
        return profile
    month = published.replace(day=1)
    found = [
        entity
        for term, entity in holders().get((country, office), ())
        if term.covers(published) and (term.end or month <= checked())
    ]
    if len(found) != 1:
        return profile
    reason = f"{found[0].name} was {office} of {countries()[country].name} then."
    return replace(profile, name=found[0].name, gender=found[0].gender, reason=reason, sure=0.93)
