import gzip
import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dragoman.training.scores import score

SHARED = Path(__file__).parents[3] / "shared" / "corpus"


def unit(**marks: list[dict[str, Any]]) -> dict[str, Any]:
    return {"events": [], "statements": [], "positions": [], "figures": []} | marks


def event(trigger: list[int], type: str = "AID", **rest: Any) -> dict[str, Any]:
    return {"trigger": trigger, "type": type, "status": "actual", **rest}


def test_a_mark_is_matched_once() -> None:
    gold = [unit(events=[event([0, 5], actor=[[6, 9]])])]
    twice = [unit(events=[event([0, 5]), event([3, 8], actor=[[8, 12]])])]
    found = score(gold, twice)
    assert (found["events.type"].hits, found["events.type"].predicted) == (1, 2)
    assert found["events.actor"].f1 == 1.0
    assert found["events.recipient"].gold == 0


def test_finer_names_build_on_coarser_ones() -> None:
    gold = [unit(positions=[{"content": [0, 9], "stance": "demands", "issue": "talks"}])]
    other = [
        unit(
            positions=[
                {"content": [5, 12], "stance": "demands", "issue": "arms", "party": [20, 22]}
            ]
        )
    ]
    found = score(gold, other)
    assert [found[f"positions.{n}"].hits for n in ("content", "stance", "issue", "party")] == [
        1,
        1,
        0,
        0,
    ]


def test_contents_agree_from_half_of_their_joint_length_on() -> None:
    gold = [unit(statements=[{"content": [[0, 10]], "kind": "direct"}])]
    for content, hits in (([[0, 5]], 1), ([[0, 4]], 0), ([[0, 3], [6, 9]], 1)):
        predicted = [unit(statements=[{"content": content, "kind": "direct"}])]
        assert score(gold, predicted)["statements.content"].hits == hits


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_score", SHARED / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the annotated corpus in ../shared")
def test_agrees_with_the_scorer_of_the_corpus() -> None:
    with gzip.open(SHARED / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = [json.loads(line) for line, _ in zip(lines, range(400), strict=False)]
    draw = random.Random(3)
    predicted = [_shaken(row, draw) for row in gold]
    theirs = reference().score({g["u"]: g for g in gold}, {p["u"]: p for p in predicted})
    ours = score(gold, predicted)
    for name, (precision, recall, *_) in theirs.items():
        assert ours[name].precision == pytest.approx(precision), name
        assert ours[name].recall == pytest.approx(recall), name


def _shaken(row: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """The row with marks lost, moved and relabelled."""
    out: dict[str, Any] = json.loads(json.dumps(row))
    for key, anchor in (("events", "trigger"), ("positions", "content"), ("figures", "text")):
        out[key] = [m for m in out[key] if draw.random() < 0.8]
        for mark in out[key]:
            shift = draw.choice([0, 0, 0, 4])
            mark[anchor] = [mark[anchor][0] + shift, mark[anchor][1] + shift]
    for e in out["events"]:
        if draw.random() < 0.2:
            e["type"], e["time"] = "AID", None
    for s in out["statements"]:
        if draw.random() < 0.3:
            s["speaker"], s["content"] = None, s["content"][:1]
    draw.shuffle(out["events"])
    return out
