"""The reader over an engine double that reads scores off the words: no weights are loaded."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import BertPreTokenizer

from dragoman.model import Block, BlockKind, Frame, Report
from dragoman.reading import read_report, read_texts
from dragoman.reading.batches import Inputs
from dragoman.reading.reader import Reader
from dragoman.reading.schema import Schemas, default_schemas

WORDS = [
    "[UNK]",
    "russia",
    "struck",
    "kyiv",
    "on",
    "monday",
    "near",
    "power",
    "plants",
    ".",
    "said",
]
VOCABULARY = {w: i for i, w in enumerate(WORDS)}


def tokenizer() -> Tokenizer:
    made = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))
    made.pre_tokenizer = BertPreTokenizer()
    return made


class WordEngine:
    """Tags "struck" as an ASSAULT; fills roles with the words it is told."""

    def __init__(self, schemas: Schemas, roles: Mapping[str, tuple[str, ...]]) -> None:
        self.schemas, self.fillers = schemas, roles
        self.stands = 9.0
        self.modes: tuple[str, ...] = ()  # likeliest first

    def encode(self, inputs: Inputs) -> tuple[np.ndarray, np.ndarray]:
        n, t = inputs.ids.shape
        tags = np.zeros((n, t, sum(s.tags for s in self.schemas.items)), np.float32)
        where = self.schemas.tag_slices["events"]
        for part in self.schemas.tag_slices.values():
            tags[..., part.start] = 6.0
        assault = where.start + 2 + self.schemas["events"].types.index("ASSAULT")
        tags[inputs.ids == VOCABULARY["struck"], assault] = 9.0
        return inputs.ids[..., None].astype(np.float32), tags

    def branch(
        self, hidden: np.ndarray, mask: np.ndarray, marks: np.ndarray, kind: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        f, t = mask.shape
        roles = np.zeros((f, t, len(self.schemas.role_index), 3), np.float32)
        roles[..., 0] = 4.0
        ids = hidden[..., 0].astype(int)
        for role, words in self.fillers.items():
            column = self.schemas.role_index["events", role]
            for k, word in enumerate(words):
                hit = ids == VOCABULARY[word]
                roles[hit, column, 1 if k == 0 else 2] = 8.0
        count = sum(len(v) for s in self.schemas.items for v in s.attributes.values())
        labels = np.zeros((f, t, count + 1), np.float32)
        labels[:, 0, -1] = self.stands
        where = self.schemas.attribute_slices["events", "mode"]
        for k, mode in enumerate(self.modes):
            column = self.schemas["events"].attributes["mode"].index(mode)
            labels[:, 0, where.start + column] = 9.0 - k
        return roles, labels


def reader(schemas: Schemas | None = None, **roles: tuple[str, ...]) -> Reader:
    schemas = schemas or default_schemas()
    names = [s.name for s in schemas.items] + [
        f"{s.name}.{r}" for s in schemas.items for r in s.roles
    ]
    return Reader(WordEngine(schemas, roles), tokenizer(), schemas, dict.fromkeys(names, 0.5))


def words(text: str, frame: Frame, role: str) -> list[str]:
    return [text[s:e] for s, e in frame.roles.get(role, ())]


def test_anchor_roles_and_attributes() -> None:
    text = "russia struck power plants on monday ."
    made = reader(actor=("russia",), recipient=("power", "plants"), time=("monday",))
    (frame,) = made.read([text])[0]
    assert text[slice(*frame.anchor)] == "struck"
    assert (frame.schema, frame.type) == ("events", "ASSAULT")
    assert words(text, frame, "actor") == ["russia"]
    assert words(text, frame, "recipient") == ["power plants"]
    assert words(text, frame, "time") == ["monday"]
    assert frame.roles.keys() == {"actor", "recipient", "time"}
    assert set(frame.attributes) <= {"mode", "status"}
    assert frame.confidence == pytest.approx(1.0, abs=0.1)


def test_order_and_empty_texts_survive_batching() -> None:
    texts = ["", "russia struck kyiv .", "on monday .", " ", "struck . " * 30, "kyiv struck russia"]
    found = reader().read(texts)
    assert [len(f) for f in found] == [0, 1, 0, 0, 30, 1]


def test_frames_of_a_report_point_into_its_text() -> None:
    text = "Struck\n\nrussia struck kyiv .\n\nkyiv struck russia ."
    blocks = (
        Block(kind=BlockKind.TITLE, start=0, end=6),
        Block(kind=BlockKind.PARAGRAPH, start=8, end=28),
        Block(kind=BlockKind.PARAGRAPH, start=30, end=len(text)),
    )
    report = Report(address="a", text=text, blocks=blocks)
    frames = read_report(report, reader=reader(actor=("russia",)))
    assert [text[slice(*f.anchor)] for f in frames] == ["struck", "struck"]
    assert [words(text, f, "actor") for f in frames] == [["russia"], ["russia"]]
    assert report.text[slice(*frames[1].roles["actor"][0])] == "russia"


def test_texts_longer_than_a_window_are_read_whole() -> None:
    text = " ".join(["russia struck kyiv ."] * 100)
    (frames,) = read_texts([text], reader=reader())
    assert len(frames) == 100
    assert {text[slice(*f.anchor)] for f in frames} == {"struck"}


def test_no_word_is_lost_where_every_character_is_a_wordpiece() -> None:
    text = "." * 690 + " russia struck kyiv"  # one window, more wordpieces than positions
    (frames,) = read_texts([text], reader=reader())
    assert [text[slice(*f.anchor)] for f in frames] == ["struck"]


def test_modes_are_of_their_type() -> None:
    made = reader()
    assert isinstance(made.engine, WordEngine)
    made.engine.modes = ("visit", "heavy-weapons")
    (frame,) = made.read(["russia struck kyiv"])[0]
    assert frame.attributes["mode"] == "heavy-weapons"


def test_each_span_of_a_per_role_makes_a_frame() -> None:
    text = "russia struck kyiv"
    schemas = default_schemas()
    schema = replace(schemas["events"], per="recipient")
    per = Schemas((schema, *schemas.items[1:]))
    made = reader(per, actor=("russia",), recipient=("kyiv",))
    (frame,) = made.read([text])[0]
    assert words(text, frame, "recipient") == ["kyiv"]
    assert words(text, frame, "actor") == ["russia"]
    assert made.read(["russia struck"])[0] == []


def test_the_branch_sees_the_sentence_of_its_anchor() -> None:
    text = "kyiv struck russia . Near kyiv russia struck . On monday russia struck"
    (frames,) = reader(actor=("russia",), time=("monday",)).read([text])
    assert [words(text, f, "actor") for f in frames] == [["russia"]] * 3
    assert [words(text, f, "time") for f in frames] == [[], [], ["monday"]]


class NeverAsked(WordEngine):
    def branch(
        self, hidden: np.ndarray, mask: np.ndarray, marks: np.ndarray, kind: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        raise AssertionError


def test_the_branch_is_not_asked_where_it_cannot_help() -> None:
    made = reader()
    thresholds = {**made.thresholds, "events": 0.99}
    engine = NeverAsked(made.schemas, {})
    unsure = Reader(engine, made.tokenizer, made.schemas, thresholds)
    assert unsure.read(["russia struck kyiv"]) == [[]]


def test_the_branch_has_a_say_in_which_anchors_stand() -> None:
    made = reader()
    assert isinstance(made.engine, WordEngine)
    made.engine.stands = -9.0
    assert made.read(["russia struck kyiv"]) == [[]]
