"""The memory of a run over many distinct documents: it must not grow with their number.

    python benchmarks/memory_flat.py [--documents 20000] [--workers 1]

The documents are made up, each with words, a title and a day of its own, and read from one file of
lines. Memory is that of the writer and of the processes that read, looked at after every tenth of
the documents. What is read stands for the whole way: pages, model, archive and ledger.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

from dragoman.ingest import Intake, begin, take_in

PLACES = ("Velmar", "Orsana", "Tarn", "Kessari", "Norrin", "Belmira", "Vareno", "Lusk")
PARTIES = ("Norland", "Sarran Front", "Union of Kesh", "Republic of Tarn", "Vareno Accord")
STEPS = 10


def main() -> None:
    """Write the memory after each tenth of the documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        grown = flat(Path(made), given.documents, workers=given.workers)
    print(f"from the first tenth to the last: {grown:+.1f} %")


def flat(folder: Path, documents: int, *, workers: int) -> float:
    """By how many percent the memory grew between the first tenth of the documents and the last."""
    source = folder / "documents.jsonl"
    with source.open("w", encoding="utf-8") as stream:
        for number in range(documents):
            stream.write(json.dumps(document(number)) + "\n")
    intake = Intake(where=folder / "a.dragoman", sources=(str(source),), workers=workers)
    number, began, seen = begin(intake), time.perf_counter(), list[float]()
    step = max(1, documents // STEPS)
    for count, _ in enumerate(take_in(intake, number), start=1):
        if count % step == 0:
            seen.append(memory())
            rate = count / (time.perf_counter() - began)
            print(f"{count:,} documents: {seen[-1]:.0f} MB, {rate:.1f} a second", flush=True)
    return 100 * (seen[-1] / seen[0] - 1)


def document(number: int) -> dict[str, str]:
    """A report that no other is like."""
    first, second = PARTIES[number % 5], PARTIES[(number // 5 + 1 + number % 5) % 5]
    place, day = PLACES[number % 8], f"{2000 + number // 336}-{number // 28 % 12 + 1:02}"
    text = (
        f"{first} called on {second} to withdraw its forces from {place} within {number} days. "
        f"At least {number + 3} people were killed near {place} last week, officials said. "
        f"The spokesperson of {second} rejected demand number {number} and proposed talks."
    )
    return {
        "text": text,
        "title": f"Talks {number} on {place}",
        "published": f"{day}-{number % 28 + 1:02}",
        "url": f"https://news.example/{number}",
    }


def memory() -> float:
    """MB that this process and those it began hold by themselves."""
    own = os.getpid()
    found = [own, *(int(p.name) for p in Path("/proc").iterdir() if _parent(p) == own)]
    return sum(map(_held, found)) / 1e3


def _parent(folder: Path) -> int | None:
    try:
        return int(folder.joinpath("stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return None


def _held(process: int) -> int:
    """kB of private memory of a process; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


if __name__ == "__main__":
    main()
