import json
from pathlib import Path

import pytest
from cli_doubles import lines, run

ROWS: dict[str, dict[str, object]] = {
    "timex": {
        "dct": "2024-03-06",
        "text": "They met on Monday.",
        "timex": [{"start": 12, "end": 18, "type": "DATE", "value": "2024-03-04"}],
    },
    "places": {
        "text": "They met in Paris.",
        "toponyms": [{"text": "Paris", "start": 12, "end": 17, "lat": 48.85, "lon": 2.35}],
    },
}
SCORES = {
    "timex": ["strict_f1", "relaxed_f1", "value_f1", "characters_per_second"],
    "places": ["detection_f1", "accuracy_161km", "accuracy_contained", "end_to_end_f1"],
}


def written(path: Path, kind: str) -> Path:
    path.write_text(json.dumps(ROWS[kind]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("kind", ["timex", "places"])
def test_scores_as_json(kind: str, tmp_path: Path) -> None:
    result = run("benchmark", kind, written(tmp_path / "rows", kind), "--json")
    assert result.exit_code == 0
    [scores] = lines(result)
    assert scores[SCORES[kind][0]] == 1.0
    assert set(SCORES[kind]) <= set(scores)


@pytest.mark.parametrize("kind", ["timex", "places"])
def test_scores_as_text(kind: str, tmp_path: Path) -> None:
    result = run("benchmark", kind, written(tmp_path / "rows", kind))
    assert result.exit_code == 0
    for name in SCORES[kind]:
        assert name.replace("_", " ") in result.stdout
    assert "1.000" in result.stdout


@pytest.mark.parametrize("kind", ["timex", "places"])
def test_a_file_that_is_none(kind: str, tmp_path: Path) -> None:
    (tmp_path / "bad").write_text("no json\n")
    for name in ("missing", "bad"):
        result = run("benchmark", kind, tmp_path / name)
        assert (result.exit_code, result.stdout) == (4, "")
        assert len(result.stderr.splitlines()) == 1
