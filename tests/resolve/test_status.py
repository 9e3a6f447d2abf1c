from datetime import date

import pytest

from dragoman.model import Precision, Report, Status, When
from dragoman.resolve.status import settled

PUBLISHED = date(2025, 1, 21)
WORDS = Report(address="a", text="in 2014").evidence(0, 7)
CASES = [
    (Status.ACTUAL, date(2014, 12, 31), PUBLISHED, Status.HISTORICAL),
    (Status.ACTUAL, date(2025, 1, 20), PUBLISHED, Status.ACTUAL),
    (Status.ACTUAL, date(2024, 12, 25), PUBLISHED, Status.ACTUAL),
    (Status.HYPOTHETICAL, date(2014, 12, 31), PUBLISHED, Status.HYPOTHETICAL),
    (Status.NEGATED, date(2014, 12, 31), PUBLISHED, Status.NEGATED),
    (Status.ACTUAL, None, PUBLISHED, Status.ACTUAL),
    (Status.ACTUAL, date.min, date.min, Status.ACTUAL),
    (Status.ACTUAL, date.min, date.max, Status.HISTORICAL),
    (Status.ACTUAL, date(2014, 12, 31), None, Status.ACTUAL),
]


@pytest.mark.parametrize(("status", "end", "published", "expected"), CASES)
def test_settled(
    status: Status, end: date | None, published: date | None, expected: Status
) -> None:
    when = When(evidence=WORDS, end=end, precision=Precision.YEAR)
    assert settled(status, when, published) is expected


def test_an_act_without_a_told_time_is_left_alone() -> None:
    when = When(end=date(2014, 1, 1), precision=Precision.REPORT)
    assert settled(Status.ACTUAL, when, PUBLISHED) is Status.ACTUAL
    assert settled(Status.ACTUAL, None, PUBLISHED) is Status.ACTUAL
