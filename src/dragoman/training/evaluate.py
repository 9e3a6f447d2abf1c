"""Scores of a coder on the development documents: `python -m dragoman.training.evaluate --help`.

Needs no PyTorch: it runs the coder as its users do.
"""

import argparse
from pathlib import Path

from dragoman.reading import load_reader, read_manifest, shipped
from dragoman.training.card import reliability
from dragoman.training.corpus import CORPUS, read_units, split
from dragoman.training.scores import Score, score
from dragoman.training.tuning import cross_fitted, predict


def report(scores: dict[str, Score]) -> str:
    """One line per measure."""
    return "\n".join(
        f"{name:22} F1 {s.f1:.3f}  P {s.precision:.3f}  R {s.recall:.3f}"
        f"  gold {s.gold:5}  predicted {s.predicted:5}"
        for name, s in sorted(scores.items())
    )


def main() -> None:
    """Print the development scores of a coder, the split's size and the weights' hash."""
    parser = argparse.ArgumentParser(
        prog="python -m dragoman.training.evaluate", description=__doc__
    )
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--coder", type=Path, default=shipped())
    parser.add_argument("--point", choices=("f1", "precision"), default="f1")
    options = parser.parse_args()
    manifest = read_manifest(options.coder)
    _, units = split(read_units(options.corpus))
    reader = load_reader(options.coder, point=options.point)
    scores = score(units, predict(reader, units))
    documents = len({u["doc"] for u in units})
    print(f"development scores: {len(units)} units of {documents} documents, point {options.point}")
    print(f"coder {manifest.coder}, weights sha256 {manifest.sha256}")
    print(report(scores))
    print("\ncalibration, each half of the documents by scales fitted on the other")
    print(reliability(cross_fitted(reader, units)))


if __name__ == "__main__":
    main()
