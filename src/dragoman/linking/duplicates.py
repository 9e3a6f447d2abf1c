"""Whether two reports carry the same text: exactly, or but for what an editor changes."""

from typing import TypedDict

from dragoman.linking.words import counted, is_number, key_of, words
from dragoman.model import Report

LEAST = 0.7  # of all runs of words that either has, both have
SHINGLE = 4  # words in a run
_FEW = 20  # words; shorter texts are duplicates only where they are the same
_HASHES, _SEED = 128, 1
_BANDS = 32  # of four hashes each: of pairs that share .7 of their runs all but 1 in 5000 are found


class Sketch(TypedDict):
    """What is kept of a report to tell whether another has its text."""

    exact: int
    hashes: list[int]  # MinHash of its runs of words; none for a short text
    numbers: list[str]


def sketch(report: Report) -> Sketch:
    """The text of a report as it is compared: its words, without case and punctuation."""
    found = words(report.text)
    said = [word.key for word in found]
    runs = [" ".join(said[i : i + SHINGLE]) for i in range(len(said) - SHINGLE + 1)]
    return {
        "exact": key_of("exact", *report.text.split()),
        "hashes": _hashes(runs) if len(said) >= _FEW else [],
        "numbers": sorted(word for word in counted(found) if is_number(word)),
    }


def _hashes(runs: list[str]) -> list[int]:
    from rensa import RMinHash

    made = RMinHash(num_perm=_HASHES, seed=_SEED)
    made.update(runs)
    return list(made.digest())


def keys(sketch: Sketch) -> list[int]:
    """What a report's duplicates share one of with it."""
    rows = _HASHES // _BANDS
    hashes = sketch["hashes"]
    bands = (hashes[i : i + rows] for i in range(0, len(hashes), rows))
    return [sketch["exact"], *(key_of("band", i, *band) for i, band in enumerate(bands))]


def likeness(a: Sketch, b: Sketch) -> float:
    """Which share of their runs of words both have; 1 for the same text.

    Nothing where each has a number that the other lacks: the text of a report that comes every day
    stays the same, but what it tells does not.
    """
    if a["exact"] == b["exact"]:
        return 1.0
    mine, other = set(a["numbers"]), set(b["numbers"])
    if not (a["hashes"] and b["hashes"]) or not (mine <= other or other <= mine):
        return 0.0
    same = sum(x == y for x, y in zip(a["hashes"], b["hashes"], strict=True))
    return min(0.999, round(same / _HASHES, 6))
