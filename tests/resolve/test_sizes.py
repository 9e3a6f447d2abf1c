import pytest

from dragoman.model import Bound, Event, Figure, Report, Size, Status
from dragoman.resolve.sizes import sized

Marks = list[tuple[str, str]]

CASES: list[tuple[str, Marks, list[tuple[str, str, float | None]], list[Size | None]]] = [
    (
        "Troops attacked the town, killing 12 and injuring 30.",
        [("attacked", "ASSAULT")],
        [("12", "killed", 12.0), ("30", "injured", 30.0)],
        [Size(dead=12, injured=30)],
    ),
    (
        "Police arrested 40 people. Rebels attacked a post and killed 3.",
        [("arrested", "COERCE"), ("attacked", "ASSAULT")],
        [("40", "arrested", 40.0), ("3", "killed", 3.0)],
        [Size(arrested=40), Size(dead=3)],
    ),
    (  # two tolls compete: no single number is told
        "The attack killed 12, the army said; rebels said 20 died.",
        [("attack", "ASSAULT")],
        [("12", "killed", 12.0), ("20", "killed", 20.0)],
        [None],
    ),
    (  # words without a number, and a toll in another sentence
        "The attack killed dozens. In all 900 have died.",
        [("attack", "ASSAULT")],
        [("dozens", "killed", None), ("900", "killed", 900.0)],
        [None],
    ),
    ("They met 12 times.", [("met", "CONSULT")], [("12", "killed", 12.0)], [None]),
]


@pytest.mark.parametrize(("text", "events", "figures", "expected"), CASES)
def test_sized(
    text: str,
    events: Marks,
    figures: list[tuple[str, str, float | None]],
    expected: list[Size | None],
) -> None:
    report = Report(address="a", text=text)

    def at(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    made = [
        Event(
            evidence=report.evidence(*at(words)),
            confidence=0.9,
            coder="c",
            type=kind,
            quad=4,
            score=0.0,
            status=Status.ACTUAL,
        )
        for words, kind in events
    ]
    told = [
        Figure(
            evidence=report.evidence(*at(words)),
            confidence=0.9,
            coder="c",
            value=value,
            bound=Bound.EXACT,
            measure=measure,
        )
        for words, measure, value in figures
    ]
    assert [e.size for e in sized(report, made, told)] == expected
