from typing import Any

import numpy as np
import pytest

from dragoman.benchmark.polnear import (
    SCHEMA,
    RoleCount,
    attributions,
    by_article,
    divided,
    drawn,
    overlapping,
    parted,
    score_polnear,
    units,
)
from dragoman.errors import SourceError
from dragoman.model import Frame
from dragoman.reading import load_reader
from dragoman.reading.schema_file import read_schemas

QUOTE = 'Norland accused Sudria of shelling the port.\n\n"It is," the envoy said, "a plain lie."\n'


def part(text: str, *words: str) -> list[dict[str, Any]]:
    """One part of an attribution: the spans of the words, as the rows have them."""
    spans = [[text.index(w), text.index(w) + len(w)] for w in words]
    return [{"spans": spans, "text": " ".join(words)}] if words else []


def row(text: str, *marks: tuple[str, str, tuple[str, ...]], **other: object) -> dict[str, Any]:
    """A row whose attributions are given as source, cue and pieces of content."""
    told = [
        {
            "source": part(text, *([source] if source else [])),
            "cue": part(text, *([cue] if cue else [])),
            "content": part(text, *content),
        }
        for source, cue, content in marks
    ]
    return {"id": "a", "text": text, "attributions": told} | other


ENVOY = ("the envoy", "said", ('"It is,"', '"a plain lie."'))
NORLAND = ("Norland", "accused", ("Sudria of shelling the port",))


class Told:
    """A reader that finds the frames it was given, by the text of the window they stand in."""

    def __init__(self, *frames: tuple[str, Frame]) -> None:
        self.frames = frames

    def length(self, text: str) -> int:
        return len(text)

    def read(self, texts: list[str]) -> list[list[Frame]]:
        return [[f for window, f in self.frames if window == text] for text in texts]


def told(text: str, source: str, cue: str, *content: str, schema: str = "statements") -> Any:
    """What `Told` is to find: a frame in the paragraph where its content stands."""
    [window] = [line for line in text.split("\n") if content[0] in line]

    def at(words: str) -> tuple[int, int]:
        return window.index(words), window.index(words) + len(words)

    speaker = {"statements": "speaker", "attributions": "source"}[schema]
    roles = {speaker: (at(source),) if source else (), "content": tuple(map(at, content))}
    anchor, kind = (at(cue), "cue") if cue else (at(content[0].split(" ")[0]), "quote")
    return window, Frame(schema, anchor, kind, 0.9, {}, roles)


@pytest.mark.parametrize("schema", ["statements", "attributions"])
def test_all_that_is_annotated_is_found(schema: str) -> None:
    reader: Any = Told(
        told(QUOTE, "Norland", "accused", "Sudria of shelling the port", schema=schema),
        # pieces joined as one are the same characters, whatever blanks stand between them
        told(QUOTE, "the envoy", "said", '"It is," ', ' "a plain lie."', schema=schema),
    )
    summary = score_polnear([row(QUOTE, NORLAND, ENVOY)], reader).summary()
    assert {value for name, value in summary.items() if name[-1] in "tp"} == {1.0}
    assert (summary["n"], summary["annotated"], summary["found"]) == (1, 2, 2)


def test_what_only_overlaps_and_what_is_missing() -> None:
    reader: Any = Told(
        told(QUOTE, "Norland", "accused", "shelling the port"),
        told(QUOTE, "envoy", "", '"It is,"'),
    )
    summary = score_polnear([row(QUOTE, NORLAND, ENVOY)], reader).summary()
    assert (summary["source_exact"], summary["source_overlap"]) == (0.5, 1.0)
    assert summary["cue_exact"] == summary["cue_overlap"] == round(2 / 3, 4)
    assert (summary["content_exact"], summary["content_overlap"]) == (0.0, 1.0)


def test_a_role_is_scored_where_there_is_one() -> None:
    reader: Any = Told(told(QUOTE, "", "accused", "Sudria of shelling the port"))
    summary = score_polnear([row(QUOTE, ("", "accused", NORLAND[2]))], reader).summary()
    assert (summary["source_exact"], summary["cue_exact"], summary["content_exact"]) == (0, 1, 1)
    assert score_polnear([row(QUOTE)], reader).summary()["cue_overlap"] == 0


def test_an_article_counts_once_however_many_annotate_it() -> None:
    reader: Any = Told(told(QUOTE, "Norland", "accused", "Sudria of shelling the port"))
    rows = [row(QUOTE, NORLAND), row(QUOTE, NORLAND, ENVOY), row(QUOTE, id="b")]
    scores = score_polnear(rows, reader)
    assert scores.articles == 2
    assert scores.attributions == 1.5
    # of "a" 1.5 cues are annotated and one is found, rightly; of "b" one is found and none right
    assert scores.roles["cue"] == RoleCount(gold=1.5, found=2.0, exact=1.0, overlap=1.0)


