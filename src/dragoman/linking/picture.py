"""The picture that links give: made again where reports changed, and read as records."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import Protocol

from dragoman.linking import pictures
from dragoman.linking.link import RULES, Found, Writer, relink, told, unpacked
from dragoman.model import Duplicates, Event, Happening, Linked, Story
from dragoman.model.links import Link

BATCH = 100  # reports linked in one transaction
PLAN = 100 * BATCH  # reports asked for at once: all changes since are gone through for them


class Links(Protocol):
    """Where links are kept."""

    def changed(self, cursor: int) -> Iterator[tuple[str, int]]:
        """The reports that something happened to after the cursor, each with its last change."""

    def everywhere(self) -> int:
        """The number of the last change that holds for every report."""

    def cursor(self, rules: str) -> int:
        """Up to which change links were made by these rules; without any where by others."""

    def writing(self, *, since: int, until: int) -> AbstractContextManager[Writer | None]:
        """Where links are written, all or none; None where another program did that meanwhile."""

    def groups(self, kind: str, *, least: int = 1) -> Iterator[list[Link]]:
        """What belongs together, by day of the first."""

    def members(self, kind: str) -> Iterator[tuple[str, list[str]]]:
        """The first of each group, and the ids of all in it."""

    def of(self, kind: str, ids: Iterable[str]) -> dict[str, Link]:
        """The links of this kind that have these ids."""

    def count(self, kind: str) -> int:
        """How many groups of this kind there are."""

    def joined(self, kind: str) -> int:
        """How many there are of two or more."""


# What there is to link of reports, by id; nothing of one that is gone.
Read = Callable[[Collection[str]], Mapping[str, Sequence[Found]]]


def link(links: Links, *, read: Read, report: Callable[[int], object]) -> Linked:
    """Link what changed since the last time; `report` is told how many reports are done."""
    # A decision that holds for every report changes what any of them shows.
    rules = f"{RULES}.{links.everywhere()}"
    done, cursor = 0, links.cursor(rules)
    while waiting := list(islice(links.changed(cursor), PLAN)):
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            until = batch[-1][1]
            found = read([id for id, _ in batch])
            with links.writing(since=cursor, until=until) as writer:
                if writer is not None:
                    relink(writer, found)
            if writer is None:
                cursor = links.cursor(rules)
                break
            cursor, done = until, done + len(batch)
            report(done)
    return Linked(
        reports=done,
        duplicates=links.joined("duplicate"),
        stories=links.count("story"),
        happenings=links.count("happening"),
    )


def duplicates(links: Links) -> Iterator[Duplicates]:
    """Reports with one text, two or more of them, by day of publication."""
    return map(pictures.duplicates, links.groups("duplicate", least=2))


def stories(links: Links, *, least: int = 1) -> Iterator[Story]:
    """Stories of at least so many reports, by day of publication."""
    for group in links.groups("story", least=least):
        yield pictures.story(group, _origins(links, group))


def happenings(
    links: Links, *, least: int = 1, fits: Callable[[Event], bool] = lambda _: True
) -> Iterator[Happening]:
    """Happenings told by at least so many events, one of which fits, by day of publication."""
    for group in links.groups("happening", least=least):
        if any(fits(told(one)[0]) for one in group):
            yield pictures.happening(group, _origins(links, group))


def members(links: Links) -> Iterator[tuple[str, list[str]]]:
    """The id of each happening, and those of its events: all there is to count by, and no more."""
    for first, events in links.members("happening"):
        yield Happening.id_of(first), events


def figures(links: Links) -> Iterator[tuple[str, list[str]]]:
    """The id of each happening that figures are told with, and those of its figures."""
    for group in links.groups("happening"):
        if told_with := [f["id"] for one in group for f in unpacked(one.sketch)["figures"]]:
            yield Happening.id_of(group[0].id), told_with


def _origins(links: Links, group: Iterable[Link]) -> pictures.Origins:
    return pictures.origins(links.of("duplicate", {one.report for one in group}).values())
