"""`dragoman benchmark`: how well dragoman does on texts annotated by people."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli import options
from dragoman.cli.output import Screen, emit
from dragoman.cli.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dragoman.benchmark.polnear import Unit
    from dragoman.benchmark.relations import Relation
    from dragoman.benchmark.rows import Row
    from dragoman.reading import Reader

train_option = click.option(
    "--train",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Train on this file first. Where both files are the same, a fifth is kept to measure on.",
)


@click.group()
def benchmark() -> None:
    """Measure how well dragoman does on annotated texts.

    FILE holds annotated texts as lines of JSON, gzipped or not; docs/benchmarks.md tells of the
    lines and of the scores.
    """


@benchmark.command()
@click.argument("file", type=click.Path(path_type=Path))
@options.json
def timex(*, file: Path, json: bool) -> None:
    """Score time expressions: their spans, types and values."""
    from dragoman.benchmark.rows import read_rows
    from dragoman.benchmark.timex import score_timex

    _show(score_timex(read_rows(file)).summary(), json=json)


@benchmark.command()
@click.argument("file", type=click.Path(path_type=Path))
@options.json
def places(*, file: Path, json: bool) -> None:
    """Score place names: where they stand and which places they are."""
    from dragoman.benchmark.places import score_places
    from dragoman.benchmark.rows import read_rows

    _show(score_places(read_rows(file)).summary(), json=json)


@benchmark.command()
@click.argument("file", type=click.Path(path_type=Path))
@train_option
@click.option(
    "--epochs", type=click.IntRange(1), default=6, show_default=True, help="Epochs of training."
)
@click.option("--held-out", is_flag=True, help="Measure only the fifth that is kept back.")
@options.json
def plv(*, file: Path, train: Path | None, epochs: int, held_out: bool, json: bool) -> None:
    """Score the class of the relation between a given source and target (PLV)."""
    from dragoman.benchmark.plv import likeliest, score_plv, shipped_probabilities
    from dragoman.benchmark.relations import divided, read_relations
    from dragoman.reading import load_reader

    relations = read_relations(file)
    samples: list[Relation] = []
    if train is not None:
        relations, samples = divided(relations, read_relations(train))
    if held_out:
        relations = [relation for relation in relations if relation.held_out]
    reader = load_reader(point="f1")
    with Progress() as progress:
        if samples:
            learned = _learn_relations(samples, epochs=epochs, report=progress.show)
            answers = _joined_answers(relations, learned(relations), reader)
        else:
            answers = [likeliest(shipped_probabilities(r, reader)) for r in relations]
    scores = score_plv(relations, answers)
    _show(scores.summary() | {"trained_on": len(samples)}, json=json)


def _learn_relations(
    samples: "Sequence[Relation]", *, epochs: int, report: "Callable[[str], object]"
) -> "Callable[[Sequence[Relation]], list[list[float]]]":
    """What gives relations the probabilities of PLV's classes, learned from the samples."""
    from dragoman.reading import shipped
    from dragoman.vocab.plv import plv as vocabulary

    with _needs_training():
        from dragoman.training.relations import RelationPlan, train_relations

        relator = train_relations(
            samples,
            classes=vocabulary().classes,
            start=shipped(),
            plan=RelationPlan(epochs=epochs),
            report=report,
        )
    return lambda relations: relator.probabilities(relations).tolist()


def _joined_answers(
    relations: "Sequence[Relation]", learned: "Sequence[Sequence[float]]", reader: "Reader"
) -> list[str]:
    from dragoman.benchmark.plv import joined, likeliest, shipped_probabilities
    from dragoman.vocab.plv import plv as vocabulary

    classes = vocabulary().classes
    return [
        likeliest(joined(dict(zip(classes, p, strict=True)), shipped_probabilities(r, reader)))
        for p, r in zip(learned, relations, strict=True)
    ]


@benchmark.command()
@click.argument("file", type=click.Path(path_type=Path))
@train_option
@click.option(
    "--epochs", type=click.IntRange(1), default=4, show_default=True, help="Epochs of training."
)
@click.option(
    "--minutes",
    type=click.FloatRange(0, min_open=True),
    default=600,
    show_default=True,
    help="Begin no epoch of training that would pass them.",
)
@click.option(
    "--keep", metavar="DIR", type=click.Path(path_type=Path), help="Where the trained coder goes."
)
@click.option(
    "--coder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Measure this coder, such as one that was kept, instead of the shipped one.",
)
@options.json
def polnear(
    *,
    file: Path,
    train: Path | None,
    epochs: int,
    minutes: float,
    keep: Path | None,
    coder: Path | None,
    json: bool,
) -> None:
    """Score who says what: sources, cues and contents of attributions (PolNeAR)."""
    from tempfile import TemporaryDirectory

    from dragoman.benchmark.polnear import divided, score_polnear, units
    from dragoman.benchmark.rows import read_rows
    from dragoman.reading import load_reader

    if train is not None and coder is not None:
        raise click.UsageError("Give --train or --coder, not both.")
    rows = list(read_rows(file))
    annotated: list[Row] = []
    if train is not None:
        rows, annotated = divided(rows, list(read_rows(train)))
    with TemporaryDirectory() as scratch:
        if annotated:
            coder = keep or Path(scratch) / "coder"
            _train_polnear(units(annotated), coder, epochs=epochs, minutes=minutes)
        scores = score_polnear(rows, load_reader(coder, point="f1"))
    trained = len({unit["doc"] for unit in units(annotated)})
    _show(scores.summary() | {"trained_on": trained}, json=json)


def _train_polnear(marked: "Sequence[Unit]", coder: Path, *, epochs: int, minutes: float) -> None:
    from dragoman.benchmark.polnear import SCHEMA, parted
    from dragoman.reading import shipped
    from dragoman.reading.schema_file import read_schemas

    learned, held = parted(marked)
    with _needs_training(), Progress() as progress:
        from dragoman.training.adapt import adapt
        from dragoman.training.learn import Plan

        adapt(
            learned,
            read_schemas(SCHEMA),
            start=shipped(),
            out=coder,
            name="polnear",
            plan=Plan(epochs=epochs, minutes=minutes),
            held_out=held,
            report=progress.show,
        )


@benchmark.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--split", metavar="NAME", help="Only lines of this split; all but train without.")
@options.json
def stories(*, file: Path, split: str | None, json: bool) -> None:
    """Score how reports are grouped into stories (ECB+)."""
    from dragoman.benchmark.rows import read_rows
    from dragoman.benchmark.stories import score_stories
    from dragoman.linking.memory import stories_of

    _show(score_stories(read_rows(file), stories_of, split=split).summary(), json=json)


@contextmanager
def _needs_training() -> "Iterator[None]":
    """Say what to install where what training needs is not there."""
    from dragoman.errors import ModelError

    try:
        yield
    except ModuleNotFoundError as error:
        raise ModelError(
            f"Training needs {error.name}, which is not installed.",
            todo="Install dragoman with its `train` extra.",
        ) from error


def _show(summary: "Mapping[str, float | int]", *, json: bool) -> None:
    if json:
        emit(summary)
        return
    screen = Screen()
    width = max(map(len, summary))
    for name, value in summary.items():
        shown = f"{value:.3f}" if isinstance(value, float) else f"{value:,}"
        screen.print(f"{name.replace('_', ' '):{width}}  {shown:>12}")
