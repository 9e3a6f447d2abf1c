"""How much time of a processor linking takes for each report as an archive grows.

    python benchmarks/linking_speed.py [REPORTS]

Reports are generated: 100 a day, of words as frequent as they are in news texts, each about one of
the 25 developments of its day, with an event and a figure. They are put in and linked in order; a
line is printed each time as many came in as an archive had before.
"""

import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from dragoman.archive import Archive
from dragoman.linking.words import frequencies
from dragoman.model import (
    Actor,
    Coding,
    Event,
    Figure,
    Place,
    Report,
    Size,
    Status,
)
from dragoman.model.records import Bound

DAILY, STORIES = 100, 25  # reports of a day, and the developments they tell of
FIRST = date(2024, 1, 1)
CODER = "generated/1"


def main(total: int) -> None:
    """Put in and link; one line for each doubling."""
    draw = random.Random(1)
    parts = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    names = ["".join(draw.sample(parts, 4)).capitalize() for _ in range(2000)]
    _, counts = frequencies()
    words, ranks = list(counts), [float(count) for count in counts.values()]
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "a.db") as archive:
        done, step = 0, 500
        while done < total:
            with archive.together():
                for n in range(done, done + step):
                    archive.put(_coding(n, draw, names, words, ranks))
            began = time.process_time()
            linked = archive.link()
            each = (time.process_time() - began) / linked.reports
            done += step
            print(
                f"{done:>7,} reports: {1000 * each:6.1f} ms for each of the last {step:,}; "
                f"{linked.stories:,} stories, {linked.happenings:,} happenings",
                flush=True,
            )
            step = done


def _coding(
    number: int, draw: random.Random, names: list[str], words: list[str], ranks: list[float]
) -> Coding:
    day, story = divmod(number, DAILY)
    told = random.Random(f"{day} {story % STORIES}")
    actor, town = told.sample(names, 2)
    own = told.choices(words, ranks, k=40)
    rest = draw.choices(words, ranks, k=200)
    dead = told.randint(1, 40)
    lead = f"{actor} forces attacked {town}, killing {dead} people near {own[0]} and {own[1]}."
    text = f"{lead}\n\n{' '.join(own)} {' '.join(rest)}."
    report = Report(
        address=f"https://site{draw.randint(0, 60)}.example/{number}",
        text=text,
        published=FIRST + timedelta(days=day),
    )
    at = {w: report.evidence(lead.index(w), lead.index(w) + len(w)) for w in (actor, town)}
    start = lead.index("attacked")
    counted = lead.index("killing ") + len("killing ")
    event = Event(
        evidence=report.evidence(start, start + len("attacked")),
        confidence=0.9,
        coder=CODER,
        type="ASSAULT",
        quad=4,
        score=-9.0,
        status=Status.ACTUAL,
        actor=(Actor(evidence=at[actor], name=actor, confidence=0.9),),
        place=(Place(evidence=at[town], name=town, precision="city", confidence=0.9),),
        size=Size(dead=float(dead)),
    )
    figure = Figure(
        evidence=report.evidence(counted, counted + len(str(dead))),
        confidence=0.9,
        coder=CODER,
        value=float(dead),
        bound=Bound.EXACT,
        measure="killed",
    )
    return Coding(report=report, coder=CODER, events=(event,), figures=(figure,))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4_000)
