import pytest

from dragoman.errors import VocabularyError
from dragoman.vocab import codebook, plover
from dragoman.vocab.plv import NO_MODE, plv


def test_fifteen_classes_hold_all_types() -> None:
    assert len(plv().classes) == 15
    assert set(plv().types) == set(plover().types)
    assert set(plv().types.values()) == set(plv().classes)


def test_quads_are_those_of_their_types_but_for_what_was_split() -> None:
    for kind, root in plv().types.items():
        if root != "YIELD":
            assert plv().quads[root] == plover().types[kind].quad
    assert plv().quads["YIELD"] == 2
    assert plv().quads["SANCTION"] == 4


@pytest.mark.parametrize(
    ("name", "root"),
    [("ACCUSE", "ACCUSE"), ("investigate", "ACCUSE"), (" Retreat ", "YIELD"), ("CONCEDE", "YIELD")],
)
def test_names_of_classes(name: str, root: str) -> None:
    assert plv().named(name) == root


@pytest.mark.parametrize("name", ["", "FIGHT", "12"])
def test_a_name_that_none_has(name: str) -> None:
    with pytest.raises(VocabularyError):
        plv().named(name)


@pytest.mark.parametrize(
    ("kind", "mode", "status", "root"),
    [
        ("AID", NO_MODE, "actual", "AID"),
        ("AID", NO_MODE, "historical", "AID"),
        ("AID", NO_MODE, "future", "AGREE"),
        ("AID", NO_MODE, "negated", "REJECT"),
        ("RETREAT", "withdraw", "actual", "YIELD"),
        ("RETREAT", "withdraw", "hypothetical", "AGREE"),
        ("ASSAULT", "aerial", "actual", "ASSAULT"),
        ("ASSAULT", "aerial", "future", "THREATEN"),
        ("ASSAULT", "aerial", "negated", "ASSAULT"),
        ("SANCTION", "convict", "actual", "ACCUSE"),
        ("SANCTION", NO_MODE, "actual", "COERCE"),
        ("SANCTION", "expel", "actual", "SANCTION"),
        ("SANCTION", "convict", "future", "THREATEN"),
        ("REQUEST", "yield", "future", "REQUEST"),
    ],
)
def test_the_class_of_an_act(kind: str, mode: str, status: str, root: str) -> None:
    assert plv().of(kind, mode=mode, status=status) == root


def test_undertakings_use_codes_that_there_are() -> None:
    rule = plv().undertakings
    assert rule.code in plv().classes
    assert rule.types <= set(plover().types)
    assert rule.stances <= set(codebook().stances)
