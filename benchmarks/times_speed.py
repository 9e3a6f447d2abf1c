"""Speed of time tagging against `dateparser.search`, on the same texts, in one run.

    pip install dateparser
    python benchmarks/times_speed.py FILE [--runs 3] [--characters 100000]

FILE holds texts as lines of JSON with `text` and `dct`, gzipped or not. Each tagger reads all texts
once to load what it needs; then the fastest of the runs counts. Prints characters per second of
both, and how many times faster ours is.
"""

import argparse
import time
from collections.abc import Callable
from datetime import datetime
from datetime import time as clock
from pathlib import Path

from dragoman.benchmark.rows import read_rows
from dragoman.benchmark.timex import published
from dragoman.model import Report
from dragoman.resolve.times import TimeResolver


def ours(report: Report) -> int:
    """How many time expressions we find."""
    return len(TimeResolver(report).timexes())


def theirs(report: Report) -> int:
    """How many dates `dateparser.search` finds."""
    from dateparser.search import search_dates

    settings = {}
    if report.published:
        settings["RELATIVE_BASE"] = datetime.combine(report.published, clock())
    return len(search_dates(report.text, languages=["en"], settings=settings) or ())


def fastest(tagger: Callable[[Report], int], reports: list[Report], *, runs: int) -> float:
    """Seconds of the fastest run over all reports, after one that loads."""
    taken = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        for report in reports:
            tagger(report)
        taken.append(time.perf_counter() - began)
    return min(taken[1:])


def first_reports(path: Path, *, characters: int) -> list[Report]:
    """The first texts of the file, up to about so many characters."""
    reports: list[Report] = []
    length = 0
    for row in read_rows(path):
        if length >= characters:
            break
        reports.append(Report(address="text", text=row["text"], published=published(row)))
        length += len(row["text"])
    return reports


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--characters", type=int, default=100_000)
    options = parser.parse_args()
    reports = first_reports(options.file, characters=options.characters)
    length = sum(len(report.text) for report in reports)
    print(f"{len(reports)} texts, {length:,} characters, fastest of {options.runs} runs")
    speeds = {}
    for name, tagger in (("dragoman", ours), ("dateparser", theirs)):
        speeds[name] = length / fastest(tagger, reports, runs=options.runs)
        print(f"{name:11}{speeds[name]:12,.0f} characters per second")
    print(f"{'ratio':11}{speeds['dragoman'] / speeds['dateparser']:12.1f}")


if __name__ == "__main__":
    main()
