"""Where the parties stand: a grid of issue by party where it fits, a list otherwise."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from dragoman.cli.display import words as say
from dragoman.cli.display.tables import Cells, Found, stance, table
from dragoman.cli.safe import clean
from dragoman.model import Actor, Position

CELL = 26  # columns that a stance and its words need at least
ISSUE = 21  # columns of the longest issues

Positions = list[Found[Position]]


def standing(found: Sequence[Found[Position]], *, width: int) -> Table:
    """The positions side by side where two parties or more fit, else party by party."""
    parties = _by_party(found)
    if 1 < len(parties) <= (width - ISSUE) // CELL:
        return _grid(parties)
    return table(("Party", "Issue", "Stance and words"), (4, None, 8), _rows(parties))


def _by_party(found: Sequence[Found[Position]]) -> dict[str, Positions]:
    """The positions by party, in the order in which the report brings the parties up."""
    heads: dict[str, str] = {}
    out: dict[str, Positions] = {}
    for f in found:
        head = heads.setdefault(_key(f.record.party), say.actor(f.record.party))
        out.setdefault(head, []).append(f)
    return out


def _key(party: Actor | None) -> str:
    """Two mentions are one party where they resolve to one name, or are the same words."""
    return clean(party.name or party.evidence.words).casefold() if party else ""


def _by_issue(positions: Positions) -> dict[str, Positions]:
    out: dict[str, Positions] = {}
    for f in positions:
        out.setdefault(f.record.issue, []).append(f)
    return out


def _grid(parties: dict[str, Positions]) -> Table:
    cells = {head: _by_issue(positions) for head, positions in parties.items()}
    issues = dict.fromkeys(issue for by_issue in cells.values() for issue in by_issue)
    ratios = (None, *(1 for _ in cells))
    rows = (
        (Text(issue), *(_cell(by_issue.get(issue, [])) for by_issue in cells.values()))
        for issue in issues
    )
    return table(("Issue", *cells), ratios, rows)


def _cell(positions: Positions) -> Text:
    return Text("\n").join(map(stance, positions)) if positions else Text(say.NOTHING)


def _rows(parties: dict[str, Positions]) -> list[Cells]:
    """A row for each position; party and issue are named where they change."""
    rows: list[Cells] = []
    for head, positions in parties.items():
        party = head
        for issue, same in _by_issue(positions).items():
            told = issue
            for f in same:
                rows.append((party, told, stance(f)))
                party = told = ""
    return rows
