"""What a file of another data set holds, counted while it is read."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from dragoman.model import ForeignEvent


@dataclass
class Seen:
    """How many events were read, the first and last day among them, and how many were new."""

    events: int = 0
    first: date | None = None
    last: date | None = None
    new: int = 0

    def read(self, events: Iterable[ForeignEvent]) -> Iterator[ForeignEvent]:
        """The events, counted as they pass."""
        for event in events:
            self.events += 1
            if event.day is not None:
                self.first = min(self.first or event.day, event.day)
                self.last = max(self.last or event.day, event.day)
            yield event

    def to_dict(self) -> dict[str, object]:
        """The same as JSON-ready values."""
        days = {"first": self.first and str(self.first), "last": self.last and str(self.last)}
        return {**asdict(self), **days}
