"""The smallest encoder that can be trained, and a codebook with a dozen annotated sentences."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

SCHEMA = """
[outages]
anchor = "act"
types = ["cut", "repair"]
attributes = { state = ["planned", "done"] }
optional = ["state"]
roles = { by = "many", where = "one" }
"""
PLACES = ("Norrin", "Belmira", "Tarn", "Orsana", "Kessari", "Vareno")
SENTENCES = [
    *(f"Engineers cut the power in {place}." for place in PLACES),
    *(f"Crews restored water to {place}." for place in PLACES),
]


def units() -> list[dict[str, Any]]:
    """A dozen units in the form in which people write them."""
    out = []
    for text in SENTENCES:
        cut = "cut" in text
        mark = {
            "act": "cut" if cut else "restored",
            "type": "cut" if cut else "repair",
            "state": "planned" if cut else None,
            "by": ["Engineers" if cut else "Crews"],
            "where": text.split()[-1].rstrip("."),
        }
        out.append({"text": text, "outages": [mark]})
    return out


def write(folder: Path) -> tuple[Path, Path]:
    """The files of the codebook and of its annotations."""
    schema, annotations = folder / "outages.toml", folder / "outages.jsonl"
    schema.write_text(SCHEMA, "utf-8")
    annotations.write_text("".join(json.dumps(u) + "\n" for u in units()), "utf-8")
    return schema, annotations


def bert(folder: Path) -> Path:
    """A BERT folder of random weights; needs PyTorch."""
    import torch
    from safetensors.torch import save_file
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import Lowercase
    from tokenizers.pre_tokenizers import BertPreTokenizer

    from dragoman.training.network import Shape

    words = dict.fromkeys(w for s in SENTENCES for w in s.lower().rstrip(".").split())
    listed = [*(f"[{i}]" for i in range(100)), "[UNK]", "[CLS]", "[SEP]", *words, "."]
    made = Tokenizer(WordPiece({w: i for i, w in enumerate(listed)}, unk_token="[UNK]"))
    made.normalizer, made.pre_tokenizer = Lowercase(), BertPreTokenizer()
    shape = Shape(
        vocab_size=len(listed),
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=512,
        layer_norm_eps=1e-12,
    )
    folder.mkdir(parents=True)
    made.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps(asdict(shape) | {"model_type": "bert"}))
    torch.manual_seed(1)
    save_file(_weights(shape), folder / "model.safetensors")
    return folder


def _weights(shape: Any) -> dict[str, Any]:
    import torch

    d, up = shape.hidden_size, shape.intermediate_size
    out = {
        "embeddings.word_embeddings.weight": torch.randn(shape.vocab_size, d),
        "embeddings.position_embeddings.weight": torch.randn(shape.max_position_embeddings, d) / 9,
        "embeddings.token_type_embeddings.weight": torch.zeros(2, d),
        "embeddings.LayerNorm.weight": torch.ones(d),
        "embeddings.LayerNorm.bias": torch.zeros(d),
    }
    linear = {
        "attention.self.query": (d, d),
        "attention.self.key": (d, d),
        "attention.self.value": (d, d),
        "attention.output.dense": (d, d),
        "intermediate.dense": (up, d),
        "output.dense": (d, up),
    }
    for i in range(shape.num_hidden_layers):
        start = f"encoder.layer.{i}."
        for name, (rows, columns) in linear.items():
            out[f"{start}{name}.weight"] = torch.randn(rows, columns) * columns**-0.5
            out[f"{start}{name}.bias"] = torch.zeros(rows)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            out[f"{start}{name}.weight"] = torch.ones(d)
            out[f"{start}{name}.bias"] = torch.zeros(d)
    return out
