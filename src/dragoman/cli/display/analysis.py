"""Tables of the analysis, in as many columns as a terminal has room for."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from dragoman.cli.display.fitting import WORD, widest
from dragoman.cli.display.tables import table
from dragoman.cli.display.words import NOTHING

GAP = 2
SHORT = 11  # characters of what keeps to one line: codes, days, numbers
WORDS = "words"
_LEAST = 24  # characters of the report's words that a line has room for
_ADDRESS = 12  # characters of an address that a line has room for

Rows = Sequence[Sequence[str]]


def analysis(heads: Sequence[str], rows: Rows, *, width: int) -> Table:
    """The table; where its columns have no room for their words, the last of them stand in lines
    below the report's words, or below what is longest where there are none."""
    columns = [[head, *cells] for head, cells in zip(heads, zip(*rows, strict=True), strict=True)]
    lengths = [widest(cells) for cells in columns]
    into = heads.index(WORDS) if WORDS in heads else lengths.index(max(lengths))
    needed = [_needed(cells) for cells in columns]
    if heads[into] == WORDS:
        needed[into] = max(needed[into], min(lengths[into], _LEAST))
    kept, below = list(range(len(heads))), list[int]()
    while sum(needed[n] + GAP for n in kept) - GAP > width:
        movable = [n for n in kept[1:] if n != into]
        if not movable:
            break
        below.insert(0, movable[-1])
        kept.remove(movable[-1])
    wraps = [lengths[n] > max(SHORT, needed[n]) or (n == into and bool(below)) for n in kept]
    ratios = [8 if heads[n] == WORDS else 3 for n in kept]
    return table(
        [heads[n] for n in kept],
        [ratio if wrapping else None for ratio, wrapping in zip(ratios, wraps, strict=True)],
        ([_below(heads, row, n, below if n == into else ()) for n in kept] for row in rows),
        least={at: needed[n] for at, n in enumerate(kept)},
        gap=GAP,
    )


def _needed(cells: Sequence[str]) -> int:
    """What a column needs: all that is short, else its longest word, unless that is an address."""
    if (longest := widest(cells)) <= SHORT:
        return longest
    words = " ".join(cells).split()
    if widest(words) <= WORD:
        return widest(words)
    return max(_ADDRESS, widest(word for word in words if cell_len(word) <= WORD))


def _below(heads: Sequence[str], row: Sequence[str], at: int, others: Sequence[int]) -> Text:
    told = " · ".join(f"{heads[n]}: {row[n]}" for n in others if row[n] != NOTHING)
    return Text.assemble(row[at], *(("\n", (told, "dim")) if told else ()))
