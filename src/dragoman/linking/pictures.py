"""What is shown of links: duplicates, stories and happenings as records."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

from dragoman.linking.differences import differences
from dragoman.linking.link import told, unpacked
from dragoman.linking.stories import common
from dragoman.model import Actor, Duplicates, Event, Happening, Place, Status, Story
from dragoman.model.links import Link

_WORDS = 6  # that tell a story from others
_CERTAIN = (Status.ACTUAL, Status.HISTORICAL, Status.NEGATED, Status.FUTURE, Status.HYPOTHETICAL)


class Origins(NamedTuple):
    """Where reports come from, by report: their sources, each copy having that of its text."""

    sources: Mapping[str, str]
    publishers: Mapping[str, str]

    def of(self, reports: Iterable[str]) -> tuple[str, ...]:
        """The known sources of the reports, in their order, each once."""
        return tuple(dict.fromkeys(self.sources[r] for r in reports if r in self.sources))


def origins(texts: Iterable[Link]) -> Origins:
    """The sources of reports, given the links of their texts.

    A report's source is the wire service it credits, else its publisher. Duplicates have one
    source: the wire service that any of them credits, else the publisher of the first.
    """
    ordered = sorted(texts, key=lambda link: link.order)
    publishers = {t.id: p for t in ordered if (p := unpacked(t.sketch)["publisher"])}
    wires: dict[str, str] = {}
    first: dict[str, str] = {}
    for text in ordered:
        group = text.first or text.id
        if service := unpacked(text.sketch)["wire"]:
            wires.setdefault(group, service)
        if text.id in publishers:
            first.setdefault(group, publishers[text.id])
    sources = {t.id: s for t in ordered if (s := (first | wires).get(t.first or t.id))}
    return Origins(sources, publishers)


def duplicates(group: Sequence[Link]) -> Duplicates:
    """Reports with one text."""
    known = origins(group)
    reports = tuple(link.id for link in group)
    exact = {unpacked(link.sketch)["sketch"]["exact"] for link in group}
    return Duplicates(
        reports=reports,
        sources=known.of(reports),
        exact=len(exact) == 1,
        publishers=tuple(
            dict.fromkeys(known.publishers[r] for r in reports if r in known.publishers)
        ),
    )


def story(group: Sequence[Link], known: Origins) -> Story:
    """Reports about one development."""
    days = [date.fromordinal(link.day) for link in group if link.day]
    reports = tuple(link.id for link in group)
    return Story(
        reports=reports,
        sources=known.of(reports),
        start=min(days, default=None),
        end=max(days, default=None),
        words=common([unpacked(link.sketch)["sketch"] for link in group], _WORDS),
    )


def happening(group: Sequence[Link], known: Origins) -> Happening:
    """Events that tell one act."""
    found = [(link.id, *told(link)) for link in group]
    events = [event for _, event, _ in found]
    reports = tuple(dict.fromkeys(link.report for link in group))
    start, end = _days(events)
    actors = [a for e in events for a in e.actor]
    recipients = [a for e in events for a in e.recipient]
    places = [p for e in events for p in e.place]
    return Happening(
        reports=reports,
        sources=known.of(reports),
        events=tuple(link.id for link in group),
        figures=tuple(dict.fromkeys(id for _, _, figures in found for id, _ in figures)),
        type=events[0].type,
        mode=next((e.mode for e in events if e.mode), None),
        quad=events[0].quad,
        score=median(e.score for e in events),
        status=min((e.status for e in events), key=_CERTAIN.index),
        actor=_names(actors),
        recipient=_names(recipients),
        place=_names(places),
        actor_countries=_countries(actors),
        recipient_countries=_countries(recipients),
        place_countries=_countries(places),
        start=start,
        end=end,
        published=date.fromordinal(group[0].day) if group[0].day else None,
        evidence=events[0].evidence,
        differences=differences(found, known.sources),
    )


def _names(named: Iterable[Actor | Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n.name or n.evidence.words for n in named))


def _countries(named: Iterable[Actor | Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n.country for n in named if n.country))


def _days(events: Sequence[Event]) -> tuple[date | None, date | None]:
    """The narrowest span of days that an event tells; else the day by which it was done."""
    whens = [e.when for e in events if e.when]
    spans = [(w.start, w.end) for w in whens if w.start and w.end]
    if spans:
        return min(spans, key=lambda span: (span[1] - span[0], span))
    starts, ends = [w.start for w in whens if w.start], [w.end for w in whens if w.end]
    return max(starts, default=None), min(ends, default=None)
