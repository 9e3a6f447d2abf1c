"""Full text in PostgreSQL: the words of each version as a `tsvector`, made here.

PostgreSQL's own ways to cut and fold words depend on the server; ours are those of `search`.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from dragoman.store.search import RANKED, Phrase, Word, words
from dragoman.store.tables import reports, versions

# PostgreSQL counts no further than 16,383 words, and takes no more than a megabyte at once.
_PART = 10_000
_LONGEST = 200  # letters of a word; PostgreSQL takes 2,046 bytes
_APART = 10  # words between title and text, so that no phrase spans both

_number = sa.column("number", sa.Integer)
_part = sa.column("part", sa.Integer)
_words = sa.column("words", TSVECTOR)
_search = sa.table("search", _number, _part, _words)


class Tsvector:
    """The `search.Search` of PostgreSQL; ranks are those of `ts_rank`.

    The phrases must all stand in the same 10,000 words of a text, or in its title.
    """

    def add(self, connection: sa.Connection, report: str, version: str) -> None:
        """Take in a version that was just kept."""
        query = sa.select(versions.c.number, versions.c.title, versions.c.text)
        where = (versions.c.report == report, versions.c.version == version)
        number, title, text = connection.execute(query.where(*where)).one()
        named = list(words(title or ""))[: _PART // 10]
        rows = [
            {"number": number, "part": part, "words": _vector(named, those)}
            for part, those in enumerate(_parts(words(text)))
        ]
        connection.execute(sa.insert(_search), rows)

    def remove(self, connection: sa.Connection, report: str) -> None:
        """Forget all versions of a report, which are still kept."""
        numbers = sa.select(versions.c.number).where(versions.c.report == report)
        connection.execute(sa.delete(_search).where(_number.in_(numbers)))

    def find(self, phrases: tuple[Phrase, ...], limit: int | None) -> sa.Select[str, str, float]:
        """The reports that have all phrases in the version shown: report, version and rank."""
        asked = sa.cast(_query(phrases), TSQUERY)
        found = _having(asked)
        if limit is not None:  # ranking takes longer than finding
            found = found.order_by(_number.desc(), _part).limit(RANKED)
        those = found.subquery()
        long_texts_less = 1
        ranks = sa.func.ts_rank(those.c.words, asked, long_texts_less)
        rank = sa.func.max(ranks, type_=sa.Double).label("rank")
        query = sa.select(those.c.report, those.c.version, rank)
        query = query.group_by(those.c.report, those.c.version)
        return query.order_by(sa.text("rank DESC"), those.c.report).limit(limit)


def _having(asked: sa.ColumnElement[str]) -> sa.Select[*tuple[object, ...]]:
    # In this form PostgreSQL expects that every other version is shown; else it would expect
    # hardly any, and fetch all that are found for the last of them.
    shown = sa.case((reports.c.version == versions.c.version, sa.true()), else_=sa.false())
    return (
        sa.select(versions.c.report, versions.c.version, _words)
        .select_from(_search)
        .join(versions, versions.c.number == _number)
        .join(reports, reports.c.id == versions.c.report)
        .where(shown, _words.op("@@")(asked))
    )


def _parts(found: Iterable[Word]) -> Iterator[list[Word]]:
    """The words in parts; at least one, for the title."""
    those = iter(found)
    part = list(islice(those, _PART))
    yield part
    while part := list(islice(those, _PART)):
        yield part


def _vector(title: list[Word], text: list[Word]) -> str:
    """A `tsvector` as text, such as `'talks':1A,14 'geneva':12`."""
    places: dict[str, list[str]] = {}
    for number, word in enumerate(title, start=1):
        places.setdefault(word.plain[:_LONGEST], []).append(f"{number}A")
    for number, word in enumerate(text, start=len(title) + _APART):
        places.setdefault(word.plain[:_LONGEST], []).append(str(number))
    return " ".join(f"'{word}':{','.join(where)}" for word, where in places.items() if word)


def _query(phrases: tuple[Phrase, ...]) -> str:
    """A `tsquery` as text, such as `'peace' <-> 'talks' & 'iran':*`."""
    asked = []
    for phrase in phrases:
        *firsts, last = (word[:_LONGEST] for word in phrase.plain)
        star = ":*" if phrase.begins else ""
        asked.append(" <-> ".join([*(f"'{word}'" for word in firsts), f"'{last}'{star}"]))
    return " & ".join(asked)
