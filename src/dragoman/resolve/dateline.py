"""The day a report is dated by: the one it was published on, else the one its text opens with."""

import re
from datetime import date

from dragoman.model import Report
from dragoman.resolve.times_grammar import match_at
from dragoman.resolve.times_read import lowered, reading_at
from dragoman.resolve.times_scene import Scene


def report_date(report: Report) -> date | None:
    """The report's date: `published`, else that of its dateline; None where it has neither.

    A dateline is "Sunday, November 10, 2019" or "KYIV, 3 March 2022" at the head of the text.
    """
    return report.published or _dateline(report.text)


def _dateline(text: str) -> date | None:
    start, low = _lead(text), lowered(text)
    reading = reading_at(Scene(text, low, None, reading_at), start)
    found = match_at(low, start)
    if not (reading and found) or reading.first is None or reading.first != reading.last:
        return None
    # What follows opens a sentence: "March 3, 2022 was the day" is no dateline.
    after = text[found[1].end :].lstrip(" ")[:1]
    return None if after.islower() else reading.first


def _lead(text: str) -> int:
    """Where the date of a dateline would begin: after "KYIV (Agency), "."""
    place = r"\s*(?:[A-Z][A-Z .'’-]+(?:, )?(?:\([^)\n]{1,30}\))?[ ,—–-]+)?"
    match = re.match(place, text[:200])
    return match.end() if match else 0
