"""The document lists every month from 2010 on for which the table names no holder of an office."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dragoman.vocab import Entity, Term, checked, countries, holders

DOC = Path(__file__).resolve().parents[2] / "docs" / "actors.md"
SINCE = date(2010, 1, 1)
OFFICES = (
    "president",
    "prime minister",
    "chancellor",
    "monarch",
    "supreme leader",
    "foreign minister",
    "defence minister",
)


def months() -> list[date]:
    last = checked()
    ordinals = range(SINCE.year * 12, last.year * 12 + last.month)
    return [date(n // 12, n % 12 + 1, 1) for n in ordinals]


def holes(terms: Sequence[tuple[Term, Entity]]) -> str:
    """The months that no term covers, as runs: "13-04/13-07, 20-11"."""
    runs: list[list[date]] = []
    before: date | None = None
    for month in months():
        if any(term.covers(month) for term, _ in terms):
            before = None
            continue
        if before is None:
            runs.append([month, month])
        runs[-1][1] = before = month
    return ", ".join(f"{a:%y-%m}" if a == b else f"{a:%y-%m}/{b:%y-%m}" for a, b in runs)


def line(office: str) -> str:
    """What the document says of one office."""
    of_states = {
        country: terms
        for (country, held), terms in sorted(holders().items())
        if held == office and country in countries()
        if any(term.end is None or term.end >= SINCE for term, _ in terms)
    }
    open_ = [f"{c} {gaps}" for c, terms in of_states.items() if (gaps := holes(terms))]
    return f"- **{office}**, of {len(of_states)} states: {'; '.join(open_) or 'none'}."


def test_the_document_lists_the_holes() -> None:
    text = " ".join(DOC.read_text("utf-8").split())
    missing = [expected for office in OFFICES if (expected := line(office)) not in text]
    assert missing == []


def test_heads_and_ministers_are_of_many_states() -> None:
    states = {
        office: {c for (c, held), _ in holders().items() if held == office and c in countries()}
        for office in OFFICES
    }
    heads = set().union(*(states[office] for office in OFFICES[:5]))
    assert len(heads) >= 190
    assert len(states["foreign minister"]) >= 60
    assert len(states["defence minister"]) >= 55
