"""Readings of expressions that count units: "last week", "two years ago", "the past nine days"."""

import math
import re
from dataclasses import replace
from datetime import date
from typing import cast

from dragoman.model import Precision
from dragoman.resolve.times_calendar import Period, Unit
from dragoman.resolve.times_dates import COUNTED, WRITTEN, edge_of, year_of
from dragoman.resolve.times_scene import Found, Reading, Scene, dated, unresolved, vague
from dragoman.resolve.times_words import count, lexicon

_CODES = {
    "second": ("T", 1, "S"),
    "minute": ("T", 1, "M"),
    "hour": ("T", 1, "H"),
    "day": ("", 1, "D"),
    "weekend": ("", 1, "WE"),
    "week": ("", 1, "W"),
    "fortnight": ("", 2, "W"),
    "month": ("", 1, "M"),
    "quarter": ("", 1, "Q"),
    "year": ("", 1, "Y"),
    "decade": ("", 10, "Y"),
    "century": ("", 100, "Y"),
}


def _count(words: str) -> float | None:
    """How many an amount states; None for one beyond all numbers, as for "several"."""
    amount = count(words)
    return amount if amount is None or math.isfinite(amount) else None


def unit_in(words: str) -> str:
    """The unit a word names, in the singular."""
    return lexicon()["units"][re.sub(r"ies?$", "y", words).removesuffix("s")]  # type: ignore[no-any-return]  # TOML


def duration_value(amount: float | None, unit: str) -> str:
    """The TIMEX3 value of so many units; X where the amount is vague."""
    time, times, code = _CODES[unit]
    if amount is None:
        return f"P{time}X{'C' if unit == 'century' else code}"
    return f"P{time}{amount * times:.10g}{code}"


def relative(scene: Scene, m: Found) -> Reading | None:
    """ "last week", "earlier this month", "the end of next year", "the following day"."""
    unit, rel = unit_in(m["unit"]), (m["rel"] or "the").removeprefix("the ")
    mod = edge_of(m["edge"])
    if unit in ("second", "minute", "hour", "fortnight"):
        return Reading("DURATION", duration_value(1, unit))
    lex = lexicon()
    if rel in ("past", "last") and unit in ("decade", "century", "day"):
        return _run(scene, 1, unit, back=True)
    told = rel in lex["told"] and (rel not in lex["shifts"] or (m["rel"] or "").startswith("the "))
    base = _base(scene, unit, rel, told=told)
    if base is None:
        return unresolved()
    shift = lex["told"][rel] if told else lex["shifts"].get(rel, 0)
    why = "counted from the date told last" if told else COUNTED
    period = Period.around(calendar_unit(unit), base).shift(shift)
    return dated(period, why, mod=mod)


def _base(scene: Scene, unit: str, rel: str, *, told: bool) -> date | None:
    """The day a relative expression counts from."""
    if unit == "day" and (told or rel == "the") and scene.day:
        return scene.day.first
    if unit == "quarter" and rel in ("the", "latest"):
        # "The quarter" is the one under discussion, else the one just over.
        if scene.quarter or not scene.published:
            return scene.quarter.first if scene.quarter else None
        return Period.around("quarter", scene.published).shift(-1).first
    return scene.told.first if told and scene.told else scene.published


def counted(scene: Scene, m: Found) -> Reading:
    """ "the past nine days", "recent weeks", "the next six months", "the first nine months"."""
    unit = unit_in(m["unit"])
    amount = _count(m["amount"]) if m["amount"] else None
    rel = m["rel"].split()[-1]
    if rel in ("first", "final", "latest"):
        return Reading("DURATION", duration_value(amount, unit), why="a stretch of a longer time")
    return _run(
        scene, amount, unit, back=rel in ("last", "past", "recent", "previous", "preceding")
    )


def _run(scene: Scene, amount: float | None, unit: str, *, back: bool) -> Reading:
    """A stretch that ends, or begins, with the report."""
    value = duration_value(amount, unit)
    today = scene.published
    if today is None:
        return replace(unresolved("DURATION"), value=value)
    far = None
    if amount is not None:
        far = _away(Period("day", today), -amount if back else amount, unit).first
    first, last = (far, today) if back else (today, far)
    side = "up to" if back else "from"
    why = f"the time {side} the report's date"
    return Reading("DURATION", value, None, None, first, last, _precision(unit, amount), why)


def _precision(unit: str, amount: float | None) -> Precision:
    if amount is None:
        return Precision.VAGUE
    if _CODES[unit][0]:
        return Precision.DAY
    return Period(calendar_unit(unit), date(2000, 1, 1)).precision


def calendar_unit(unit: str) -> Unit:
    """The calendar's unit for a unit of a text: a day for hours, a week for fortnights."""
    # cast: what is left of the units of times.toml are units of the calendar.
    return cast("Unit", {"fortnight": "week"}.get(unit, "day" if _CODES[unit][0] else unit))


def _away(period: Period, amount: float, unit: str) -> Period:
    """The same kind of period so many units away."""
    if unit in ("year", "decade", "century"):
        return period.moved("month", round(amount * _CODES[unit][1] * 12))
    if unit in ("month", "quarter"):
        return period.moved("month", round(amount * (3 if unit == "quarter" else 1)))
    days = {"week": 7, "fortnight": 14, "weekend": 7, "day": 1}.get(unit)
    if days:
        return period.moved("day", round(amount * days))
    seconds = {"hour": 3600, "minute": 60, "second": 1}[unit]
    return period.moved("day", int(amount * seconds / 86400))


