"""A trained model as a coder: int8 ONNX, its tokenizer and its manifest in one folder."""

import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch

from dragoman.reading.calibration import Scale
from dragoman.reading.coder import FILES, FORMAT
from dragoman.reading.schema import Schemas
from dragoman.reading.topics import TOPICS
from dragoman.training.network import FrameModel

OPSET = 17


def export_onnx(model: FrameModel, folder: Path, *, int8: bool = True) -> None:
    """Write `encoder.onnx`, `branch.onnx` and `config.json`; int8 weights per output channel.

    (Per channel the hidden states keep a cosine of .991 to full precision, per tensor .951.) The
    sizes in `config.json` let another training begin from the coder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(asdict(model.shape), indent=1) + "\n", "utf-8")
    model = model.eval().cpu().float()
    ids = torch.ones(2, 7, dtype=torch.long)
    hidden = torch.zeros(3, 7, model.shape.hidden_size)
    ones = torch.ones(3, 7, dtype=torch.long)
    text = {0: "n", 1: "t"}
    frames = {0: "f", 1: "t"}
    _export(
        model.encoder,
        (ids, ids * 0, ids * 0, ids),
        folder / "encoder.onnx",
        int8=int8,
        inputs=dict.fromkeys(("ids", "shapes", "quotes", "mask"), text),
        outputs=dict.fromkeys(("hidden", "tags", "words"), text),
    )
    _export(
        model.branch,
        (hidden, ones, ones, torch.zeros(3, dtype=torch.long)),
        folder / "branch.onnx",
        int8=int8,
        inputs={"hidden": frames, "mask": frames, "marks": frames, "kind": {0: "f"}},
        outputs={"roles": frames, "labels": frames},
    )


Axes = Mapping[str, Mapping[int, str]]


def _export(
    module: torch.nn.Module,
    example: tuple[torch.Tensor, ...],
    path: Path,
    *,
    inputs: Axes,
    outputs: Axes,
    int8: bool,
) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        with warnings.catch_warnings():
            # PyTorch's newer exporter needs two more packages and gains nothing here.
            warnings.simplefilter("ignore", DeprecationWarning)
            torch.onnx.export(
                module,
                example,
                str(full),
                dynamo=False,
                opset_version=OPSET,
                input_names=list(inputs),
                output_names=list(outputs),
                dynamic_axes={**inputs, **outputs},
            )
        if int8:
            quantize_dynamic(full, path, per_channel=True, weight_type=QuantType.QInt8)
        else:
            shutil.copy(full, path)


def write_manifest(
    folder: Path,
    *,
    name: str,
    version: str,
    schemas: Schemas,
    points: Mapping[str, Mapping[str, float]],
    scales: Mapping[str, Scale],
    languages: tuple[str, ...] = ("en",),
) -> None:
    """Write `model.json`, with the hash of each file that belongs to the coder."""
    files = [f for f in (*FILES, TOPICS) if f in FILES or (folder / f).exists()]
    row = {
        "format": FORMAT,
        "name": name,
        "version": version,
        "languages": list(languages),
        "files": {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in files},
        "points": points,
        "scales": {k: [round(x, 5) for x in (s.slope, s.shift)] for k, s in sorted(scales.items())},
        "schemas": schemas.to_list(),
    }
    text = json.dumps(row, indent=1, ensure_ascii=False) + "\n"
    (folder / "model.json").write_text(text, "utf-8")
