"""Whether the actors of a real article's annotated events get the right country and sector.

    python benchmarks/real_actors.py [REPORT] [GOLD] [--errors]

GOLD holds the article's annotated paragraphs, REPORT its text; the codes that are right are kept
here by where the actor's words stand. An actor of whom the article does not say whose it is
("some allies") is right where it gets no country.
"""

import argparse
import json
from pathlib import Path

from dragoman.model import Actor, Span
from dragoman.resolve.actors import ActorResolver
from dragoman.way import Way

REAL = Path("../shared/real")
PUBLISHED = "2025-01-21"
RUSSIA, AMERICA, UKRAINE = "RUS GOV", "USA GOV", "UKR GOV"
# By paragraph and the start of the words in it: country and sector, of each actor they stand for.
RIGHT: dict[tuple[int, int], tuple[str, ...]] = {
    (3, 18): (RUSSIA,),
    (3, 198): (RUSSIA,),
    (5, 140): (AMERICA,),
    (7, 0): (RUSSIA,),
    (8, 0): (AMERICA,),
    (8, 96): (RUSSIA,),
    (9, 0): (RUSSIA, AMERICA),
    (11, 161): (RUSSIA,),
    (11, 172): (UKRAINE,),
    (12, 0): ("RUS MIL",),
    (12, 194): ("RUS",),
    (13, 0): ("UKR",),
    (13, 95): ("UKR MIL",),
    (13, 170): ("USA",),
    (15, 101): (RUSSIA,),
    (15, 263): (RUSSIA,),
    (16, 0): ("UKR",),
    (16, 16): ("",),
    (16, 75): (UKRAINE,),
    (16, 244): ("",),
    (16, 257): (UKRAINE,),
    (17, 93): ("RUS",),
    (17, 113): (RUSSIA,),
}


def resolved(actor: Actor) -> str:
    """An actor as its codes: "RUS GOV", "RUS", or nothing."""
    return " ".join(filter(None, (actor.country, *actor.sectors[:1])))


def main() -> None:
    """Print the share of actors that are right and, where asked for, those that are not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", nargs="?", type=Path, default=REAL / "000_7cf20a69d134a162.txt")
    parser.add_argument("gold", nargs="?", type=Path, default=REAL / "seed_gold.jsonl")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    report = Way().report(options.report, published=PUBLISHED)
    resolver = ActorResolver(report)
    rows = list(map(json.loads, options.gold.read_text("utf-8").splitlines()))
    right = n = 0
    for row in rows:
        number = int(row["u"].rpartition(":")[2])
        start = report.text.index(row["text"])
        for first, last in sorted({tuple(s) for e in row["events"] for s in e["actor"]}):
            span: Span = (start + first, start + last)
            found = tuple(sorted(map(resolved, resolver.resolve_all(span, confidence=1.0))))
            n += 1
            right += found == RIGHT[number, first]
            if options.errors and found != RIGHT[number, first]:
                print(f"{report.text[slice(*span)]}: {found}, not {RIGHT[number, first]}")
    print(f"{right} of {n} actors have the right country and sector ({right / n:.0%})")


if __name__ == "__main__":
    main()
