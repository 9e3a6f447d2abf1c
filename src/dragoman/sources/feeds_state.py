"""What is known of watched feeds from one look to the next: a small SQLite file beside the plan.

A page is written down only once it is kept, and what lets a server answer "nothing new" only once
all pages of that look are: whoever stops in between asks again, and what is kept is not doubled.
"""

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from dragoman.errors import ArchiveError

_TABLES = """
create table if not exists feed (
    url text primary key, etag text, modified text, due real not null default 0,
    failures integer not null default 0
);
create table if not exists page (
    feed text not null, url text not null, attempts integer not null, done integer not null,
    primary key (feed, url)
) without rowid;
"""


class Known(NamedTuple):
    """What is known of a feed."""

    etag: str | None = None
    modified: str | None = None
    due: float = 0.0  # when it may be asked again, in seconds since 1970
    failures: int = 0  # in a row
    done: frozenset[str] = frozenset()  # the pages that are not asked for again


class State:
    """The file; used by one thread."""

    def __init__(self, path: Path | str) -> None:
        try:
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None)
            self._db.execute("pragma journal_mode = wal")
            self._db.executescript(_TABLES)
        except sqlite3.Error as error:
            raise ArchiveError(
                f"{path}, where the state of feeds is kept, cannot be opened: {error}.",
                todo="Check the folder; if the file is damaged, remove it: pages are asked again.",
            ) from error

    def known(self, feed: str) -> Known:
        """What is known of a feed."""
        row = self._db.execute(
            "select etag, modified, due, failures from feed where url = ?", (feed,)
        ).fetchone()
        done = self._db.execute("select url from page where feed = ? and done", (feed,))
        return Known(*(row or ()))._replace(done=frozenset(url for (url,) in done))

    def attempts(self, feed: str, url: str) -> int:
        """How often a page was asked for in vain."""
        row = self._db.execute(
            "select attempts from page where feed = ? and url = ?", (feed, url)
        ).fetchone()
        return int(row[0]) if row else 0

    def page(self, feed: str, url: str, *, done: bool) -> None:
        """Write down that a page was asked for; `done` if it is not to be again."""
        self._db.execute(
            "insert into page values (?, ?, 1, ?) on conflict do update set"
            " attempts = attempts + 1, done = excluded.done",
            (feed, url, done),
        )

    def looked(self, feed: str, *, etag: str | None, modified: str | None, due: float) -> None:
        """Write down that a feed was looked at, and when it is to be again."""
        self._put(feed, etag, modified, due, 0)

    def failed(self, feed: str, *, due: float) -> None:
        """Write down that a feed could not be had, and when it may be asked again."""
        known = self.known(feed)
        self._put(feed, known.etag, known.modified, due, known.failures + 1)

    def _put(self, *row: object) -> None:
        self._db.execute("insert or replace into feed values (?, ?, ?, ?, ?)", row)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()
