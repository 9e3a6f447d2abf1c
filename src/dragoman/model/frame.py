"""What the reader finds: an anchor with a type, attributes, and roles filled by spans."""

from dataclasses import dataclass, field

Span = tuple[int, int]  # start, end in code points of the text that was read


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a schema (`events`, `statements`, `positions`, `figures`).

    `confidence` is the calibrated probability that the anchor is of its type; `scores` holds one
    probability per attribute and role that was filled.
    """

    schema: str
    anchor: Span
    type: str
    confidence: float
    attributes: dict[str, str] = field(default_factory=dict)
    roles: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
