import gzip
import json
from pathlib import Path

import pytest

from dragoman.benchmark.relations import Relation, divided, read_relations
from dragoman.errors import SourceError, UnreadableSource

TEXT = "Norland praised Sudria on Monday."
SOURCE, TARGET = ((0, 7),), ((16, 22),)


def row(**other: object) -> dict[str, object]:
    return {
        "sentence": TEXT,
        "source": "Norland",
        "target": "Sudria",
        "gold_root": "SUPPORT",
    } | other


def jsonl(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    return path


@pytest.mark.parametrize(
    ("other", "source", "target"),
    [
        ({}, SOURCE, TARGET),
        ({"marked_sentence": "<s>Norland</s> praised <t>Sudria</t> on Monday."}, SOURCE, TARGET),
        # marks say which of several is meant, and may stand more than once
        (
            {"marked_sentence": "Norland praised <t>Sudria</t> on <s>Monday</s>."},
            ((26, 32),),
            TARGET,
        ),
        (
            {"marked_sentence": "<s>Norland</s> praised <t>Sudria</t> on <t>Monday</t>."},
            SOURCE,
            (*TARGET, (26, 32)),
        ),
        # of another sentence, or without marks: the words are looked for
        ({"marked_sentence": "<s>Norland</s> praises <t>Sudria</t>."}, SOURCE, TARGET),
        ({"marked_sentence": None, "target": "a recipient"}, SOURCE, ()),
        ({"source": ""}, (), TARGET),
        # never closed, never opened
        ({"marked_sentence": "<s>Norland praised Sudria</t> on Monday."}, SOURCE, TARGET),
    ],
)
def test_where_source_and_target_stand(
    other: dict[str, object],
    source: tuple[tuple[int, int], ...],
    target: tuple[tuple[int, int], ...],
    tmp_path: Path,
) -> None:
    [found] = read_relations(jsonl(tmp_path / "rows", row(**other)))
    assert found == Relation(TEXT, source, target, "SUPPORT")


def test_a_sentence_known_by_its_marks_alone(tmp_path: Path) -> None:
    marked = "<s>Norland</s> praised <t>Sudria</t> on Monday."
    [found] = read_relations(jsonl(tmp_path / "rows", {"marked_sentence": marked, "label": "aid"}))
    assert found == Relation(TEXT, SOURCE, TARGET, "AID")


@pytest.mark.parametrize(
    "header", ["sentence\tsource\ttarget\tgold_root", "Text\tSource\tTarget\tRoot"]
)
def test_a_table(header: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv.gz"
    lines = [header, f"{TEXT}\tNorland\tSudria\tSUPPORT", f'"{TEXT}"\tNorland\tSudria\tRETREAT']
    path.write_bytes(gzip.compress("\r\n".join(lines).encode("utf-8-sig")))
    assert [r.root for r in read_relations(path)] == ["SUPPORT", "YIELD"]
    assert {(r.text, r.source, r.target) for r in read_relations(path)} == {(TEXT, SOURCE, TARGET)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (json.dumps(row()) + "\nno json", "line 2"),
        (json.dumps(row()) + "\n" + json.dumps(row(gold_root="FIGHT")), "line 2: 'FIGHT'"),
        (json.dumps(row(gold_root=None)), "line 1: there is no class"),
        (json.dumps({"gold_root": "AID"}), "line 1: there is no sentence"),
        ("sentence\tsource\nx\ty", "no column of classes"),
        ("", "no column of classes"),
        ("sentence\tgold_root\nx\tFIGHT", "line 2"),
    ],
)
def test_what_is_malformed_is_named(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "rows"
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=told):
        read_relations(path)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource):
        read_relations(tmp_path / "missing")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe{")
    with pytest.raises(SourceError, match="UTF-8"):
        read_relations(tmp_path / "bytes")


def relations(*numbers: int) -> list[Relation]:
    return [Relation(f"Sentence {n}.", (), (), "AID") for n in numbers]


def test_other_sentences_are_all_trained_on() -> None:
    measured, trained = divided(relations(1, 2), relations(2, 3, 4))
    assert measured == relations(1, 2)
    assert trained == relations(3, 4)


def test_the_same_file_twice_keeps_a_fifth() -> None:
    rows = relations(*range(200))
    measured, trained = divided(rows, rows)
    assert 20 < len(measured) < 60
    assert {r.text for r in measured} | {r.text for r in trained} == {r.text for r in rows}
    assert len(measured) + len(trained) == len(rows)
    assert divided(rows, list(reversed(rows)))[0] == measured
