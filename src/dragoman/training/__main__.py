"""Makes the shipped weights: `python -m dragoman.training --help`.

Trains on every unit of the corpus and of `annotations/` but those of the development documents,
exports int8, fits thresholds and calibration on the development documents, and writes a coder.
Stop it at any time; `--resume` goes on from the last whole epoch.
"""

import argparse
from itertools import islice
from pathlib import Path
from random import Random

from dragoman.reading.schema import default_schemas
from dragoman.training.adapt import begin
from dragoman.training.corpus import read_units, split
from dragoman.training.examples import batches, make_examples
from dragoman.training.learn import Trainer, fit
from dragoman.training.narrow import narrowed
from dragoman.training.options import parser, plan_of
from dragoman.training.pretrained import minilm_folder
from dragoman.training.ship import ship
from dragoman.training.standoff import read_further

SAMPLE = 60  # batches that tell which neurons to keep


def parse() -> argparse.Namespace:
    """What the command line asks for."""
    made = parser("dragoman.training", __doc__, out=Path("runs/coder"))
    made.add_argument("--encoder", type=Path, help="a BERT folder; all-MiniLM-L6-v2 if not given")
    made.add_argument(
        "--width", type=int, help="neurons to keep of each feed-forward step; all if not given"
    )
    made.add_argument(
        "--without", action="append", default=[], metavar="SCHEMA",
        help="take the further annotation as having told nothing of this schema's frames",
    )  # fmt: skip
    return made.parse_args()


def main() -> None:
    """Train, export, tune, and write a coder with its development scores."""
    options = parse()
    plan = plan_of(options)
    schemas = default_schemas()
    folder = options.encoder or minilm_folder()
    model, plan, tokenizer = begin(folder, schemas, plan)
    train, development = split(read_units(options.corpus))
    more, _ = split(read_further(options.annotations, schemas))
    more = [unit | dict.fromkeys(options.without) for unit in more]
    train += more
    examples = make_examples(train, schemas, tokenizer)
    if options.width and options.width < model.shape.intermediate_size:
        sample = islice(batches(examples, size=plan.size, random=Random(plan.seed)), SAMPLE)
        model = narrowed(model, options.width, schemas, sample)
    print(
        f"{len(train)} units to train on, {len(development)} of development documents", flush=True
    )
    trainer = Trainer(model, schemas, plan, examples=len(examples), tokenizer=tokenizer)
    options.out.mkdir(parents=True, exist_ok=True)
    checkpoint = options.out / "checkpoint.pt"
    if options.resume and checkpoint.exists():
        trainer.load(checkpoint)
    fit(trainer, examples, checkpoint)

    ship(
        model, schemas, start=folder, out=options.out, development=development, trained=len(train),
        train=train,
        lines=[
            f"- {len(more)} of the units were marked by a large language model that followed the "
            "codebook, and gone over by no person; none of them is scored on.",
            f"- Training: {plan}.",
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
