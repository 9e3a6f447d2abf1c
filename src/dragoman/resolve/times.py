"""When: time expressions to TIMEX3 values and days, against the report's date."""

from dragoman.model import Precision, Report, Span, Status, When
from dragoman.resolve.dateline import report_date
from dragoman.resolve.times_grammar import matches
from dragoman.resolve.times_read import lowered, reading_at, reading_of
from dragoman.resolve.times_scene import Scene, Timex
from dragoman.resolve.times_when import dated_by, marked_reading


class TimeResolver:
    """Dates the events of one report, against its date and the dates it tells."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._low = lowered(report.text)
        self._published = report_date(report)
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

    def is_over(self, span: Span) -> bool:
        """Whether the words of the span, read in their own clause, are before the report's day."""
        start, end = span
        ends = [
            timex.reading.last
            for timex in self.timexes()
            if timex.start < end and start < timex.end and timex.reading.last
        ]
        return bool(ends and self._published and max(ends) < self._published)

    def find(self) -> tuple[Span, ...]:
        """Where the time expressions of the report stand."""
        return tuple((timex.start, timex.end) for timex in self.timexes())

    def _scene(self, status: Status | None) -> Scene:
        return Scene(self._report.text, self._low, self._published, reading_at, status)

    def _marked(self, span: Span, status: Status) -> list[Timex]:
        """What the words of a span mean that is known to be a time: "March", "later"."""
        scene = self._scene(status)
        scene.marked = True
        start, end = span
        reading = reading_at(scene, start) or marked_reading(self._low[start:end], self._published)
        return [Timex(start, end, reading)] if reading else []

    def _tagged(self, status: Status | None) -> list[Timex]:
        scene = self._scene(status)
        found = []
        for rule, match in matches(self._low):
            reading = reading_of(scene, rule, match)
            if reading:
                found.append(Timex(match.start, match.start + len(match.words.rstrip()), reading))
                scene.tell(reading)
        return found
