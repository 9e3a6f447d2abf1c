"""Which records are wanted."""

from dataclasses import dataclass, fields
from datetime import date

# What each kind of record can be filtered by, besides what all share.
_SHARED = {"actor", "since", "until", "confidence", "coder", "limit"}
_OWN = {
    "event": {"type", "place", "status", "dated"},
    "statement": {"dated"},
    "position": {"issue", "stance", "dated"},
    "figure": {"measure"},
    "mark": {"schema", "type"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which records are wanted; what is None is not asked for.

    `actor` and `place` match without regard to case and accents: the country's code, or the start
    of any word of the resolved name or of the report's words. `since` and `until` are days, both
    inclusive: the days an event spans where they are known, the day of publication otherwise.
    `dated` leaves out events, statements and positions of which the report does not tell when.
    `coder` shows the records of that coder instead of those of each report's latest coding.
    """

    actor: str | None = None
    type: str | None = None
    issue: str | None = None
    place: str | None = None
    since: date | None = None
    until: date | None = None
    status: str | None = None
    stance: str | None = None
    measure: str | None = None
    schema: str | None = None
    dated: bool | None = None
    confidence: float | None = None
    coder: str | None = None
    limit: int | None = None

    def foreign_to(self, record: str) -> tuple[str, ...]:
        """The fields asked for that this kind of record does not have."""
        known = _SHARED | _OWN[record]
        asked = (f.name for f in fields(self) if getattr(self, f.name) is not None)
        return tuple(name for name in asked if name not in known)
