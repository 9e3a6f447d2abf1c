"""A coder for schemas of one's own: trained on a few hundred annotated units, in minutes."""

import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from dragoman.errors import ModelError
from dragoman.model import Frame
from dragoman.reading import read_texts
from dragoman.reading.batches import CLS, SEP
from dragoman.reading.coder import read_manifest
from dragoman.reading.engine import OnnxEngine
from dragoman.reading.reader import Reader
from dragoman.reading.schema import Schemas
from dragoman.reading.tokens import load_tokenizer
from dragoman.training.annotations import part
from dragoman.training.corpus import Unit, frames_of
from dragoman.training.examples import make_examples
from dragoman.training.frame_scores import score_frames
from dragoman.training.learn import Plan, Trainer
from dragoman.training.network import FrameModel, Shape
from dragoman.training.pack import export_onnx, write_manifest
from dragoman.training.pretrained import load_pretrained, read_shape
from dragoman.training.remembering import RememberingEngine
from dragoman.training.scores import Score
from dragoman.training.tuning import (
    GRID,
    at,
    calibrate,
    keys,
    outcomes,
    precise,
)
from dragoman.training.unpack import load_weights, weights_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Points = dict[str, dict[str, float]]
_FOLDER = "Name a coder's folder, or a BERT folder: config.json, model.safetensors, tokenizer.json."

# For a few hundred units; what else was tried is told in docs/codebook.md.
SMALL = Plan(epochs=12, size=8, rate=1e-4, head_rate=2e-3, minutes=60)


@dataclass(frozen=True)
class Adapted:
    """What came of it.

    `scores` are by operating point, of each half of the held-out units at thresholds fitted on
    the other half: thresholds fitted on few units would flatter what is measured on the same.
    """

    coder: str
    scores: Mapping[str, Mapping[str, Score]]
    trained: int
    held_out: int
    seconds: float


def adapt(  # noqa: PLR0913  each is the caller's to choose
    units: Sequence[Unit],
    schemas: Schemas,
    *,
    start: Path,
    out: Path,
    name: str,
    plan: Plan = SMALL,
    held_out: Sequence[Unit] | None = None,
    languages: tuple[str, ...] = ("en",),
    report: Callable[[str], object] = print,
) -> Adapted:
    """A coder of these schemas in the folder `out`, and its scores on units it never saw.

    Args:
        units: Annotated units, spans as offsets; see `training.corpus`.
        schemas: What the coder is to find.
        start: A coder's folder or a BERT folder, from whose weights training begins.
        out: Where the coder goes; an older coder there is replaced once all went well.
        name: What the coder is called in the records it makes.
        plan: How to train.
        held_out: Units to fit thresholds and calibration on; a fifth of `units` if None.
        languages: What it reads, ISO 639-1.
        report: Told how far training has come, a line at a time.

    Raises:
        ModelError: `start` cannot be begun from, or `out` holds something else than a coder.
    """
    began = time.monotonic()
    check_place(out)
    if held_out is None:
        units, held_out = part(units)
    model, plan, tokenizer = begin(start, schemas, plan)
    train(model, units, schemas, plan, tokenizer=tokenizer, report=report)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as scratch:
        made = Path(scratch) / "coder"
        with _quiet():
            export_onnx(model, made)
        shutil.copy(start / "tokenizer.json", made)
        report("fitting thresholds and calibration")
        reader = Reader(RememberingEngine(OnnxEngine(made)), tokenizer, schemas, {})
        write_manifest(
            made,
            name=name,
            version="1",
            schemas=schemas,
            points=tune_frames(reader, held_out),
            scales=calibrate(outcomes(reader, held_out)),
            languages=languages,
        )
        scores = crossed(reader, held_out)
        coder = read_manifest(made).coder
        put_in_place(made, out)
    return Adapted(coder, scores, len(units), len(held_out), time.monotonic() - began)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without ONNX Runtime's advice on quantising, which tells a user nothing."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def begin(start: Path, schemas: Schemas, plan: Plan) -> tuple[FrameModel, Plan, "Tokenizer"]:
    """A model with the weights of a coder or of a BERT folder, its plan and its tokenizer.

    What the schemas have of their own begins at random.
    """
    torch.manual_seed(plan.seed)
    if (start / "model.json").is_file():
        state = weights_of(start)
        layers = {k.split(".")[2] for k in state if k.startswith("branch.layers.")}
        plan = replace(plan, branch=len(layers))
        model = FrameModel(_shape(start), schemas, branch=plan.branch)
        _inherit(model, load_weights(model, state), state)
    else:
        model = FrameModel(_shape(start), schemas, branch=plan.branch)
        try:
            load_pretrained(model, start)
        except (KeyError, OSError, RuntimeError) as error:  # the last: sizes that do not fit
            raise ModelError(
                f"The weights in {start} are not those of a BERT encoder: {error}.", todo=_FOLDER
            ) from error
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    return model, plan, _tokenizer(start)