def test_rows_of_one_id_and_another_text_are_articles_of_their_own() -> None:
    rows = [row(QUOTE), row(QUOTE), row("Another."), {"text": "No id."}, {"text": "No id."}]
    assert [len(readings) for readings in by_article(rows).values()] == [2, 1, 1, 1]


@pytest.mark.parametrize(
    ("gold", "found", "pairs"),
    [
        ([{1, 2}], [{1, 2}], 1),
        ([{1, 2}], [{2, 3}], 1),
        ([{1, 2}], [{3}], 0),
        # one found span goes with one annotated span, and the same span first
        ([{1, 2}, {3, 4}], [{2, 3}], 1),
        ([{1, 2}, {1, 2, 3}], [{1, 2}], 1),
        ([{1, 2, 3}, {3, 4}], [{2, 3, 4}, {1, 2}], 2),
        ([], [{1}], 0),
    ],
)
def test_spans_that_overlap(gold: list[set[int]], found: list[set[int]], pairs: int) -> None:
    assert overlapping(set(map(frozenset, gold)), set(map(frozenset, found))) == pairs


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("It is", '"It is,"'),
        ("a plain lie", '"a plain lie."'),
        ('"It is,"', '"It is,"'),
        ("the port", "the port"),
        ("Sudria left", "that Sudria left"),
        ("We wait", "''We wait,''"),
        ("They cried, 'Go", "\"They cried, 'Go!'\""),
    ],
)
def test_contents_are_drawn_as_they_are_annotated(found: str, expected: str) -> None:
    text = QUOTE + "Others said that Sudria left. ''We wait,'' he said. \"They cried, 'Go!'\""
    start, end = drawn((text.index(found), text.index(found) + len(found)), text)
    assert text[start:end] == expected


@pytest.mark.parametrize(
    "given",
    [
        None,
        3,
        [3],
        [{}],
        [{"cue": None}],
        [{"cue": [3]}],
        [{"cue": [{"spans": [[5, 99], [3, 3]]}]}],
    ],
)
def test_what_is_no_span_is_left_out(given: object) -> None:
    for mark in attributions({"text": "They met.", "attributions": given}):
        assert mark == {"source": [], "cue": [], "content": []}


def test_units_are_the_paragraphs_that_are_read() -> None:
    first, second = units([row(QUOTE, NORLAND, ENVOY), row(QUOTE, NORLAND)])
    assert [first["text"], second["text"]] == [QUOTE.split("\n")[0], QUOTE.split("\n")[2]]
    assert {first["doc"], second["doc"]} == {"a"}
    [mark] = second["attributions"]
    words = {
        role: [second["text"][s:e] for s, e in ([of] if role != "content" else of)]
        for role, of in mark.items()
    }
    assert words == {"source": ["the envoy"], "cue": ["said"], "content": list(ENVOY[2])}


def test_what_lies_in_another_paragraph_is_left_out() -> None:
    far = row(QUOTE, ("Norland", "said", ("port.\n\n", '"a plain lie."')))
    first, second = units([far])
    assert first["attributions"] == []
    [mark] = second["attributions"]
    assert mark["source"] is None
    assert [second["text"][s:e] for s, e in mark["content"]] == ['"a plain lie."']


def test_units_are_marks_of_the_schema() -> None:
    schema = read_schemas(SCHEMA)["attributions"]
    [unit] = units([row("Talks failed, he said.", ("", "", ("Talks failed",)))])
    assert set(unit["attributions"][0]) == {schema.anchor, *schema.roles}
    assert schema.fallback == "content"


def test_articles_to_train_on_and_to_measure_on() -> None:
    rows = [{"id": str(n), "text": f"Article {n}."} for n in range(100)]
    measured, trained = divided(rows, rows)
    assert 5 < len(measured) < 40
    assert [r for r in rows if r not in measured] == trained
    assert divided(rows[:10], rows) == (rows[:10], rows[10:])


def test_thresholds_are_fitted_on_articles_of_their_own() -> None:
    marked = [{"doc": str(n // 3), "text": str(n), "attributions": []} for n in range(90)]
    learned, held = parted(marked)
    assert len({u["doc"] for u in held}) == 3
    assert not {u["doc"] for u in held} & {u["doc"] for u in learned}
    assert len(learned) + len(held) == 90
    with pytest.raises(SourceError):
        parted(marked[:3])


def test_the_shipped_reader_finds_who_says_what() -> None:
    text = '"The border stays closed," Norland\'s minister said on Monday.'
    gold = row(text, ("Norland's minister", "said", ('"The border stays closed,"',)))
    summary = score_polnear([gold], load_reader(point="f1", threads=1)).summary()
    assert summary["source_overlap"] == summary["cue_overlap"] == summary["content_overlap"] == 1
    assert np.isfinite(list(summary.values())).all()
