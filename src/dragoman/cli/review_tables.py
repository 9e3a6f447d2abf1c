"""The agreement of two coders as a table."""

from collections.abc import Iterable, Mapping

from rich.table import Table
from rich.text import Text

from dragoman.cli.display import words as say
from dragoman.cli.display.tables import table
from dragoman.model import Report
from dragoman.review.agreement import Agreement, Score


def agreements(rows: Iterable[Agreement], reports: Mapping[str, Report]) -> Table:
    """One row for each report, and one for all of them."""
    columns = ("Report", "Units", "Exact P R F1", "Overlap P R F1", "Code P R F1", "Alpha")
    return table(columns, (1, None, None, None, None, None), (_row(r, reports) for r in rows))


def _row(row: Agreement, reports: Mapping[str, Report]) -> tuple[str | Text, ...]:
    name = Text("all", "bold") if row.report is None else say.report_line(reports[row.report])
    scores = (_score(s) for s in (row.exact, row.overlap, row.code))
    return (name, str(row.units), *scores, _rate(row.alpha))


def _score(score: Score) -> str:
    return " ".join(map(_rate, (score.precision, score.recall, score.f1)))


def _rate(rate: float | None) -> str:
    return say.NOTHING if rate is None else f"{rate:.3f}"
