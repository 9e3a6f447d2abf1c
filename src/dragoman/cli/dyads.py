"""`dragoman dyads`: who acted towards whom, period by period."""

from datetime import date
from typing import Any

import click

from dragoman.cli import options
from dragoman.cli.analysis import confidence, formed, give
from dragoman.cli.context import Context
from dragoman.cli.events import _statuses, _types
from dragoman.cli.safe import clean


@click.command()
@click.argument("one", required=False, metavar="[WHO")
@click.argument("other", required=False, metavar="[WHO]]")
@formed(
    click.option(
        "--by",
        type=click.Choice(["day", "week", "month", "year"]),
        default="month",
        show_default=True,
        help="The length of a period.",
    ),
    click.option(
        "--level",
        type=click.Choice(["country", "party", "actor"]),
        default="country",
        show_default=True,
        help="What actors are rolled up to.",
    ),
    click.option("--happenings", is_flag=True, help="Count happenings instead of events."),
    click.option(
        "--type", "types", type=options.Code("type", _types), multiple=True,
        help="Only of this type, as ASSAULT; may be given more than once.",
    ),
    click.option(
        "--status", "statuses", type=options.Code("status", _statuses), multiple=True,
        help="Instead of what is told as done; may be given more than once.",
    ),
    options.since,
    options.until,
    confidence,
)  # fmt: skip
@click.pass_obj
def dyads(
    context: Context,
    /,
    *,
    one: str | None,
    other: str | None,
    by: str,
    level: str,
    happenings: bool,
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    since: date | None,
    until: date | None,
    confidence: float | None,
    archive: str | None,
    **form: Any,  # noqa: ANN401  # passed on
) -> None:
    """Count who acted towards whom, by day, week, month or year.

    Of one WHO, or of two in both directions, as RUS UKR; of all dyads otherwise. Periods of two
    are all listed, from --since to --until or as far as reports tell of them: zeros where they
    tell of nothing, nothing where no report was read. v+ and m+ are verbal and material
    cooperation, v- and m- conflict; by place are assaults whose recipient only the country of the
    place tells.
    """
    from dragoman.analyses.missing import without_dyad
    from dragoman.analyses.named import called
    from dragoman.analysis.series import DONE, Asked
    from dragoman.model import Status

    settings = context.settings(archive=archive, confidence=confidence)
    sides = [called(side, level=level) if side else None for side in (one, other)]
    asked = Asked(
        one=sides[0], other=sides[1], by=by, level=level, types=types, since=since, until=until,
        statuses=tuple(map(Status, statuses)) or DONE, confidence=settings.confidence or 0.0,
    )  # fmt: skip
    with context.archive(settings) as kept:
        table = kept.dyads(asked, happenings=happenings)
        counted = "happenings" if happenings else "events"
        names = () if any(table.column(counted)) else filter(None, (one, other))
        hints = [clean(line) for line in without_dyad(kept, names, level)]
    wanted = {"period": "period", "who": "actor", "whom": "recipient", counted: counted}
    wanted |= {"v+": "verbal_cooperation", "m+": "material_cooperation", "v-": "verbal_conflict"}
    wanted |= {"m-": "material_conflict", "by place": "at_place"}
    wanted |= {name: name for name in ("score", "reports", "read")}
    give(table, wanted=wanted, hints=hints, **form)
