"""When: time expressions to TIMEX3 values and days, against the report's date."""

import re
from datetime import date
from functools import cache

from dragoman.model import Precision, Report, Span, Status, When
from dragoman.resolve.times_calendar import OffTheCalendar
from dragoman.resolve.times_grammar import Rule, match_at, matches
from dragoman.resolve.times_scene import Found, Reading, Scene, Timex
from dragoman.resolve.times_when import dated_by, marked_reading


class TimeResolver:
    """Dates the events of one report, against its date and the dates it tells."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._low = _lowered(report.text)
        self._published = report.published or self._dateline()
        self._read: dict[Status | None, tuple[Timex, ...]] = {}

    def resolve(self, span: Span, *, status: Status) -> When:
        """When the words of the span are: their value and days, None where they cannot be known."""
        start, end = span
        evidence = self._report.evidence(start, end)
        published = self._published
        found = [
            timex
            for timex in self.timexes(status=status)
            if timex.start < end and start < timex.end
        ] or self._marked(span, status)
        return dated_by(evidence, found, status=status, published=published)

    def default(self, *, status: Status) -> When | None:
        """When an event without a time expression was: by publication, where it is told as done."""
        published = self._published
        if published is None:
            return None
        day = published.isoformat()
        if status is Status.ACTUAL:
            reason = f"No time is told; it had happened when the report appeared ({day})."
            return When(end=published, precision=Precision.REPORT, reason=reason)
        if status is Status.HISTORICAL:
            reason = f"No time is told; it is told as long before the report ({day})."
            return When(end=published, precision=Precision.VAGUE, reason=reason)
        if status is Status.FUTURE:
            reason = f"No time is told; it was still to come when the report appeared ({day})."
            return When(start=published, precision=Precision.VAGUE, reason=reason)
        return None  # what did not or only might happen has no time

    def timexes(self, *, status: Status | None = None) -> tuple[Timex, ...]:
        """Every time expression of the report with its TIMEX3 type and value, in order.

        `status` says which way a bare "Friday" or "March" points; without it the clause decides.
        """
        if status not in self._read:
            self._read[status] = tuple(self._tagged(status))
        return self._read[status]

    def find(self) -> tuple[Span, ...]:
        """Where the time expressions of the report stand."""
        return tuple((timex.start, timex.end) for timex in self.timexes())

    def _scene(self, status: Status | None) -> Scene:
        return Scene(self._report.text, self._low, self._published, _inner, status)

    def _marked(self, span: Span, status: Status) -> list[Timex]:
        """What the words of a span mean that is known to be a time: "March", "later"."""
        scene = self._scene(status)
        scene.marked = True
        start, end = span
        reading = _inner(scene, start) or marked_reading(self._low[start:end], self._published)
        return [Timex(start, end, reading)] if reading else []

    def _dateline(self) -> date | None:
        """The date the report opens with: "Sunday, November 10, 2019", "KYIV, 3 March 2022"."""
        text = self._report.text
        start = _lead(text)
        reading = _inner(Scene(text, self._low, None, _inner), start)
        found = match_at(self._low, start)
        if not (reading and found) or reading.first is None or reading.first != reading.last:
            return None
        # What follows opens a sentence: "March 3, 2022 was the day" is no dateline.
        after = text[found[1].end :].lstrip(" ")[:1]
        return None if after.islower() else reading.first

    def _tagged(self, status: Status | None) -> list[Timex]:
        scene = self._scene(status)
        found = []
        for rule, match in matches(self._low):
            reading = _reading(scene, rule, match)
            if reading:
                found.append(Timex(match.start, match.start + len(match.words.rstrip()), reading))
                scene.tell(reading)
        return found


def _lead(text: str) -> int:
    """Where the date of a dateline would begin: after "KYIV (Agency), "."""
    place = r"\s*(?:[A-Z][A-Z .'’-]+(?:, )?(?:\([^)\n]{1,30}\))?[ ,—–-]+)?"
    match = re.match(place, text[:200])
    return match.end() if match else 0


@cache
def _single(character: str) -> str:
    low = character.lower()
    return low if len(low) == 1 else character


def _lowered(text: str) -> str:
    """The text in lower case, every character where it stood."""
    low = text.lower()
    # "İ" lowers to two characters; then each character is lowered alone.
    return low if len(low) == len(text) else "".join(map(_single, text))


def _inner(scene: Scene, start: int) -> Reading | None:
    found = match_at(scene.low, start)
    return _reading(scene, *found) if found else None


def _reading(scene: Scene, rule: Rule, match: Found) -> Reading | None:
    name = match[rule.named] if rule.named else None
    if name and not scene.text[match.start + match.words.index(name)].isupper():
        return None
    try:
        return rule.read(scene, match)
    except OffTheCalendar:
        return Reading("DATE", None, why="it lies off the calendar")
