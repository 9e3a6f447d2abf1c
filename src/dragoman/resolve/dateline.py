"""What a report says of itself at its head: the day it is dated by, and where it was sent from."""

import re
from datetime import date

from dragoman.model import BlockKind, Place, Report
from dragoman.resolve.places import PlaceResolver
from dragoman.resolve.places_policy import Policy
from dragoman.resolve.times_grammar import match_at
from dragoman.resolve.times_read import lowered, reading_at
from dragoman.resolve.times_scene import Scene


def report_date(report: Report) -> date | None:
    """The report's date: `published`, else that of its dateline; None where it has neither.

    A dateline is "Sunday, November 10, 2019" or "KYIV, 3 March 2022" at the head of the text, or of
    its first paragraph.
    """
    return (
        report.published
        or _dateline(report.text, 0)
        or _dateline(report.text, _first_paragraph(report))
    )


def _first_paragraph(report: Report) -> int:
    return next((b.start for b in report.blocks if b.kind == BlockKind.PARAGRAPH), 0)


def _dateline(text: str, head: int) -> date | None:
    start, low = _lead(text, head), lowered(text)
    reading = reading_at(Scene(text, low, None, reading_at), start)
    found = match_at(low, start)
    if not (reading and found) or reading.first is None or reading.first != reading.last:
        return None
    # What follows opens a sentence: "March 3, 2022 was the day" is no dateline.
    after = text[found[1].end :].lstrip(" ")[:1]
    return None if after.islower() else reading.first


def _lead(text: str, head: int) -> int:
    """Where the date of a dateline at `head` would begin: after "KYIV (Agency), "."""
    place = r"\s*(?:[A-Z][A-Z .'’-]+(?:, )?(?:\([^)\n]{1,30}\))?[ ,—–-]+)?"
    match = re.compile(place).match(text, head, head + 200)
    return match.end() if match else head


# "KYIV, Ukraine (Agency) —", "Geneva (Agency) -": in capitals, or before an agency and a dash.
_SENT = re.compile(
    r"\s*(?P<place>[A-Z][A-Z.'’ -]*[A-Z](?=,? ?[(—–]|, ?[A-Z0-9]| ?-{1,3} )"
    r"|[A-Z][\w.'’ -]{1,30}?(?=(?:, [A-Z][\w. ]{1,20})?,? \([A-Z][^)\n]{1,25}\) ?[—–-]))"
)


def dateline_place(report: Report, *, policy: Policy | None = None) -> Place | None:
    """Where a report was sent from, as its first paragraph is headed; None where it does not say.

    "KYIV, 3 March 2022", "Geneva (Agency) -". It is where somebody wrote, which need not be where
    anything happened: no event is given this place.
    """
    start = _first_paragraph(report)
    sent = _SENT.match(report.text, start, min(len(report.text), start + 120))
    if sent is None:
        return None
    place = PlaceResolver(report, policy=policy).resolve(sent.span("place"), confidence=1.0)
    return place if place.name else None
