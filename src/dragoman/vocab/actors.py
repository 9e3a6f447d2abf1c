"""Who acts: states, regions, bodies, groups and leaders, with all the forms of their names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from dragoman.vocab.loading import csv_version, fault, meanings, read_csv, read_toml

COUNTRY = ("code", "alpha2", "kind", "name", "aliases", "adjectives", "capital", "seats")
REGION = ("name", "aliases", "adjectives", "country", "sectors")
BODY = ("name", "aliases", "country", "sectors", "wikidata")
GROUP = ("name", "aliases", "country", "sectors", "governs", "wikidata")
LEADER = ("name", "aliases", "short", "gender", "country", "office", "sector", "from", "to")
BODIES = ("organisations", "agencies")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name; `weak` forms count only where the report gives another one too."""

    words: str
    use: str  # name, adjective, seat (stands for the government), capital or short (a surname)
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A time in office; `end` is None where it went on when the table was last checked."""

    office: str
    sector: str
    country: str
    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        """Whether the day falls in the term; its first and last month count in full."""
        month = day.replace(day=1)
        return self.start <= month and (self.end is None or month <= self.end)


@dataclass(frozen=True, slots=True)
class Entity:
    """A state, region, organisation, agency, group or leader.

    `country` is ISO 3166 alpha-3 or a PLOVER code, None where it is left open. `governs` are the
    months in which a group is the government.
    """

    kind: str
    name: str
    country: str | None
    sectors: tuple[str, ...]
    forms: tuple[Form, ...]
    wikidata: str | None = None
    gender: str | None = None
    terms: tuple[Term, ...] = ()
    governs: tuple[tuple[date, date | None], ...] = ()


@cache
def sectors() -> Mapping[str, str]:
    """PLOVER's sector codes and what they mean."""
    return meanings(_codes()["sectors"], where="sectors.toml")


@cache
def entities() -> tuple[Entity, ...]:
    """Everyone the tables name."""
    rows = [*_countries(), *_regions(), *_groups(), *_leaders()]
    for file in BODIES:
        rows.extend(_bodies(file))
    known = {e.country for e in rows if e.kind == "country"} | nonstates().keys() | {None}
    for entity in rows:
        if not {entity.country, *(t.country for t in entity.terms)} <= known:
            raise fault(entity.kind, f"{entity.name} has an unknown country")
    return tuple(rows)


@cache
def nonstates() -> Mapping[str, str]:
    """PLOVER's codes for actors of no one state and what they mean."""
    return meanings(_codes()["codes"], where="sectors.toml")


@cache
def countries() -> Mapping[str, Entity]:
    """States and territories by ISO 3166 alpha-3 code."""
    return MappingProxyType({e.country: e for e in entities() if e.kind == "country" and e.country})


@cache
def holders() -> Mapping[tuple[str, str], tuple[tuple[Term, Entity], ...]]:
    """Who held an office when, by country and office."""
    found: dict[tuple[str, str], list[tuple[Term, Entity]]] = {}
    for entity in entities():
        for term in entity.terms:
            found.setdefault((term.country, term.office), []).append((term, entity))
    return MappingProxyType({key: tuple(terms) for key, terms in found.items()})


@cache
def checked() -> date:
    """The month in which the leaders were last checked, which is the version of their table."""
    return _month(csv_version("leaders.csv"), where="leaders.csv")


@cache
def _codes() -> dict[str, object]:
    return read_toml("sectors.toml", tables=("sectors", "codes"))


def _list(cell: str) -> list[str]:
    return [item for item in cell.split(";") if item]


def _forms(use: str, items: list[str]) -> Iterator[Form]:
    for item in items:
        yield Form(words=item.removeprefix("?"), use=use, weak=item.startswith("?"))


def _sectors(cell: str, *, where: str) -> tuple[str, ...]:
    codes = tuple(_list(cell))
    if unknown := set(codes) - sectors().keys():
        raise fault(where, f"unknown sector {', '.join(sorted(unknown))}")
    return codes


def _countries() -> Iterator[Entity]:
    for row in read_csv("countries.csv", columns=(*COUNTRY, "wikidata")):
        forms = (
            *_forms("name", [row["name"], *_list(row["aliases"])]),
            *_forms("adjective", _list(row["adjectives"])),
            *_forms("seat", _list(row["seats"])),
            *_forms("capital", [c for c in _list(row["capital"]) if c not in row["seats"]]),
        )
        yield Entity("country", row["name"], row["code"], (), forms, row["wikidata"] or None)


def _regions() -> Iterator[Entity]:
    for row in read_csv("regions.csv", columns=REGION):
        forms = (
            *_forms("name", [row["name"], *_list(row["aliases"])]),
            *_forms("adjective", _list(row["adjectives"])),
        )
        codes = _sectors(row["sectors"], where=f"regions.csv {row['name']}")
        yield Entity("region", row["name"], row["country"] or None, codes, forms)


def _bodies(file: str) -> Iterator[Entity]:
    kind = {"organisations": "organisation", "agencies": "agency"}[file]
    for row in read_csv(f"{file}.csv", columns=BODY):
        forms = tuple(_forms("name", [row["name"], *_list(row["aliases"])]))
        codes = _sectors(row["sectors"], where=f"{file}.csv {row['name']}")
        yield Entity(kind, row["name"], row["country"], codes, forms, row["wikidata"] or None)


def _groups() -> Iterator[Entity]:
    for row in read_csv("groups.csv", columns=GROUP):
        forms = tuple(_forms("name", [row["name"], *_list(row["aliases"])]))
        codes = _sectors(row["sectors"], where=f"groups.csv {row['name']}")
        spans = tuple(_span(s, where=f"groups.csv {row['name']}") for s in _list(row["governs"]))
        yield Entity(
            "group",
            row["name"],
            row["country"],
            codes,
            forms,
            row["wikidata"] or None,
            governs=spans,
        )


def _leaders() -> Iterator[Entity]:
    rows: dict[str, list[dict[str, str]]] = {}
    for row in read_csv("leaders.csv", columns=LEADER):
        rows.setdefault(row["name"], []).append(row)
    for name, terms in rows.items():
        first = terms[0]
        forms = (
            *_forms("name", [name, *_list(first["aliases"])]),
            *_forms("short", _list(first["short"])),
        )
        yield Entity(
            "leader",
            name,
            first["country"],
            (),
            forms,
            gender=first["gender"] or None,
            terms=tuple(sorted(map(_term, (r for r in terms if r["office"])), key=_since)),
        )


def _since(term: Term) -> date:
    return term.start


def _term(row: dict[str, str]) -> Term:
    where = f"leaders.csv {row['name']}"
    _sectors(row["sector"], where=where)
    start, end = _span(f"{row['from']}/{row['to']}", where=where)
    if end and end < start:
        raise fault(where, "a term ends before it starts")
    return Term(row["office"], row["sector"], row["country"], start, end)


def _span(cell: str, *, where: str) -> tuple[date, date | None]:
    start, _, end = cell.partition("/")
    first = _month(start, where=where)
    return first, (_month(end, where=where) if end else None)


def _month(cell: str, *, where: str) -> date:
    try:
        return date.fromisoformat(f"{cell}-01")
    except ValueError as error:
        raise fault(where, f"{cell!r} is no month") from error
