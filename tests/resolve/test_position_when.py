"""When a position was taken: what its own sentence dates it to, and nothing else."""

from datetime import date

import pytest

from dragoman.model import Frame, Report, Span
from dragoman.resolve.coding import code

PUBLISHED = date(1998, 5, 24)


@pytest.mark.parametrize(
    ("text", "cue", "content", "value"),
    [
        ("The group said on 30 April it would not disarm.", "said", "disarm", "1998-04-30"),
        ("In July the group accepted the plan.", "accepted", "the plan", "1997-07"),
        ("The group accepted the plan.", "accepted", "the plan", None),
        ("It rejected the plan on Monday.", "rejected", "the plan", "1998-05-18"),
        (
            "It demands that they leave all the land they took in June 1967.",
            "demands",
            "they leave all the land they took",
            None,
        ),
        ("It agreed to a truce of five days.", "agreed", "a truce of five days", None),
        ("On Monday and again in March it rejected the plan.", "rejected", "the plan", None),
        # A time after the report is when it is to be done, not when it was agreed.
        ("It agreed to talks, from 31 October 1998.", "agreed", "talks", None),
        # A time in another clause is of what that tells.
        ("It accepted talks, not held since they ended in 1996.", "accepted", "talks", None),
        ("After the vote in March it rejected the plan.", "rejected", "the plan", None),
        ("The group accepted the plan. It met on Monday.", "accepted", "the plan", None),
    ],
)
def test_position_is_dated_by_its_own_sentence(
    text: str, cue: str, content: str, value: str | None
) -> None:
    report = Report(address="a", text=text, published=PUBLISHED)
    spans = [(text.index(words), text.index(words) + len(words)) for words in (cue, content)]
    roles: dict[str, tuple[Span, ...]] = {"content": (spans[1],)}
    scores = {"issue": 0.9, "content": 0.9}
    frame = Frame("positions", spans[0], "accepts", 0.9, {"issue": "forces"}, roles, scores)
    (position,) = code(report, [frame], coder="test/1").positions
    assert (position.when and position.when.value) == value
