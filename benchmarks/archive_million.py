"""How soon lists and searches of a large archive answer.

    python benchmarks/archive_million.py [--events 1000000] [--store sqlite postgres]

Makes an archive of so many events in made-up reports of ten each, by bulk insertion into its own
tables, and prints for each question the median time of several runs, the longest, and the time of
the processor in this program, which other programs on the machine change little:

- `events`: `Archive.shown("event", Filter(..., limit=101))` to its end, with the report of each
  record, as `dragoman events` asks for them: not the start of the process, nor laying out a table;
- `search`: `Archive.search(words, limit=21)` to its end, as `dragoman search` asks for them.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

import sqlalchemy as sa
from made_up import EVENTS, Maker, rows_of
from places import STORES

from dragoman.archive import Archive, Filter
from dragoman.model import Coding
from dragoman.store import rows, tables

_BATCH = 500  # reports of one transaction
LIMIT, FOUND = 101, 21
_SPAN = {"since": date(2020, 6, 1), "until": date(2020, 6, 7)}
_SINCE = {"since": date(2020, 6, 1)}

Question = Callable[[], int]


def fill(archive: Archive, codings: Iterable[Coding]) -> None:
    """Put codings into an empty archive, as `Archive.put` would one report at a time."""
    made = enumerate(codings, start=1)
    while batch := list(islice(made, _BATCH)):
        with archive._store._write() as connection:
            found = dict[sa.Table, list[rows.Row]]()
            for number, coding in batch:
                for table, row in rows_of(coding, number):
                    found.setdefault(table, []).append(row)
            for table in tables.metadata.sorted_tables:
                if table in found:
                    _insert(connection, table, found[table])
            for _, coding in batch:
                report = coding.report
                archive._store._backend.search.add(connection, report.id, report.version)
    with archive._store._write() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")  # as a server does by itself in time


def _insert(connection: sa.Connection, table: sa.Table, found: list[rows.Row]) -> None:
    if connection.dialect.name != "postgresql":
        connection.execute(sa.insert(table), found)
        return
    names = list(found[0])
    raw: Any = connection.connection.driver_connection  # psycopg's own
    columns = ", ".join(f'"{name}"' for name in names)
    with raw.cursor().copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in found:
            copy.write_row([row[name] for name in names])


def questions(archive: Archive) -> Iterator[tuple[str, Question]]:
    """What is asked, by name; each gives how many were found."""
    made = Maker()
    (often, name), (seldom, _) = made.countries[0], made.countries[190]
    lists: dict[str, dict[str, Any]] = {
        "all": {},
        "--type": {"type": "CONSULT"},
        "--actor CODE, one of 6 events": {"actor": often},
        "--actor CODE, one of 1,000": {"actor": seldom},
        "--actor WORD*": {"actor": "gov"},
        "--actor WORD WORD": {"actor": f"{name}n army"},
        "--place TOWN": {"place": made.towns[5][0]},
        "--place CODE": {"place": often},
        "--since, half of all": _SINCE,
        "--since, the last month": {"since": date(2025, 11, 15)},
        "--since --until, a week": _SPAN,
        "--until, a month": {"until": date(2015, 1, 31)},
        "--actor --since": {"actor": often, **_SINCE},
        "--actor --type --since": {"actor": often, "type": "AID", **_SINCE},
        "--actor --place --status": {"actor": seldom, "place": often, "status": "negated"},
        "--status --confidence": {"status": "negated", "confidence": 0.9},
    }
    for title, fields in lists.items():
        yield f"events {title}", partial(_listed, archive, Filter(limit=LIMIT, **fields))
    words = made.words
    for title, asked in {
        "a word of all reports": "Monday",
        "a word of one in 8": words[200],
        "a word of one in 600": words[15000],
        "two words": f"{words[20]} {words[200]}",
        "a phrase": f'"in {made.towns[5][0]}"',
        "WORD*": f"{words[0][:3]}*",
    }.items():
        yield f"search {title}", partial(_searched, archive, asked)


def _listed(archive: Archive, wanted: Filter) -> int:
    return len([archive.source(shown.record) for shown in archive.shown("event", wanted)])


def _searched(archive: Archive, words: str) -> int:
    return len(list(archive.search(words, limit=FOUND)))


def ask(archive: Archive, runs: int) -> None:
    """Ask each question so often, one after the other, and print how long it took."""
    took = dict[str, list[tuple[float, float]]]()
    for title, question in [*questions(archive)] * runs:
        began, busy = time.perf_counter(), time.process_time()
        found = question()
        pair = (time.perf_counter() - began, time.process_time() - busy)
        took.setdefault(f"{title:40} {found:4} found", []).append(pair)
    for title, times in took.items():
        wall, own = ([each * 1000 for each in those] for those in zip(*times, strict=True))
        print(
            f"  {title}  median {statistics.median(wall):5.0f} ms  longest {max(wall):5.0f} ms  "
            f"own processor {statistics.median(own):4.0f} ms",
            flush=True,
        )


def decide(archive: Archive) -> int:
    """Accept every record of 100 reports and merge two names everywhere; how many decisions."""
    desk, count = archive.review("Ana"), 0
    for report in islice(archive.reports(), 0, 100_000, 1000):
        for shown in desk.view(report.id).records:
            count += len(desk.accept(shown))
    return count + len(desk.merge(["Sori Bari"], "Sori"))


def main() -> None:
    """Make, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--store", nargs="+", choices=STORES, default=list(STORES))
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    for store in options.store:
        with STORES[store]() as new, Archive.open(new()) as archive:
            began = time.perf_counter()
            fill(archive, Maker().reports(options.events // EVENTS))
            took = time.perf_counter() - began
            print(f"{store}: {options.events} events, filled in {took:.0f} s", flush=True)
            ask(archive, options.runs)
            print(f"{store}: with {decide(archive)} decisions, one of which is on every report")
            ask(archive, options.runs)


if __name__ == "__main__":
    main()
