"""A trained model made into a coder: exported, tuned, measured and described."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from dragoman.reading.coder import read_manifest
from dragoman.reading.engine import OnnxEngine
from dragoman.reading.reader import Reader
from dragoman.reading.schema import Schemas
from dragoman.reading.tokens import load_tokenizer
from dragoman.reading.topics import TOPICS, Topics
from dragoman.training.card import card
from dragoman.training.corpus import Unit
from dragoman.training.evaluate import report
from dragoman.training.network import FrameModel
from dragoman.training.pack import export_onnx, write_manifest
from dragoman.training.remembering import RememberingEngine
from dragoman.training.scores import by_type, score
from dragoman.training.topics import fit_topics
from dragoman.training.tuning import at, calibrate, cross_fitted, outcomes, predict, tune

NAME, VERSION = "dragoman", "1"
TOKENIZER = "tokenizer.json"


def ship(  # noqa: PLR0913  each is the caller's to choose
    model: FrameModel,
    schemas: Schemas,
    *,
    start: Path,
    out: Path,
    development: Sequence[Unit],
    trained: int,
    lines: Sequence[str],
    train: Sequence[Unit] = (),
) -> None:
    """Write a coder: int8 weights, the tokenizer of the folder it began with, a second opinion on
    labels of spans fitted on the `train` units, thresholds and calibration fitted on the
    development units, and a card that also has the `lines`; print the scores."""
    out.mkdir(parents=True, exist_ok=True)
    export_onnx(model, out)
    if start != out:
        shutil.copy(start / TOKENIZER, out / TOKENIZER)
    tokenizer = load_tokenizer(str(out / TOKENIZER))
    (out / TOPICS).unlink(missing_ok=True)
    vectors = model.encoder.words.weight.detach().cpu().float()
    if fitted := fit_topics(vectors, train, schemas, tokenizer):
        fitted.save(out)
    engine = RememberingEngine(OnnxEngine(out))
    reader = Reader(engine, tokenizer, schemas, {}, topics=Topics.load(out))
    points = tune(reader, development)
    scales = calibrate(outcomes(reader, development))
    write_manifest(out, name=NAME, version=VERSION, schemas=schemas, points=points, scales=scales)
    found = {p: predict(at(reader, thresholds), development) for p, thresholds in points.items()}
    scores = {p: score(development, marks) for p, marks in found.items()}
    print(report(scores["f1"]))
    text = card(
        read_manifest(out),
        trained=trained,
        development=(len(development), len({u["doc"] for u in development})),
        scores=scores,
        types=by_type(development, found["f1"]),
        rows=cross_fitted(reader, development),
        figures=lines,
    )
    (out / "CARD.md").write_text(text, "utf-8")
