"""Kill dragoman at random moments, run it again, and compare the archive with an uninterrupted one.

    python benchmarks/kills.py [--kills 50] [--reports 500] [--store sqlite postgres]
                               [--what read decide migrate merge]

Each trial is the real command in a process of its own, which says every statement that it sends to
its database; SIGKILL comes at a statement drawn at random, all over the work. Then the command is
run again, until the next kill, and at last to its end:

- `read`: `dragoman read` of so many made-up files; between kills every coding is there whole or not
  at all;
- `decide`: `dragoman review`, in which a person accepts every record;
- `migrate`: opening an archive of schema 0001, which holds so many reports;
- `merge`: `dragoman archive merge` of an archive of so many reports into one with every third.

Archives are equal when their exports are, but for the time of decisions.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from made_up import EVENTS, Maker
from old_archive import write_old
from places import STORES, New

from dragoman.archive import Archive
from dragoman.model import Coding

# The command, which says the start of each statement on the stream it is given.
_SAYING = """
import os, sys, sqlalchemy
from dragoman.cli import main

told = int(sys.argv.pop(1))

def say(connection, cursor, statement, *rest):
    os.write(told, statement[:30].replace(chr(10), " ").encode() + bytes([10]))

sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", say)
main()
"""
_MORE = 60  # statements at most between the one waited for and the kill
WHAT = ["read", "decide", "migrate", "merge"]


@dataclass(frozen=True)
class Command:
    """A command line of dragoman, and how its way is told from the statements it sends."""

    arguments: tuple[str, ...]
    step: str  # how the statement begins of which there is one for each piece of work
    given: str = ""  # on standard input

    def run(self, *, kill_at: int | None = None, more: int = 0) -> int | None:
        """Run it; how many steps it took, None if it was killed: so many statements after the step
        of that number."""
        reads, writes = os.pipe()
        program = [sys.executable, "-c", _SAYING, str(writes), *self.arguments]
        with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as said:
            given.write(self.given)
            given.seek(0)
            process = subprocess.Popen(
                program, stdin=given, stdout=subprocess.DEVNULL, stderr=said, pass_fds=[writes]
            )
            os.close(writes)
            steps, left = 0, more
            with os.fdopen(reads) as told:
                for line in told:  # to the end, so that it never waits for a reader
                    left -= steps == kill_at
                    steps += line.startswith(self.step) and steps != kill_at
                    if steps == kill_at and left == 0:
                        process.send_signal(signal.SIGKILL)
            if process.wait() not in (0, -signal.SIGKILL):
                said.seek(0)
                raise SystemExit(f"dragoman {self.arguments[0]} failed: {said.read()}")
        return steps if process.returncode == 0 else None


@dataclass(frozen=True)
class Trial:
    """What is tried: how a place begins, the command, and its steps."""

    prepare: Callable[[str], None]
    command: Callable[[str], Command]
    kept: str = ""  # the table in which a step is kept, so that running again does not repeat it

    def run(self, new: New, *, kills: int, draw: random.Random) -> int:
        """Kill it so often, all over its steps; how many places that took.

        After each kill what is there must be of the uninterrupted archive, and all of it at the
        end; `AssertionError` where it is not.
        """
        whole = self._begun(new)
        steps = self.command(whole).run()
        assert steps, "the command came to no end"
        wanted = content(whole)
        targets = sorted(draw.randint(1, steps) for _ in range(kills))
        where, places = self._begun(new), 1
        while targets:
            at = max(1, targets[0] - self._done(where))
            more = draw.randint(0, _MORE) if self.command(where).step else 0
            if self.command(where).run(kill_at=at, more=more) is not None:
                assert content(where) == wanted  # it had ended before it could be killed
                where, places = self._begun(new), places + 1
                continue
            targets.pop(0)
            assert not self.kept or content(where) <= wanted
        assert self.command(where).run() is not None
        assert content(where) == wanted
        return places

    def _begun(self, new: New) -> str:
        self.prepare(where := new())
        return where

    def _done(self, where: str) -> int:
        if not self.kept:
            return 0
        with Archive.open(where) as archive:
            [[count]] = archive.query(f"SELECT count(*) FROM {self.kept}")
        assert isinstance(count, int)
        return count


def content(where: str) -> set[str]:
    """All that an archive holds, without the time of decisions."""
    with Archive.open(where) as archive:
        archive.export(stream := StringIO())
    found = [json.loads(line) for line in stream.getvalue().splitlines()[1:-1]]
    for line in found:
        line.get("decision", {}).pop("decided", None)
    return {json.dumps(line) for line in found}


def trials(folder: Path, new: New, reports: int) -> dict[str, Trial]:
    """The trials by name, over so many made-up reports."""
    made = list(Maker().reports(reports))
    files = list(_written(folder, reports))
    _filled(other := new(), made)
    read = ("read", *files, "--published", "2024-05-02", "--archive")
    accept = ("review", "--coder", "Ana", "--archive")
    few = made[: max(1, reports // EVENTS)]
    return {
        "read": Trial(
            prepare=lambda where: _filled(where, []),
            command=lambda where: Command((*read, where), "INSERT INTO reports"),
            kept="reports",
        ),
        "decide": Trial(
            prepare=lambda where: _filled(where, few),
            command=lambda where: Command(
                (*accept, where), "INSERT INTO decisions", given="a\n" * len(few) * EVENTS
            ),
            kept="decisions",
        ),
        "migrate": Trial(
            prepare=lambda where: write_old(where, made),
            command=lambda where: Command(("reports", "--json", "--archive", where), ""),
        ),
        "merge": Trial(
            prepare=lambda where: _filled(where, made[::3]),
            command=lambda where: Command(
                ("archive", "merge", other, "--archive", where), "INSERT INTO reports"
            ),
        ),
    }  # fmt: skip


def _written(folder: Path, count: int) -> Iterator[str]:
    made = Maker(1)
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_text(made.text(), "utf-8")
        yield str(path)


def _filled(where: str, codings: Iterable[Coding]) -> None:
    with Archive.open(where) as archive:
        for coding in codings:
            archive.put(coding)


def main() -> None:
    """Try and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--store", nargs="+", choices=STORES, default=list(STORES))
    parser.add_argument("--what", nargs="+", choices=WHAT, default=WHAT)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    for store in options.store:
        with STORES[store]() as new, tempfile.TemporaryDirectory() as folder:
            found = trials(Path(folder), new, options.reports)
            for what in options.what:
                places = found[what].run(new, kills=options.kills, draw=draw)
                print(
                    f"{store}: {what}: killed {options.kills} times over {options.reports} "
                    f"reports in {places} archives; each equal to the uninterrupted one",
                    flush=True,
                )


if __name__ == "__main__":
    main()
