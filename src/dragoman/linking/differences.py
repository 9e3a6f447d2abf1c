"""Where the tellings of one act differ: who, how many, whether."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dragoman.linking.words import words
from dragoman.model import Actor, Difference, Event, Figure, Status, Telling
from dragoman.model.report import Evidence

Found = tuple[str, Event, list[tuple[str, Figure]]]  # an event with its id and the figures beside
Claims = dict[str, list[Telling]]  # by what they are about

_SIZES = {"dead": "killed", "injured": "injured", "arrested": "arrested"}  # and their measures


def differences(found: Sequence[Found], sources: Mapping[str, str]) -> tuple[Difference, ...]:
    """What the events do not agree on; a value that several give stands with the first of them."""
    claims: Claims = {}
    for about, telling in _claims(found, sources):
        known = claims.setdefault(about, [])
        if all(
            (t.value, t.source, t.said_by) != (telling.value, telling.source, telling.said_by)
            for t in known
        ):
            known.append(telling)
    return tuple(
        Difference(about=about.partition(":")[0], tellings=tuple(tellings))
        for about, tellings in claims.items()
        if len({t.value for t in tellings}) > 1
    )


def _claims(found: Sequence[Found], sources: Mapping[str, str]) -> Iterator[tuple[str, Telling]]:
    for id, event, figures in found:
        if event.status in (Status.ACTUAL, Status.HISTORICAL, Status.NEGATED):
            did = "not done" if event.status is Status.NEGATED else "done"
            yield "status", _telling(did, id, event.evidence, event.said_by, sources)
        for role in ("actor", "recipient"):
            named: tuple[Actor, ...] = getattr(event, role)
            if countries := sorted({a.country for a in named if a.country}):
                value = ", ".join(countries)
                yield role, _telling(value, id, named[0].evidence, event.said_by, sources)
        yield from _sizes(id, event, figures, sources)
        yield from _figures(figures, sources)


def _sizes(
    id: str, event: Event, figures: Iterable[tuple[str, Figure]], sources: Mapping[str, str]
) -> Iterator[tuple[str, Telling]]:
    for name, measure in _SIZES.items():
        value = getattr(event.size, name) if event.size else None
        if value is None:
            continue
        fitting = [f for f in figures if f[1].measure == measure and _has(f[1], value)]
        record, figure = fitting[0] if fitting else (id, None)
        evidence = figure.evidence if figure else event.evidence
        said_by = (figure and figure.said_by) or event.said_by
        yield name, _telling(f"{value:,.12g}", record, evidence, said_by, sources)


def _has(figure: Figure, value: float) -> bool:
    return value in (figure.value if isinstance(figure.value, tuple) else (figure.value,))


def _figures(
    figures: Iterable[tuple[str, Figure]], sources: Mapping[str, str]
) -> Iterator[tuple[str, Telling]]:
    """Figures that count the same, other than what the size of an event tells."""
    for id, figure in figures:
        if figure.measure in _SIZES.values() or figure.of is None or figure.value is None:
            continue
        ends = figure.value if isinstance(figure.value, tuple) else (figure.value,)
        value = " to ".join(f"{end:,.12g}" for end in ends)
        counted = " ".join(word.key for word in words(figure.of.words)[-1:])
        telling = _telling(value, id, figure.evidence, figure.said_by, sources)
        yield f"{figure.measure}:{counted}", telling


def _telling(
    value: str, record: str, evidence: Evidence, said_by: Actor | None, sources: Mapping[str, str]
) -> Telling:
    who = (said_by.name or said_by.evidence.words) if said_by else None
    source = sources.get(evidence.report)
    return Telling(value=value, record=record, source=source, said_by=who, evidence=evidence)
