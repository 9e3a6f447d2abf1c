"""How soon dyad series and the position table of a large archive are there.

    python benchmarks/analysis_million.py [--events 1000000] [--copies 50] [--runs 5]

Makes a SQLite archive of so many events, and a position for every five of them, in made-up reports
of ten events, and prints: how long the columns take to be made once; how long after another version
of one report; and for each table the median and the longest time of several runs, each in a process
of its own, from an open archive with nothing in memory to the table, and to the ids behind its last
row. Time "of the processor" is that of the process itself, without waiting for others.

Since a million records take long to make and to read, an archive of a 50th of them is made, and
its columns and its trail of changes are copied so often, under other ids and days: the tables are
made of a million events, while the columns themselves are timed on those that are really there.
`--copies 1` makes all of it.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from archive_million import fill
from made_up import CODER, EVENTS, Maker

from dragoman.analysis.columns import Columns, joined
from dragoman.analysis.kept import _write
from dragoman.analysis.series import Asked
from dragoman.archive import Archive
from dragoman.model import Actor, Coding, Position, Report, Stance
from dragoman.store import tables
from dragoman.store.trail import Trail
from dragoman.vocab import codebook, countries

DAYS = ("first", "last")
_STANCES, _ISSUES = list(Stance), list(codebook().issues)
_STATES = sorted(countries())


def reports(count: int) -> Iterator[Coding]:
    """Made-up codings with positions of states that the tables know."""
    for number, coding in enumerate(Maker().reports(count)):
        positions = tuple(
            _position(coding.report, number, event.evidence.start, n)
            for n, event in enumerate(coding.events[::5])
        )
        yield coding.model_copy(update={"positions": positions})


def _position(report: Report, number: int, start: int, n: int) -> Position:
    words = report.evidence(start, start + 60)
    code = _STATES[(number * number + n) % 997 % len(_STATES)]
    return Position(
        evidence=words, confidence=0.9, coder=CODER, stance=_STANCES[(number + n) % 4],
        issue=_ISSUES[(number * 7 + n) % len(_ISSUES)],
        party=Actor(evidence=words, name=countries()[code].name, country=code, confidence=0.9),
    )  # fmt: skip


def multiply(archive: Archive, copies: int) -> None:
    """Keep the archive's columns so many times over, and the changes that would have led there."""
    columns = archive._analyses.columns()
    every = joined((copied(columns, n) for n in range(copies)), without=lambda _: False)
    with archive._store._write() as connection:
        last = connection.scalar(sa.select(sa.func.max(tables.changes.c.number))) or 0
        more = [
            {"number": n, "change": "added", "report": report, "version": "v", "coder": CODER}
            for n, report in enumerate(every.reports[len(columns.reports) :], start=last + 1)
        ]
        connection.execute(sa.insert(tables.changes), more)
    found = Trail(archive._store).stamp()
    assert archive.path
    folder = archive.path.with_name(f"{archive.path.name}.columns")
    _write(folder, every, (found.number, found.changes, found.decisions))


def copied(columns: Columns, copy: int) -> Columns:
    """The columns under other ids, some months later."""
    days = copy * 30
    later = {n: np.where(columns.events[n] > 0, columns.events[n] + days, 0) for n in DAYS}
    stands = [
        s._replace(
            id=f"{s.id}-{copy}", report=f"{s.report}-{copy}",
            published=s.published and s.published + timedelta(days),
        )
        for s in columns.stands
    ]  # fmt: skip
    return replace(
        columns, stands=stands, events=columns.events | later,
        reports=[f"{r}-{copy}" for r in columns.reports],
        published=[p and p + days for p in columns.published],
        ids=[f"{i}-{copy}" for i in columns.ids],
    )  # fmt: skip


def ask(path: str) -> None:
    """Make each table once and print how long it took."""
    with Archive.open(path) as archive:
        for name in ("dyads", "positions"):
            began, used = time.perf_counter(), time.process_time()
            table = (
                archive.dyads(Asked(by="month")) if name == "dyads" else archive.position_table()
            )
            made, used = time.perf_counter() - began, time.process_time() - used
            ids = sum(len(ids) for ids in table.records)
            last = time.perf_counter() - began
            print(name, made, used, last, len(table), ids)


def main() -> None:
    """Make, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--copies", type=int, default=50)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        ask(options.ask)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.dragoman"
        with Archive.open(path) as archive:
            fill(archive, reports(options.events // options.copies // EVENTS))
            _timed("columns made", archive)
            archive.put(next(Maker(seed=1).reports(1)))
            _timed("columns after another version of one report", archive)
            if options.copies > 1:
                multiply(archive, options.copies)
        took: dict[str, list[list[float]]] = {}
        for _ in range(options.runs):
            command = [sys.executable, __file__, "--ask", str(path)]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            for line in told.splitlines():
                name, *values = line.split()
                took.setdefault(name, []).append(list(map(float, values)))
        for name, runs in took.items():
            made, used, last, rows_, ids = zip(*runs, strict=True)
            print(
                f"{name}: {rows_[0]:.0f} rows over {ids[0]:.0f} records; made in "
                f"{statistics.median(made):.2f} s (longest {max(made):.2f}, of the processor "
                f"{statistics.median(used):.2f} s), with all ids "
                f"{statistics.median(last):.2f} s (longest {max(last):.2f})"
            )


def _timed(name: str, archive: Archive) -> None:
    began, used = time.perf_counter(), time.process_time()
    found = archive._analyses.columns()
    took, used = time.perf_counter() - began, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = f"{len(found.ids)} events, {len(found.stands)} tellings"
    print(f"{name}: {told}; {took:.1f} s (of the processor {used:.1f} s), peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