def _tokenizer(start: Path) -> "Tokenizer":
    tokenizer = load_tokenizer(str(start / "tokenizer.json"))
    if (tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")) != (CLS, SEP):
        raise ModelError(
            f"In the vocabulary of {start}, [CLS] and [SEP] are not {CLS} and {SEP}.",
            todo="Name a BERT folder with word pieces, such as multilingual BERT's.",
        )
    return tokenizer


def _shape(folder: Path) -> Shape:
    for name in ("config.json", "tokenizer.json"):
        if not (folder / name).is_file():
            raise ModelError(
                f"{folder} has no {name}.",
                todo=_FOLDER,
            )
    try:
        return read_shape(folder)
    except (KeyError, ValueError) as error:
        raise ModelError(
            f"{folder / 'config.json'} is not that of a BERT encoder: {error}.", todo=_FOLDER
        ) from error


def _inherit(model: FrameModel, left: list[str], state: Mapping[str, torch.Tensor]) -> None:
    """Keep what the older coder knows of whether an anchor stands, the last of its labels."""
    own = model.state_dict()
    for name in ("branch.labels.weight", "branch.labels.bias", "branch.anchor_labels.weight"):
        if name in left:
            own[name][-1] = state[name][-1]


def train(
    model: FrameModel,
    units: Sequence[Unit],
    schemas: Schemas,
    plan: Plan,
    *,
    tokenizer: "Tokenizer",
    report: Callable[[str], object],
) -> None:
    """Train to the plan's last epoch, or until another would pass its minutes."""
    examples = make_examples(units, schemas, tokenizer)
    trainer = Trainer(model, schemas, plan, examples=len(examples), tokenizer=tokenizer)
    began = time.monotonic()
    while trainer.epoch < plan.epochs:
        loss = trainer.run_epoch(examples)
        spent = time.monotonic() - began
        report(f"epoch {trainer.epoch} of {plan.epochs}, loss {loss:.3f}, {spent:.0f} s")
        if spent * (1 + 1 / trainer.epoch) > plan.minutes * 60:
            break


def predict_frames(
    reader: Reader, units: Sequence[Unit], thresholds: Mapping[str, float]
) -> list[list[Frame]]:
    """The frames of each unit at these thresholds."""
    return read_texts([u["text"] for u in units], reader=at(reader, thresholds))


def tune_frames(reader: Reader, units: Sequence[Unit]) -> Points:
    """The operating points `f1` and `precision`: a threshold for each schema and role.

    As `tuning.tune`, on the measures of any schema: roles first, then anchors.
    """
    gold = [frames_of(u, reader.schemas) for u in units]
    names = keys(reader)
    schemas = [n for n in names if "." not in n]

    def table(thresholds: Mapping[str, float]) -> dict[str, Score]:
        return score_frames(gold, predict_frames(reader, units, thresholds), reader.schemas)

    tables = {t: table({n: t if "." in n else 0.5 for n in names}) for t in GRID}
    roles = {n: _best(tables, n) for n in names if "." in n}
    tables = {t: table(roles | dict.fromkeys(schemas, t)) for t in GRID}
    best = {n: _best(tables, f"{n}.type") for n in schemas}
    sure = {n: precise(tables, f"{n}.type") for n in schemas}
    return {"f1": roles | best, "precision": roles | sure}


def _best(tables: Mapping[float, Mapping[str, Score]], name: str) -> float:
    """The threshold of the best F1; of several as good, the one in their middle."""
    best = max(t[name].f1 for t in tables.values())
    good = [t for t, scores in tables.items() if scores[name].f1 == best]
    return good[len(good) // 2]


def crossed(reader: Reader, units: Sequence[Unit]) -> dict[str, dict[str, Score]]:
    """Scores by operating point, of each half of the units at the thresholds of the other.

    A single unit is scored at thresholds of its own.
    """
    halves = [half for half in (units[::2], units[1::2]) if half] or [units]
    points = [tune_frames(reader, half) for half in reversed(halves)]
    gold = [frames_of(u, reader.schemas) for half in halves for u in half]
    return {
        point: score_frames(
            gold,
            [
                frames
                for half, fitted in zip(halves, points, strict=True)
                for frames in predict_frames(reader, half, fitted[point])
            ],
            reader.schemas,
        )
        for point in points[0]
    }


def check_place(out: Path) -> None:
    """Raise `ModelError` unless a coder may be put there: nothing else is ever replaced."""
    if out.exists() and not (out / "model.json").is_file() and not _empty(out):
        raise ModelError(
            f"{out} is there and is no coder.", todo="Name a new folder, or one that holds a coder."
        )


def _empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def put_in_place(made: Path, out: Path) -> None:
    """Move a whole coder to `out`; an older one stays where that fails."""
    old = made.with_name("old")
    if out.exists():
        out.rename(old)
    try:
        made.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
