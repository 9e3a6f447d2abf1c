"""Thresholds and calibration over an engine double: words have the scores they are given."""

from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer

from dragoman.reading.batches import Inputs
from dragoman.reading.reader import Reader
from dragoman.reading.schema import default_schemas
from dragoman.training.remembering import RememberingEngine
from dragoman.training.scores import score
from dragoman.training.tuning import (
    PRECISION,
    at,
    bins,
    calibrate,
    calibration_error,
    outcomes,
    predict,
    rescaled,
    tune,
)

WORDS = {"[UNK]": 0, "struck": 1, "met": 2, "seen": 3, "he": 4, "them": 5}
CHANCES = {1: 0.9, 2: 0.6, 3: 0.3}  # of being an ASSAULT, to the model


def tokenizer() -> Tokenizer:
    made = Tokenizer(WordLevel(WORDS, unk_token="[UNK]"))
    made.pre_tokenizer = BertPreTokenizer()
    return made


class ChanceEngine:
    """Gives each word its chance of being an ASSAULT; counts how often it is asked."""

    def __init__(self) -> None:
        self.schemas, self.asked = default_schemas(), 0

    def encode(self, inputs: Inputs) -> tuple[np.ndarray, np.ndarray]:
        self.asked += 1
        tags = np.full((*inputs.ids.shape, sum(s.tags for s in self.schemas.items)), -9.0)
        for part in self.schemas.tag_slices.values():
            tags[..., part.start] = 0.0
        column = self.schemas.tag_slices["events"].start + 2
        column += self.schemas["events"].types.index("ASSAULT")
        for word, p in CHANCES.items():
            tags[inputs.ids == word, column] = np.log(p / (1 - p))
        return inputs.ids[..., None].astype(np.float32), tags

    def branch(
        self, hidden: np.ndarray, mask: np.ndarray, marks: np.ndarray, kind: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        self.asked += 1
        count = sum(len(v) for s in self.schemas.items for v in s.attributes.values())
        roles = np.zeros((*mask.shape, len(self.schemas.role_index), 3))
        roles[..., 0] = 9.0
        labels = np.zeros((*mask.shape, count + 1))
        chance = (hidden[..., 0] * marks).sum(1)
        for word, p in CHANCES.items():
            labels[chance == word, 0, -1] = np.log(p / (1 - p))
        return roles, labels


def unit(text: str, *, real: bool) -> dict[str, Any]:
    events = [{"trigger": [3, 3 + len(text.split()[1])], "type": "ASSAULT", "status": "actual"}]
    return {"text": text, "events": events if real else []}


# "struck" is always an act, "met" half the time, "seen" never.
UNITS = [
    *(unit("he struck them", real=True) for _ in range(6)),
    *(unit("he met them", real=k < 3) for k in range(6)),
    *(unit("he seen them", real=False) for _ in range(6)),
]


@pytest.fixture
def reader() -> Reader:
    return Reader(RememberingEngine(ChanceEngine()), tokenizer(), default_schemas(), {})


def test_operating_points(reader: Reader) -> None:
    points = tune(reader, UNITS)
    sure = score(UNITS, predict(at(reader, points["precision"]), UNITS))["events.type"]
    best = score(UNITS, predict(at(reader, points["f1"]), UNITS))["events.type"]
    assert sure.precision >= PRECISION
    assert sure.hits == 6
    assert best.f1 >= sure.f1
    assert best.predicted == 12


def test_scores_are_computed_once(reader: Reader) -> None:
    tune(reader, UNITS)
    engine = reader.engine
    assert isinstance(engine, RememberingEngine)
    inner = engine._engine
    assert isinstance(inner, ChanceEngine)
    assert inner.asked == 6  # three texts, each encoded and branched once


def test_calibration_brings_scores_to_what_happens(reader: Reader) -> None:
    rows = outcomes(reader, UNITS * 20)
    scales = calibrate(rows)
    assert scales["events"](0.6) == pytest.approx(0.5, abs=0.1)
    before = calibration_error(rows["events"])
    after = calibration_error(rescaled(rows, scales)["events"])
    assert after < before


def test_bins_have_equal_mass_and_tell_what_is_right() -> None:
    rows = [(i / 100, i % 2 == 0) for i in range(100)]
    parts = bins(rows)
    assert [p.n for p in parts] == [10] * 10
    assert all(p.right == 0.5 for p in parts)
    assert [round(p.stated, 3) for p in parts][:2] == [0.045, 0.145]
    assert calibration_error([]) == 0.0
