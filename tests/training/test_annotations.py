"""Annotations of one's own: both forms of spans, faults by line, the part held out."""

import json
from pathlib import Path
from typing import Any

import pytest

import tiny
from dragoman.errors import DragomanError, SourceError
from dragoman.reading.schema import Schemas
from dragoman.reading.schema_file import read_schemas
from dragoman.training.annotations import part, read_annotations
from dragoman.training.corpus import frames_of

EXAMPLES = Path(__file__).parents[2] / "examples"
TEXT = "Crews cut cables, then cut pipes in Tarn."


@pytest.fixture
def schemas(tmp_path: Path) -> Schemas:
    (tmp_path / "s.toml").write_text(tiny.SCHEMA)
    return read_schemas(tmp_path / "s.toml")


def read(tmp_path: Path, schemas: Schemas, *rows: object) -> list[dict[str, Any]]:
    file = tmp_path / "a.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return read_annotations(file, schemas)


def unit(**mark: object) -> dict[str, object]:
    return {"text": TEXT, "outages": [{"act": "cut", "type": "cut"} | mark]}


@pytest.mark.parametrize(
    ("span", "found"),
    [
        ("cut", [6, 9]),
        ("cut#2", [23, 26]),
        ([23, 26], [23, 26]),
        ([[23, 26]], [23, 26]),
        (["cut#2"], [23, 26]),
    ],
)
def test_spans_are_words_or_offsets(
    tmp_path: Path, schemas: Schemas, span: object, found: list[int]
) -> None:
    rows = read(tmp_path, schemas, unit(act=span, by=["Crews"], where="Tarn"), unit())
    [mark] = rows[0]["outages"]
    assert mark == {
        "act": found, "type": "cut", "state": "-", "by": [[0, 5]], "where": [36, 40],
    }  # fmt: skip
    [frame] = frames_of(rows[0], schemas)
    assert frame.anchor == tuple(found)
    assert frame.roles == {"by": ((0, 5),), "where": ((36, 40),)}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (unit(act="cuts"), "'cuts' does not stand in the text"),
        (unit(act="cut#3"), "'cut#3' does not stand"),
        (unit(act="able"), "cuts a word"),
        (unit(act=[36, 99]), "no words stand at 36-99"),
        (unit(act=[4, 4]), "no words stand"),
        (unit(act=7), "7 is neither words nor"),
        (unit(act=None), "a mark without `act`"),
        (unit(act=["cut", "cut#2"]), "has one span, not 2"),
        (unit(type="cutt"), "outages.type: there is no label 'cutt': did you mean 'cut'?"),
        (unit(type=None), "outages.type is missing; use one of cut, repair"),
        (unit(state="over"), "there is no label 'over': use one of -, planned, done"),
        (unit(who="Crews"), "there is no attribute or role 'who'"),
        (unit(wher="Tarn"), "did you mean 'where'?"),
        ({"text": TEXT, "outage": []}, "there is no schema 'outage': did you mean 'outages'?"),
        ({"text": TEXT, "outages": {}}, "is no list of marks"),
        ({"outages": []}, "no `text`"),
        ([], "no JSON object"),
        ("{", "no JSON"),
    ],
)
def test_a_fault_is_told_by_its_line(
    tmp_path: Path, schemas: Schemas, row: object, said: str
) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, schemas, unit(), row)
    assert "line 2: " in caught.value.what
    assert said in caught.value.what
    assert "nothing was trained" in caught.value.todo


def test_too_little_and_no_file(tmp_path: Path, schemas: Schemas) -> None:
    with pytest.raises(SourceError, match="fewer than two"):
        read(tmp_path, schemas, unit(), {"text": TEXT})
    with pytest.raises(SourceError, match="cannot be read"):
        read_annotations(tmp_path / "none.jsonl", schemas)


def test_the_same_fifth_is_held_out_whatever_the_order() -> None:
    units = [{"u": str(i), "doc": f"d{i // 2}", "text": str(i)} for i in range(40)]
    train, held = part(units)
    assert (len(train), len(held)) == (32, 8)
    assert not {u["doc"] for u in train} & {u["doc"] for u in held}
    again = part(units[::-1])[1]
    assert {u["u"] for u in again} == {u["u"] for u in held}
    with pytest.raises(DragomanError, match="one document"):
        part(units[:2])


def test_the_worked_example_is_sound() -> None:
    schemas = read_schemas(EXAMPLES / "election_observation.toml")
    units = read_annotations(EXAMPLES / "election_observation.jsonl", schemas)
    texts = [u["text"] for u in units]
    assert len(units) >= 300
    assert len(set(texts)) == len(texts)
    frames = [f for u in units for f in frames_of(u, schemas)]
    [schema] = schemas.items
    for kind in schema.types:
        assert sum(f.type == kind for f in frames) >= 30
    for text, unit in zip(texts, units, strict=True):
        for frame in frames_of(unit, schemas):
            for start, end in (frame.anchor, *(s for r in frame.roles.values() for s in r)):
                assert text[start:end] == text[start:end].strip(" .,;")
