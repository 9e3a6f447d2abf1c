"""Linking: each report and event joins the earlier one that it is most like, if it is like enough.

What a thing joins depends on it and on the earlier ones alone, where *earlier* is by day of
publication and by place in the text, not by when it came in. So groups are the same in whatever
order reports come in, and a new one changes only what is found by the same words.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol  # Any: sketches, which differ by kind

from dragoman.linking import acts, alike, duplicates, stories
from dragoman.linking.sources import publisher, wire
from dragoman.model import Event, Figure, Report
from dragoman.model.links import Link
from dragoman.reading.windows import sentence_at

MOST = 1000  # others that one is compared with
RULES = "5"  # another number where the same reports would be linked otherwise

Found = tuple[Link, list[int]]  # with what it is found by
Joined = tuple[float, str]  # how like it is, and the id of what it joins
Named = tuple[str, Event]  # with the id it is shown by


class Kind(NamedTuple):
    """How one kind of link is found and made."""

    window: int | None  # days
    shared: int  # of what it is found by
    least: float
    likeness: Callable[[Any, Any], float]
    keys: Callable[[Any], list[int]]


KINDS = {
    "duplicate": Kind(None, 1, duplicates.LEAST, duplicates.likeness, duplicates.keys),
    "story": Kind(stories.WINDOW, stories.SHARED, stories.LEAST, stories.likeness, stories.keys),
    "happening": Kind(acts.WINDOW, acts.SHARED, alike.LEAST, alike.likeness, acts.keys),
}


class Writer(Protocol):
    """Where links are kept, within one transaction."""

    def forget(self, reports: Collection[str]) -> None:
        """Take out the links of reports; what joined them becomes loose."""

    def loose(self) -> list[Link]:
        """Those whose group is to be found again, in their order."""

    def keys(self, kind: str, ids: Collection[str]) -> Mapping[str, list[int]]:
        """What these are found by."""

    def candidates(
        self, kind: str, found: Iterable[Found], *, window: int | None, shared: int, most: int
    ) -> Iterator[tuple[Link, list[Link]]]:
        """Of each the others of its kind that share so many of its keys, so many days off at most.

        Where there are more than `most`, those that share most keys, then those nearest in time.
        """

    def add(self, found: Iterable[Found]) -> None:
        """Keep links and what they are found by; they are loose."""

    def join(self, kind: str, joined: Mapping[str, Joined]) -> None:
        """Let each of these join another; they become loose."""

    def settle(self) -> None:
        """Find the groups of those that are loose."""


def links_of(
    report: Report, events: Iterable[Named], figures: Iterable[tuple[str, Figure]]
) -> list[Found]:
    """What there is to link of a report: itself, as a text and as part of a story, and its acts."""
    origin = {"wire": wire(report), "publisher": publisher(report)}
    told = stories.sketch(report)
    made = [
        _made("duplicate", report.id, report, len(report.text), duplicates.sketch(report), origin),
        _made("story", report.id, report, len(report.text), told, {}),
    ]
    ordered = sorted(figures, key=lambda one: (one[1].evidence.start, one[0]))
    counted = [(id, f, sentence_at(report, f.evidence.start)) for id, f in ordered]
    for id, event in events:
        place = sentence_at(report, event.evidence.start)
        beside = [{"id": i, "figure": f.to_dict()} for i, f, at in counted if at == place]
        more = {"event": event.to_dict(), "figures": beside}
        start = event.evidence.start
        made.append(_made("happening", id, report, start, acts.sketch(event, report), more))
    return made


def _made(
    kind: str, id: str, report: Report, start: int, sketch: object, more: Mapping[str, object]
) -> Found:
    text = json.dumps({"sketch": sketch, **more}, ensure_ascii=False, separators=(",", ":"))
    day = report.published.toordinal() if report.published else 0
    link = Link(kind, id, report.id, day, start, text)
    return link, KINDS[kind].keys(unpacked(text)["sketch"])


@lru_cache(maxsize=4096)
def unpacked(sketch: str) -> dict[str, Any]:
    """What `Link.sketch` holds; not to be changed."""
    found: dict[str, Any] = json.loads(sketch)
    return found


def relink(writer: Writer, reports: Mapping[str, Sequence[Found]]) -> None:
    """Let what there is of these reports now take the place of what there was."""
    new = [one for found in reports.values() for one in found]
    known = {(link.kind, link.id): keys for link, keys in new}
    writer.forget(reports.keys())
    writer.add(new)
    loose = writer.loose()
    for kind in KINDS:
        of_kind = [link for link in loose if link.kind == kind]
        old = writer.keys(kind, [link.id for link in of_kind if (kind, link.id) not in known])
        found = [(x, old[x.id] if x.id in old else known[kind, x.id]) for x in of_kind]
        _join(writer, kind, found, new={id for of, id in known if of == kind})
    writer.settle()


def _join(writer: Writer, name: str, found: Sequence[Found], *, new: Collection[str]) -> None:
    """Let links join the best of the earlier ones, and later ones join them if they are new."""
    kind, loose = KINDS[name], {link.id for link, _ in found}
    joined: dict[str, Joined] = {}
    limits = {"shared": kind.shared, "most": MOST}
    for link, others in writer.candidates(name, found, window=kind.window, **limits):
        best: Joined = (kind.least, "")
        for other in others:
            if other.order < link.order:
                best = max(best, (_likeness(kind, other, link), other.id))
            elif link.id in new and other.id not in loose:
                kept = (other.likeness or kind.least, other.joins or "")
                known = joined.get(other.id, kept)
                if (made := (_likeness(kind, link, other), link.id)) > known:
                    joined[other.id] = made
        if best[1]:
            joined[link.id] = best
    writer.join(name, joined)


def _likeness(kind: Kind, earlier: Link, later: Link) -> float:
    return kind.likeness(unpacked(earlier.sketch)["sketch"], unpacked(later.sketch)["sketch"])


def told(link: Link) -> tuple[Event, list[tuple[str, Figure]]]:
    """The event of a link and the figures told with it."""
    kept = unpacked(link.sketch)
    figures = [(f["id"], Figure.from_dict(f["figure"])) for f in kept["figures"]]
    return Event.from_dict(kept["event"]), figures
