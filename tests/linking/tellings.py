"""Reports and events made from marked text, for tests of linking."""

from datetime import date
from typing import Any

from dragoman.linking import acts, alike
from dragoman.model import Coding, Event, Figure, Place, Report, Status
from dragoman.model.records import Bound
from factories import CODER, Marked, marked


def report(text: str, *, address: str = "https://example.org/a", day: int | None = 1) -> Report:
    """A report published on a day of May 2024."""
    published = date(2024, 5, day) if day else None
    return Report(address=address, text=text, published=published)


def telling(
    text: str, *, day: int | None = 1, address: str | None = None, **told: Any
) -> tuple[Marked, Event]:
    """An event whose words, actor, recipient and place are marked in the text.

    `actor`, `recipient` and `place` give the countries of what is marked so.
    """
    where = address or f"https://example.org/{day}"
    m = marked(text, address=where, title="", published=date(2024, 5, day) if day else None)
    named: dict[str, Any] = {
        role: (m.actor(role, country=told.pop(role, None)),)
        for role in ("actor", "recipient")
        if role in m.spans
    }
    places: tuple[Place, ...] = ()
    if "place" in m.spans:
        at = told.pop("at", (None, None))
        places = (
            Place(
                evidence=m["place"], country=told.pop("place", None), confidence=0.9,
                precision="city", latitude=at[0], longitude=at[1],
            ),
        )  # fmt: skip
    fields: dict[str, Any] = {"type": "ASSAULT", "quad": 4, "score": -9, "status": Status.ACTUAL}
    event = Event(
        evidence=m["act"], confidence=0.9, coder=CODER, **(fields | named | told), place=places
    )
    return m, event


def likeness(first: tuple[Marked, Event], second: tuple[Marked, Event]) -> float:
    """How likely the two tell one act."""
    a, b = (acts.sketch(event, m.report) for m, event in (first, second))
    return alike.likeness(a, b)


def coded(told: tuple[Marked, Event], *, dead: float | None = None) -> Coding:
    """A coding of one event and, where `number` is marked, the figure that counts the dead."""
    m, event = told
    figures: tuple[Figure, ...] = ()
    if "number" in m.spans and dead is not None:
        figures = (
            Figure(
                evidence=m["number"], confidence=0.9, coder=CODER, value=dead, bound=Bound.EXACT,
                measure="killed", unit="people",
            ),
        )  # fmt: skip
    return Coding(report=m.report, coder=CODER, events=(event,), figures=figures)
