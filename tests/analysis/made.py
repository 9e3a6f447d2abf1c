"""Small archives and columns of events that a test spells out."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dragoman.analysis.columns import Builder, Columns
from dragoman.analysis.plain import plain
from dragoman.archive import Archive
from dragoman.model import (
    Actor,
    Bound,
    Coding,
    Event,
    Figure,
    Place,
    Position,
    Precision,
    Report,
    Stance,
    Statement,
    StatementKind,
    Status,
    When,
)
from dragoman.vocab import plover

CODER = "dragoman/test"
Line = tuple[str, str, str]  # who, type, whom: countries' codes, several with "+", "" for unknown


def report(number: int, published: date | None, lines: Sequence[Line], site: str = "") -> Report:
    text = " ".join(f"{who or 'Someone'} {kind} {whom or 'them'}." for who, kind, whom in lines)
    return Report(
        address=f"https://example.org/{number}", text=text or "Nothing.", published=published,
        site=site or None,
    )  # fmt: skip


def coding(
    number: int,
    published: date | None,
    *lines: Line,
    day: date | None = None,
    last: date | None = None,
    status: Status = Status.ACTUAL,
    site: str = "",
    place: str | None = None,
) -> Coding:
    """A report in which each line is an event, dated to a day or to the days up to the last, and
    done in the country of a code."""
    made = report(number, published, lines, site)
    events, at = [], 0
    for who, kind, whom in lines:
        start = made.text.index(kind, at)
        at = start + len(kind)
        when = None
        if day:
            when = When(value=str(day), start=day, end=last or day, precision=Precision.DAY)
        events.append(
            Event(
                evidence=made.evidence(start, at), confidence=0.9, coder=CODER, type=kind,
                quad=plover().type(kind).quad, score=plover().score(kind, None), status=status,
                actor=actors(made, start, who), recipient=actors(made, start, whom), when=when,
                place=(Place(evidence=made.evidence(start, at), country=place, confidence=0.9),),
            )
        )  # fmt: skip
    return Coding(report=made, coder=CODER, events=tuple(events))


def actors(made: Report, start: int, codes: str) -> tuple[Actor, ...]:
    words = made.evidence(start, start + 1)
    return tuple(
        Actor(evidence=words, country=code, confidence=0.9) for code in codes.split("+") if code
    )


def columns(*codings: Coding) -> Columns:
    builder = Builder()
    for found in codings:
        builder.add(plain(found.report, found.records))
    return builder.done()


def kept(path: Path | str, *codings: Coding) -> Archive:
    """An archive that holds these; whoever asks for it closes it."""
    archive = Archive.open(path)
    for found in codings:
        archive.put(found)
    return archive


def speech(number: int, published: date, text: str, name: str, country: str) -> Coding:
    """A report in which someone is quoted with the first word of its text as the cue."""
    made = Report(address=f"https://example.org/s{number}", text=text, published=published)
    speaker = Actor(evidence=made.evidence(0, 4), name=name, country=country, confidence=0.9)
    return Coding(
        report=made, coder=CODER,
        statements=(Statement(
            evidence=made.evidence(5, len(text)), confidence=0.9, coder=CODER,
            kind=StatementKind.DIRECT, speaker=speaker, content=(made.evidence(5, len(text)),),
        ),),
    )  # fmt: skip


def count(number: int, published: date, text: str, of: str, *, site: str) -> Coding:
    """A report whose first word is a number of people killed."""
    made = Report(
        address=f"https://example.org/f{number}", text=text, published=published, site=site
    )
    first, at = text.split()[0], text.index(of)
    figure = Figure(
        evidence=made.evidence(0, len(first)), confidence=0.9, coder=CODER, value=float(first),
        bound=Bound.EXACT, measure="killed", unit="people", of=made.evidence(at, at + len(of)),
    )  # fmt: skip
    return Coding(report=made, coder=CODER, figures=(figure,))


def stand(number: int, published: date, party: str, stance: str, issue: str, text: str) -> Coding:
    """A report of one position: all of its text but the first word."""
    made = Report(address=f"https://example.org/p{number}", text=text, published=published)
    first = len(text.split()[0])
    position = Position(
        evidence=made.evidence(first + 1, len(text)), confidence=0.9, coder=CODER,
        party=Actor(evidence=made.evidence(0, first), country=party, confidence=0.9),
        stance=Stance(stance), issue=issue,
    )  # fmt: skip
    return Coding(report=made, coder=CODER, positions=(position,))
