from typing import Any

import pytest

from dragoman.errors import DragomanError, VocabularyError
from dragoman.model import Coded, Event, Figure, Position, Report, Statement
from dragoman.review.changes import missed, typed
from dragoman.review.check import check
from dragoman.review.reading import corrected
from dragoman.review.words import find, moved
from factories import coding, with_marks

CODING = with_marks(coding())
REPORT = CODING.report
BY_KIND: dict[str, Coded] = {r.record: r for r in CODING.records}


def told(record: Coded, field: str, text: str) -> Any:
    """The field of the record after what was typed, as JSON."""
    return changed(record, field, text).to_dict()[field.partition(".")[0]]


def changed(record: Coded, field: str, text: str) -> Coded:
    return corrected(record, typed(record, REPORT, field, text), REPORT)


@pytest.mark.parametrize(
    ("kind", "field", "text", "value"),
    [
        ("event", "type", "consult", "CONSULT"),
        ("event", "mode", "drone", "drone"),
        ("event", "mode", "-", None),
        ("event", "status", "future", "future"),
        ("event", "contexts", "election, legal", ["election", "legal"]),
        ("event", "contexts", "-", []),
        ("event", "said_by", "-", None),
        ("event", "when", "-", None),
        ("event", "recipient", "-", []),
        ("statement", "kind", "direct", "direct"),
        ("position", "stance", "offers", "offers"),
        ("position", "issue", "talks", "talks"),
        ("figure", "value", "12 to 15", [12, 15]),
        ("figure", "value", "1,200", 1200),
        ("figure", "value", "-", None),
        ("figure", "bound", "about", "about"),
        ("figure", "measure", "injured", "injured"),
        ("figure", "unit", "soldiers", "soldiers"),
        ("mark", "type", "housing", "housing"),
    ],
)
def test_codes_are_typed_as_they_are(kind: str, field: str, text: str, value: object) -> None:
    assert told(BY_KIND[kind], field, text) == value


def test_quad_and_score_follow_the_type() -> None:
    event = changed(BY_KIND["event"], "type", "CONSULT")
    assert isinstance(event, Event)
    assert (event.quad, event.mode, event.score) == (1, None, 2.5)
    check(event, REPORT)


@pytest.mark.parametrize(
    ("kind", "field", "text", "words"),
    [
        ("event", "actor", "Kyiv; Russian forces", ["Kyiv", "Russian forces"]),
        ("event", "place", "Kharkiv", ["Kharkiv"]),
        ("statement", "content", "it would; not yield", ["it would", "not yield"]),
    ],
)
def test_several_words_of_the_report(kind: str, field: str, text: str, words: list[str]) -> None:
    found = told(BY_KIND[kind], field, text)
    assert [(e.get("evidence") or e)["words"] for e in found] == words


def test_a_statement_begins_with_its_content() -> None:
    statement = changed(BY_KIND["statement"], "content", "not yield")
    assert statement.evidence.words == "not yield"
    other = changed(BY_KIND["statement"], "evidence", "would not")
    assert isinstance(other, Statement)
    assert other.content == (other.evidence,)


@pytest.mark.parametrize(
    ("kind", "field", "text", "part", "value"),
    [
        ("event", "actor.country", "UKR", "country", "UKR"),
        ("event", "actor.1.name", "Moscow", "name", "Moscow"),
        ("event", "actor.sectors", "MIL;GOV", "sectors", ["MIL", "GOV"]),
        ("event", "place.geonames", "706483", "geonames", 706483),
        ("event", "place.name", "-", "name", None),
        ("event", "size.dead", "14", "dead", 14),
        ("position", "party.country", "-", "country", None),
    ],
)
def test_parts(kind: str, field: str, text: str, part: str, value: object) -> None:
    found = told(BY_KIND[kind], field, text)
    assert (found[0] if isinstance(found, list) else found)[part] == value


@pytest.mark.parametrize(
    ("kind", "field", "text", "said"),
    [
        ("event", "colour", "red", "There is no field 'colour' to correct in an event"),
        ("event", "status", "maybe", "status: 'maybe' is none of actual, historical, future"),
        ("event", "size.dead", "-1", "size.dead: -1 is less than 0. Give how many people."),
        ("event", "score", "high", "score: 'high' is no number"),
        ("event", "place.latitude", "300", "place.1.latitude: 300 is more than 90"),
        ("event", "when.start", "soon", "when.start: 'soon' is no day such as 2025-01-21"),
        ("position", "stance", "-", "stance: it cannot be empty"),
        ("statement", "content", "-", "content: it cannot be empty"),
        ("figure", "value", "nan", "value: .*nan.* is no number"),
    ],
)
def test_what_a_field_cannot_have_is_told_in_our_words(
    kind: str, field: str, text: str, said: str
) -> None:
    with pytest.raises(VocabularyError, match=said):
        changed(BY_KIND[kind], field, text)


def test_a_marks_attributes_and_roles() -> None:
    mark = BY_KIND["mark"]
    assert told(mark, "type", "x") == "x"
    assert changed(mark, "extent", "slight").to_dict()["attributes"] == {"extent": "slight"}
    assert changed(mark, "extent", "-").to_dict()["attributes"] == {}
    roles: Any = changed(mark, "by", "Russian forces").to_dict()["roles"]
    assert [e["words"] for e in roles["by"]] == ["Russian forces"]
    assert changed(mark, "evidence", "power").evidence.words == "power"


@pytest.mark.parametrize(
    ("edge", "words", "left"),
    [
        ("end", 2, "struck power stations"),
        ("start", -1, "forces struck"),
        ("start", -2, "Russian forces struck"),
        ("end", 6, "struck power stations in Kharkiv, killing at"),
    ],
)
def test_edges_move_by_words(edge: str, words: int, left: str) -> None:
    event = BY_KIND["event"]
    made = corrected(event, moved(event, REPORT, edge=edge, words=words), REPORT)
    assert made.evidence.words == left


def test_an_edge_moved_and_moved_back() -> None:
    position = BY_KIND["position"]
    made = corrected(position, moved(position, REPORT, edge="start", words=1), REPORT)
    assert made.evidence.words == "full withdrawal"
    back = corrected(made, moved(made, REPORT, edge="start", words=-1), REPORT)
    assert back.evidence == position.evidence


def test_words_are_found_whole_and_near() -> None:
    twice = Report(text="it was so, and it was not", address="a")
    assert [find(twice, "it was", near=n).start for n in (0, 6, 9, 20)] == [0, 0, 15, 15]
    assert find(twice, "it was#2").start == 15
    assert find(REPORT, "in#1").start == REPORT.text.index("in Kharkiv")
    for words in ("tations", "", " ", "in#9", "peace"):
        with pytest.raises(DragomanError, match="does not stand"):
            find(REPORT, words)


@pytest.mark.parametrize(
    ("kind", "code", "words", "made"),
    [
        ("event", "threaten", "called for", Event),
        ("statement", "indirect", "it would not yield", Statement),
        ("position", "rejects/talks", "not yield", Position),
        ("figure", "killed", "at least 12", Figure),
    ],
)
def test_what_was_missed(kind: str, code: str, words: str, made: type[Coded]) -> None:
    record = missed(REPORT, kind, code, words, coder="Ana")
    assert isinstance(record, made)
    assert (record.evidence.words, record.coder, record.confidence) == (words, "Ana", 1.0)
    check(record, REPORT)
    if isinstance(record, Figure):
        assert (record.value, record.bound, record.unit) == (12, "min", "people")
