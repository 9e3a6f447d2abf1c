"""How much of the position tables and gap views of tests/analysis/expected is met.

    python benchmarks/analysis_expected.py [--json] [--failing]

Twice: from what the shipped reader finds in the sample reports, and from records made of the
expected files' own words, which tests the analysis apart from the reader. A record is met where
one with the same party, stance, issue and report overlaps its words; a cell where that holds for
the first of its latest records and the cell shows that stance; a gap where the state is the same.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "analysis"))

from gold import FILES, Expected, Gold, expected, told

from dragoman import samples
from dragoman.analysis.gaps import gap_view
from dragoman.analysis.plain import plain
from dragoman.analysis.positions import cells_of
from dragoman.analysis.stand import Stand, stands
from dragoman.model import Coding
from dragoman.way import Way

Counts = dict[str, list[int]]


def main() -> None:
    """Print the shares, and with --failing what is not met and why."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--failing", action="store_true", help="list what is not met")
    options = parser.parse_args()
    way = Way()
    shares: dict[str, dict[str, Counts]] = {}
    for path in FILES:
        file = expected(path)
        gold = Gold(file)
        codings = [way.code(way.report(samples.path(name))) for name in file["reports"]]
        names = dict(zip((c.report.id for c in codings), file["reports"], strict=True))
        for kind, found, called in (
            ("machine", of_codings(codings), names),
            ("gold", list(gold.stands()), gold.names),
        ):
            counts, failing = met(file, gold, found, called)
            shares.setdefault(kind, {})[path.stem] = counts
            if options.failing and kind == "machine":
                print("\n".join(f"{path.stem}: {line}" for line in failing))
    if options.json:
        print(json.dumps(shares))
        return
    for kind, files in shares.items():
        for name, counts in files.items():
            cells = ", ".join(f"{what} {a}/{b}" for what, (a, b) in counts.items())
            print(f"{kind:8} {name:12} {cells}")


def of_codings(codings: Iterable[Coding]) -> list[Stand]:
    """The tellings of some reports as they were read."""
    return [s for c in codings for s in stands(plain(c.report, c.records))]


def met(
    file: Expected, gold: Gold, found: list[Stand], names: Mapping[str, str]
) -> tuple[Counts, list[str]]:
    """How many of the records, cells and gaps are met, and what is not."""
    cells, failing = cells_of(found), []
    counts: Counts = {"records": [0, 0], "cells": [0, 0], "gaps": [0, 0]}

    def count(what: str, right: bool, line: str) -> None:  # noqa: FBT001
        counts[what][0] += right
        counts[what][1] += 1
        if not right:
            failing.append(f"{what[:-1]}: {line}")

    for cell in file["cells"]:
        key = (cell["party"], cell["issue"])
        for record in told(cell):
            same = [s for s in found if _overlaps(gold, names, s, record)]
            right = [
                s for s in same if (s.party.key, s.issue, s.stance) == (*key, record["stance"])
            ]
            line = f"{key} {record['stance']} {record['words']!r}: {_seen(same)}"
            count("records", bool(right), line)
            if record is cell["latest"][0]:
                shown = cells.get(key)
                ids = {s.id for s in shown.latest} if shown else set()
                good = any(s.id in ids for s in right)
                stance = str(shown.shown.stance) if shown else "nothing"
                fits = good and stance == cell["stance"]
                count("cells", fits, f"{key} {cell['stance']}: shows {stance}")
    for gap in file["gaps"]:
        view = {row.issue: row.state.value for row in gap_view(cells, *gap["sides"]).issues}
        for row in gap["issues"]:
            state = view.get(row["issue"], "silent")
            line = f"{gap['sides']} {row['issue']} {row['state']}: {state}"
            count("gaps", state == row["state"], line)
    return counts, failing


def _overlaps(gold: Gold, names: Mapping[str, str], stand: Stand, record: Expected) -> bool:
    """Whether a telling's words overlap those expected, which stand in their report once."""
    if names.get(stand.report) != record["report"]:
        return False
    words: str = record["words"]
    return stand.words in words or words in stand.words or _shared(gold, stand, record)


def _shared(gold: Gold, stand: Stand, record: Expected) -> bool:
    """Overlap by position: the texts differ by their front matter alone."""
    text, words = gold.reports[record["report"]].text, str(record["words"])
    at, start = text.find(stand.words), text.index(words)
    return 0 <= at < start + len(words) and start < at + len(stand.words)


def _seen(same: list[Stand]) -> str:
    return "; ".join(f"{s.party.key} {s.stance} {s.issue} {s.words!r}" for s in same) or "not found"


if __name__ == "__main__":
    main()
