"""Watching feeds: the pages they list that were not had before, several feeds side by side."""

import queue
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from dragoman.errors import DragomanError, SourceError
from dragoman.sources.document import Document, failed
from dragoman.sources.feeds import Entry, chosen, parse_feed
from dragoman.sources.feeds_ask import LONGEST, Asking, Clock, good
from dragoman.sources.feeds_plan import Feed, Plan
from dragoman.sources.feeds_state import Known, State
from dragoman.sources.web import Answer, LaterError, Limits, page

_ATTEMPTS = 3  # to fetch a page, one at each look
_SITEMAPS = 10  # of an index, at one look
_LONGEST = 86_400.0  # seconds a feed that fails is left alone
_DOUBLED = 30  # times that pause is doubled at the most
_WAITING = 16  # pages that are held until they are kept
_TICK = 0.5  # seconds after which a thread looks whether all is over


class Page(NamedTuple):
    """A page that a feed lists; its document may be a failed one."""

    feed: Feed
    document: Document


class Trouble(NamedTuple):
    """What went wrong and is tried again at another look."""

    feed: Feed
    error: DragomanError


class Looked(NamedTuple):
    """A feed was looked at to its end: how many pages it gave; None where it could not be had."""

    feed: Feed
    pages: int | None


class _Fetched(NamedTuple):
    feed: Feed
    entry: Entry
    document: Document | None
    error: LaterError | None  # where there is no document: it may go well another time


class _Answered(NamedTuple):
    """What a feed answered, and whether it may list more that is new without having changed."""

    answer: Answer
    more: bool = False


class _End(NamedTuple):
    """A feed is through: what it answered, or why it did not."""

    feed: Feed
    answered: _Answered | None
    error: DragomanError | None


Found = Page | Trouble | Looked


class Watch:
    """Looks at the feeds of a plan, over and over."""

    def __init__(self, plan: Plan, state: State, *, clock: Clock | None = None) -> None:
        self._plan, self._state, self._clock = plan, state, clock or Clock()
        limits = Limits(size=plan.max_size, total=plan.seconds, wait=min(20.0, plan.seconds))
        self._asking = Asking(limits, delay=plan.delay, clock=self._clock)

    def next_due(self) -> float:
        """When the next feed is to be looked at, in seconds since 1970."""
        return min(self._due(feed, self._state.known(feed.url)) for feed in self._plan.feed)

    def _due(self, feed: Feed, known: Known) -> float:
        """When a feed is to be looked at; at once if it was put off for longer than any is."""
        latest = self._clock.now() + max(LONGEST, self._every(feed))
        return known.due if known.due <= latest else 0.0

    def _every(self, feed: Feed) -> float:
        return 60.0 * (feed.every or self._plan.every)

    def look(self, *, early: bool = False) -> Generator[Found]:
        """One look at the feeds that are due; at all that do not fail, where `early`.

        A page counts as had once the next item is asked for: keep it before you go on. Feeds are
        told as they come; one that hangs holds up none of the others.
        """
        known = [(feed, self._state.known(feed.url)) for feed in self._plan.feed]
        now = self._clock.now()
        due = [(f, k) for f, k in known if self._due(f, k) <= now or (early and not k.failures)]
        with _Crew(self._asking, self._clock, due, size=self._plan.at_once) as crew:
            yield from self._taken(crew, feeds=len(due))

    def _taken(self, crew: "_Crew", *, feeds: int) -> Iterator[Found]:
        pages: dict[str, int] = {}
        late: set[str] = set()  # feeds of which a page is still to come
        while feeds:
            item = crew.results.get()
            url = item.feed.url
            if isinstance(item, _End):
                feeds -= 1
                yield from self._ended(item, pages.get(url, 0), whole=url not in late)
            elif item.error is not None:
                yield from self._not_had(item, item.error, late)
            elif item.document is not None:
                pages[url] = pages.get(url, 0) + 1
                yield Page(item.feed, item.document)
                self._state.page(url, item.entry.url, done=True)

    def _not_had(self, item: _Fetched, error: LaterError, late: set[str]) -> Iterator[Found]:
        feed, url = item.feed, item.entry.url
        over = self._state.attempts(feed.url, url) + 1 >= _ATTEMPTS
        if not over:
            late.add(feed.url)
        yield Page(feed, failed(error, address=url)) if over else Trouble(feed, error)
        self._state.page(feed.url, url, done=over)

    def _ended(self, end: _End, pages: int, *, whole: bool) -> Iterator[Found]:
        url, now = end.feed.url, self._clock.now()
        every = self._every(end.feed)
        if end.answered is None:
            failures = self._state.known(url).failures
            after = getattr(end.error, "after", None)
            due = max(after or 0.0, now + min(every * 2.0 ** min(failures, _DOUBLED), _LONGEST))
            self._state.failed(url, due=due)
            if end.error is not None:
                yield Trouble(end.feed, end.error)
            yield Looked(end.feed, None)
            return
        answer, more = end.answered
        known, headers = self._state.known(url), answer.headers
        same, whole = answer.status == 304, whole and not more  # noqa: PLR2004
        etag = headers.get("etag") or (known.etag if same else None)
        modified = headers.get("last-modified") or (known.modified if same else None)
        # With pages still to come the feed must be listed again, changed or not.
        self._state.looked(
            url, etag=etag if whole else None, modified=modified if whole else None, due=now + every
        )
        yield Looked(end.feed, pages)


