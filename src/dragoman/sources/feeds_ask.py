"""Asking sites gently: one request to a host at a time, a pause between two, robots.txt heeded."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from dragoman.errors import UnreadableSource
from dragoman.sources.robots import Robots
from dragoman.sources.web import Answer, LaterError, Limits, fetch

LONGEST = 7 * 86_400.0  # seconds for which a site may ask to be left alone
_LONGEST_PAUSE = 120.0  # seconds between two requests that a site may ask for
_DIGITS = 10  # of a number of seconds


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, and waiting; tests give one of their own."""

    now: Callable[[], float] = time.time
    wait: Callable[[float], object] = time.sleep


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: float = 0.0  # when it may be asked next


class Asking:
    """Requests from several threads, told apart by host."""

    def __init__(self, limits: Limits, *, delay: float, clock: Clock) -> None:
        self.limits, self._delay, self._clock = limits, delay, clock
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._robots = Robots(lambda url: self._polite(url, {}, pause=delay), clock.now)

    def ask(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """What the site answers; `UnreadableSource` where its robots.txt forbids to ask."""
        allowed, host = self._robots.allows(url), urlsplit(url).netloc
        if allowed is None:
            raise LaterError(
                f"{url} is not fetched: robots.txt of {host} cannot be had.",
                todo="It is asked again later.",
            )
        if not allowed:
            raise UnreadableSource(
                f"{url} is not fetched: robots.txt of {host} does not let programs.",
                todo="Ask the publisher, or save the page yourself and read it.",
            )
        pause = min(max(self._delay, self._robots.delay(url)), _LONGEST_PAUSE)
        return self._polite(url, headers or {}, pause=pause)

    def _polite(self, url: str, headers: Mapping[str, str], *, pause: float) -> Answer:
        with self._lock:
            host = self._hosts.setdefault(urlsplit(url).netloc, _Host())
        with host.lock:
            if (left := host.free - self._clock.now()) > 0:
                self._clock.wait(left)
            try:
                return fetch(url, self.limits, headers=headers)
            finally:
                host.free = self._clock.now() + pause


def good(answer: Answer, *, url: str, now: float) -> Answer:
    """The answer, if it is 200 or 304; `LaterError` for one that may change, else an error."""
    status = answer.status
    if status in (200, 304):
        return answer
    what = f"{url} was answered with {status}."
    if status == 429 or status >= 500:  # noqa: PLR2004
        after = _after(answer.headers.get("retry-after", ""), now=now)
        raise LaterError(what, todo="It is asked again later.", after=after)
    gone = {404: "Check the address.", 410: "It is gone: take it out."}
    raise UnreadableSource(what, todo=gone.get(status, "Open it in a browser."))


def _after(stated: str, *, now: float) -> float | None:
    """When a site asks to be asked again: in so many seconds, or at a time; never too late."""
    words = stated.strip()
    try:
        if words.isascii() and words.isdecimal():
            after = now + (int(words) if len(words) <= _DIGITS else LONGEST)
        else:
            after = parsedate_to_datetime(words).timestamp()
    except (ValueError, OverflowError, OSError):  # days that the system cannot count to
        return None
    return min(after, now + LONGEST)
