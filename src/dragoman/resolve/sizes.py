"""How many people an act hurt or took: figures joined to the event they are told of.

A figure belongs to the nearest fitting event of its sentence. Where several figures of one kind
belong to an event they compete, or count different people, and no single number is told.
"""

from collections import defaultdict
from collections.abc import Sequence

from dragoman.model import Event, Figure, Report, Size
from dragoman.reading.windows import sentence_at

# Which part of an event's size a measure gives, and the types of event that can have it.
PARTS = {
    "killed": ("dead", frozenset({"ASSAULT"})),
    "injured": ("injured", frozenset({"ASSAULT", "PROTEST"})),
    "arrested": ("arrested", frozenset({"COERCE", "PROTEST"})),
}


def sized(report: Report, events: Sequence[Event], figures: Sequence[Figure]) -> tuple[Event, ...]:
    """The events, with their size where the report's figures tell it."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for figure in figures:
        if figure.measure in PARTS and isinstance(figure.value, float):
            part, types = PARTS[figure.measure]
            event = _nearest(report, [e for e in events if e.type in types], figure)
            if event:
                found[event.id, part].append(figure.value)
    return tuple(_with_size(event, found) for event in events)


def _nearest(report: Report, events: Sequence[Event], figure: Figure) -> Event | None:
    """The event of the figure's sentence whose words stand nearest to the figure's."""
    start, end = sentence_at(report, figure.evidence.start)
    inside = [e for e in events if start <= e.evidence.start < end]
    return min(inside, key=lambda e: abs(e.evidence.start - figure.evidence.start), default=None)


def _with_size(event: Event, found: dict[tuple[str, str], list[float]]) -> Event:
    parts = {part: values for part, _ in PARTS.values() if (values := found.get((event.id, part)))}
    told = {part: values[0] for part, values in parts.items() if len(values) == 1}
    return event.model_copy(update={"size": Size(**told)}) if told else event
