"""Who is cited most: speakers with how much of what they said is kept."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from dragoman.analysis.party import named, rolled
from dragoman.analysis.table import Column, Table, across
from dragoman.model import Actor, Report, Statement, StatementKind

COLUMNS = (
    Column("speaker", str, "the speaker's name, or the party they are rolled up to"),
    Column("country", str, "the speaker's country, where all they are cited with agree on it"),
    Column("statements", int, "statements of theirs"),
    Column("direct", int, "statements that are quoted, in whole or in part"),
    Column("reports", int, "reports that cite them"),
    Column("first", date, "the first day of publication"),
    Column("last", date, "the last day of publication"),
)


def speakers(found: Iterable[tuple[Statement, Report]], *, level: str = "actor") -> Table:
    """The speakers of these statements, the most cited first.

    `level` is actor or party. Who speaks is not known of some; they are counted in the note.
    """
    cited: dict[str, list[tuple[Statement, Report, Actor]]] = defaultdict(list)
    unknown = 0
    for statement, report in found:
        key = _key(statement.speaker, level)
        if key is None or statement.speaker is None:
            unknown += 1
        else:
            cited[key].append((statement, report, statement.speaker))
    ranked = sorted(cited.items(), key=lambda item: (-len(item[1]), item[0]))
    return Table(
        name="speakers",
        columns=COLUMNS,
        data=across(COLUMNS, (_row(key, those) for key, those in ranked)),
        records=tuple(tuple(s.id for s, _, _ in those) for _, those in ranked),
        note=f"Counts statements; of {unknown} it is not known who speaks.",
    )


def _key(speaker: Actor | None, level: str) -> str | None:
    if speaker is None:
        return None
    if level == "party":
        party = rolled(named(speaker))
        return party.key if party else None
    return speaker.name  # a name that is not resolved may be anybody's


def _row(key: str, those: list[tuple[Statement, Report, Actor]]) -> tuple[object, ...]:
    countries = {actor.country for _, _, actor in those}
    days = [report.published for _, report, _ in those if report.published]
    return (
        key,
        countries.pop() if len(countries) == 1 else None,
        len(those),
        sum(s.kind is not StatementKind.INDIRECT for s, _, _ in those),
        len({report.id for _, report, _ in those}),
        min(days, default=None),
        max(days, default=None),
    )
