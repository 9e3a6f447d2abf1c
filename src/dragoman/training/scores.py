"""How well predicted marks agree with annotated ones: precision, recall and F1 by name.

Marks of a unit are paired one to one, greedily in the order of the prediction. Spans agree where
they overlap, statement contents where they share at least half of their joint length. Finer names
build on coarser ones: `events.mode` needs trigger, type and mode, `positions.party` needs content,
stance and party. A role of events counts where an event of that type has an overlapping span in
that role. Figures are micro-averaged over units.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Mark = Mapping[str, Any]  # one mark as JSON gives it
Match = Callable[[Mark, Mark], bool]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one measure."""

    hits: int
    gold: int
    predicted: int

    @property
    def precision(self) -> float:
        """The share of predictions that are right."""
        return self.hits / max(self.predicted, 1)

    @property
    def recall(self) -> float:
        """The share of annotations that were found."""
        return self.hits / max(self.gold, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / max(self.gold + self.predicted, 1)


def overlaps(a: Sequence[int] | None, b: Sequence[int] | None) -> bool:
    """Whether two spans share a character."""
    return bool(a and b and a[0] < b[1] and b[0] < a[1])


def both(a: Sequence[int] | None, b: Sequence[int] | None) -> bool:
    """Whether two optional spans overlap, or both are absent."""
    return overlaps(a, b) if a or b else True


def share_half(a: Iterable[Sequence[int]], b: Iterable[Sequence[int]]) -> bool:
    """Whether two lists of spans share at least half of their joint characters."""
    x, y = ({i for s, e in spans for i in range(s, e)} for spans in (a, b))
    return bool(x & y) and 2 * len(x & y) >= len(x | y)


def _numbers(value: Any) -> list[float]:  # Any: a number, a pair of numbers, or null
    values = value if isinstance(value, list | tuple) else [] if value is None else [value]
    return [float(v) for v in values]


def _measures() -> dict[str, tuple[str, Match]]:
    def same(*keys: str) -> Match:
        return lambda g, p: all(g.get(k) == p.get(k) for k in keys)

    def on(key: str) -> Match:
        return lambda g, p: overlaps(g[key], p[key])

    def role(key: str) -> Match:
        return lambda g, p: both(g.get(key), p.get(key))

    def every(*matches: Match) -> Match:
        return lambda g, p: all(m(g, p) for m in matches)

    def content(g: Mark, p: Mark) -> bool:
        return share_half(g["content"], p["content"])

    trigger, wanted, text = on("trigger"), on("content"), on("text")
    stance = every(wanted, same("stance"))
    return {
        "events.trigger": ("events", trigger),
        "events.type": ("events", every(trigger, same("type"))),
        "events.mode": ("events", every(trigger, same("type", "mode"))),
        "events.status": ("events", every(trigger, same("type", "status"))),
        "statements.content": ("statements", content),
        "statements.speaker": ("statements", every(content, role("speaker"))),
        "statements.kind": ("statements", every(content, same("kind"))),
        "statements.addressee": ("statements", every(content, role("addressee"))),
        "positions.content": ("positions", wanted),
        "positions.stance": ("positions", stance),
        "positions.issue": ("positions", every(stance, same("issue"))),
        "positions.party": ("positions", every(stance, role("party"))),
        "positions.of": ("positions", every(stance, role("of"))),
        "positions.condition": ("positions", every(stance, role("condition"))),
        "figures.text": ("figures", text),
        "figures.measure": ("figures", every(text, same("measure"))),
        "figures.bound": ("figures", every(text, same("bound"))),
        "figures.of": ("figures", every(text, role("of"))),
        "figures.said_by": ("figures", every(text, role("said_by"))),
        "figures.value": (
            "figures",
            every(text, lambda g, p: _numbers(g.get("value")) == _numbers(p.get("value"))),
        ),
    }


EVENT_ROLES = ("actor", "recipient", "place", "time", "said_by")


def _fillers(unit: Mark, role: str) -> list[dict[str, Any]]:
    out = []
    for event in unit.get("events") or []:
        spans = event.get(role) or []
        spans = [spans] if spans and isinstance(spans[0], int) else spans
        out += [{"type": event["type"], "span": span} for span in spans]
    return out


def _same_filler(g: Mark, p: Mark) -> bool:
    return bool(g["type"] == p["type"]) and overlaps(g["span"], p["span"])


def pairs(gold: Sequence[Mark], predicted: Sequence[Mark], match: Match) -> list[tuple[Mark, Mark]]:
    """Annotated and predicted marks that agree, each used once."""
    left, found = list(gold), []
    for p in predicted:
        hit = next((i for i, g in enumerate(left) if match(g, p)), None)
        if hit is not None:
            found.append((left.pop(hit), p))
    return found


def by_type(gold: Sequence[Mark], predicted: Sequence[Mark]) -> dict[str, Score]:
    """`events.type` of each type by itself."""

    def of(units: Sequence[Mark], kind: str) -> list[Mark]:
        return [{"events": [e for e in u.get("events") or [] if e["type"] == kind]} for u in units]

    kinds = sorted({e["type"] for u in (*gold, *predicted) for e in u.get("events") or []})
    return {k: score(of(gold, k), of(predicted, k))["events.type"] for k in kinds}


def score(gold: Sequence[Mark], predicted: Sequence[Mark]) -> dict[str, Score]:
    """Each measure over units given in the same order."""
    counts: Counter[tuple[str, str]] = Counter()
    measures = _measures()

    def count(name: str, a: Sequence[Mark], b: Sequence[Mark], match: Match) -> None:
        counts[name, "hits"] += len(pairs(a, b, match))
        counts[name, "gold"] += len(a)
        counts[name, "predicted"] += len(b)

    for g, p in zip(gold, predicted, strict=True):
        for name, (key, match) in measures.items():
            count(name, g.get(key) or [], p.get(key) or [], match)
        for role in EVENT_ROLES:
            count(f"events.{role}", _fillers(g, role), _fillers(p, role), _same_filler)
    names = [*measures, *(f"events.{r}" for r in EVENT_ROLES)]
    return {n: Score(counts[n, "hits"], counts[n, "gold"], counts[n, "predicted"]) for n in names}
