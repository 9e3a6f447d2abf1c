"""The weights and what belongs to them: schemas, thresholds, calibration, hashes.

A coder is a folder with `encoder.onnx`, `branch.onnx`, `tokenizer.json`, `model.json`, the model
card `CARD.md` and, if its schemas have labels of spans, `topics.npz`; the shipped one lies inside
the package.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from dragoman.errors import ModelError
from dragoman.reading.calibration import Scale, scales_from
from dragoman.reading.engine import OnnxEngine
from dragoman.reading.reader import Reader
from dragoman.reading.schema import Schemas
from dragoman.reading.tokens import load_tokenizer
from dragoman.reading.topics import TOPICS, Topics

FORMAT = 1
FILES = ("encoder.onnx", "branch.onnx", "tokenizer.json")


@dataclass(frozen=True)
class Manifest:
    """`model.json`: everything of a coder but its numbers.

    `points` gives thresholds on raw scores by operating point: `f1` (best F1, for annotation) and
    `precision` (for the record).
    """

    name: str
    version: str
    schemas: Schemas
    points: Mapping[str, Mapping[str, float]]
    scales: Mapping[str, Scale]
    files: Mapping[str, str]
    languages: tuple[str, ...]

    @property
    def coder(self) -> str:
        """What records name as their coder: name, version and a hash over the weights."""
        return f"{self.name}/{self.version}+{self.sha256[:8]}"

    @property
    def sha256(self) -> str:
        """One SHA-256 over the hashes of the coder's files."""
        names = (*FILES, *sorted(set(self.files) - set(FILES)))
        listing = "".join(f"{self.files[f]}  {f}\n" for f in names)
        return hashlib.sha256(listing.encode()).hexdigest()


def shipped() -> Path:
    """The folder of the coder inside the package."""
    return Path(str(resources.files("dragoman.reading") / "weights"))


def read_manifest(folder: Path) -> Manifest:
    """A coder's manifest; `ModelError` if there is none or it is of another format."""
    try:
        row: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
        if row["format"] != FORMAT:
            raise ModelError(
                f"{folder.name} is a coder of format {row['format']}, not {FORMAT}.",
                todo="Train it again with this version of dragoman.",
            )
        return Manifest(
            name=row["name"],
            version=row["version"],
            schemas=Schemas.from_list(row["schemas"]),
            points=row["points"],
            scales=scales_from(row["scales"]),
            files=row["files"],
            languages=tuple(row["languages"]),
        )
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(
            f"{folder.name} is no coder: {error}.",
            todo="Name a folder with a model.json, or install dragoman again.",
        ) from error


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise `ModelError` where a file of the coder is missing or not the one it was made with."""
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise ModelError(
                f"{name} of the coder {manifest.name} is missing or altered.",
                todo="Install dragoman again, or train the coder again.",
            )


def load_reader(
    folder: Path | None = None,
    *,
    point: str = "precision",
    min_confidence: float | None = None,
    threads: int = 0,
    device: str = "cpu",
) -> Reader:
    """A reader with a coder's weights, the shipped ones by default.

    `min_confidence` replaces the anchors' thresholds of the operating point, on calibrated scores.
    `device` is what the model runs on: `cpu` or `cuda`.
    """
    folder = folder or shipped()
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    thresholds = dict(manifest.points[point])
    if min_confidence is not None:
        for schema in manifest.schemas.items:
            scale = manifest.scales.get(schema.name, Scale())
            thresholds[schema.name] = scale.raw(min_confidence)
    return Reader(
        OnnxEngine(folder, threads=threads, device=device),
        load_tokenizer(str(folder / "tokenizer.json")),
        manifest.schemas,
        thresholds,
        scales=manifest.scales,
        topics=Topics.load(folder) if TOPICS in manifest.files else None,
    )
