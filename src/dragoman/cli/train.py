"""`dragoman train`: a coder for a schema of the user's own."""

import re
from dataclasses import asdict, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.context import Context
from dragoman.cli.output import Screen, emit
from dragoman.cli.progress import Progress
from dragoman.errors import ModelError

if TYPE_CHECKING:
    from dragoman.training.adapt import Adapted
    from dragoman.training.scores import Score


class _Word(click.ParamType[str]):
    """A word of small letters, digits, - and _."""

    name = "word"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The word; a usage error where it is none."""
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", str(value)) or value == "dragoman":
            self.fail(f"{value!r} will not do; use small letters, digits, - and _.", param, ctx)
        return str(value)


@click.command()
@click.argument("schema", type=click.Path(path_type=Path), metavar="SCHEMA.toml")
@click.argument("annotations", type=click.Path(path_type=Path), metavar="ANNOTATIONS.jsonl")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the coder goes; an older coder there is replaced once all went well.",
)
@click.option(
    "--encoder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Begin from this BERT folder or coder instead of the shipped coder's weights.",
)
@click.option("--epochs", type=click.IntRange(min=1), metavar="N", help="How often to go over all.")
@click.option(
    "--language",
    "languages",
    type=_Word(),
    multiple=True,
    default=("en",),
    metavar="XX",
    help="The language of the reports, ISO 639-1; en if not given. May be given more than once.",
)
@click.option(
    "--name",
    type=_Word(),
    metavar="NAME",
    help="What its marks name as their coder; the name of the schema's file if not given.",
)
@options.json
@click.pass_obj
def train(
    context: Context,
    *,
    schema: Path,
    annotations: Path,
    out: Path,
    encoder: Path | None,
    epochs: int | None,
    languages: tuple[str, ...],
    name: str | None,
    json: bool,
) -> None:
    """Train a coder for a schema of your own.

    SCHEMA.toml says what to look for, ANNOTATIONS.jsonl holds sentences in which it is marked; a
    few hundred will do. `dragoman read --coder DIR` then reads with it. Needs dragoman[train].
    """
    from dragoman.reading.schema_file import read_schemas
    from dragoman.training.annotations import read_annotations

    settings = context.settings()
    schemas = read_schemas(schema)
    units = read_annotations(annotations, schemas)
    _require_torch()
    import torch

    from dragoman.reading import shipped
    from dragoman.training.adapt import SMALL, adapt

    if settings.threads:
        torch.set_num_threads(settings.threads)
    with Progress() as progress:
        made = adapt(
            units,
            schemas,
            start=encoder or shipped(),
            out=out,
            name=name or _slug(schema.stem),
            plan=replace(SMALL, epochs=epochs) if epochs else SMALL,
            languages=languages,
            report=progress.show,
        )
    if json:
        emit(_as_json(made, out))
    else:
        _show(made, out)


def _require_torch() -> None:
    if not all(map(find_spec, ("torch", "onnx", "safetensors"))):
        raise ModelError("Training needs PyTorch.", todo="Install dragoman[train].")


def _slug(stem: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", stem.lower()).strip("-_") or "own"


def _as_json(made: "Adapted", out: Path) -> dict[str, object]:
    def values(score: "Score") -> dict[str, object]:
        ratios = {"f1": score.f1, "precision": score.precision, "recall": score.recall}
        return {k: round(v, 4) for k, v in ratios.items()} | asdict(score)

    scores = {p: {n: values(s) for n, s in table.items()} for p, table in made.scores.items()}
    return {
        "coder": made.coder,
        "out": str(out),
        "trained": made.trained,
        "held_out": made.held_out,
        "seconds": round(made.seconds, 1),
        "scores": scores,
    }


def _show(made: "Adapted", out: Path) -> None:
    screen = Screen()
    screen.print(f"{made.coder} in {out}", wrap=False)
    screen.print(
        f"Trained on {made.trained} units in {made.seconds:.0f} s, "
        f"scored on {made.held_out} held out.\n",
        wrap=False,
    )
    best, sure = made.scores["f1"], made.scores["precision"]
    width = max(map(len, best))
    screen.print(f"{'':{width}}  best F1              as `read` reads", wrap=False)
    screen.print(f"{'':{width}}  F1    prec. recall   prec. recall  annotated", wrap=False)
    for name, score in best.items():
        told = f"{score.f1:.2f}  {score.precision:.2f}  {score.recall:.2f}"
        careful = f"{sure[name].precision:.2f}  {sure[name].recall:.2f}"
        screen.print(f"{name:{width}}  {told}     {careful}  {score.gold:9}", wrap=False)
