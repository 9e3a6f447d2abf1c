"""What is asked for by a name that nothing here has: said beside an empty list."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman.cli.safe import clean

if TYPE_CHECKING:
    from dragoman.archive import Archive, Filter

_ACTING = ("event", "statement", "position")
_FEW = 100  # records of a kind that are looked at for a name


def unknown(archive: "Archive", wanted: "Filter", *kinds: str) -> Iterator[str]:
    """A line for each name of the filter that nothing has: of an actor, coder or schema.

    Figures and marks take what they count and mark for actors; only lists of those kinds do.
    """
    from dragoman.archive import Filter

    actor = wanted.actor
    if actor is not None and not (
        _in_tables(actor) or _any(archive, Filter(actor=actor), *_ACTING, *kinds)
    ):
        yield _nobody(actor)
    if wanted.coder is not None and not _any(
        archive, Filter(coder=wanted.coder), *_ACTING, "figure", "mark"
    ):
        yield f"Nothing of a coder '{clean(wanted.coder)}' is in this archive."
    if wanted.schema is not None and not _any(archive, Filter(schema=wanted.schema), "mark"):
        yield f"Nothing of a schema '{clean(wanted.schema)}' is in this archive."


def nobody(archive: "Archive", names: Iterable[str]) -> Iterator[str]:
    """A line for each name that is nobody's in whole words, in the archive or in the tables."""
    return (_nobody(name) for name in names if not _in_tables(name) and not _named(archive, name))


def _nobody(name: str) -> str:
    return f"Nobody is called '{clean(name)}' in this archive or in the tables of actors."


def _in_tables(name: str) -> bool:
    from dragoman.vocab import countries, entities, nonstates

    if name.upper() in countries() or name.upper() in nonstates():
        return True
    return _within(name, (form.words for entity in entities() for form in entity.forms))


def _named(archive: "Archive", name: str) -> bool:
    from dragoman.archive import Filter
    from dragoman.review.naming import actors_of

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
    from dragoman.store.fold import fold

    words = f" {fold(name)} "
    return bool(words.strip()) and any(words in f" {fold(one)} " for one in several)


def _any(archive: "Archive", wanted: "Filter", *kinds: str) -> bool:
    first = replace(wanted, limit=1)
    return any(next(archive.shown(kind, first), None) for kind in dict.fromkeys(kinds))