def distant(scene: Scene, m: Found) -> Reading:
    """ "two years ago", "six weeks earlier", "three days later", "months ago"."""
    unit = unit_in(m["unit"])
    amount = _count(m["amount"]) if m["amount"] else None
    way = m["way"].split()[0]
    back = way in ("ago", "earlier", "before", "prior", "previously")
    told = way not in ("ago", "from", "hence")
    if amount is None:
        reading = vague("PAST_REF" if back else "FUTURE_REF", "so long ago is not said")
        return replace(reading, last=scene.published) if back else reading
    if told and scene.told:
        base, why = scene.told, "counted from the date told last"
    elif scene.published:
        base, why = Period("day", scene.published), COUNTED
    else:
        return unresolved()
    away = -amount if back else amount
    if unit == "year" and back and scene.quarter and base.unit == "quarter":
        # A quarter is compared with its like: "a year earlier" than a third quarter is one too.
        return replace(dated(_away(scene.quarter, away, unit), why), aside=True)
    day = _away(Period("day", base.first), away, unit).first
    return replace(dated(Period.around(calendar_unit(unit), day), why), aside=True)


def duration(_scene: Scene, m: Found) -> Reading:
    """ "27-year", "almost two and a half years", "weeks"."""
    amount = _count(m["amount"]) if m["amount"] else None
    unit = unit_in(m["unit"])
    return Reading(
        "DURATION",
        duration_value(amount, unit),
        precision=_precision(unit, amount),
        why="a length of time; when it began is not said",
    )


def repeated(_scene: Scene, m: Found) -> Reading:
    """ "annual", "every two weeks", "each Friday", "Sundays"."""
    lex = lexicon()
    why = "it happens again and again"
    if m["weekday"]:
        return Reading("SET", f"XXXX-WXX-{lex['weekdays'][m['weekday']] + 1}", why=why)
    if m["adverb"]:
        return Reading("SET", lex["sets"][m["adverb"]], why=why)
    other = 2.0 if "other" in m.words else 1.0
    amount = _count(m["amount"]) if m["amount"] else other
    return Reading("SET", duration_value(amount, unit_in(m["unit"])), why=why)


def quarter(scene: Scene, m: Found) -> Reading:
    """ "the third quarter", "the fourth quarter of 2005", "next year's first quarter"."""
    number = lexicon()["ordinals"][m["ordinal"]]
    named = m["year"] or m["year_of"] or m["whose"]
    year = year_of(scene, named) if named else None
    half = m["half"] == "half"
    unit: Unit = "half" if half else "quarter"
    number = min(number, 2) if half else number
    months = 6 if half else 3
    if year:
        return dated(Period(unit, year.first.replace(month=(number - 1) * months + 1)), COUNTED)
    if scene.published is None:
        return unresolved()
    same = Period(unit, date(scene.published.year, (number - 1) * months + 1, 1))
    coming = same.first > scene.published
    if coming and not scene.forwards(m.start, m.end):
        same = same.moved("year", -1)
    return dated(same, f"the latest such {unit} by the report's date")


def year_before(scene: Scene, _m: Found) -> Reading:
    """ "the year-earlier quarter", "the year-ago period": the same stretch one year before."""
    base = scene.quarter
    if base is None and scene.published:
        base = Period.around("year", scene.published)
    if base is None:
        return unresolved()
    return replace(dated(base.moved("year", -1), "the same time a year before"), aside=True)


def plain_year(scene: Scene, m: Found) -> Reading:
    """ "2014", "early 1990", "mid-2011", "fiscal 1989", "nineteen ninety-six"."""
    period = year_of(scene, m["year"] or m["spoken"] or "")
    return dated(period, WRITTEN, mod=edge_of(m["edge"])) if period else unresolved()


def decade(scene: Scene, m: Found) -> Reading:
    """ "the late 1970s", "the nineties", "the '80s"."""
    if m["digits"]:
        year = int(re.sub(r"\D", "", m["digits"]))
        year = year if year > 100 else 1900 + year
    else:
        year = 1900 + lexicon()["decades"][m["named"]]
    if scene.published and year > scene.published.year + 50:
        return unresolved()
    return dated(Period.around("decade", date(year, 1, 1)), WRITTEN, mod=edge_of(m["edge"]))


def century(_scene: Scene, m: Found) -> Reading:
    """ "the 20th century"."""
    number = int(re.sub(r"\D", "", m["ordinal"]))
    return dated(Period("century", date(max(1, (number - 1) * 100), 1, 1)), WRITTEN)


def indefinite(scene: Scene, m: Found) -> Reading:
    """ "now", "recently", "soon": known only as present, past or future."""
    words = " ".join(m.words.split())
    table = lexicon()["vague"]
    today = scene.published
    if words in table["present"]:
        return vague("PRESENT_REF", "the time of the report", first=today, last=today)
    if words in table["future"]:
        return vague("FUTURE_REF", "some time after the report", first=today)
    return vague("PAST_REF", "some time before the report", last=today)
