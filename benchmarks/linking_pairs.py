"""Score happenings on pairs of tellings that were marked as one act or two.

    python benchmarks/linking_pairs.py PAIRS BRIEFS

BRIEFS holds short reports as lines of JSON (`text`, `date`), PAIRS two spans of two of them on each
line and whether they tell the same act. Every report that a pair names is read and all are linked
together; a pair counts as joined where an event at the one span and an event at the other are of
one happening. What the reader does not find cannot be joined and counts against recall.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any  # Any: JSON

from dragoman.benchmark.rows import read_rows
from dragoman.linking.link import links_of
from dragoman.linking.memory import firsts
from dragoman.model import Coding
from dragoman.way import Way


def main(pairs_file: Path, briefs_file: Path) -> None:
    """Read, link and score; the scores as one line of JSON."""
    pairs = [json.loads(line) for line in pairs_file.read_text("utf-8").splitlines()]
    asked = {pair[side]["row"] for pair in pairs for side in "ab"}
    way = Way()
    codings = {n: _read(way, n, row) for n, row in enumerate(read_rows(briefs_file)) if n in asked}
    first = firsts(
        one
        for coding in codings.values()
        for one in links_of(
            coding.report,
            [(e.id, e) for e in coding.events],
            [(f.id, f) for f in coding.figures],
        )
    )
    counts = {(same, joined): 0 for same in (True, False) for joined in (True, False)}
    readable = 0
    for pair in pairs:
        sides = [_happenings(pair[side], codings, first) for side in "ab"]
        readable += bool(pair["same"] and all(sides))
        counts[pair["same"], bool(sides[0] & sides[1])] += 1
    joined = counts[True, True] + counts[False, True]
    same = counts[True, True] + counts[True, False]
    print(
        json.dumps(
            {
                "precision": counts[True, True] / joined if joined else None,
                "recall": counts[True, True] / same,
                "joined": joined,
                "same": same,
                "same_where_both_were_read": readable,
                "pairs": len(pairs),
            }
        )
    )


def _read(way: Way, number: int, row: dict[str, Any]) -> Coding:
    report = way.report(row["text"], published=row["date"])
    # Two briefs with the same words are two reports.
    return way.code(report.model_copy(update={"address": f"brief:{number}"}))


def _happenings(
    telling: dict[str, Any], codings: Mapping[int, Coding], first: Mapping[tuple[str, str], str]
) -> set[str]:
    """Of which happenings the events at the span are."""
    start, end = telling["span"]
    events = codings[telling["row"]].events
    at = (e.id for e in events if e.evidence.start < end and e.evidence.end > start)
    return {first["happening", id] for id in at}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
