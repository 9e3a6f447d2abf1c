"""What stands beside a view of two sides: what they did since they met, and what is old in it."""

from collections.abc import Iterator
from datetime import date, timedelta

from dragoman.analysis.columns import Columns
from dragoman.analysis.gaps import Gap, GapView, Row
from dragoman.analysis.party import Party, home
from dragoman.analysis.positions import SILENCE
from dragoman.analysis.series import Asked, dyads
from dragoman.vocab import countries

FORCE = ("ceasefire", "forces")  # issues on which acts of force tell against a state of peace
MEET = (Gap.AGREED, Gap.CLOSE)


def notes(view: GapView, columns: Columns) -> Iterator[str]:
    """Sentences on a view: acts of force between the sides after they met on ceasefire or forces,
    and how many issues rest on words two years older than the archive's last report."""
    for row in view.issues:
        if row.issue in FORCE and row.state in MEET:
            yield from _since(row, view.sides, columns)
    days = [day for day in columns.published if day]
    before = date.fromordinal(max(days)) - timedelta(SILENCE) if days else date.min
    old = sum(max(s.day for s in row.words) < before for row in view.issues)
    if old and old < len(view.issues):
        issues = "1 issue rests" if old == 1 else f"{old} issues rest"
        yield f"{issues} on words of before {before}: --since leaves such out."


def _since(row: Row, sides: tuple[str, str], columns: Columns) -> Iterator[str]:
    met = max(s.day for s in row.words)
    of = [side if side in countries() else home(Party(side, side)) or "" for side in sides]
    # Between their countries acts are told as well that only a place tells of.
    apart = of[0] != of[1] and countries().keys() >= {*of}
    one, other = of if apart else sides
    level = "country" if apart else "party"
    asked = Asked(one=one, other=other, by="day", level=level, since=met + timedelta(1))
    told = [d for d in dyads(columns, asked).to_dicts() if d["material_conflict"]]
    if told:
        number = sum(int(str(d["material_conflict"])) for d in told)
        acts = "act of material conflict is" if number == 1 else "acts of material conflict are"
        last = max(str(d["period"]) for d in told)
        between = "them"
        if (one, other) != sides:
            between = f"{countries()[one].name} and {countries()[other].name}"
        yield (
            f"On {row.issue} they are {row.state} by words of {met}: {number:,} {acts} told "
            f"between {between} after it, the last of {last}."
        )