class _Crew:
    """Threads that look at feeds, one feed each at a time, and hand over what they find."""

    def __init__(
        self,
        asking: Asking,
        clock: Clock,
        due: Sequence[tuple[Feed, Known]],
        *,
        size: int,
    ) -> None:
        self._asking, self._clock = asking, clock
        self.results: queue.Queue[_Fetched | _End] = queue.Queue(_WAITING)
        self._feeds: queue.SimpleQueue[tuple[Feed, Known]] = queue.SimpleQueue()
        for one in due:
            self._feeds.put(one)
        self._over = threading.Event()
        # Daemons: whoever stops the watch does not wait for a site that hangs.
        self._threads = [
            threading.Thread(target=self._work, daemon=True) for _ in range(min(size, len(due)))
        ]

    def __enter__(self) -> "_Crew":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                feed, known = self._feeds.get_nowait()
            except queue.Empty:
                return
            answered: _Answered | None = None
            error: DragomanError | None = None
            try:
                answered = self._look(feed, known)
            except DragomanError as known_error:
                error = known_error
            except Exception as fault:  # one feed must not stop the others, whatever it does
                error = DragomanError(
                    f"{feed.url}: unexpected {type(fault).__name__}: {fault}.",
                    todo="This is a fault of dragoman: please report it.",
                )
            self._hand(_End(feed, answered, error))

    def _hand(self, item: _Fetched | _End) -> None:
        while not self._over.is_set():
            try:
                self.results.put(item, timeout=_TICK)
            except queue.Full:
                continue
            return

    def _look(self, feed: Feed, known: Known) -> _Answered:
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        answer = self._had(feed.url, {k: v for k, v in asked.items() if v})
        if answer.status == 304:  # noqa: PLR2004
            return _Answered(answer)
        entries, index = self._listed(answer)
        new = [e for e in chosen(entries, match=feed.match) if e.url not in known.done]
        for entry in new[: feed.newest]:
            if self._over.is_set():
                break
            self._hand(self._page(feed, entry))
        # The sitemaps of an index change, and it does not.
        return _Answered(answer, more=index or len(new) > feed.newest)

    def _listed(self, answer: Answer) -> tuple[list[Entry], bool]:
        """What a feed or the newest sitemaps of an index list, and whether it is an index."""
        size = self._asking.limits.size
        listed = parse_feed(answer.data, url=answer.url, max_size=size, charset=answer.charset)
        entries = listed.entries
        for sitemap in listed.sitemaps[:_SITEMAPS]:
            below = self._had(sitemap, {})
            entries += parse_feed(below.data, url=below.url, max_size=size).entries
        return entries, bool(listed.sitemaps)

    def _had(self, url: str, headers: dict[str, str]) -> Answer:
        return good(self._asking.ask(url, headers), url=url, now=self._clock.now())

    def _page(self, feed: Feed, entry: Entry) -> _Fetched:
        try:
            document = page(self._had(entry.url, {}))
        except LaterError as error:
            return _Fetched(feed, entry, None, error)
        except SourceError as error:
            return _Fetched(feed, entry, failed(error, address=entry.url), None)
        told = replace(document, title=entry.title, published=entry.published, site=feed.site)
        return _Fetched(feed, entry, told, None)
