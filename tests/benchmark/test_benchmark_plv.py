import pytest

from dragoman.benchmark.plv import (
    _clause,
    joined,
    likeliest,
    macro_f1,
    score_plv,
    shipped_probabilities,
)
from dragoman.benchmark.relations import Relation
from dragoman.model import Span
from dragoman.reading import Reader, load_reader
from dragoman.reading.tokens import MAX_TOKENS
from dragoman.vocab.plv import plv


def relation(marked: str, root: str = "AID") -> Relation:
    """The sentence, its source between angle brackets and its target between braces."""
    text = marked
    spans: dict[str, tuple[Span, ...]] = {"source": (), "target": ()}
    for name, opening, closing in (("source", "<", ">"), ("target", "{", "}")):
        if opening in marked:
            start, end = marked.index(opening), marked.index(closing) - 1
            before = sum(marked[:start].count(mark) for mark in "<>{}")
            spans[name] = ((start - before, end - before),)
    for mark in "<>{}":
        text = text.replace(mark, "")
    return Relation(text, spans["source"], spans["target"], root)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(point="f1", threads=1)


@pytest.mark.parametrize(
    ("marked", "root"),
    [
        ("<Egypt> demanded that {Israel} withdraw its troops.", "REQUEST"),
        ("<Ghana> sent food and tents to {Togo} after the flood.", "AID"),
        ("<Peru> condemned {Chile} for the raid.", "ACCUSE"),
        ("<Chile>'s president met {Peru}'s foreign minister in Lima.", "CONSULT"),
        ("<Togo> rejected {Ghana}'s proposal.", "REJECT"),
        # the act of the source counts, not the one that is told in passing
        ("<Peru> condemned {the killing of ten villagers by Chilean soldiers}.", "ACCUSE"),
        # what is only announced, and what is threatened
        ("<Ghana> will send food and tents to {Togo} next week.", "AGREE"),
        ("Soldiers of {Togo} were killed by troops of <Ghana>.", "ASSAULT"),
        # what PLV has elsewhere than PLOVER 2.0
        ("<Ghana> returned five stolen paintings to {Togo}.", "YIELD"),
        ("<Chile> imposed a naval blockade on {Peru}.", "ASSAULT"),
        ("<Togo> withdrew its peacekeepers from {Mali}.", "SANCTION"),
        ("<Togo> withdrew its soldiers from {Mali}.", "YIELD"),
    ],
)
def test_the_class_of_a_relation(marked: str, root: str, reader: Reader) -> None:
    probabilities = shipped_probabilities(relation(marked), reader)
    assert set(probabilities) == set(plv().classes)
    assert sum(probabilities.values()) == pytest.approx(1)
    assert likeliest(probabilities) == root


@pytest.mark.parametrize("marked", ["Nothing.", " ", "<Egypt> {Israel}", "…"])
def test_there_is_always_an_answer(marked: str, reader: Reader) -> None:
    assert likeliest(shipped_probabilities(relation(marked), reader)) in plv().classes


def test_a_long_text_is_read_where_the_source_is(reader: Reader) -> None:
    far = "The weather was fine. " * (MAX_TOKENS // 4)
    found = shipped_probabilities(
        relation(f"{far}<Peru> condemned {{Chile}} for the raid."), reader
    )
    assert likeliest(found) == "ACCUSE"


def test_what_was_learned_outweighs_what_is_held() -> None:
    classes = plv().classes
    even = dict.fromkeys(classes, 1 / 15)
    sure = dict.fromkeys(classes, 0.1 / 14) | {"AID": 0.9}
    other = dict.fromkeys(classes, 0.1 / 14) | {"COERCE": 0.9}
    assert likeliest(joined(even, sure)) == "AID"
    assert likeliest(joined(sure, other)) == "AID"
    assert sum(joined(sure, other).values()) == pytest.approx(1)


def test_scores_computed_by_hand() -> None:
    gold = ["AID", "AID", "YIELD", "SANCTION"]
    given = ["AID", "COOPERATE", "YIELD", "ACCUSE"]
    rows = [Relation(str(n), (), (), root) for n, root in enumerate(gold)]
    # AID 2/3, YIELD 1, and 0 for COOPERATE, SANCTION and ACCUSE; quads: 2 is 1, 3 and 4 are 0
    assert score_plv(rows, given).summary() == {
        "root": round((2 / 3 + 1) / 5, 4),
        "quad": round(1 / 3, 4),
        "binary": 1.0,
        "n": 4,
    }


def test_nothing_at_all() -> None:
    assert macro_f1([], []) == 0
    assert score_plv([], []).summary() == {"root": 0, "quad": 0, "binary": 0, "n": 0}


@pytest.mark.parametrize(
    ("follows", "told"),
    [
        ("reached an agreement with the government to renounce arms", "SUPPORT"),
        ("agreed to a rollover trade deal", "SUPPORT"),
        ("agreed on the draft of a free-trade deal.", "SUPPORT"),
        ("agreed to sign the agreement", None),
        ("agreed to share information", None),
        ("agreed that the deal was dead", None),
        ("agreed to the union's demands", "CONCEDE"),
        ("admitted 40 families", None),
    ],
)
def test_what_is_concluded_is_no_intent(follows: str, told: str | None) -> None:
    assert plv().worded("AGREE", clause=_clause(follows), names="Togo") == told


def test_what_an_act_is_about_may_be_named_by_the_target() -> None:
    told = {
        names: plv().worded("AGREE", clause="admitted", names=names) for names in ("", "Refugees")
    }
    assert told == {"": None, "Refugees": "AID"}


@pytest.mark.parametrize(
    ("kind", "clause", "told"),
    [
        ("SANCTION", "Eased its sanctions", "CONCEDE"),
        ("SANCTION", "imposed sanctions", None),
        ("REQUEST", "urged a march against Togo", "ACCUSE"),
        ("REQUEST", "called for calm", None),
        ("RETREAT", "will not withdraw", "REJECT"),
        ("ASSAULT", "violated the ceasefire", None),
        ("ACCUSE", "violated the cease-fire", "ASSAULT"),
        ("CONSULT", "endorsed the talks", None),
    ],
)
def test_words_that_tell_another_act(kind: str, clause: str, told: str | None) -> None:
    assert plv().worded(kind, clause=clause, names="") == told
