"""Readings of expressions that name days, weekdays, months and years."""

import re
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from dragoman.model import Status
from dragoman.resolve.times_calendar import Period, easter, nth_weekday, on
from dragoman.resolve.times_named import is_name, named_day
from dragoman.resolve.times_near import NEAR, reach
from dragoman.resolve.times_scene import (
    Found,
    Reading,
    Scene,
    at_time,
    dated,
    impossible,
    unresolved,
)
from dragoman.resolve.times_words import count, fragments, lexicon

WRITTEN = "the date is written out"
COUNTED = "counted from the report's date"


def edge_of(words: str) -> str | None:
    """The TIMEX3 modifier of "early", "the end of", "mid-"; None where there is none."""
    found = re.search(r"[a-z]+", re.sub(r"\b(?:the|very|first)\b", "", words))
    return lexicon()["edges"].get(found.group()) if found else None


def year_of(scene: Scene, words: str) -> Period | None:
    """The year that "last year", "the same year" or "2014" means; None without a report date."""
    lex = lexicon()
    if words.isdecimal() or words.split()[0] in (*lex["spoken_years"], "two"):
        number = _number(words)
        return Period.around("year", date(number, 1, 1)) if number <= date.max.year else None
    word = next(word for word in (*words.split()[::-1], "the") if word != "year")
    shift = {"before": -1, "earlier": -1, "after": 1} | lex["told"]
    base = scene.told.first if scene.told else scene.published
    if word in lex["shifts"]:
        shift, base = lex["shifts"], scene.published
    return Period.around("year", base).shift(shift.get(word, 0)) if base else None


def _number(words: str) -> int:
    if words.isdecimal():
        return int(words)
    head, tail = words.split(None, 1)  # "nineteen ninety-six", "two thousand"
    century = lexicon()["spoken_years"].get(head)
    return int(century * 100 + min(count(tail) or 0, date.max.year)) if century else 2000


def calendar_day(scene: Scene, m: Found) -> Reading | None:
    """ "March 3", "3 March 2019", "Saturday, April 25", "October 7 last year"."""
    number = lexicon()["months"][m["month"].rstrip(".")]
    day = int(re.sub(r"\D", "", m["dom"]))
    if is_name(scene, m):
        return None
    named = m["year"] or m["year_of"] or _shared_year(scene, m)
    if named:
        year = year_of(scene, named)
        found = year and on(year.first.year, number, day)
    elif known := named_day(scene, m, number, day):
        return dated(known, "the words name the one day of that year")
    else:
        found = _nearest_day(scene, m, number, day)
    if not found:
        return impossible() if m["year"] or scene.published else unresolved()
    why = WRITTEN if m["year"] else "the year is the one that fits the report's date and tense"
    reading = dated(found, why)
    if not m["dom2"]:
        return reading
    until = on(found.first.year, number, int(re.sub(r"\D", "", m["dom2"])))
    return replace(reading, last=max(found.first, until.first if until else found.first))


def _shared_year(scene: Scene, m: Found) -> str | None:
    """The year of the date that "and" or "to" joins: "February and March 2011"."""
    match = _joined_year().match(scene.low, m.end)
    return match["year"] if match else None


@cache
def _joined_year() -> re.Pattern[str]:
    parts = fragments()
    pattern = (
        r"(?: ?(?:-|–) ?| (?:and|to|or|until|through) )"
        r"{edge}?(?:{dom} )?{month}(?: {dom})?,? (?P<year>{year})"
    )
    for name in ("edge", "dom", "month", "year"):
        pattern = pattern.replace("{" + name + "}", parts[name])
    return re.compile(pattern)


def _nearest_day(scene: Scene, m: Found, number: int, day: int) -> Period | None:
    today = scene.published
    if today is None:
        return None
    years = (today.year - 1, today.year, today.year + 1)
    choices = [found for year in years if (found := on(year, number, day))]
    long_ago = date.fromordinal(max(today.toordinal() - 30, 1))
    latest = long_ago if scene.status is Status.HISTORICAL else today
    past = [found for found in choices if found.first <= latest]
    coming = [found for found in choices if found.first >= today]
    ahead = bool(coming) and (coming[0].first - today).days <= reach(scene, m.start, m.end)
    order = coming[:1] + past[-1:] if ahead else past[-1:] + coming[:1]
    return order[0] if order else None


