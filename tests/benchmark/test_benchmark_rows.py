import gzip
import json
from pathlib import Path

import pytest

from dragoman.benchmark.rows import marks, read_rows
from dragoman.errors import SourceError, UnreadableSource

ROW = {"id": "1", "text": "Envoys met — in Paris.", "toponyms": []}


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz", "rows"])
@pytest.mark.parametrize("packed", [True, False])
def test_rows_whatever_the_name(name: str, packed: bool, tmp_path: Path) -> None:
    lines = "\n".join([json.dumps(ROW), "", json.dumps(ROW, ensure_ascii=False)]).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(lines) if packed else lines)
    assert list(read_rows(path)) == [ROW, ROW]


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": "1"}', '{"text": 3}', "[" * 100_000])
def test_a_malformed_line_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "rows"
    path.write_text(f"{json.dumps(ROW)}\n{line}\n")
    with pytest.raises(SourceError, match="line 2"):
        list(read_rows(path))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b'{"text": "x"}\n' * 99)[:-9])
    for path in (tmp_path / "cut.gz", tmp_path / "missing", tmp_path):
        with pytest.raises(UnreadableSource):
            list(read_rows(path))


def test_marks_in_the_order_of_the_text_and_malformed_ones_left_out() -> None:
    spans = [
        {"start": 7, "end": 9},
        {"start": 0, "end": 3},
        {"start": 4},
        {"start": 5, "end": 5},
        3,
    ]
    assert marks({"places": spans}, "toponyms", "places") == [spans[1], spans[0]]
    assert marks({"text": "x"}, "toponyms") == []
    assert marks({"toponyms": None, "places": [spans[0]]}, "toponyms", "places") == [spans[0]]
