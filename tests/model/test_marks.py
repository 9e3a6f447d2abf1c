"""Marks: records of schemas of the user's own, and codings that hold those of several coders."""

import json

import pytest
from pydantic import ValidationError

from dragoman.errors import AnchorError
from dragoman.model import Coding, Mark
from factories import ADDED, CODER, coding, with_marks

MAIN = coding()
BOTH = with_marks(MAIN)
[MARK] = BOTH.marks


def test_a_mark_comes_back_from_json() -> None:
    written = json.loads(MARK.to_json())
    assert written["schema"] == "damage"
    assert written["record"] == "mark"
    assert Mark.from_json(MARK.to_json()) == MARK
    assert Coding.from_json(BOTH.to_json()) == BOTH


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"schema_": "losses"}, False),
        ({"type": "water"}, False),
        ({"roles": {}}, False),
        ({"coder": "other"}, False),
        ({"attributes": {}}, True),
        ({"confidence": 0.1}, True),
        ({"confidences": {}}, True),
    ],
)
def test_its_id_is_of_what_it_is_and_where(change: dict[str, object], *, same: bool) -> None:
    assert MARK.id.startswith("mark-")
    assert (MARK.model_copy(update=change).id == MARK.id) is same


def test_the_words_of_its_roles_are_evidence() -> None:
    assert [e.words for e in MARK.all_evidence()] == ["power stations", "On", "power stations"]
    moved = MARK.roles["by"][0].model_copy(update={"words": "In"})
    wrong = MARK.model_copy(update={"roles": {"by": (moved,)}})
    with pytest.raises(AnchorError):
        Coding(report=BOTH.report, coder=ADDED, added=(ADDED,), marks=(wrong,))


def test_a_coding_is_taken_apart_by_coder_and_joined_again() -> None:
    main, added = BOTH.parts
    assert main == MAIN
    assert (added.coder, added.added, added.marks) == (ADDED, (ADDED,), (MARK,))
    assert main.joined([added]) == BOTH
    assert BOTH.joined([added]) == BOTH
    assert MAIN.parts == (MAIN,)
    assert added.parts == (added,)


def test_a_coder_that_found_nothing_is_still_told() -> None:
    nothing = Coding(report=MAIN.report, coder=ADDED, added=(ADDED,))
    both = MAIN.joined([nothing])
    assert both.added == (ADDED,)
    assert both.parts == (MAIN, nothing)


@pytest.mark.parametrize(
    "fields",
    [
        {"coder": CODER, "marks": (MARK,)},
        {"coder": ADDED, "added": (ADDED,), "events": MAIN.events},
        {"coder": CODER, "added": (ADDED,), "marks": (MARK, MARK)},
    ],
)
def test_marks_are_of_a_coder_that_read_the_report(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Coding.model_validate({"report": MAIN.report, **fields})