def numeric_day(scene: Scene, m: Found) -> Reading:
    """ "2024-01-15", "15/01/2024"; open where either part can be the day, unless the text tells."""
    first, second, third = (int(part) for part in re.split(r"[-/.]", m["numeric"]))
    if first > 31:
        found = on(first, second, third)
        return dated(found, WRITTEN) if found else impossible()
    by_day, by_month = on(third, second, first), on(third, first, second)
    if by_day and by_month and by_day != by_month:
        day_first = _day_first(scene.low)
        if day_first is None:
            return Reading("DATE", None, why="either part of it can be the day")
        return dated(by_day if day_first else by_month, WRITTEN)
    found = by_day or by_month
    return dated(found, WRITTEN) if found else impossible()


@lru_cache(maxsize=4)
def _day_first(low: str) -> bool | None:
    """Whether the text puts the day before the month, by its dates that only one order fits."""
    orders = set()
    for match in re.finditer(r"(?<![\w./-])(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b", low):
        first, second, year = map(int, match.groups())
        by_day, by_month = on(year, second, first), on(year, first, second)
        if bool(by_day) != bool(by_month):
            orders.add(bool(by_day))
    return orders.pop() if len(orders) == 1 else None


def _is_month(scene: Scene, m: Found) -> bool:
    """Whether a bare "May" or "Jan" is a month: by the word before it, or its full stop."""
    if scene.marked:
        return True
    if m.words in ("may", "march"):
        before = scene.low[max(0, m.start - 12) : m.start].split()
        return bool(before) and before[-1] in lexicon()["before_months"]["words"]
    return len(m.words) > 3


def month(scene: Scene, m: Found) -> Reading | None:
    """ "March", "last March", "late March 2019", "March of that year"."""
    number = lexicon()["months"][m["month"].rstrip(".")]
    mod = edge_of(m["edge"])
    named = m["year"] or m["year_of"] or _shared_year(scene, m)
    if named:
        year = year_of(scene, named)
        if year is None:
            return unresolved()
        why = WRITTEN if m["year"] else COUNTED
        return dated(Period("month", year.first.replace(month=number)), why, mod=mod)
    if scene.published is None or not _is_month(scene, m):
        return unresolved() if _is_month(scene, m) else None
    same = Period("month", date(scene.published.year, number, 1))
    here = Period.around("month", scene.published)
    if m["rel"] == "this" or (same == here and not m["rel"]):
        return dated(same, "that month of the report's year", mod=mod)
    coming = same if same.first > here.first else same.moved("year", 1)
    ahead = (coming.first - scene.published).days <= reach(scene, m.start, m.end, loose=True)
    if m["rel"] == "next" or (ahead and not m["rel"]):
        return dated(coming, "the next such month", mod=mod)
    latest = same if same.first < here.first else same.moved("year", -1)
    return dated(latest, "the latest such month", mod=mod)


def season(scene: Scene, m: Found) -> Reading:
    """ "last fall", "the spring of 2011", "this summer"."""
    code = lexicon()["seasons"][m["season"] or m["season2"]]
    mod, named = edge_of(m["edge"]), m["year"] or m["year_of"]
    if named:
        year = year_of(scene, named)
        if year is None:
            return unresolved()
        return dated(Period("season", year.first.replace(month=code["month"])), COUNTED, mod=mod)
    if scene.published is None:
        return unresolved()
    same = Period("season", date(scene.published.year, code["month"], 1))
    here = Period.around("season", scene.published)
    rel = re.sub(r"\b(?:past|the)\b", "last", m["rel"] or "").split()
    if "next" in rel or "coming" in rel:
        found = same if same.first > here.first else same.moved("year", 1)
    elif here.value.endswith(code["code"]) and "last" not in rel:
        found = here
    elif "this" in rel and "last" not in rel:
        found = same
    else:
        found = same if same.first < here.first else same.moved("year", -1)
    return dated(found, "the season is counted from the report's date", mod=mod)


def weekday(scene: Scene, m: Found) -> Reading | None:
    """ "Friday", "last Friday", "early Friday", "Friday evening", "the previous Friday"."""
    number = lexicon()["weekdays"][m["weekday"]]
    rel = (m["rel"] or "").removeprefix("the ")
    told = rel in ("previous", "following", "same")
    base = scene.told.first if told and scene.told else scene.published
    if base is None:
        reading = unresolved()
    elif rel == "this":
        monday = Period.around("week", base).first
        reading = dated(Period("day", monday).shift(number), "that day of the report's week")
    else:
        reading = _nearby_weekday(scene, m, base, number, rel)
    return _in_part(reading, m["part"])


