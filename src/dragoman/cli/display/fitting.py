"""Tables as wide as the terminal, whose columns have room for their words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

WORD = 20  # characters of a word that is not cut; an address may be longer
_LESS = (WORD, 12, 8, 4, 1)  # where the terminal is too narrow even for that


class Fitted(Table):
    """A table whose cells wrap between words where the terminal has room for these.

    A column without a ratio is as wide as what it holds, the others share what is left by their
    ratios. `least` is what columns take of it at least, by number; `gap` how many blanks stand
    between two, 2 or more.
    """

    def __init__(
        self,
        heads: Sequence[Text],
        ratios: Sequence[int | None],
        rows: Iterable[Sequence[Text]],
        *,
        least: Mapping[int, int] | None = None,
        gap: int = 3,
    ) -> None:
        super().__init__(
            box=box.SIMPLE_HEAD, show_edge=False, expand=True, pad_edge=False, leading=1,
            padding=(0, 1, 0, gap - 2),
        )  # fmt: skip
        self._ratios, self._least = tuple(ratios), least or {}
        self._words = [0] * len(heads)
        self._lines = [0] * len(heads)
        for head, ratio in zip(heads, ratios, strict=True):
            self.add_column(head, ratio=ratio, overflow="fold")
        self._measure(heads)
        for row in rows:
            self.add_row(*row)
            self._measure(row)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        widths = self._widths(options.max_width)
        for column, ratio, width in zip(self.columns, self._ratios, widths, strict=True):
            column.width, column.ratio = (width, None) if width else (None, ratio)
        yield from super().__rich_console__(console, options)

    def _measure(self, cells: Sequence[Text]) -> None:
        for n, cell in enumerate(cells):
            self._words[n] = max(self._words[n], widest(cell.plain.split()))
            self._lines[n] = max(self._lines[n], widest(cell.plain.split("\n")))

    def _widths(self, total: int) -> Sequence[int | None]:
        """How wide each column is; None where there is no room even for their letters."""
        # As rich shares it: with the blanks beside the words, without the one between columns.
        _, right, _, left = self.padding
        last = len(self.columns) - 1
        blanks = [left * (n > 0) + right * (n < last) for n in range(last + 1)]
        fixed = [w for w, r in zip(self._lines, self._ratios, strict=True) if r is None]
        room = total - last - sum(blanks) - sum(fixed)
        for most in _LESS:
            minima = [min(max(word, 1), most) for word in self._words]
            if most == WORD:
                minima = [max(m, self._least.get(n, 0)) for n, m in enumerate(minima)]
            flexible = {n: ratio for n, ratio in enumerate(self._ratios) if ratio is not None}
            if sum(minima[n] for n in flexible) <= room:
                shares = {n: (ratio, minima[n] + blanks[n]) for n, ratio in flexible.items()}
                given = dict(_shared(shares, room + sum(blanks[n] for n in flexible)))
                return [
                    given[n] - blanks[n] if n in given else w for n, w in enumerate(self._lines)
                ]
        return [None] * len(self.columns)


def widest(parts: Iterable[str]) -> int:
    """How many characters the longest takes on a terminal."""
    return max(map(cell_len, parts), default=0)


def _shared(shares: dict[int, tuple[int, int]], room: int) -> Iterator[tuple[int, int]]:
    """The room by ratio; who would get less than the minimum has that, before all others."""
    free = dict(shares)
    while True:
        ratios = sum(ratio for ratio, _ in free.values())
        short = [n for n, (ratio, least) in free.items() if ratio * room < least * ratios]
        if not short:
            break
        for n in short:
            least = free.pop(n)[1]
            room -= least
            yield n, least
    for n, (ratio, _) in free.items():
        width = -(-ratio * room // ratios)
        ratios, room = ratios - ratio, room - width
        yield n, width
