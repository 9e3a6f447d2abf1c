"""The mean of several trainings that began alike: `python -m dragoman.training.mean --help`.

Each of FOLDERS is one that `python -m dragoman.training` wrote, or a coder. Of the first its
checkpoint is taken, which int8 has not rounded. The mean of weights that were trained further from
the same ones is often better than each (Wortsman et al. 2022, "Model soups").
"""

import argparse
from pathlib import Path

import torch

from dragoman.reading.schema import default_schemas
from dragoman.training.adapt import begin
from dragoman.training.corpus import CORPUS, read_units, split
from dragoman.training.learn import Plan
from dragoman.training.ship import ship
from dragoman.training.standoff import ANNOTATIONS, read_further
from dragoman.training.unpack import load_weights, weights_of

State = dict[str, torch.Tensor]


def main() -> None:
    """Write the coder that is the mean, with its development scores."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.training.mean", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDERS")
    parser.add_argument("--shares", type=float, nargs="+", help="of each folder; equal if not told")
    parser.add_argument("--annotations", type=Path, default=ANNOTATIONS)
    parser.add_argument("--trained", type=int, default=0, help="units trained on, for the card")
    parser.add_argument("--line", action="append", default=[], help="a line for the card")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    shares = options.shares or [1.0] * len(options.folders)
    if len(shares) != len(options.folders):
        parser.error("as many shares as folders are wanted")
    schemas = default_schemas()
    model, *_ = begin(options.folders[0], schemas, Plan())
    load_weights(model, mean([trained_weights(f) for f in options.folders], shares))
    train, development = split(read_units(options.corpus))
    more, _ = split(read_further(options.annotations, schemas))
    ship(
        model, schemas, start=options.folders[0], out=options.out, development=development,
        trained=options.trained, lines=options.line, train=train + more,
    )  # fmt: skip


def trained_weights(folder: Path) -> State:
    """The weights of a folder: those of its checkpoint, if it has one."""
    checkpoint = folder / "checkpoint.pt"
    if checkpoint.exists():
        state: State = torch.load(checkpoint, map_location="cpu", weights_only=True)["model"]
        return state
    return weights_of(folder)


def mean(states: list[State], shares: list[float]) -> State:
    """The weighted mean of each parameter; one that not all have is left out."""
    total = sum(shares)
    names = set.intersection(*(set(s) for s in states))
    return {
        name: sum((s[name] * (w / total) for s, w in zip(states, shares, strict=True)),
                  torch.zeros(()))
        for name in sorted(names)
    }  # fmt: skip


if __name__ == "__main__":
    main()