def _nearby_weekday(scene: Scene, m: Found, base: date, number: int, rel: str) -> Reading:
    if rel and rel != "same":
        ahead = rel in ("next", "following", "coming", "this coming")
    else:
        ahead = bool(scene.forwards(m.start, m.end))
    away = (number - base.weekday()) % 7 if ahead else -((base.weekday() - number) % 7)
    if away == 0 and rel:
        away = 7 if ahead else -7
    side = "next" if ahead else "latest"
    return dated(Period("day", base).shift(away), f"the {side} such weekday by the report's date")


def _in_part(reading: Reading, part: str) -> Reading | None:
    if not part:
        return reading
    return at_time(reading, "T" + lexicon()["parts"][" ".join(part.split())])


def other_part(scene: Scene, m: Found) -> Reading | None:
    """ "the next morning", "the same evening": of the day told last."""
    day = scene.day or (scene.published and Period("day", scene.published))
    if not day:
        return unresolved("TIME")
    shift = lexicon()["told"][m["rel"] or "same"]
    return _in_part(dated(day.shift(shift), "counted from the date told last"), m["part"])


def today(scene: Scene, m: Found) -> Reading | None:
    """ "today", "yesterday evening", "this morning", "last night", "overnight"."""
    if scene.published is None:
        return unresolved()
    words = m["deictic"]
    back = -1 if words in ("yesterday", "overnight") or words.startswith("last") else 0
    away = {"tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}
    day = Period("day", scene.published).shift(away.get(" ".join(words.split()), back))
    reading = dated(day, COUNTED)
    if words == "overnight":  # the night may run into the morning of the report
        reading = replace(reading, last=scene.published)
    part = m["part"] or (words.split()[-1] if " " in words and "day" not in words else "")
    return _in_part(reading, {"tonight": "night", "overnight": "night"}.get(words, part))


def clock(scene: Scene, m: Found) -> Reading | None:
    """ "18:00 UTC", "7:45 p.m.", "noon Friday": on the day told, else the report's."""
    day = m["day"] and scene.inner(scene, m.end - len(m["day"]))
    if day:
        reading = day
    elif scene.day:
        reading = dated(scene.day, "a time of the day told last")
    elif scene.published:
        reading = dated(Period("day", scene.published), "a time of the report's day")
    else:
        return unresolved("TIME")
    return at_time(reading, "T" + _hour(m["clock"]) + ("Z" if m["zone"] in ("utc", "gmt") else ""))


def _hour(words: str) -> str:
    named = lexicon()["parts"].get(words)
    if named:
        return str(named)
    digits = re.findall(r"\d+", words)
    if len(digits) == 1 and len(digits[0]) == 4:  # 0800
        digits = [digits[0][:2], digits[0][2:]]
    hour = int(digits[0])
    if re.search(r"p\.? ?m", words) and hour < 12:
        hour += 12
    elif re.search(r"a\.? ?m", words) and hour == 12:
        hour = 0
    return ":".join([f"{hour:02}", *(digits[1:] or ["00"])])


def feast(scene: Scene, m: Found) -> Reading:
    """ "Christmas Eve", "Thanksgiving Day", "Easter": the one nearest by tense."""
    if not m["year"] and scene.published is None:
        return unresolved()
    year = int(m["year"]) if m["year"] or not scene.published else scene.published.year
    found = Period("day", _feast_day(m["feast"], year))
    if scene.published and not m["year"]:
        ahead = scene.forwards(m.start, m.end)
        if not ahead and (found.first - scene.published).days > NEAR * (ahead is None):
            found = Period("day", _feast_day(m["feast"], year - 1))
        elif ahead and found.first < scene.published:
            found = Period("day", _feast_day(m["feast"], year + 1))
    return dated(found, "the feast nearest to the report's date")


def _feast_day(words: str, year: int) -> date:
    name = " ".join(words.split())
    if name.startswith("thanksgiving"):
        return nth_weekday(year, 11, 3, 4)
    if name.startswith("easter"):
        return easter(year)
    number, day = lexicon()["feasts"][name]
    return date(year, number, day)
