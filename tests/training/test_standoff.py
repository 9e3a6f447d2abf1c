"""Further annotation, joined with the texts it is about."""

import gzip
import json
from pathlib import Path

import pytest

from dragoman.reading.schema import default_schemas
from dragoman.training.annotations import read_annotations
from dragoman.training.corpus import frames_of, read_units, split
from dragoman.training.standoff import (
    ANNOTATIONS,
    DATA,
    UNITS,
    WRITTEN,
    digest_of,
    joined,
    read_further,
    read_standoff,
)

TEXT = "Egypt demanded a full withdrawal."


def write(folder: Path, **row: object) -> None:
    folder.mkdir(exist_ok=True)
    line: dict[str, object] = {
        "u": "a:0",
        "doc": "a",
        "source": "set/texts.jsonl.gz",
        "id": "a",
        "span": [0, 33],
    }
    line |= {"sha256": digest_of(TEXT), "events": [{"trigger": [6, 14], "type": "REQUEST"}]} | row
    (folder / UNITS).write_text(json.dumps(line) + "\n")


def data(folder: Path, text: str = TEXT) -> Path:
    (folder / "set").mkdir()
    with gzip.open(folder / "set" / "texts.jsonl.gz", "wt") as lines:
        lines.write(json.dumps({"id": "a", "text": f"{text} Cairo waits."}) + "\n")
    return folder


def test_a_unit_is_its_marks_with_the_text_they_are_about(tmp_path: Path) -> None:
    write(tmp_path / "marks")
    (unit,) = read_standoff(tmp_path / "marks" / UNITS, data(tmp_path))
    assert unit["text"] == TEXT
    assert unit["text"][slice(*unit["events"][0]["trigger"])] == "demanded"


def test_a_text_that_has_changed_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "marks")
    changed = data(tmp_path, TEXT.replace("full", "half"))
    assert read_standoff(tmp_path / "marks" / UNITS, changed) == []


def test_a_text_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "marks")
    assert read_standoff(tmp_path / "marks" / UNITS, tmp_path) == []


def test_sentences_of_tokens_are_called_by_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    with gzip.open(tmp_path / "set" / "a.conll.gz", "wt") as lines:
        lines.write("Peace\tNN\tO\n.\t.\tO\n\nTalks\tNNS\tO\n!\t.\tO\n\n")
    write(tmp_path / "marks", source="set/a.conll.gz", id="0-1", span=[0, 13])
    assert read_standoff(tmp_path / "marks" / UNITS, tmp_path) == []  # other words than were marked
    text = "Peace. Talks!"
    write(
        tmp_path / "marks",
        source="set/a.conll.gz",
        id="0-1",
        span=[0, len(text)],
        sha256=digest_of(text),
    )
    (unit,) = read_standoff(tmp_path / "marks" / UNITS, tmp_path)
    assert unit["text"] == text


def test_texts_written_for_the_project_are_joined_with_them(tmp_path: Path) -> None:
    write(tmp_path / "marks")
    asked = {"trigger": "demanded", "type": "REQUEST", "status": "actual"}
    wanted = {"cue": "demanded", "stance": "demands", "issue": "forces", "content": "withdrawal"}
    row = {"u": "w", "text": TEXT, "events": [asked], "positions": [wanted]}
    (tmp_path / "marks" / WRITTEN).write_text(f"{json.dumps(row)}\n{json.dumps(row)}\n")
    units = read_further(tmp_path / "marks", default_schemas(), data=data(tmp_path))
    assert [u["u"] for u in units] == ["a:0", "w", "w"]
    assert units[1]["events"][0]["trigger"] == [6, 14]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ('He said , " Peace . "', 'He said, "Peace."'),
        ("Iran 's offer ( of US$ 5 ) , it isn n't", "Iran's offer (of US$5), it isnn't"),
    ],
)
def test_words_are_joined_as_they_are_printed(words: str, text: str) -> None:
    assert joined(words.split()) == text


def test_the_annotations_of_the_project_hold_no_words_and_fit_their_texts() -> None:
    rows = read_units(ANNOTATIONS / UNITS)
    assert rows
    assert not any("text" in row for row in rows)
    if not DATA.is_dir():
        pytest.skip("needs ../shared/data")
    units = read_standoff()
    assert len(units) == len(rows)
    schemas = default_schemas()
    for unit in units:
        for frame in frames_of(unit, schemas):
            spans = [frame.anchor, *(s for spans in frame.roles.values() for s in spans)]
            assert all(0 <= s < e <= len(unit["text"]) for s, e in spans)


def test_the_texts_written_for_the_project_fit_the_codebook() -> None:
    units = read_annotations(ANNOTATIONS / WRITTEN, default_schemas())
    train, development = split(units)
    assert train
    assert not development  # or they would be left out
