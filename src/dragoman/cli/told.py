"""`dragoman timeline`, `speakers`, `contested` and `compare`: what reports tell, set in order."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.analysis import confidence, formed, give, report
from dragoman.cli.context import Context
from dragoman.cli.figures import _measures
from dragoman.cli.options import Code, since, until
from dragoman.cli.unknown import nobody, unknown

if TYPE_CHECKING:
    from dragoman.analysis.table import Table
    from dragoman.archive import Archive
    from dragoman.cli.analysis import Wanted, Worded

_actor = click.option(
    "--actor", metavar="WHO", help="Anyone named: a country's code, or the start of a word."
)
_happenings = click.option(
    "--happenings", is_flag=True, help="By the happening they are told of, not by what is counted."
)


@click.command()
@click.argument("who", metavar="WHO")
@formed(since, until, confidence)
@click.pass_obj
def timeline(
    context: Context,
    /,
    *,
    who: str,
    since: date | None,
    until: date | None,
    confidence: float | None,
    archive: str | None,
    **form: Any,  # noqa: ANN401  # passed on
) -> None:
    """Show what is told of someone, in the order in which it was.

    Events, statements and positions that name WHO: a country's code, or the start of a word.
    """
    from dragoman.archive import Filter

    settings = context.settings(archive=archive, confidence=confidence)
    with context.archive(settings) as kept:
        asked = Filter(actor=who, since=since, until=until, confidence=settings.confidence)
        table = kept.timeline(asked)
        hints = [] if len(table) else list(unknown(kept, asked))
    plain = ("who", "whom", "published")
    wanted: Wanted = {"when": _when, "what": _what}
    wanted = {**wanted, **{name: name for name in plain}, "words": _words, "said by": "said_by"}
    give(table, wanted={**wanted, "report": report}, hints=hints, **form)


def _when(row: Mapping[str, Any]) -> str | None:
    from dragoman.cli.display.words import days_from

    start, end = (date.fromisoformat(day) if day else None for day in (row["start"], row["end"]))
    return days_from(start, end) if start or end else None


def _what(row: Mapping[str, Any]) -> str:
    """`ASSAULT, actual`, `statement, indirect`, `demands, territory`."""
    if row["record"] == "statement":
        return f"statement, {row['what']}"
    return f"{row['what']}, {row['detail']}"


def _words(row: Mapping[str, Any]) -> str:
    """The words; those of an act, which may be one, with what stands around them."""
    return _around(row) if row["record"] == "event" else str(row["words"])


def _around(row: Mapping[str, Any]) -> str:
    """The words marked ›so‹ in what stands around them, within their paragraph."""
    before = row["before"].rpartition("\n")[2].partition(" ")[2]
    after = row["after"].partition("\n")[0].rpartition(" ")[0]
    return f"… {before}›{row['words']}‹{after} …"


@click.command()
@formed(
    click.option(
        "--level",
        type=click.Choice(["actor", "party"]),
        default="actor",
        show_default=True,
        help="What speakers are rolled up to.",
    ),
    since,
    until,
    confidence,
)
@click.pass_obj
def speakers(
    context: Context,
    /,
    *,
    level: str,
    since: date | None,
    until: date | None,
    confidence: float | None,
    archive: str | None,
    **form: Any,  # noqa: ANN401  # passed on
) -> None:
    """Show who is cited most."""
    from dragoman.archive import Filter

    settings = context.settings(archive=archive, confidence=confidence)
    with context.archive(settings) as kept:
        asked = Filter(since=since, until=until, confidence=settings.confidence)
        table = kept.speakers(asked, level=level)
    wanted = ("speaker", "country", "statements", "direct", "reports", "first", "last")
    give(table, wanted={name: name for name in wanted}, **form)


@click.command()
@formed(
    _actor,
    click.option("--measure", type=Code("measure", _measures), help="The measure, as killed."),
    _happenings,
    click.option("--every", is_flag=True, help="Also figures on which sources do not differ."),
    since,
    until,
    confidence,
)
@click.pass_obj
def contested(
    context: Context,
    /,
    *,
    actor: str | None,
    measure: str | None,
    happenings: bool,
    every: bool,
    since: date | None,
    until: date | None,
    confidence: float | None,
    archive: str | None,
    **form: Any,  # noqa: ANN401  # passed on
) -> None:
    """Show figures on which sources differ, side by side over time.

    Each is a claim of whoever makes it; none is preferred, and a later count may well be larger.
    Claims that stand together count the same thing of the same side, within three days or of one
    happening; the first of them says what.
    """
    from dragoman.archive import Filter

    settings = context.settings(archive=archive, confidence=confidence)
    asked = Filter(
        actor=actor, measure=measure, since=since, until=until, confidence=settings.confidence
    )
    with context.archive(settings) as kept:
        table = kept.contested(asked, happenings=happenings, every=every)
        hints = [] if len(table) else list(unknown(kept, asked, "figure"))
    plain = ("source", "day", "measure")
    wanted: Wanted = {"about": _at_first(table), "figure": _figure}
    wanted = {**wanted, **({"of": "of"} if happenings else {})}
    wanted = {**wanted, **{name: name for name in plain}, "words": _around, "report": report}
    give(table, wanted=wanted, hints=hints, **form)


def _at_first(table: "Table") -> "Worded":
    """What a group of claims is about, in its first row alone, which parts it from the others."""
    groups = zip(table.column("group"), table.records, strict=True)
    firsts = {ids[0] for ids in dict(reversed(list(groups))).values()}

    def about(row: Mapping[str, Any]) -> str | None:
        return _about(row) if row["records"][0] in firsts else ""

    return about


def _about(row: Mapping[str, Any]) -> str | None:
    from dragoman.cli.display.words import short

    about: str | None = row["about"]
    return short(about) if about and about.startswith("happening-") else about


def _figure(row: Mapping[str, Any]) -> str:
    from dragoman.cli.display.words import claimed

    return claimed(row["low"], row["high"], bound=row["bound"], unit=row["unit"])


@click.command()
@click.argument("source", type=click.Choice(["polecat", "gdelt", "acled"]))
@click.argument("one", required=False, metavar="[WHO")
@click.argument("other", required=False, metavar="[WHO]]")
@formed(
    click.option(
        "--by",
        type=click.Choice(["day", "week", "month", "year"]),
        default="day",
        show_default=True,
        help="The length of a period.",
    ),
    since,
    until,
    confidence,
)
@click.pass_obj
def compare(
    context: Context,
    /,
    *,
    source: str,
    one: str | None,
    other: str | None,
    by: str,
    since: date | None,
    until: date | None,
    confidence: float | None,
    archive: str | None,
    **form: Any,  # noqa: ANN401  # passed on
) -> None:
    """Set our events beside those imported from another data set.

    By period, dyad and type: told by both, by one, or of a period of which no report was read. Of
    all dyads, or of one or two countries.
    """
    from dragoman.analyses.named import called
    from dragoman.analysis.series import Asked

    settings = context.settings(archive=archive, confidence=confidence)
    sides = [called(side, level="country") if side else None for side in (one, other)]
    asked = Asked(
        one=sides[0], other=sides[1], by=by, since=since, until=until,
        confidence=settings.confidence or 0.0,
    )  # fmt: skip
    with context.archive(settings) as kept:
        table = kept.compare(source, asked)
        names = filter(None, (one, other))
        hints = [] if len(table) else list(_nothing(kept, source, names, table.note))
    wanted = ("period", "actor", "recipient", "type", "state", "ours", "theirs")
    give(table, wanted={name: name for name in wanted}, hints=hints, **form)


def _nothing(kept: "Archive", source: str, names: Iterable[str], note: str) -> Iterator[str]:
    if next(kept.foreign(source), None) is None:
        yield (
            f"Nothing of {source.upper()} has been imported. "
            f"`dragoman import --from {source} FILE` takes a file of it in."
        )
    else:
        yield note  # which says what was left out
    yield from nobody(kept, names)
