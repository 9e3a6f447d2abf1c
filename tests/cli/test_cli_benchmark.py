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
    "stories": {"text": "They met in Paris.", "cluster": "a"},
    "plv": {
        "sentence": "Norland condemned Sudria.",
        "source": "Norland",
        "target": "Sudria",
        "gold_root": "ACCUSE",
    },
    "polnear": {
        "id": "a",
        "text": "Norland accused Sudria of shelling the port.",
        "attributions": [
            {
                "source": [{"spans": [[0, 7]]}],
                "cue": [{"spans": [[8, 15]]}],
                "content": [{"spans": [[16, 43]]}],
            }
        ],
    },
}
SCORES = {
    "stories": ["b3_f1", "b3_precision", "b3_recall"],
    "plv": ["root", "quad", "binary", "n", "trained_on"],
    "polnear": [
        "source_overlap",
        "source_exact",
        "cue_exact",
        "content_exact",
        "cue_overlap",
        "content_overlap",
        "n",
    ],
    "timex": ["strict_f1", "relaxed_f1", "value_f1", "characters_per_second"],
    "places": ["detection_f1", "accuracy_161km", "accuracy_contained", "end_to_end_f1"],
}


KINDS = list(ROWS)


def written(path: Path, kind: str) -> Path:
    path.write_text(json.dumps(ROWS[kind]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_scores_as_json(kind: str, tmp_path: Path) -> None:
    result = run("benchmark", kind, written(tmp_path / "rows", kind), "--json")
    assert result.exit_code == 0
    [scores] = lines(result)
    assert scores[SCORES[kind][0]] == 1.0
    assert set(SCORES[kind]) <= set(scores)


@pytest.mark.parametrize("kind", KINDS)
def test_scores_as_text(kind: str, tmp_path: Path) -> None:
    result = run("benchmark", kind, written(tmp_path / "rows", kind))
    assert result.exit_code == 0
    for name in SCORES[kind]:
        assert name.replace("_", " ") in result.stdout
    assert "1.000" in result.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_none(kind: str, tmp_path: Path) -> None:
    (tmp_path / "bad").write_text("no json\n")
    for name in ("missing", "bad"):
        result = run("benchmark", kind, tmp_path / name)
        assert (result.exit_code, result.stdout) == (4, "")
        assert len(result.stderr.splitlines()) == 1


def others(kind: str, path: Path) -> Path:
    """The row of that kind and three like it, of other names."""
    names = ("Eastlan", "Westlan", "Southla")
    rows = [json.loads(json.dumps(ROWS[kind]).replace("Norland", name)) for name in names]
    for number, row in enumerate(rows):
        row["id"] = str(number)
    path.write_text("\n".join(map(json.dumps, [*rows, ROWS[kind]])), "utf-8")
    return path


@pytest.mark.parametrize("kind", ["plv", "polnear"])
def test_training_on_other_rows_first(kind: str, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="needs the train extra (PyTorch)")
    file, train = written(tmp_path / "rows", kind), others(kind, tmp_path / "train")
    result = run("benchmark", kind, file, "--train", train, "--epochs", "2", "--json")
    assert result.exit_code == 0
    [scores] = lines(result)
    assert set(SCORES[kind]) <= set(scores)
    assert (scores["n"], scores["trained_on"]) == (1, 3)


def test_only_what_is_kept_back(tmp_path: Path) -> None:
    result = run("benchmark", "plv", others("plv", tmp_path / "rows"), "--held-out", "--json")
    [scores] = lines(result)
    assert scores["n"] in (0, 1, 2, 3)  # by the sentences alone


def test_a_coder_that_is_none_and_one_that_is_to_be_trained(tmp_path: Path) -> None:
    file = written(tmp_path / "rows", "polnear")
    assert run("benchmark", "polnear", file, "--coder", tmp_path).exit_code == 6
    assert run("benchmark", "polnear", file, "--coder", tmp_path, "--train", file).exit_code == 2
