"""Contested figures: what different sources claim of the same thing, side by side over time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from dragoman.analysis.table import Column, Table, across
from dragoman.analysis.words import counted
from dragoman.model import Figure, Report

COLUMNS = (
    Column("about", str, "the happening's id, else the words for what is counted"),
    Column("measure", str, "what kind of thing is counted"),
    Column("unit", str, "the unit"),
    Column("day", date, "the day the report was published"),
    Column("source", str, "who says so: whom the report names, else who published it"),
    Column("low", float, "the number, the lower end of a range, or the first count of a tally"),
    Column("high", float, "the number, the upper end of a range, or the second count of a tally"),
    Column("bound", str, "how the number is bounded"),
    Column("words", str, "the words that state it"),
    Column("of", str, "the words for what is counted"),
    Column("report", str, "the id of the report"),
)
Claim = tuple[Figure, Report]


def contested(
    found: Iterable[Claim], *, happenings: Mapping[str, str] | None = None, every: bool = False
) -> Table:
    """The figures on the same thing on which sources differ; with `every`, all of them.

    With `happenings` (of each figure's id the happening's) figures are on the same thing where they
    are told of one happening and have one measure; without, where they have one measure and unit
    and the same words for what is counted, or stand in one report where those words say no more
    than "people". Whether two numbers can both be right is not judged: a
    later count may well be larger.
    """
    about: dict[tuple[str, str, str | None], list[Claim]] = defaultdict(list)
    for figure, report in found:
        if (thing := _thing(figure, happenings)) is not None and figure.value is not None:
            about[thing, figure.measure, figure.unit].append((figure, report))
    lines = [
        (_row(_about(claims, happenings), claim), claim[0].id)
        for key, claims in sorted(about.items(), key=lambda item: (*item[0][:2], item[0][2] or ""))
        if every or _differ(claims)
        for claim in sorted(claims, key=_order)
    ]
    return Table(
        name="contested",
        columns=COLUMNS,
        data=across(COLUMNS, (row for row, _ in lines)),
        records=tuple((id,) for _, id in lines),
        note="Claims side by side, each with who makes it; none is added up or preferred.",
    )


def _about(claims: list[Claim], happenings: Mapping[str, str] | None) -> str | None:
    """What the claims are about, in words of the first or as the happening's id."""
    first = min(claims, key=_order)[0]
    if happenings is not None:
        return happenings.get(first.id)
    return first.of.words if first.of else None


def _thing(figure: Figure, happenings: Mapping[str, str] | None) -> str | None:
    if happenings is not None:
        return happenings.get(figure.id)
    # "37 people", "at least 35": of whom is told by the report alone.
    return (counted(figure.of.words) if figure.of else "") or figure.evidence.report


def _differ(claims: list[Claim]) -> bool:
    """Whether two sources give other numbers."""
    told = {(source(figure, report), figure.value) for figure, report in claims}
    return len({s for s, _ in told}) > 1 and len({v for _, v in told}) > 1


def source(figure: Figure, report: Report) -> str:
    """Who answers for a figure: whom the report names, else its publisher, else its address."""
    if figure.said_by:
        return figure.said_by.name or figure.said_by.evidence.words
    return report.site or report.address


def _order(claim: Claim) -> tuple[date, str, int]:
    figure, report = claim
    return report.published or date.min, report.id, figure.evidence.start


def _row(about: str | None, claim: Claim) -> tuple[object, ...]:
    figure, report = claim
    value = figure.value
    low, high = value if isinstance(value, tuple) else (value, value)
    return (
        about, figure.measure, figure.unit, report.published, source(figure, report), low, high,
        figure.bound.value, figure.evidence.words, figure.of.words if figure.of else None,
        report.id,
    )  # fmt: skip
