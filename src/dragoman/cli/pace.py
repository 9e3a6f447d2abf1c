"""How fast a run goes, and when it will be done."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Thread

_WINDOW = 60.0  # seconds that the rate looks back on, so that a change shows soon


@dataclass
class Pace:
    """Counts documents against the clock; how many there are may become known on the way."""

    clock: Callable[[], float] = time.monotonic
    total: int | None = None
    passed: int = 0  # those that were looked at, whatever became of them
    read: int = 0  # those that took time
    _since: list[tuple[float, int]] = field(default_factory=list)

    def step(self, *, read: bool) -> None:
        """One document more."""
        self.passed += 1
        self.read += read

    @property
    def rate(self) -> float | None:
        """Documents read per second of late; None before there is anything to tell it from."""
        now = self.clock()
        if not self._since or now - self._since[-1][0] >= 1:
            self._since.append((now, self.read))
        while len(self._since) > 2 and now - self._since[1][0] > _WINDOW:
            self._since.pop(0)
        began, read = self._since[0]
        return (self.read - read) / (now - began) if now > began and self.read > read else None

    @property
    def line(self) -> str:
        """Both in words."""
        told = [f"{self.passed:,} of {self.total:,}" if self.total else f"{self.passed:,}"]
        if rate := self.rate:
            told.append(f"{rate:.1f} a second" if rate >= 1 else f"{60 * rate:.1f} a minute")
            if self.total and self.total >= self.passed:
                told.append(f"{duration((self.total - self.passed) / rate)} left")
        return ", ".join(told)


def duration(seconds: float) -> str:
    """Seconds as a person says them: `40 s`, `12 min`, `3 h 20 min`, `5 days`."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // (24 * 60)} days"


def count_beside(pace: Pace, things: Iterable[object]) -> None:
    """Count things in a thread of its own, and tell the pace how many there are."""

    def count() -> None:
        pace.total = sum(1 for _ in things)

    Thread(target=count, daemon=True).start()
