"""Calibration out of fold, over the whole corpus: `python -m dragoman.training.folds --help`.

The corpus is divided by documents; for each part a model is trained on all others and reads it, so
that every unit is judged by a model that never saw its document. Scales are fitted across parts in
the same way. Stop it at any time; `--resume` goes on from the last whole epoch.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from dragoman.reading.engine import OnnxEngine
from dragoman.reading.reader import Reader
from dragoman.reading.schema import default_schemas
from dragoman.training.adapt import begin
from dragoman.training.card import reliability
from dragoman.training.corpus import Unit, fold, read_units
from dragoman.training.examples import make_examples
from dragoman.training.learn import Plan, Trainer, fit
from dragoman.training.options import parser, plan_of
from dragoman.training.pack import export_onnx
from dragoman.training.pretrained import minilm_folder
from dragoman.training.standoff import read_further
from dragoman.training.tuning import Outcomes, across, outcomes

OUTCOMES = "outcomes.json"


def parse() -> argparse.Namespace:
    """What the command line asks for."""
    made = parser("dragoman.training.folds", __doc__, out=Path("runs/folds"))
    made.add_argument("--folds", type=int, default=2, help="how many parts")
    return made.parse_args()


def main() -> None:
    """Train on each part's rest, read the part, and print how well calibrated the scores are."""
    options = parse()
    plan = plan_of(options)
    units = read_units(options.corpus)
    more = read_further(options.annotations, default_schemas())
    found = []
    for k in range(options.folds):
        path = options.out / str(k) / OUTCOMES
        if not (options.resume and path.exists()):
            rest = [u for u in units + more if fold(u["doc"]) % options.folds != k]
            part = [u for u in units if fold(u["doc"]) % options.folds == k]
            rows = out_of_fold(rest, part, plan, folder=path.parent, resume=options.resume)
            path.write_text(json.dumps(rows), "utf-8")
        found.append({n: [(p, ok) for p, ok in r] for n, r in json.loads(path.read_text()).items()})
    print(f"out of fold: {len(units)} units in {options.folds} parts, {plan}")
    print(reliability(across(found)))


def out_of_fold(
    rest: Sequence[Unit], part: Sequence[Unit], plan: Plan, *, folder: Path, resume: bool
) -> Outcomes:
    """Raw scores on one part, and whether they were right, by a model trained on the rest."""
    schemas = default_schemas()
    model, plan, tokenizer = begin(minilm_folder(), schemas, plan)
    examples = make_examples(rest, schemas, tokenizer)
    trainer = Trainer(model, schemas, plan, examples=len(examples), tokenizer=tokenizer)
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = folder / "checkpoint.pt"
    if resume and checkpoint.exists():
        trainer.load(checkpoint)
    fit(trainer, examples, checkpoint)
    export_onnx(model, folder)
    return outcomes(Reader(OnnxEngine(folder), tokenizer, schemas, {}), part)


if __name__ == "__main__":
    main()
