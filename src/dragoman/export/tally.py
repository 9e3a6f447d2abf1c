"""What an export holds, counted while it is written."""

from collections import Counter
from collections.abc import Iterable

from dragoman.export.selection import Found


class Tally:
    """Counts of what was written and of what a format could not take, and what to know of it."""

    def __init__(self, kinds: Iterable[str] = ()) -> None:
        self.counts: Counter[str] = Counter(dict.fromkeys(kinds, 0))
        self.coders: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.left_empty: Counter[str] = Counter()
        self.notes: list[str] = []

    def take(self, found: Found) -> None:
        """One record is in the file."""
        self.counts[found.kind] += 1
        self.coders[found.record.coder] += 1

    def leave(self, why: str) -> None:
        """One record is not in the file, and why."""
        self.left_out[why] += 1

    def empty(self, what: str) -> None:
        """One record has no value for something that the format asks for."""
        self.left_empty[what] += 1

    def told(self) -> dict[str, object]:
        """The counts as the manifest gives them."""
        return {
            "counts": dict(sorted(self.counts.items())),
            "coders": dict(sorted(self.coders.items())),
            "left_out": dict(sorted(self.left_out.items())),
            "left_empty": dict(sorted(self.left_empty.items())),
            "notes": self.notes,
        }
