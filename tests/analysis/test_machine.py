"""The shipped reader and the analysis together, on the sample reports: floors of what was seen."""

from functools import cache

from gold import FILES, Expected, expected

from dragoman import samples
from dragoman.analysis.gaps import gap_view
from dragoman.analysis.plain import plain
from dragoman.analysis.positions import Cell, cells_of
from dragoman.analysis.stand import stands
from dragoman.way import Way


@cache
def _cells(stem: str) -> dict[tuple[str, str], Cell]:
    file = next(f for f in map(expected, FILES) if f["negotiation"] == stem)
    way = _way()
    codings = [way.code(way.report(samples.path(name))) for name in file["reports"]]
    return cells_of(s for c in codings for s in stands(plain(c.report, c.records)))


@cache
def _way() -> Way:
    return Way()


def _met(file: Expected) -> list[str]:
    """The expected states that the machine's own reading leads to."""
    cells = _cells(file["negotiation"])
    found = []
    for gap in file["gaps"]:
        states = {row.issue: row.state.value for row in gap_view(cells, *gap["sides"]).issues}
        found += [row["state"] for row in gap["issues"] if states.get(row["issue"]) == row["state"]]
    return found


def test_half_of_the_gaps_are_met() -> None:
    met = [state for path in FILES for state in _met(expected(path))]
    assert len(met) >= 19  # of 37; 22 were seen
    assert {"apart", "unaddressed"} <= set(met)


def test_a_refusal_stands_beside_what_it_refuses() -> None:
    view = gap_view(_cells("camp_david"), "EGY", "ISR")
    row = next(row for row in view.issues if row.issue == "alliances")
    assert row.state == "apart"
    assert {s.party.key for s in row.words} == {"EGY", "ISR"}
    assert "objected" in {s.words for s in row.words}
