"""What is asked for by a name that nothing here has, and whom one may mean: sentences to be told
beside what is empty."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Protocol

from dragoman.analyses import asked as analyses_asked
from dragoman.analyses.named import called, code, entities_called, leaders_called
from dragoman.analysis.series import Asked
from dragoman.analysis.table import Table
from dragoman.review.naming import actors_of
from dragoman.store.filter import Filter
from dragoman.store.fold import fold
from dragoman.vocab import countries, entities, nonstates

_ACTING = ("event", "statement", "position")
_FEW = 100  # records of a kind that are looked at for a name
NEAR = 8  # parties that are named where the one that is asked for is not there


class Archive(analyses_asked.Archive, Protocol):
    """An archive with the tables that tell who is in it."""

    def dyads(self, asked: Asked | None = None, *, happenings: bool = False) -> Table:
        """How often one side acted towards another."""

    def position_table(
        self,
        *parties: str,
        issue: str | None = None,
        since: date | None = None,
        until: date | None = None,
        confidence: float = 0.0,
    ) -> Table:
        """Where each party stands on each issue."""


def unknown(archive: analyses_asked.Archive, wanted: Filter, *kinds: str) -> Iterator[str]:
    """A line for each name of the filter that nothing has: of an actor, coder or schema.

    Figures and marks take what they count and mark for actors; only lists of those kinds do.
    """
    actor = wanted.actor
    if actor is not None and not (
        _in_tables(actor) or _any(archive, Filter(actor=actor), *_ACTING, *kinds)
    ):
        yield _nobody(actor)
    if wanted.coder is not None and not _any(
        archive, Filter(coder=wanted.coder), *_ACTING, "figure", "mark"
    ):
        yield f"Nothing of a coder '{wanted.coder}' is in this archive."
    if wanted.schema is not None and not _any(archive, Filter(schema=wanted.schema), "mark"):
        yield f"Nothing of a schema '{wanted.schema}' is in this archive."


def nobody(archive: analyses_asked.Archive, names: Iterable[str]) -> Iterator[str]:
    """A line for each name that is nobody's in whole words, in the archive or in the tables."""
    return (_nobody(name) for name in names if not _in_tables(name) and not _named(archive, name))


def without_position(archive: Archive, parties: Iterable[str], shown: Table) -> Iterator[str]:
    """Of the parties of which a table of positions shows none why, and whom one may mean."""
    told = {str(n).casefold() for key in ("party", "party_name") for n in shown.column(key)}
    missing = [party for party in parties if called(party).casefold() not in told]
    known = dict.fromkeys(archive.position_table().column("party") if missing else ())
    folded = {str(party).casefold() for party in known}
    for party in missing:
        if called(party).casefold() in folded:
            yield f"'{party}' has positions, but none of those that are asked for."
            continue
        nameless = list(nobody(archive, [party]))
        yield from nameless or [f"No position of '{party}' is kept."]
        if near := nearest(party, known):
            yield near


def near_sides(archive: Archive, sides: Iterable[str]) -> Iterator[str]:
    """Of sides, by their keys, that have no position whom one may mean."""
    known = dict.fromkeys(archive.position_table().column("party"))
    near = (nearest(side, known) for side in sides if side not in known)
    return filter(None, near)


def without_dyad(archive: Archive, names: Iterable[str], level: str) -> Iterator[str]:
    """Of names of which there is no dyad what to do about them."""
    for name in names:
        if nameless := list(nobody(archive, [name])):
            yield from nameless
        elif level == "country" and called(name, level=level).upper() not in {
            *countries(),
            *nonstates(),
        }:
            yield (
                f"'{name}' is no country. Give a country's code or name, or --level party for "
                "groups, parties and organisations."
            )
        elif level == "party":
            every = archive.dyads(Asked(level=level))
            known = {*every.column("actor"), *every.column("recipient")}
            if called(name) not in known:
                near = nearest(name, known)
                yield f"No dyad of '{name}' is kept.{f' {near}' if near else ''}"


def nearest(name: str, parties: Iterable[object]) -> str | None:
    """Which of the parties may be meant: those of the same country, or with the name's words."""
    meant = (*entities_called(name), *leaders_called(name))
    states = {code(name), *(e.country for e in meant)}
    states -= {None, "IGO", "NGO"}
    theirs = {e.name for e in entities() if e.country in states}
    said = {word for word in fold(name).split() if len(word) > 2}
    found = [
        party
        for party in sorted({str(party) for party in parties})
        if party in theirs or party.partition(" ")[0] in states or said & {*fold(party).split()}
    ]
    if not found:
        return None
    more = f" and {len(found) - NEAR} others" if len(found) > NEAR else ""
    return f"Near it: {', '.join(found[:NEAR])}{more}."


def _nobody(name: str) -> str:
    return f"Nobody is called '{name}' in this archive or in the tables of actors."


def _in_tables(name: str) -> bool:
    if name.upper() in countries() or name.upper() in nonstates():
        return True
    return _within(name, (form.words for entity in entities() for form in entity.forms))


def _named(archive: analyses_asked.Archive, name: str) -> bool:
    found = (
        actor
        for kind in _ACTING
        for shown in archive.shown(kind, Filter(actor=name, limit=_FEW))
        for those in actors_of(shown.record).values()
        for actor in those
    )
    return _within(name, (words for a in found for words in (a.name, a.evidence.words) if words))


def _within(name: str, several: Iterable[str]) -> bool:
    """Whether one of them has the name in it, in whole words."""
    words = f" {fold(name)} "
    return bool(words.strip()) and any(words in f" {fold(one)} " for one in several)


def _any(archive: analyses_asked.Archive, wanted: Filter, *kinds: str) -> bool:
    first = replace(wanted, limit=1)
    return any(next(archive.shown(kind, first), None) for kind in dict.fromkeys(kinds))
