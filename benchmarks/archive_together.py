"""Reading, review and lists at once on one archive: nothing is lost, and nobody is refused.

    python benchmarks/archive_together.py [--seconds 60] [--store sqlite postgres]

Three loops of the real commands, each in processes of its own, until the time is over:

- `dragoman read` of made-up files, 20 at a time;
- `dragoman review`, which accepts the 20 records that are the least sure;
- `dragoman events`, `search`, `reports` and `changes`, one after the other.

Each command must end well, without a word of a lock. In the end every report that was told as read
and every decision that was told as made is there, nothing else is, and every coding is whole.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle
from pathlib import Path

from made_up import Maker
from places import STORES

from dragoman.archive import Archive

_TOGETHER = 20  # files of a command, decisions of a command
ASKS = (
    ("events", "--json", "--limit", "100"),
    ("search", "--json", "--limit", "20", "Monday"),
    ("reports", "--json"),
    ("changes",),
)
Over = Callable[[], bool]


def dragoman(*arguments: str, given: str = "") -> list[dict[str, object]]:
    """What a command tells as JSON; `AssertionError` where it does not end well."""
    command = [sys.executable, "-m", "dragoman", *arguments]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{arguments[0]} ended with {done.returncode}: {done.stderr}"
    assert "locked" not in done.stderr, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def read(where: str, folder: Path, over: Over) -> set[str]:
    """Read new files until it is over; the ids of the reports told."""
    maker, numbers, told = Maker(), count(), set[str]()
    while not over():
        files = []
        for number in (next(numbers) for _ in range(_TOGETHER)):
            (path := folder / f"{number}.txt").write_text(maker.text(), "utf-8")
            files.append(str(path))
        for coding in dragoman("read", *files, "--json", "--archive", where):
            report = coding["report"]
            assert isinstance(report, dict)
            told.add(report["id"])
    return told


def review(where: str, over: Over) -> set[str]:
    """Accept records until it is over; the ids of the decisions told."""
    asked = ("review", "--coder", "Ana", "--json", "--limit", str(_TOGETHER), "--archive", where)
    told = set[str]()
    while not over():
        told |= {str(d["id"]) for d in dragoman(*asked, given="a\n" * _TOGETHER) if "decided" in d}
    return told


def look(where: str, over: Over) -> int:
    """List and search until it is over; how often."""
    asks = cycle(ASKS)
    for number in count():
        if over():
            return number
        dragoman(*next(asks), "--archive", where)
    raise AssertionError


def together(where: str, folder: Path, seconds: float) -> str:
    """All three for so long; what is to be said of it."""
    Archive.open(where).close()
    end = time.monotonic() + seconds
    over: Over = lambda: time.monotonic() > end  # noqa: E731 (its type is told)
    with ThreadPoolExecutor() as pool:
        reading = pool.submit(read, where, folder, over)
        reviewing, looking = pool.submit(review, where, over), pool.submit(look, where, over)
        reports, decisions, looks = reading.result(), reviewing.result(), looking.result()
    with Archive.open(where, create=False) as archive:
        assert {report.id for report in archive.reports()} == reports
        made = {
            decision.id
            for view in archive.reviewed()
            for s in view.records
            for decision in s.decisions
        }
        assert made == decisions
        archive.digest()  # reads every coding, and checks it against its text
    return f"{len(reports)} reports, {len(decisions)} decisions, {looks} lists and searches"


def main() -> None:
    """Try and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--store", nargs="+", choices=STORES, default=list(STORES))
    options = parser.parse_args()
    for store in options.store:
        with STORES[store]() as new, tempfile.TemporaryDirectory() as folder:
            done = together(new(), Path(folder), options.seconds)
            print(
                f"{store}: {options.seconds:g} s: {done}; nothing lost, nobody refused", flush=True
            )


if __name__ == "__main__":
    main()
