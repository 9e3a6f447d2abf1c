"""Learning relations in small: a two-layer encoder of random weights, and three sentences."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the train extra (PyTorch)")

from tokenizers import Tokenizer  # noqa: E402  after the skip, like all below
from tokenizers.models import WordLevel  # noqa: E402
from tokenizers.normalizers import Lowercase  # noqa: E402
from tokenizers.pre_tokenizers import BertPreTokenizer  # noqa: E402

from dragoman.model import Span  # noqa: E402
from dragoman.reading.schema import Schemas  # noqa: E402
from dragoman.reading.tokens import MAX_TOKENS  # noqa: E402
from dragoman.training.adapt import begin  # noqa: E402
from dragoman.training.learn import Plan  # noqa: E402
from dragoman.training.relations import (  # noqa: E402
    RelationPlan,
    bracketed,
    named,
    relation_schemas,
    train_relations,
)

Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Told:
    text: str
    source: Spans
    target: Spans
    root: str = "AID"


TEXT = "Norland praised Sudria's port."
SOURCE, TARGET = ((0, 7),), ((16, 22),)


@pytest.mark.parametrize(
    ("source", "target", "with_brackets", "with_names"),
    [
        (
            SOURCE,
            TARGET,
            ("[ Norland ] praised { Sudria }'s port.", ["Norland"], ["Sudria"]),
            ("Alpha praised Beta's port.", ["Alpha"], ["Beta"]),
        ),
        (
            (),
            TARGET,
            ("Norland praised { Sudria }'s port.", [], ["Sudria"]),
            ("Norland praised Beta's port.", [], ["Beta"]),
        ),
        # one within the other: the outer one stands
        (
            ((16, 22),),
            ((16, 29),),
            ("Norland praised [ Sudria ]'s port.", ["Sudria"], []),
            ("Norland praised Alpha's port.", ["Alpha"], []),
        ),
        (
            SOURCE,
            (*TARGET, (25, 29)),
            ("[ Norland ] praised { Sudria }'s { port }.", ["Norland"], ["Sudria", "port"]),
            ("Alpha praised Beta's Beta.", ["Alpha"], ["Beta", "Beta"]),
        ),
    ],
)
def test_two_wordings(
    source: Spans,
    target: Spans,
    with_brackets: tuple[str, list[str], list[str]],
    with_names: tuple[str, list[str], list[str]],
) -> None:
    for wording, expected in ((bracketed, with_brackets), (named, with_names)):
        text, spans = wording(Told(TEXT, source, target))
        words = [[text[s:e] for s, e in spans[which]] for which in ("source", "target")]
        assert (text, *words) == expected


def test_the_schema_reads_the_class_at_the_target() -> None:
    schemas = relation_schemas(("AID", "ACCUSE"))
    schema = schemas["relations"]
    assert (schema.anchor, schema.per) == ("source", "target")
    assert schemas.attribute_slices["relations", "root"] == slice(0, 2)
    assert Schemas.from_list(schemas.to_list())["relations"].attributes == schema.attributes


SIZES: dict[str, Any] = {
    "vocab_size": 120,
    "hidden_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 96,
    "max_position_embeddings": 512,
    "layer_norm_eps": 1e-12,
}
LINEAR = ("attention.self.query", "attention.self.key", "attention.self.value")
EMBEDDINGS = {"word": 120, "position": 512, "token_type": 2}
WORDS = "[PAD] [UNK] [ ] { } . alpha beta norland sudria westland osta sent food to condemned met"


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT folder with a small encoder of random weights."""
    from safetensors.torch import save_file

    folder = tmp_path_factory.mktemp("bert")
    torch.manual_seed(1)
    d, wide = SIZES["hidden_size"], SIZES["intermediate_size"]
    shapes: dict[str, tuple[int, ...]] = {
        f"embeddings.{n}_embeddings.weight": (k, d) for n, k in EMBEDDINGS.items()
    }
    norms = ["embeddings.LayerNorm"]
    for i in range(2):
        layer = f"encoder.layer.{i}"
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
        for name in (*LINEAR, "attention.output.dense"):
            shapes[f"{layer}.{name}.weight"], shapes[f"{layer}.{name}.bias"] = (d, d), (d,)
        for name, out, of in (("intermediate", wide, d), ("output", d, wide)):
            shapes[f"{layer}.{name}.dense.weight"] = (out, of)
            shapes[f"{layer}.{name}.dense.bias"] = (out,)
    state = {name: torch.randn(*shape) * 0.1 for name, shape in shapes.items()}
    for norm in norms:
        state |= {f"{norm}.weight": torch.ones(d), f"{norm}.bias": torch.zeros(d)}
    save_file(state, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(SIZES), "utf-8")
    words = {word: i for i, word in enumerate(WORDS.split())} | {"[CLS]": 101, "[SEP]": 102}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = Lowercase(), BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def sample(verb: str, target: str, root: str) -> Told:
    text = f"Norland {verb} {target} on Monday."
    start = text.index(target)
    return Told(text, ((0, 7),), ((start, start + len(target)),), root)


def test_learns_what_it_is_shown(bert: Path) -> None:
    classes = ("AID", "ACCUSE", "CONSULT")
    samples = [
        sample("sent food to", "Sudria", "AID"),
        sample("condemned", "Sudria", "ACCUSE"),
        sample("met envoys of", "Sudria", "CONSULT"),
    ]
    lines: list[str] = []
    plan = RelationPlan(epochs=20, size=3, rate=3e-3, head_rate=3e-3, frozen=0)
    relator = train_relations(samples, classes=classes, start=bert, plan=plan, report=lines.append)
    assert sum(line.startswith("epoch") for line in lines) == 40
    other = [sample("condemned", "Westland", "ACCUSE"), sample("sent food to", "Osta", "AID")]
    hard = [Told("No one is named.", (), ()), Told("word " * (MAX_TOKENS + 9), ((0, 4),), ())]
    found = relator.probabilities([*samples, *other, *hard])
    assert found.shape == (7, 3)
    assert np.allclose(found.sum(1), 1, atol=1e-4)
    assert [classes[i] for i in found[:5].argmax(1)] == [s.root for s in (*samples, *other)]
    assert relator.probabilities([]).shape == (0, 3)


def test_layers_below_stay_as_they_are(bert: Path) -> None:
    plan = RelationPlan(epochs=1, size=1, frozen=1)
    samples = [sample("met", "Sudria", "AID")]
    relator = train_relations(
        samples, classes=("AID", "ACCUSE"), start=bert, plan=plan, report=lambda _: None
    )
    model = relator.models[0].model
    fresh, _, _ = begin(bert, relation_schemas(("AID", "ACCUSE")), Plan())
    kept = [
        torch.equal(a.query.weight, b.query.weight)
        for a, b in zip(model.encoder.layers, fresh.encoder.layers, strict=True)
    ]
    assert kept == [True, False]
