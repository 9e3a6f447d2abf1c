"""A second opinion on the issue of a position, fitted on a vocabulary of eight words."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer

from dragoman.reading.decode import Anchor, Decoder
from dragoman.reading.schema import default_schemas
from dragoman.reading.tokens import tokenize
from dragoman.reading.topics import TOPICS, Topics

torch = pytest.importorskip("torch", reason="needs the train extra (PyTorch)")

from dragoman.training.topics import fit_topics  # noqa: E402

WORDS = ["[UNK]", "egypt", "demands", "troops", "tanks", "loans", "grants", "."]
VECTORS = torch.eye(len(WORDS))
TEXT = "egypt demands {} ."


def tokenizer() -> Tokenizer:
    made = Tokenizer(WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    made.pre_tokenizer = BertPreTokenizer()
    return made


def unit(word: str, issue: str) -> dict[str, Any]:
    content = [14, 14 + len(word)]
    position = {"stance": "demands", "issue": issue, "party": [0, 5], "content": content}
    return {"doc": word, "text": TEXT.format(word), "positions": [position]}


@pytest.fixture(scope="module")
def topics() -> Topics:
    told = (("troops", "forces"), ("tanks", "forces"), ("loans", "economy"), ("grants", "economy"))
    units = [unit(*one) for one in told] * 800
    found = fit_topics(VECTORS, units, default_schemas(), tokenizer())
    assert found is not None
    return found


def issue(topics: Topics, word: str) -> str:
    sentence = VECTORS[[WORDS.index(w) for w in TEXT.format(word).split()]].numpy()
    told = topics(sentence[2:3], sentence)
    assert np.exp(told).sum() == pytest.approx(1.0, abs=1e-3)
    return str(default_schemas()["positions"].attributes["issue"][int(told.argmax())])


def test_labels_are_told_by_the_words(topics: Topics, tmp_path: Path) -> None:
    assert topics.attribute == "positions.issue"
    topics.save(tmp_path)
    again = Topics.load(tmp_path)
    assert again is not None
    assert [issue(again, w) for w in WORDS[3:7]] == ["forces", "forces", "economy", "economy"]
    kept = (tmp_path / TOPICS).read_bytes()
    again.save(tmp_path)
    assert (tmp_path / TOPICS).read_bytes() == kept


def test_a_coder_may_have_none(tmp_path: Path) -> None:
    assert Topics.load(tmp_path) is None
    assert fit_topics(VECTORS, [], default_schemas(), tokenizer()) is None


def test_the_opinion_counts_beside_the_branchs(topics: Topics) -> None:
    schemas = default_schemas()
    [tokens] = tokenize(tokenizer(), [TEXT.format("loans")])
    n = len(tokens)
    thresholds = {f"positions.{r}": 0.5 for r in schemas["positions"].roles}
    roles = np.zeros((n, len(schemas.role_index), 3), np.float32)
    roles[..., 0] = 4.0
    roles[2, schemas.role_index["positions", "content"], 1] = 8.0
    columns = schemas.attribute_slices["positions", "issue"]
    options = schemas["positions"].attributes["issue"]
    labels = np.zeros((n + 1, max(s.stop for s in schemas.attribute_slices.values()) + 1))
    labels[:, columns.start + options.index("forces")] = 1.0  # not sure of it
    anchor = Anchor(schemas["positions"], "demands", (1, 2), 0.9)
    vectors = VECTORS.numpy()[tokens.ids]
    for opinion, found in ((None, "forces"), (topics, "economy")):
        decoder = Decoder(schemas, thresholds, {}, opinion)
        [frame] = decoder.frames(anchor, roles, labels.copy(), tokens, vectors)
        assert frame.attributes["issue"] == found
