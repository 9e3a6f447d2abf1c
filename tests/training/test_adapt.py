"""A coder for a schema of one's own, trained in small for real."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the train extra (PyTorch)")
pytest.importorskip("onnx", reason="needs the train extra (onnx)")
pytest.importorskip("safetensors", reason="needs the train extra (safetensors)")

import tiny  # noqa: E402  after the skip, like all below
from dragoman.errors import ModelError  # noqa: E402
from dragoman.model import Block, BlockKind, Report  # noqa: E402
from dragoman.reading import load_reader, read_manifest, read_texts  # noqa: E402
from dragoman.reading.schema import Schemas, default_schemas  # noqa: E402
from dragoman.reading.schema_file import read_schemas  # noqa: E402
from dragoman.training.adapt import SMALL, Adapted, adapt, begin  # noqa: E402
from dragoman.training.annotations import read_annotations  # noqa: E402
from dragoman.training.corpus import Unit  # noqa: E402
from dragoman.training.learn import Plan  # noqa: E402
from dragoman.way import Added  # noqa: E402

PLAN = Plan(epochs=25, size=4, rate=5e-3, head_rate=1e-2, seed=1)


class Small:
    """The folders of a test's BERT and coder, and what the coder was made from."""

    def __init__(self, folder: Path) -> None:
        schema, annotations = tiny.write(folder)
        self.schemas: Schemas = read_schemas(schema)
        self.units: Sequence[Unit] = read_annotations(annotations, self.schemas)
        self.bert, self.coder = tiny.bert(folder / "bert"), folder / "coder"
        self.told: list[str] = []
        self.made = self.adapt(self.coder, plan=PLAN)

    def adapt(self, out: Path, *, plan: Plan, start: Path | None = None) -> Adapted:
        return adapt(
            self.units, self.schemas, start=start or self.bert, out=out, name="outages",
            plan=plan, languages=("en", "fr"), report=self.told.append,
        )  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small(tmp_path_factory.mktemp("small"))


def test_it_finds_what_it_was_shown(small: Small) -> None:
    [frames] = read_texts([tiny.SENTENCES[0]], reader=load_reader(small.coder, point="f1"))
    [frame] = frames
    assert (frame.type, frame.attributes) == ("cut", {"state": "planned"})
    text = tiny.SENTENCES[0]
    assert {r: [text[slice(*s)] for s in spans] for r, spans in frame.roles.items()} == {
        "by": ["Engineers"],
        "where": ["Norrin"],
    }
    assert 0 < frame.confidence <= 1
    assert frame.scores.keys() == {"state", "by", "where"}


def test_it_tells_how_well_it_does_on_units_held_out(small: Small) -> None:
    made = small.made
    assert (made.trained, made.held_out) == (10, 2)
    assert set(made.scores) == {"f1", "precision"}
    measures = {f"outages.{m}" for m in ("anchor", "type", "state", "by", "where")}
    assert set(made.scores["f1"]) == measures
    assert made.scores["f1"]["outages.anchor"].gold == 2
    assert small.told[0].startswith("epoch 1 of 25")


def test_the_manifest_says_what_it_is(small: Small) -> None:
    manifest = read_manifest(small.coder)
    assert manifest.coder == small.made.coder
    assert manifest.coder.startswith("outages/1+")
    assert manifest.schemas == small.schemas
    assert manifest.languages == ("en", "fr")
    names = {"outages", "outages.by", "outages.where"}
    assert all(set(point) == names for point in manifest.points.values())


def test_marks_of_a_report_rest_on_its_words(small: Small) -> None:
    text = tiny.SENTENCES[7]
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))
    report = Report(address="x", text=text, language="fr", blocks=(block,))
    coder = Added(small.coder, min_confidence=0.0)
    coding = coder.code(report)
    assert coding.marks
    assert coding.coder == coder.name
    assert coder.name.endswith("@0")


def test_training_can_begin_from_a_coder(small: Small, tmp_path: Path) -> None:
    model, plan, _ = begin(small.coder, small.schemas, SMALL)
    assert model.shape.num_attention_heads == 2  # which its graphs do not tell
    assert plan == replace(SMALL, branch=1)
    made = small.adapt(tmp_path / "next", plan=replace(PLAN, epochs=1), start=small.coder)
    assert made.scores["f1"]["outages.anchor"].f1 == 1.0


def test_whether_an_anchor_stands_is_kept_for_other_schemas(small: Small) -> None:
    own, *_ = begin(small.coder, small.schemas, SMALL)
    other, *_ = begin(small.coder, default_schemas(), SMALL)
    a, b = (m.state_dict()["branch.labels.weight"] for m in (own, other))
    assert a.shape != b.shape
    assert (a[-1] == b[-1]).all()


def test_an_older_coder_stays_unless_all_goes_well(small: Small, tmp_path: Path) -> None:
    out = tmp_path / "coder"
    out.mkdir()
    (out / "model.json").write_text("{}")

    def stop(line: str) -> None:
        if line.startswith("fitting"):
            raise KeyboardInterrupt

    plan = replace(PLAN, epochs=1)
    with pytest.raises(KeyboardInterrupt):
        adapt(small.units, small.schemas, start=small.bert, out=out, name="x", plan=plan,
              report=stop)  # fmt: skip
    assert [p.name for p in tmp_path.iterdir()] == ["coder"]
    assert (out / "model.json").read_text() == "{}"
    small.adapt(out, plan=plan)
    assert read_manifest(out).name == "outages"
    assert [p.name for p in tmp_path.iterdir()] == ["coder"]


def test_nothing_but_a_coder_is_replaced(small: Small, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ModelError, match="is no coder"):
        small.adapt(tmp_path, plan=PLAN)
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("fault", [
    "missing", "no config", "no sizes", "no tokenizer", "no weights", "other sizes", "other pieces",
])  # fmt: skip
def test_what_cannot_be_begun_from(small: Small, tmp_path: Path, fault: str) -> None:
    start = tmp_path / "bert"
    if fault != "missing":
        start.mkdir()
        for file in small.bert.iterdir():
            (start / file.name).write_bytes(file.read_bytes())
    if fault == "no config":
        (start / "config.json").unlink()
    if fault == "no tokenizer":
        (start / "tokenizer.json").unlink()
    if fault == "no sizes":
        (start / "config.json").write_text(json.dumps({"model_type": "other"}))
    if fault == "no weights":
        (start / "model.safetensors").unlink()
    if fault == "other sizes":
        config = json.loads((start / "config.json").read_text())
        (start / "config.json").write_text(json.dumps(config | {"hidden_size": 36}))
    if fault == "other pieces":
        text = (start / "tokenizer.json").read_text("utf-8")
        (start / "tokenizer.json").write_text(text.replace("[CLS]", "<s>"), "utf-8")
    with pytest.raises(ModelError):
        small.adapt(tmp_path / "coder", plan=PLAN, start=start)
