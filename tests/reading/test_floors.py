"""The shipped weights keep the scores they are shipped with, on documents never trained on."""

from pathlib import Path

import pytest

from dragoman.reading import load_reader
from dragoman.training.corpus import read_units, split
from dragoman.training.scores import score
from dragoman.training.tuning import predict

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "train.jsonl.gz"
FLOORS = {
    "events.type": 0.69,
    "events.actor": 0.55,
    "statements.content": 0.74,
    "statements.speaker": 0.62,
    "positions.stance": 0.40,
    "figures.text": 0.93,
}


@pytest.mark.skipif(not CORPUS.is_file(), reason="needs the annotated corpus in ../shared")
def test_development_scores_stay_above_their_floors() -> None:
    _, units = split(read_units(CORPUS))
    found = score(units, predict(load_reader(point="f1"), units))
    low = {n: round(found[n].f1, 3) for n, floor in FLOORS.items() if found[n].f1 < floor}
    assert low == {}


def test_the_same_text_is_read_alike_every_time() -> None:
    from dragoman.reading import read_texts

    texts = ["Egypt demanded a full withdrawal.", "Israel rejected the demand on Sunday."]
    reader = load_reader(point="f1")
    alone = [read_texts([t], reader=reader)[0] for t in texts]
    assert read_texts(texts * 3, reader=reader) == alone * 3
