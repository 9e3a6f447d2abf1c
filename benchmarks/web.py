"""How fast the web application answers over an archive of 50,000 records.

    python benchmarks/web.py [--records 50000] [--runs 20] [--archive FILE]

Fills a temporary archive (or FILE, where it is not there yet), has somebody decide on records of
20 reports, and asks the application as a browser would, without the network: a decision from a
form, the next record of the queue, the first page of the records, their counts, the first page of
the reports; something is decided on before each, so that nothing counted before can be used.
Prints the median of the runs, in time of the processor and by the clock, beside what is allowed;
ends with status 1 where that of the processor is over it. All of it happens in one process that
waits for nothing: on a machine that does nothing else both are the same.
"""

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

from fastapi.testclient import TestClient

from dragoman.archive import Archive
from dragoman.model import Actor, Coding, Event, Report, Status
from dragoman.vocab import plover
from dragoman.way import Way
from dragoman.web.app import create_app

EACH = 50  # records of a report
CODER = "dragoman/benchmark"
BASE = "http://127.0.0.1:8350"
WHO = (("Kenya", "KEN"), ("Chile", "CHL"), ("Nepal", "NPL"), ("Ghana", "GHA"), ("Malta", "MLT"))
# What is asked for, and how many milliseconds it may take.
ALLOWED = {
    "save a decision": 50,
    "next record of the queue": 150,
    "first page of the records": 300,
    "counts by field": 500,
    "first page of the reports": 300,
}


def report(number: int) -> Coding:
    """A report with 50 events, each in a sentence of its own."""
    types = list(plover().types.values())
    sentences, spans = [], []
    at = 0
    for n in range(EACH):
        who = WHO[(number + n) % len(WHO)]
        whom = WHO[(number + 2 * n + 1) % len(WHO)]
        sentence = f"Envoys of {who[0]} met those of {whom[0]} in round {n}. "
        spans.append((at, at + sentence.index("met"), sentence, who, whom))
        sentences.append(sentence)
        at += len(sentence)
    made = Report(
        address=f"https://example.org/{number}",
        text="".join(sentences),
        title=f"Round {number} of the talks",
        site=f"Agency {number % 7}",
        published=date(2020, 1, 1) + timedelta(days=number % 1500),
        language="en",
    )
    events = []
    for n, (start, trigger, sentence, who, whom) in enumerate(spans):
        type_ = types[(number * 7 + n) % len(types)]
        first = start + sentence.index(who[0])
        last = start + sentence.rindex(whom[0])

        def actor(at: int, named: tuple[str, str]) -> Actor:
            words = made.evidence(at, at + len(named[0]))
            return Actor(evidence=words, name=named[0], country=named[1], confidence=0.9)

        events.append(
            Event(
                evidence=made.evidence(trigger, trigger + 3),
                confidence=round(0.4 + ((number * 31 + n * 17) % 600) / 1000, 3),
                coder=CODER,
                type=type_.name,
                quad=type_.quad,
                score=type_.score,
                status=list(Status)[(number + n) % len(Status)],
                actor=(actor(first, who),),
                recipient=(actor(last, whom),),
            )
        )
    return Coding(report=made, coder=CODER, events=tuple(events))


def fill(archive: Archive, records: int) -> None:
    """So many records, and decisions on those of 20 reports."""
    for number in range(records // EACH):
        archive.put(report(number))
    desk = archive.review("Ana")
    for number in range(20):
        id = report(number).report.id
        for shown in archive.view(id).records[:3]:
            desk.accept(shown)


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """How many milliseconds it took, of the processor and by the clock."""
    clock, used = time.perf_counter(), time.process_time()
    act()
    return (time.process_time() - used) * 1000, (time.perf_counter() - clock) * 1000


class Asking:
    """Asks the application."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        page = client.get("/reports/new").text
        self._token = re.findall(r'name="token" value="(\w+)"', page)[0]
        self._queue = self._walk()
        self._types = cycle(plover().types)

    def _walk(self) -> Iterator[str]:
        told = self._client.get("/api/review").json()
        while True:
            yield told["current"]["id"]
            told = self._client.get(f"/api/review?record={told['after'][0]}").json()

    def acts(self) -> dict[str, Callable[[], object]]:
        """What is measured, by name."""
        return {
            "save a decision": self.save,
            "next record of the queue": lambda: self.get("/review"),
            "first page of the records": lambda: self.get("/records/event"),
            "counts by field": lambda: self.get(
                f"/api/records/event?type={next(self._types)}&size=1"
            ),
            "first page of the reports": lambda: self.get("/reports"),
        }

    def get(self, path: str) -> None:
        """A page, which must be there."""
        answer = self._client.get(path)
        assert answer.status_code == 200, answer.text

    def save(self) -> None:
        """Accept the next record of the queue."""
        answer = self._client.post(
            f"/record/{self._record}/accept", data={"token": self._token}, follow_redirects=False
        )
        assert answer.status_code == 303, answer.text

    def prepare(self, *, change: bool) -> None:
        """Look up what is decided on next, outside of the time that is measured.

        With `change` it is decided on as well: no count that was kept holds any more.
        """
        self._record = next(self._queue)
        if change:
            self.save()
            self._record = next(self._queue)


def measure(path: Path, records: int, runs: int) -> bool:
    """Print the times; whether all are within what is allowed."""
    new = not path.exists()
    good = True
    with Archive.open(path) as archive, tempfile.TemporaryDirectory() as folder:
        if new:
            fill(archive, records)
        app = create_app(archive, way=Way(), person="Ana", saved=Path(folder) / "filters.json")
        with TestClient(app, base_url=BASE) as client:
            asking = Asking(client)
            for name, act in asking.acts().items():
                times = []
                for _ in range(runs):
                    asking.prepare(change=act != asking.save)
                    times.append(timed(act))
                used, clock = (statistics.median(column) for column in zip(*times, strict=True))
                good &= used <= ALLOWED[name]
                slowest = max(used for used, _ in times)
                print(
                    f"{name:26} {used:5.0f} ms of the processor (slowest {slowest:.0f}),"
                    f" {clock:5.0f} ms by the clock, allowed {ALLOWED[name]} ms"
                )
    return good


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--archive", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.archive or Path(folder) / "web.dragoman"
        sys.exit(0 if measure(path, asked.records, asked.runs) else 1)


if __name__ == "__main__":
    main()
