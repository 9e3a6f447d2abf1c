"""The pairs of `happening_pairs.jsonl` are well formed and still fit the texts they point into.

Each line names two tellings of an act in two daily items of `../shared/data/wp_current_events`
(a row counts from 0, a span is code points of its text) and says whether both tell the same act in
the world. A toll update is the same act; an announcement and the act announced are two. The marks
stand off: no text is kept here.
"""

import gzip
import hashlib
import json
import re
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field

PAIRS = Path(__file__).with_name("happening_pairs.jsonl")
BRIEFS = Path(__file__).parents[3] / "shared" / "data" / "wp_current_events" / "events.jsonl.gz"
needs_briefs = pytest.mark.skipif(
    not BRIEFS.is_file(), reason="needs the daily briefs in ../shared/data/wp_current_events"
)


class Telling(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    row: int = Field(ge=0)
    span: tuple[int, int]
    sha256: str = Field(pattern=r"^[0-9a-f]{16}$")


class Pair(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    a: Telling
    b: Telling
    same: bool
    why: str = Field(pattern=r"^\S.*\S$")


@cache
def pairs() -> list[Pair]:
    return [Pair.model_validate_json(line) for line in PAIRS.read_text("utf-8").splitlines()]


@cache
def texts() -> list[str]:
    with gzip.open(BRIEFS, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def test_a_pair_joins_two_rows_by_spans_that_are_not_empty() -> None:
    assert [p for p in pairs() if p.a.row == p.b.row] == []
    tellings = [t for p in pairs() for t in (p.a, p.b)]
    assert [t for t in tellings if not 0 <= t.span[0] < t.span[1]] == []


def test_a_row_has_one_hash() -> None:
    found = {(t.row, t.sha256) for p in pairs() for t in (p.a, p.b)}
    assert len(found) == len({row for row, _ in found})


def test_no_pair_stands_twice_in_either_order() -> None:
    assert len({frozenset((p.a, p.b)) for p in pairs()}) == len(pairs())


def test_there_are_enough_pairs_of_both_answers() -> None:
    assert len(pairs()) >= 100
    same = sum(p.same for p in pairs()) / len(pairs())
    assert 0.4 <= same <= 0.6


def test_answers_do_not_contradict_each_other() -> None:
    """Tellings joined by `same` form groups; no pair marked different may lie within one."""
    group: dict[Telling, Telling] = {}

    def head(telling: Telling) -> Telling:
        while (above := group.get(telling, telling)) != telling:
            telling = above
        return telling

    for pair in pairs():
        if pair.same:
            group[head(pair.a)] = head(pair.b)
    assert [p for p in pairs() if not p.same and head(p.a) == head(p.b)] == []


@needs_briefs
def test_texts_are_those_that_were_marked() -> None:
    for telling in {t for p in pairs() for t in (p.a, p.b)}:
        digest = hashlib.sha256(texts()[telling.row].encode()).hexdigest()
        assert digest.startswith(telling.sha256), telling.row


@needs_briefs
def test_spans_are_whole_words() -> None:
    for telling in {t for p in pairs() for t in (p.a, p.b)}:
        start, end = telling.span
        words = texts()[telling.row][start:end]
        whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        assert whole.match(texts()[telling.row], start), telling
        assert words[0].isalnum(), telling
        assert words[-1].isalnum(), telling
        assert end <= len(texts()[telling.row]), telling
