"""Terms: the words and countries of whom a record names, by which lists find it in their order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from dragoman.store.fold import fold
from dragoman.store.tables import terms

MOST = 20  # terms that one list looks up
_LAST = "\U0010ffff"  # follows whatever a word can go on with

Term = tuple[str, str]  # field, term
Row = dict[str, object]


def term_rows(
    record: str, published: date | None, named: Iterable[tuple[str, Mapping[str, object]]]
) -> list[Row]:
    """The rows of a record that names these: each an `actor` or `place`, with the `country` and
    `folded` words of its row."""
    found: set[Term] = set()
    for field, row in named:
        words = str(row.get("folded") or "").replace("|", " ").split()
        found |= {(field, word) for word in words}
        if row.get("country") is not None:
            found.add((f"{field}_country", str(row["country"])))
    shared = {"record": record, "published": published}
    return [{**shared, "field": field, "term": term} for field, term in sorted(found)]


class Terms(NamedTuple):
    """Terms of which every record that is wanted has one; `settle` if every one that has is."""

    field: str
    any: Sequence[Term]
    settle: bool


def matching(connection: sa.Connection, field: str, asked: Iterable[str]) -> Terms | None:
    """The terms of records that name what is asked for; None where they are many.

    Of several words the longest that must be whole is looked up; whether the others stand beside
    it remains to be seen.
    """
    found, settle = set[Term](), True
    for words in asked:
        found.add((f"{field}_country", words.upper()))
        *whole, start = fold(words).split() or [""]
        if whole:
            settle = False
            found.add((field, max(whole, key=len)))
        elif start:
            found |= {(field, term) for term in _beginning(connection, field, start)}
        if len(found) > MOST:
            return None
    return Terms(field, sorted(found), settle)


def count(connection: sa.Connection, those: Terms, *, most: int) -> int:
    """How many records have one of the terms, counted as far as it matters."""
    if not those.any:
        return 0
    # One by one, since SQLite looks pairs in a list up in no index.
    each = (
        sa.select(terms.c.record).where(terms.c.field == field, terms.c.term == term).limit(most)
        for field, term in those.any
    )
    some = sa.union_all(*(query.subquery().select() for query in each)).limit(most).subquery()
    return connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0


def _beginning(connection: sa.Connection, field: str, start: str) -> Iterator[str]:
    """The terms that begin so: from one to the next, without a look at the rows of each."""
    here = (terms.c.field == field, terms.c.term >= start, terms.c.term < start + _LAST)
    found = sa.select(sa.func.min(terms.c.term).label("term")).where(*here).cte(recursive=True)
    following = terms.c.term > found.c.term
    later = sa.select(sa.func.min(terms.c.term)).where(*here, following).scalar_subquery()
    found = found.union_all(sa.select(later).where(found.c.term.is_not(None)))
    query = sa.select(found.c.term).where(found.c.term.is_not(None)).limit(MOST + 1)
    yield from connection.scalars(query)
