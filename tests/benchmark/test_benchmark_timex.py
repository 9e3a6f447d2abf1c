from datetime import date
from typing import Any

import pytest

from dragoman.benchmark.timex import published, score_timex

# 6 March 2024 was a Wednesday. The annotations: two that we give too; one on the year of a month,
# which is overlap alone, of the same type and another value; one that is no time at all.
ROWS: list[dict[str, Any]] = [
    {
        "id": "a",
        "dct": "2024-03-06",
        "text": "They met on Monday and will return in 2026.",
        "timex": [
            {"start": 12, "end": 18, "type": "DATE", "value": "2024-03-04", "text": "Monday"},
            {"start": 38, "end": 42, "type": "DATE", "value": "2026", "text": "2026"},
        ],
    },
    {
        "dct": "2024-03-06",
        "text": "Talks began in March 2024.",
        "timex": [
            {"start": 21, "end": 25, "type": "DATE", "value": "2024"},
            {"start": 0, "end": 5, "type": "DATE", "value": "PRESENT_REF"},
        ],
    },
    {"text": "Nothing happened."},
]


def test_scores_computed_by_hand() -> None:
    summary = score_timex(ROWS).summary()
    assert summary["strict_f1"] == round(2 * 2 / (4 + 3), 4)
    assert summary["relaxed_f1"] == round(2 * 3 / (4 + 3), 4)
    assert summary["value_f1"] == round(2 * 2 / (4 + 3), 4)
    assert summary["type_f1"] == round(2 * 3 / (4 + 3), 4)
    assert (summary["relaxed_precision"], summary["relaxed_recall"]) == (1.0, 0.75)
    assert (summary["texts"], summary["undated_texts"]) == (3, 1)
    assert (summary["annotated"], summary["found"]) == (4, 3)
    assert summary["characters"] == sum(len(str(row["text"])) for row in ROWS)
    assert summary["characters_per_second"] > 0


def test_an_annotation_without_a_value_is_never_right() -> None:
    row = {"text": "It fell on a Friday.", "timex": [{"start": 13, "end": 19, "type": "DATE"}]}
    scores = score_timex([row])
    assert scores.relaxed.right == 1
    assert scores.value.right == 0


def test_nothing_at_all() -> None:
    assert score_timex([]).summary()["value_f1"] == 0


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ({"dct": "2005-06-13"}, date(2005, 6, 13)),
        ({"dct": "1998-03-04T18:30:00"}, date(1998, 3, 4)),
        ({"dct": "20050613"}, date(2005, 6, 13)),
        ({"dct": "200506131830"}, date(2005, 6, 13)),
        ({"dct": "", "date": "2005-06-13"}, date(2005, 6, 13)),
        ({"dct": "Wed Nov 23"}, None),
        ({"dct": None}, None),
        ({}, None),
    ],
)
def test_the_day_of_publication(row: dict[str, object], day: date | None) -> None:
    assert published(row) == day
