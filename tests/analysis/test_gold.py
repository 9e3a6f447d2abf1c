"""The position table and the gap view, fed with the expected files' own words."""

from collections.abc import Iterable

import pytest
from gold import FILES, LISTS, Expected, Gold, expected

from dragoman.analysis.gaps import gap_view
from dragoman.analysis.positions import cells_of
from dragoman.analysis.stand import Stand


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def gold(request: pytest.FixtureRequest) -> Gold:
    return Gold(expected(request.param))


def test_cells_are_as_a_careful_reader_expects(gold: Gold) -> None:
    cells = cells_of(gold.stands())
    wanted = {(c["party"], c["issue"]): c for c in gold.file["cells"]}
    assert cells.keys() == wanted.keys()
    for key, cell in wanted.items():
        found = cells[key]
        for name in LISTS:
            assert _keys(gold, getattr(found, name)) == _expected(cell.get(name, [])), (key, name)
        since = (found.shown.stance, found.first.since, gold.names[found.first.report])
        assert since == (cell["stance"], cell["since"], cell["since_report"]), key


def test_gaps_are_as_a_careful_reader_expects(gold: Gold) -> None:
    cells = cells_of(gold.stands())
    for gap in gold.file["gaps"]:
        view = gap_view(cells, *gap["sides"])
        states = {row.issue: row.state.value for row in view.issues}
        assert {i["issue"]: i["state"] for i in gap["issues"]} == {
            issue: state for issue, state in states.items() if issue not in gap["open"]
        }
        for row in view.issues:
            if row.state in ("agreed", "close", "apart"):
                assert {s.party.key for s in row.words} == set(gap["sides"]), row


def _keys(gold: Gold, stands: Iterable[Stand]) -> set[tuple[str, str, str]]:
    return {(str(s.stance), s.words, gold.names[s.report]) for s in stands}


def _expected(records: list[Expected]) -> set[tuple[str, str, str]]:
    return {(r["stance"], r["words"], r["report"]) for r in records}
