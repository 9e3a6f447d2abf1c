"""Wall time and memory of `dragoman read` on one report, and of `dragoman --help`, start included.

    python benchmarks/read_one.py [FILE] [--runs 5]

Each is several whole processes. Without FILE the sample reports are joined to about 600 words.
Prints minimum, median and maximum.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dragoman import samples

WORDS = 600


def joined() -> str:
    """Paragraphs of the sample reports, about 600 words."""
    words: list[str] = []
    for name in samples.names():
        body = samples.path(name).read_text("utf-8").split("---\n", 2)[2]
        words.append(body.strip())
        if sum(len(w.split()) for w in words) >= WORDS:
            break
    return "\n\n".join(words)


def run(*arguments: str) -> tuple[float, float]:
    """Seconds of wall time and MB at the peak of one process."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "dragoman", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"dragoman {arguments[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file
        if path is None:
            made = Path(folder) / "report.md"
            made.write_text(joined(), "utf-8")
            path = str(made)
        words = len(Path(path).read_text("utf-8", "replace").split())
        read = ("read", path, "--published", "1995-10-01")
        seconds, memory = zip(*(run(*read) for _ in range(options.runs)), strict=True)
        helped = [run("--help")[0] for _ in range(options.runs)]
    cores = len(os.sched_getaffinity(0))
    print(f"{words} words, {options.runs} runs, {cores} cores")
    rows = (("wall", seconds, "s"), ("memory", memory, "MB"), ("--help", helped, "s"))
    for name, values, unit in rows:
        low, middle, high = min(values), statistics.median(values), max(values)
        print(f"{name:7} min {low:.2f}  median {middle:.2f}  max {high:.2f} {unit}")


if __name__ == "__main__":
    main()
