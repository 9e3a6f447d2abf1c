"""Training in small: a two-layer encoder of random weights over four units."""

from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the train extra (PyTorch)")

from tokenizers import Tokenizer  # noqa: E402  after the skip, like all below
from tokenizers.models import WordLevel  # noqa: E402
from tokenizers.pre_tokenizers import BertPreTokenizer  # noqa: E402
from torch_engine import TorchEngine  # noqa: E402

from dragoman.reading.batches import pad  # noqa: E402
from dragoman.reading.decode import Anchor  # noqa: E402
from dragoman.reading.engine import OnnxEngine  # noqa: E402
from dragoman.reading.reader import Reader  # noqa: E402
from dragoman.reading.schema import default_schemas  # noqa: E402
from dragoman.reading.sight import borders, sight  # noqa: E402
from dragoman.reading.tokens import tokenize  # noqa: E402
from dragoman.resolve.marks import marks  # noqa: E402
from dragoman.training.examples import Example, batches, collate, make_examples  # noqa: E402
from dragoman.training.learn import Plan, Trainer, fit, hide, in_sight  # noqa: E402
from dragoman.training.narrow import narrowed  # noqa: E402
from dragoman.training.network import FrameModel, Layer, Shape  # noqa: E402
from dragoman.training.pack import export_onnx  # noqa: E402

SHAPE = Shape(
    vocab_size=120,
    hidden_size=48,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=96,
    max_position_embeddings=64,
    layer_norm_eps=1e-12,
)
TEXTS = [
    "Egypt demanded a full withdrawal .",
    "Israel rejected the demand on Sunday .",
    "At least 26 people died , Egypt said .",
    "The guests met .",
]


def unit(text: str, **found: list[dict[str, Any]]) -> dict[str, Any]:
    return {"u": text[:4], "doc": text[:4], "text": text, **found}


def units() -> list[dict[str, Any]]:
    demand, refusal, toll, meeting = TEXTS
    return [
        unit(
            demand,
            events=[
                {
                    "trigger": [6, 14],
                    "type": "REQUEST",
                    "mode": "yield",
                    "actor": [[0, 5]],
                    "recipient": [],
                    "status": "actual",
                }
            ],
            positions=[
                {
                    "cue": [6, 14],
                    "stance": "demands",
                    "issue": "forces",
                    "party": [0, 5],
                    "content": [15, 32],
                    "of": None,
                    "condition": None,
                }
            ],
        ),
        unit(
            refusal,
            events=[
                {
                    "trigger": [7, 15],
                    "type": "REJECT",
                    "actor": [[0, 6]],
                    "time": [30, 36],
                    "status": "actual",
                }
            ],
        ),
        unit(
            toll,
            statements=[
                {"kind": "indirect", "cue": [32, 36], "speaker": [26, 31], "content": [[0, 23]]}
            ],
            figures=[
                {"text": [0, 11], "value": 26, "bound": "min", "measure": "killed", "of": [12, 18]}
            ],
        ),
        unit(meeting),
    ]


