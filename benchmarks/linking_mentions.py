"""Score happenings on the event mentions of ECB+: which of them tell one act.

    python benchmarks/linking_mentions.py FILE [SPLIT]

The reader finds the events, not the annotators: an annotated mention of an action is joined with
another where events that overlap them are of one happening. Pairs of mentions are counted, within
and across documents; those that the reader finds no event at count against recall.
"""

import json
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from dragoman.benchmark.rows import read_rows
from dragoman.linking.link import Found, links_of
from dragoman.linking.memory import firsts
from dragoman.way import Way

Mention = tuple[str, int]  # a document and the number of a mention in it


def main(file: Path, split: str = "dev") -> None:
    """Read, link and score; the scores as one line of JSON."""
    way, found = Way(), list[Found]()
    events: dict[Mention, list[str]] = {}
    true: dict[str, list[Mention]] = defaultdict(list)
    for row in (row for row in read_rows(file) if row.get("split") == split):
        report = way.report(row["text"]).model_copy(update={"address": f"ecb:{row['id']}"})
        coding = way.code(report)
        found += links_of(report, [(e.id, e) for e in coding.events], [])
        for number, mention in enumerate(row["mentions"]):
            if "ACTION" not in mention["tag"] or not mention["instance"]:
                continue
            start, end = mention["start"], mention["end"]
            at = [e.id for e in coding.events if e.evidence.start < end and e.evidence.end > start]
            events[row["id"], number] = at if report.text == row["text"] else []
            true[mention["instance"]].append((row["id"], number))
    first = firsts(found)
    joined: dict[str, list[Mention]] = defaultdict(list)
    for mention, at in events.items():
        for happening in {first["happening", id] for id in at}:
            joined[happening].append(mention)
    wanted, made = _pairs(true), _pairs(joined)
    right = len(wanted & made)
    precision, recall = right / max(1, len(made)), right / max(1, len(wanted))
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    scores = {"pair_precision": precision, "pair_recall": recall, "pair_f1": f1}
    read = sum(map(bool, events.values()))
    print(json.dumps(scores | {"mentions": len(events), "read": read, "pairs": len(wanted)}))


def _pairs(groups: dict[str, list[Mention]]) -> set[tuple[Mention, Mention]]:
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
