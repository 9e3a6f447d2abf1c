"""Scores to frames: which anchors stand, which spans fill their roles, which labels hold."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dragoman.model import Frame, Span
from dragoman.reading.schema import NONE, Schema, Schemas
from dragoman.reading.tokens import Tokens

Cover = tuple[int, int]  # tokens: first, one past the last


@dataclass(frozen=True, slots=True)
class Anchor:
    """A candidate: its schema, type, tokens and the probability that it is of that type."""

    schema: Schema
    type: str
    tokens: Cover
    probability: float


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis."""
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True))


def anchors(
    tags: np.ndarray, tokens: Tokens, schemas: Schemas, thresholds: Mapping[str, float]
) -> list[Anchor]:
    """The anchors in one text: `tags` [n, all tags], without special tokens.

    A word begins an anchor where the probabilities of all types together reach its schema's
    threshold; it goes on while "inside" is the likeliest tag.
    """
    out: list[Anchor] = []
    for schema in schemas.items:
        p = softmax(tags[:, schemas.tag_slices[schema.name]])
        begin = p[:, 2:].sum(-1)
        inside = p[:, 1] > np.maximum(p[:, 0], begin)
        for first in np.flatnonzero((begin >= thresholds[schema.name]) & tokens.heads):
            last = _run(int(first) + 1, inside)
            kind = int(p[first, 2:].argmax())
            cover = whole_words((int(first), last), tokens)
            out.append(Anchor(schema, schema.types[kind], cover, float(begin[first])))
    return out


def _run(start: int, inside: np.ndarray) -> int:
    """The first index from `start` on at which `inside` is False."""
    end = start
    while end < len(inside) and inside[end]:
        end += 1
    return int(end)


def whole_words(cover: Cover, tokens: Tokens) -> Cover:
    """The cover, grown so that no word is cut."""
    first, last = cover
    while first > 0 and not tokens.heads[first]:
        first -= 1
    while last < len(tokens) and not tokens.heads[last]:
        last += 1
    return first, last


def span_of(cover: Cover, tokens: Tokens) -> Span:
    """A cover as a span of the text."""
    return int(tokens.starts[cover[0]]), int(tokens.ends[cover[1] - 1])


def role_spans(
    tags: np.ndarray, tokens: Tokens, *, many: bool, threshold: float
) -> list[tuple[Span, float]]:
    """The spans that fill one role with their probabilities: `tags` [n, 3] outside, begin, inside.

    A single filler is the likeliest; several are those that reach the threshold.
    """
    p = softmax(tags)
    found: list[tuple[Cover, float]] = []
    inside = p[:, 2] > np.maximum(p[:, 0], p[:, 1])
    for first in np.flatnonzero((p[:, 1] >= threshold) & tokens.heads):
        if found and first < found[-1][0][1]:
            continue
        last = _run(int(first) + 1, inside)
        found.append((whole_words((int(first), last), tokens), float(p[first, 1])))
    if not many and len(found) > 1:
        found = [max(found, key=lambda f: f[1])]
    return [(span_of(c, tokens), q) for c, q in found]


def frame(
    anchor: Anchor,
    roles: np.ndarray,
    labels: np.ndarray,
    tokens: Tokens,
    *,
    schemas: Schemas,
    thresholds: Mapping[str, float],
    modes: Mapping[str, frozenset[str]],
) -> Frame:
    """One anchor with its roles ([n, roles, 3]) and attributes ([labels]) as a frame.

    `modes` gives, per event type, the modes it may have.
    """
    name = anchor.schema.name
    filled: dict[str, tuple[Span, ...]] = {}
    scores: dict[str, float] = {}
    for role, arity in anchor.schema.roles.items():
        found = role_spans(
            roles[:, schemas.role_index[name, role]],
            tokens,
            many=arity == "many",
            threshold=thresholds[f"{name}.{role}"],
        )
        if found:
            filled[role] = tuple(s for s, _ in found)
            scores[role] = min(q for _, q in found)
    attributes: dict[str, str] = {}
    for attribute, options in anchor.schema.attributes.items():
        p = softmax(labels[schemas.attribute_slices[name, attribute]])
        if attribute == "mode":
            allowed = modes.get(anchor.type, frozenset())
            p = np.where([o == NONE or o in allowed for o in options], p, 0.0)
        best = int(p.argmax())
        scores[attribute] = float(p[best])
        if options[best] != NONE:
            attributes[attribute] = options[best]
    return Frame(
        name,
        span_of(anchor.tokens, tokens),
        anchor.type,
        anchor.probability,
        attributes,
        filled,
        scores,
    )
