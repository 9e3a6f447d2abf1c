"""How much of the article of a page is found, and how much else: 4-gram precision, recall and F1.

    python benchmarks/article_html.py [../shared/data/article_html] [--worst 10]

The pages are those of Zyte's article-extraction-benchmark in the folder: `html/KEY.html.gz` and
`ground-truth.json`. Every page is read by `dragoman.sources.read_bytes`, as `dragoman read` does;
the body is its paragraphs and headings, which is what records can rest on. Tokens are runs of word
characters; the 4-grams of both bodies are compared as multisets. As in the benchmark, precision and
recall are those of each page, averaged, and F1 is theirs. Pages in every language are taken, since
only how they are extracted is looked at; a page that is refused has no body.
"""

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from dragoman.errors import SourceError
from dragoman.model import BlockKind, Report
from dragoman.sources import read_bytes
from dragoman.sources.language import known_languages

DATA = Path("../shared/data/article_html")
BODY = (BlockKind.PARAGRAPH, BlockKind.HEADING)
GRAM = 4

Grams = Counter[tuple[str, ...]]


class Score(NamedTuple):
    """One page's precision and recall."""

    key: str
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return f1(self.precision, self.recall)


def f1(precision: float, recall: float) -> float:
    """The harmonic mean; 0 where both are."""
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


def grams(text: str) -> Grams:
    """The 4-grams of a text's tokens, counted; all its tokens as one where they are fewer."""
    tokens = re.findall(r"\w+", text)
    starts = range(max(1, len(tokens) - GRAM + 1)) if tokens else range(0)
    return Counter(tuple(tokens[i : i + GRAM]) for i in starts)


def score(key: str, *, gold: str, found: str) -> Score:
    """How far a body is the one wanted."""
    wanted, given = grams(gold), grams(found)
    both = (wanted & given).total()
    return Score(
        key,
        both / given.total() if given else float(not wanted),
        both / wanted.total() if wanted else 1.0,
    )


def body(data: bytes, *, name: str) -> str:
    """The article's body as it is read; empty where the page is refused."""
    try:
        report = read_bytes(data, address=None, name=name, languages=known_languages())
    except SourceError as error:
        print(f"{name}: {error}")
        return ""
    return body_of(report)


def body_of(report: Report) -> str:
    """The paragraphs and headings of a report."""
    return "\n".join(report.text[b.start : b.end] for b in report.blocks if b.kind in BODY)


def show(scores: Sequence[Score], *, worst: int) -> None:
    """Print the pages that went worst, and the figures."""
    for one in sorted(scores, key=lambda s: s.f1)[:worst]:
        print(f"  {one.key}  P {one.precision:.3f}  R {one.recall:.3f}  F1 {one.f1:.3f}")
    precision, recall = mean(s.precision for s in scores), mean(s.recall for s in scores)
    print(f"{len(scores)} pages: P {precision:.4f}  R {recall:.4f}  F1 {f1(precision, recall):.4f}")


def main() -> None:
    """Read all pages and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=DATA)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="Show the worst pages.")
    options = parser.parse_args()
    gold = json.loads((options.folder / "ground-truth.json").read_text("utf-8"))
    scores, seconds = [], 0.0
    for path in sorted((options.folder / "html").glob("*.html.gz")):
        key, data = path.name.removesuffix(".html.gz"), gzip.decompress(path.read_bytes())
        start = time.process_time()
        found = body(data, name=f"{key}.html")
        seconds += time.process_time() - start
        scores.append(score(key, gold=gold[key]["articleBody"], found=found))
    show(scores, worst=options.worst)
    print(f"{len(scores) / seconds:.1f} pages per second of processor time")


if __name__ == "__main__":
    main()
