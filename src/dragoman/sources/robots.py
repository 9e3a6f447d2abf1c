"""robots.txt: what a site lets programs fetch, as RFC 9309 has it."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dragoman.errors import SourceError
from dragoman.sources.web import Answer, agent

if TYPE_CHECKING:
    from collections.abc import Callable

    from protego import Protego

_LARGEST = 500_000  # bytes that are looked at
_DAY, _SOON = 86_400.0, 600.0  # seconds for which rules hold, and for which they are not asked for


class Robots:
    """The rules of sites, each fetched when it is first needed and once a day from then on."""

    def __init__(self, fetch: "Callable[[str], Answer]", now: "Callable[[], float]") -> None:
        self._fetch, self._now = fetch, now
        self._known: dict[str, tuple[Protego | None, float]] = {}  # and until when they hold

    def allows(self, url: str) -> bool | None:
        """Whether the site of a URL lets it be fetched; None where its rules cannot be had."""
        rules = self._of(url)
        return None if rules is None else bool(rules.can_fetch(url, agent()))

    def delay(self, url: str) -> float:
        """The seconds between two requests that the site asks for; 0 where it asks for none."""
        rules = self._of(url)
        return float(rules.crawl_delay(agent()) or 0) if rules is not None else 0.0

    def _of(self, url: str) -> "Protego | None":
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        rules, until = self._known.get(site, (None, 0.0))
        if until <= self._now():
            rules = self._asked(f"{site}/robots.txt")
            self._known[site] = rules, self._now() + (_SOON if rules is None else _DAY)
        return rules

    def _asked(self, url: str) -> "Protego | None":
        from protego import Protego

        try:
            answer = self._fetch(url)
        except SourceError:
            return None
        if answer.status >= 500:  # noqa: PLR2004  # the site is in trouble: leave it alone
            return None
        fine = answer.status == 200  # noqa: PLR2004  # without rules all is allowed
        words = answer.data[:_LARGEST].decode("utf-8", "replace") if fine else ""
        return Protego.parse(words)
