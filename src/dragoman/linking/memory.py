"""Links in memory: for measuring, for tests, and for groups of reports that are in no archive."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from dragoman.linking.link import Found, Joined, links_of, relink
from dragoman.model import Report
from dragoman.model.links import Link, closest

Id = tuple[str, str]  # kind and id


class Memory:
    """A `Writer` that keeps links in memory."""

    def __init__(self) -> None:
        self.links: dict[Id, Link] = {}
        self._keys: dict[Id, list[int]] = {}
        self._by_key: dict[tuple[str, int], set[str]] = defaultdict(set)

    def forget(self, reports: Collection[str]) -> None:
        """Take out the links of reports; what joined them becomes loose."""
        gone = {id for id, link in self.links.items() if link.report in reports}
        for id in gone:
            del self.links[id]
            for key in self._keys.pop(id):
                self._by_key[id[0], key].discard(id[1])
        for id, link in self.links.items():
            if (link.kind, link.joins) in gone:
                self.links[id] = link._replace(joins=None, likeness=None, first="")

    def loose(self) -> list[Link]:
        """Those whose group is to be found again, in their order."""
        return sorted((x for x in self.links.values() if not x.first), key=lambda x: x.order)

    def keys(self, kind: str, ids: Collection[str]) -> dict[str, list[int]]:
        """What these are found by."""
        return {id: self._keys[kind, id] for id in ids}

    def candidates(
        self, kind: str, found: Iterable[Found], *, window: int | None, shared: int, most: int
    ) -> Iterator[tuple[Link, list[Link]]]:
        """Of each the others of its kind that share so many of its keys, so many days off."""
        for link, keys in found:
            times = Counter(id for key in {*keys} for id in self._by_key[kind, key])
            near = [(self.links[kind, id], n) for id, n in times.items() if n >= shared]
            yield link, closest(link, near, window=window, most=most)

    def add(self, found: Iterable[Found]) -> None:
        """Keep links and what they are found by; they are loose."""
        for link, keys in found:
            self.links[link.kind, link.id] = link
            self._keys[link.kind, link.id] = list(keys)
            for key in keys:
                self._by_key[link.kind, key].add(link.id)

    def join(self, kind: str, joined: Mapping[str, Joined]) -> None:
        """Let each of these join another; they become loose."""
        for id, (likeness, other) in joined.items():
            row = self.links[kind, id]._replace(joins=other, likeness=likeness, first="")
            self.links[kind, id] = row

    def settle(self) -> None:
        """Find the groups of all."""
        for id, link in sorted(self.links.items(), key=lambda item: item[1].order):
            above = self.links[link.kind, link.joins].first if link.joins else link.id
            self.links[id] = link._replace(first=above)


def firsts(found: Iterable[Found]) -> dict[Id, str]:
    """The first of the group of each of these, by kind and id."""
    made: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        made[one[0].report].append(one)
    memory = Memory()
    relink(memory, made)
    return {id: link.first for id, link in memory.links.items()}


def stories_of(texts: Sequence[str]) -> list[str]:
    """Which story each of the texts is of; of none it is known when it was published."""
    reports = [Report(address=f"text:{n}", text=text) for n, text in enumerate(texts)]
    found = firsts(links_of(report, (), ())[1] for report in reports)  # the second is the story's
    return [found["story", report.id] for report in reports]