def tokenizer() -> Tokenizer:
    words = ["[PAD]", "[UNK]", *dict.fromkeys(" ".join(TEXTS).lower().split())]
    made = Tokenizer(WordLevel({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    from tokenizers.normalizers import Lowercase

    made.normalizer = Lowercase()
    made.pre_tokenizer = BertPreTokenizer()
    return made


def trainer(examples: list[Example], epochs: int) -> Trainer:
    torch.manual_seed(3)
    plan = Plan(epochs=epochs, size=2, rate=5e-3, head_rate=5e-3, seed=3)
    model = FrameModel(SHAPE, default_schemas(), branch=1, dropout=0.0)
    return Trainer(model, default_schemas(), plan, examples=len(examples), tokenizer=tokenizer())


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return make_examples(units(), default_schemas(), tokenizer())


def read(engine: Any, texts: list[str]) -> list[Any]:
    schemas = default_schemas()
    names = [s.name for s in schemas.items] + [
        f"{s.name}.{r}" for s in schemas.items for r in s.roles
    ]
    reader = Reader(engine, tokenizer(), schemas, dict.fromkeys(names, 0.5))
    return [marks(f, t) for f, t in zip(reader.read(texts), texts, strict=True)]


def test_learns_what_it_is_shown_and_exports_it(examples: list[Example], tmp_path: Path) -> None:
    made = trainer(examples, 60)
    fit(made, examples, tmp_path / "checkpoint.pt")
    found = read(TorchEngine(made.model), TEXTS)
    assert found[0]["events"][0]["type"] == "REQUEST"
    assert found[0]["events"][0]["mode"] == "yield"
    assert found[0]["events"][0]["actor"] == [[0, 5]]
    assert found[0]["positions"][0]["content"] == [15, 32]
    assert found[1]["events"][0]["time"] == [30, 36]
    assert found[2]["figures"][0]["text"] == [0, 11]
    assert found[2]["figures"][0]["value"] == 26
    assert found[2]["statements"][0]["content"] == [[0, 23]]
    assert found[3] == {"events": [], "statements": [], "positions": [], "figures": []}
    export_onnx(made.model, tmp_path, int8=False)
    inputs = pad(tokenize(tokenizer(), TEXTS))
    for ours, theirs in zip(
        TorchEngine(made.model).encode(inputs), OnnxEngine(tmp_path).encode(inputs), strict=True
    ):
        assert np.abs((ours - theirs)[inputs.mask == 1]).max() < 1e-3
    assert read(OnnxEngine(tmp_path), TEXTS) == found


def test_resumed_training_equals_uninterrupted(examples: list[Example], tmp_path: Path) -> None:
    whole = trainer(examples, 4)
    fit(whole, examples, tmp_path / "whole.pt")
    first = trainer(examples, 4)
    for _ in range(2):
        first.run_epoch(examples)
    first.save(tmp_path / "half.pt")
    second = trainer(examples, 4)
    second.load(tmp_path / "half.pt")
    fit(second, examples, tmp_path / "rest.pt")
    for name, value in whole.model.state_dict().items():
        assert torch.equal(value, second.model.state_dict()[name]), name


def test_every_example_is_in_one_batch(examples: list[Example]) -> None:
    seen = [len(b.ids) for b in batches(examples, size=3, random=Random(1))]
    assert sum(seen) == len(examples)


def test_positions_of_one_cue_keep_their_own_issues() -> None:
    text = TEXTS[0].replace("a full withdrawal", "peace and land")
    position = {"cue": [6, 14], "stance": "demands"}
    row = unit(
        text,
        positions=[
            position | {"content": [15, 20], "issue": "ceasefire"},
            position | {"content": [25, 29], "issue": "territory"},
        ],
    )
    (example,) = make_examples([row], default_schemas(), tokenizer())
    schemas = default_schemas()
    issue = list(schemas.attribute_slices).index(("positions", "issue"))
    names = schemas["positions"].attributes["issue"]
    assert len(example.kind) == 1
    assert [names[k] for k in example.labels[0, :, issue] if k >= 0] == ["ceasefire", "territory"]
    content = example.roles[0, :, schemas.role_index["positions", "content"]]
    assert list(content) == [-100, 0, 0, 1, 0, 1, 0, -100]


def test_what_a_unit_leaves_open_is_not_learned() -> None:
    schemas = default_schemas()
    one = units()[2] | {"figures": None}
    [example] = make_examples([one], schemas, tokenizer())
    open_ = [s.name for s, row in zip(schemas.items, example.tags, strict=True) if row[1] < 0]
    assert open_ == ["figures"]
    assert len(example.kind) == 1  # the statement


def test_hidden_tokens_are_inside_their_texts(examples: list[Example]) -> None:
    batch = collate(examples)
    before = batch.ids.clone()
    hide(batch, 1.0, 99)
    lengths = batch.mask.sum(1)
    for row, length in enumerate(lengths.tolist()):
        assert (batch.ids[row, 1 : length - 1] == 99).all()
        assert (batch.ids[row, length - 1 :] == before[row, length - 1 :]).all()
        assert batch.ids[row, 0] == before[row, 0]
    hide(batch := collate(examples), 0.0, 99)
    assert (batch.ids == before).all()


def test_every_word_of_a_content_has_its_issue(examples: list[Example]) -> None:
    schemas = default_schemas()
    columns = list(schemas.attribute_slices)
    labels = examples[0].labels[..., columns.index(("positions", "issue"))]
    (row,) = [r for r in labels if (r >= 0).any()]
    forces = schemas["positions"].attributes["issue"].index("forces")
    assert (row[3:6] == forces).all()
    assert (row >= 0).sum() == 3


def test_the_branch_is_trained_on_what_it_sees_when_it_reads() -> None:
    schemas = default_schemas()
    text = "Israel rejected the demand . Egypt demanded a full withdrawal ."
    mark = {"trigger": [35, 43], "type": "REQUEST", "status": "actual"}
    cue = {"cue": [7, 15], "kind": "indirect", "content": [[16, 26]]}
    both = unit(text, events=[mark], statements=[cue])
    batch = collate(make_examples([both, unit("The guests met .")], schemas, tokenizer()))
    seen, mask = in_sight(batch, batch.row, batch.marks, batch.kind, schemas)
    (tokens,) = tokenize(tokenizer(), [text])
    edges = borders(text, tokens)
    assert edges == [0, 5, 11]
    for k, name in enumerate(("events", "statements")):
        schema = schemas[name]
        cover = (6, 7) if name == "events" else (1, 2)
        what = sight(Anchor(schema, schema.types[0], cover, 1.0), tokens, edges, row=0)
        columns = seen[k][mask[k] == 1].tolist()
        assert columns == [0, *range(what.cover[0] + 1, what.cover[1] + 1), len(tokens) + 1]


def test_a_narrowed_model_keeps_the_neurons_that_matter(examples: list[Example]) -> None:
    torch.manual_seed(1)
    whole = FrameModel(SHAPE, default_schemas(), branch=1, dropout=0.0).eval()
    with torch.no_grad():
        for layer in (m for m in whole.modules() if isinstance(m, Layer)):
            layer.down.weight[:, ::2] = 0  # every other neuron changes nothing
    batch = collate(examples)
    small = narrowed(whole, 48, default_schemas(), [batch]).eval()
    assert small.shape.intermediate_size == 48
    inputs = (batch.ids, batch.shapes, batch.quotes, batch.mask)
    for ours, theirs in zip(small.encoder(*inputs), whole.encoder(*inputs), strict=True):
        assert torch.allclose(ours, theirs, atol=1e-5)
