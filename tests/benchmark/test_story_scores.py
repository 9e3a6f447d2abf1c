import json
from pathlib import Path

import pytest

from dragoman.benchmark.rows import read_rows
from dragoman.benchmark.stories import b_cubed, score_stories
from dragoman.errors import SourceError
from dragoman.linking.memory import stories_of

ECB = Path(__file__).parents[3] / "shared" / "data" / "ecbplus" / "train_dev.jsonl.gz"


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        ("aabb", 1.0, 1.0),
        ("aaaa", 0.5, 1.0),
        ("abcd", 1.0, 0.5),
        ("aaab", 2 / 3, 0.75),  # (2/3 + 2/3 + 1/3 + 1) / 4, (1 + 1 + 1/2 + 1/2) / 4
    ],
)
def test_b_cubed(found: str, precision: float, recall: float) -> None:
    scores = b_cubed(found, "xxyy")
    assert scores.precision == pytest.approx(precision)
    assert scores.recall == pytest.approx(recall)
    assert scores.f1 == pytest.approx(2 * precision * recall / (precision + recall))


def rows(*splits: str) -> list[dict[str, object]]:
    return [{"text": f"Text {n}.", "cluster": "a", "split": s} for n, s in enumerate(splits)]


def test_what_was_learned_from_is_not_scored_unless_asked_for() -> None:
    known = rows("train", "dev", "dev", "test")
    assert score_stories(known, list).documents == 3
    assert score_stories(known, list, split="dev").documents == 2
    assert score_stories(known, list, split="train").documents == 1
    with pytest.raises(SourceError):
        score_stories(known, list, split="other")


def test_lines_without_a_cluster() -> None:
    with pytest.raises(SourceError, match="cluster"):
        score_stories([{"text": "A text."}], list)


@pytest.mark.skipif(not ECB.is_file(), reason="needs ECB+ in ../shared/data/ecbplus")
def test_development_documents_are_grouped_well_enough() -> None:
    scores = score_stories(read_rows(ECB), stories_of, split="dev")
    assert scores.documents == 197
    assert scores.f1 >= 0.88, json.dumps(scores.summary())
