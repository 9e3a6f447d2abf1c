"""PLOVER and the codebook: complete, consistent, frozen, and unknown codes are errors."""

import dataclasses

import pytest

from dragoman.errors import VocabularyError
from dragoman.model import Bound, Stance, StatementKind, Status
from dragoman.vocab import codebook, plover


def test_sixteen_types_in_four_quads() -> None:
    types = plover().types
    assert len(types) == 16
    assert {t.quad for t in types.values()} == {1, 2, 3, 4}
    assert all(name == t.name for name, t in types.items())


@pytest.mark.parametrize(
    ("type_", "mode", "score"),
    [
        ("ACCUSE", None, -2.0),
        ("ACCUSE", "allege", -3.5),
        ("RETREAT", "disarm", 10.0),
        ("RETREAT", None, 6.5),
        ("ASSAULT", "unconventional", -10.0),
        ("ASSAULT", "drone", -9.0),
        ("REQUEST", "yield", 0.0),
    ],
)
def test_score_of_type_and_mode(type_: str, mode: str | None, score: float) -> None:
    assert plover().score(type_, mode) == score


def test_scores_have_the_sign_of_their_quad() -> None:
    for kind in plover().types.values():
        for score in (kind.score, *kind.modes.values()):
            assert score > 0 if kind.quad in (1, 2) else score <= 0


def test_sanction_is_material_conflict() -> None:
    assert plover().type("SANCTION").quad == 4


@pytest.mark.parametrize(("type_", "mode"), [("FIGHT", None), ("assault", None), ("AID", "arms")])
def test_unknown_codes_are_errors(type_: str, mode: str | None) -> None:
    with pytest.raises(VocabularyError, match="Use one of"):
        plover().score(type_, mode)


def test_every_mode_has_a_meaning() -> None:
    for kind in plover().types.values():
        assert kind.modes.keys() == kind.mode_meanings.keys()


def test_codes_are_those_of_the_records() -> None:
    assert set(plover().statuses) == set(Status)
    assert set(codebook().kinds) == set(StatementKind)
    assert set(codebook().stances) == set(Stance)
    assert set(codebook().bounds) == set(Bound)


def test_vocabularies_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        plover().types["FIGHT"] = plover().types["AID"]  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        codebook().version = "2"  # type: ignore[misc]
