"""The ledger: what an archive was asked to take in, and what became of each document.

It tells of this archive alone. No record depends on it, and joining archives leaves it out.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

import sqlalchemy as sa

from dragoman.errors import ArchiveError
from dragoman.model.ids import make_id
from dragoman.store.engine import insert_new, stream
from dragoman.store.store import Store
from dragoman.store.tables import codings, run_documents, runs

BETWEEN = "; "


class Outcome(StrEnum):
    """What became of a document in a run."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a run was asked to take in, how, and where paths began; equal ones go on as one run."""

    sources: tuple[str, ...]
    folder: str
    coder: str  # all of them, where several read, with BETWEEN between them
    options: tuple[tuple[str, str], ...] = ()  # name and value of those that were given


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run, and how many documents of each outcome it has so far; times are UTC, ISO 8601."""

    number: int
    asked: Asked
    began: str
    ended: str | None  # None while it goes on, or where it was stopped
    done: int = 0
    failed: int = 0
    skipped: int = 0

    def to_dict(self) -> dict[str, object]:
        """The run as JSON-ready values."""
        asked = asdict(self.asked) | {"options": dict(self.asked.options)}
        rest = {name: getattr(self, name) for name in ("began", "ended", *Outcome)}
        return {"run": self.number, **asked, **rest}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What became of one document of a source."""

    document: str  # its address in the source
    digest: str  # of its bytes and of what is told of it; empty where it could not be had
    outcome: Outcome
    report: str | None = None
    version: str | None = None
    code: str | None = None  # the three of the error that it failed with
    what: str | None = None  # or why it was skipped
    todo: str | None = None

    def to_dict(self) -> dict[str, str]:
        """The entry as JSON-ready values, without those there are none of."""
        return {name: value for name, value in asdict(self).items() if value is not None}


class Ledger:
    """The runs of one archive."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, asked: Asked, *, at: str) -> int:
        """The number of the run: of the last that was asked the same and has not ended, or new."""
        told = _dumps(asked)
        with self._store._write() as connection:
            same = sa.select(sa.func.max(runs.c.number)).where(
                runs.c.asked == told, runs.c.coder == asked.coder, runs.c.ended.is_(None)
            )
            if (found := connection.scalar(same)) is not None:
                _go_on(connection, found)
                return int(found)
            number = (connection.scalar(sa.select(sa.func.max(runs.c.number))) or 0) + 1
            row = {"number": number, "asked": told, "coder": asked.coder, "began": at}
            connection.execute(sa.insert(runs), row)
            return number

    def go_on(self, number: int) -> None:
        """Open a run again: what failed is to be tried once more."""
        with self._store._write() as connection:
            _go_on(connection, number)

    def end(self, number: int, *, at: str) -> None:
        """Write down that all there was to do was done."""
        with self._store._write() as connection:
            connection.execute(sa.update(runs).where(runs.c.number == number).values(ended=at))

    def write(self, number: int, entries: Iterable[Entry]) -> None:
        """Write down what became of documents; what is told of one already stands."""
        with self._store._write() as connection:
            insert_new(connection, run_documents, [_row(number, entry) for entry in entries])

    def known(self, document: str, coder: str, *, run: int) -> dict[str, tuple[int, str, str]]:
        """Under which digests the document was coded before, and is kept as those of its coders
        that read its language found it: this run where it was in it, or the last other, and the
        report and version."""
        kept = sa.exists().where(
            codings.c.report == run_documents.c.report,
            codings.c.version == run_documents.c.version,
            codings.c.coder.in_(coder.split(BETWEEN)),
        )
        query = (
            sa.select(*(run_documents.c[n] for n in ("digest", "run", "report", "version")))
            .join_from(run_documents, runs, runs.c.number == run_documents.c.run)
            .where(run_documents.c.document == document, runs.c.coder == coder)
            .where(kept)
            .order_by(run_documents.c.run == run, run_documents.c.run)
        )
        with self._store._read() as connection:
            return {
                digest: (last, report, version)
                for digest, last, report, version in connection.execute(query)
            }

    def runs(self) -> Iterator[Run]:
        """All runs, the first first."""
        with self._store._read() as connection:
            numbers = list(connection.scalars(sa.select(runs.c.number).order_by(runs.c.number)))
        return map(self.run, numbers)

    def run(self, number: int) -> Run:
        """The run of that number; `ArchiveError` where there is none."""
        told = run_documents.c.outcome
        counted = sa.select(told, sa.func.count()).where(run_documents.c.run == number)
        with self._store._read() as connection:
            found = connection.execute(sa.select(runs).where(runs.c.number == number)).one_or_none()
            if found is None:
                raise ArchiveError(
                    f"There is no run {number}.", todo="`dragoman runs` lists those there are."
                )
            counts = {row[0]: row[1] for row in connection.execute(counted.group_by(told))}
        asked = _loads(found.asked, found.coder)
        return Run(number=number, asked=asked, began=found.began, ended=found.ended, **counts)

    def entries(self, number: int, outcome: Outcome | None = None) -> Iterator[Entry]:
        """What became of the documents of a run, by address."""
        query = sa.select(*(run_documents.c[name] for name in Entry.__dataclass_fields__))
        query = query.where(run_documents.c.run == number)
        if outcome is not None:
            query = query.where(run_documents.c.outcome == outcome)
        query = query.order_by(run_documents.c.document, run_documents.c.digest)
        with self._store._read() as connection, stream(connection, query) as found:
            for row in found:
                fields = dict(row._mapping)
                yield Entry(**fields | {"outcome": Outcome(row.outcome)})


def _go_on(connection: sa.Connection, number: int) -> None:
    mine, failed = run_documents.c.run == number, run_documents.c.outcome == Outcome.FAILED
    connection.execute(sa.delete(run_documents).where(mine, failed))
    connection.execute(sa.update(runs).where(runs.c.number == number).values(ended=None))


def _row(number: int, entry: Entry) -> dict[str, object]:
    id = make_id("document", entry.document, entry.digest)
    return {"run": number, "id": id} | asdict(entry)


def _dumps(asked: Asked) -> str:
    fields = {"sources": asked.sources, "folder": asked.folder, "options": dict(asked.options)}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def _loads(told: str, coder: str) -> Asked:
    fields = json.loads(told)
    return Asked(
        sources=tuple(fields["sources"]),
        folder=fields["folder"],
        coder=coder,
        options=tuple(sorted(fields["options"].items())),
    )
