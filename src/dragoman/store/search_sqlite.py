"""Full text in SQLite: FTS5 over the titles and texts of `versions`."""

import sqlalchemy as sa

from dragoman.store.search import RANKED, Phrase
from dragoman.store.tables import reports, versions

_ADD = sa.text(
    "INSERT INTO search (rowid, title, text) SELECT number, title, text FROM versions "
    "WHERE report = :report AND version = :version"
)
# FTS5 keeps no texts of its own here, so it has to be told what it forgets.
_REMOVE = sa.text(
    "INSERT INTO search (search, rowid, title, text) "
    "SELECT 'delete', number, title, text FROM versions WHERE report = :report"
)
_TITLE = 10.0  # how much more a word of the title counts
_search = sa.table("search", sa.column("rowid"))


class Fts5:
    """The `search.Search` of SQLite; ranks are those of BM25."""

    def add(self, connection: sa.Connection, report: str, version: str) -> None:
        """Take in a version that was just kept."""
        connection.execute(_ADD, {"report": report, "version": version})

    def remove(self, connection: sa.Connection, report: str) -> None:
        """Forget all versions of a report, which are still kept."""
        connection.execute(_REMOVE, {"report": report})

    def find(self, phrases: tuple[Phrase, ...], limit: int | None) -> sa.Select[str, str, float]:
        """The reports that have all phrases in the version shown: report, version and rank."""
        # FTS5 gives the smallest number to the best.
        rank = -sa.func.bm25(sa.literal_column("search"), _TITLE, 1.0, type_=sa.Double)
        found = (
            sa.select(versions.c.report, versions.c.version, rank.label("rank"))
            .select_from(_search)
            .join(versions, versions.c.number == _search.c.rowid)
            .join(reports, reports.c.id == versions.c.report)
            .where(reports.c.version == versions.c.version)
            .where(sa.literal_column("search").op("MATCH")(_match(phrases)))
        )
        if limit is not None:  # ranking takes longer than finding
            last = found.order_by(_search.c.rowid.desc()).limit(RANKED).subquery()
            found = sa.select(last.c.report, last.c.version, last.c.rank)
        return found.order_by(sa.text("rank DESC"), sa.text("report")).limit(limit)


def _match(phrases: tuple[Phrase, ...]) -> str:
    # In quotation marks nothing is an operator, and words have none in them.
    quoted = ((" ".join(p.words), "*" if p.begins else "") for p in phrases)
    return " AND ".join(f'"{words}"{star}' for words, star in quoted)
