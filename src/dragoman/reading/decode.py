"""Scores to frames: which anchors stand, which spans fill their roles, which labels hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import tanh
from typing import Protocol

import numpy as np

from dragoman.model import Frame, Span
from dragoman.reading.schema import NONE, Schema, Schemas
from dragoman.reading.tokens import Tokens

Cover = tuple[int, int]  # tokens: first, one past the last
Found = tuple[Cover, float]  # a span's tokens and its probability


NEARLY = 2.5  # nats: tried from 0 to 3 on the development documents
CANDIDATE = 0.15  # the least probability at which the branch looks at an anchor
ENCODER = 0.7  # the encoder's weight beside the branch's; from 0.3 to 1 tried on the same documents


WEIGHT = 0.5  # of a second opinion on the labels of spans beside the branch's own


class Opinion(Protocol):
    """A second opinion on the labels of one attribute ("positions.issue")."""

    attribute: str

    def __call__(self, span: np.ndarray, sentence: np.ndarray) -> np.ndarray:
        """The labels' log probabilities, from the word vectors of a span and of its sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Anchor:
    """A candidate: its schema, type, tokens and the probability that it is of that type."""

    schema: Schema
    type: str
    tokens: Cover
    probability: float


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis."""
    p = scores - scores.max(-1, keepdims=True)
    np.exp(p, out=p)
    p /= p.sum(-1, keepdims=True)
    return np.asarray(p)


def log_softmax(scores: np.ndarray) -> np.ndarray:
    """Logarithms of probabilities along the last axis."""
    return np.asarray(np.log(np.maximum(softmax(scores), 1e-6)))


def anchors(tags: np.ndarray, tokens: Tokens, schemas: Schemas) -> list[Anchor]:
    """The candidates in one text: `tags` [n, all tags], without special tokens.

    A word may begin an anchor where the probabilities of all types together reach `CANDIDATE`; it
    goes on over what is inside, or begins the same type again ("nearly" + "three"). The branch
    then says which anchors stand.
    """
    out: list[Anchor] = []
    for name, columns in schemas.tag_slices.items():
        p = softmax(tags[:, columns])
        (firsts,) = ((p[:, 2:].sum(-1) >= CANDIDATE) & tokens.heads).nonzero()
        if len(firsts):
            out += _anchors(p, firsts, tokens, schemas[name])
    return out


def _anchors(p: np.ndarray, firsts: np.ndarray, tokens: Tokens, schema: Schema) -> Iterator[Anchor]:
    end = dict.fromkeys(schema.types, 0)
    best = 2 + p[firsts, 2:].argmax(-1)
    for first, column in zip(firsts.tolist(), best.tolist(), strict=True):
        kind = schema.types[column - 2]
        if first >= end[kind]:
            (outside,) = (p[first + 1 :, 1] + p[first + 1 :, column] < 0.5).nonzero()
            last = first + 1 + int(outside[0]) if len(outside) else len(p)
            cover = whole_words((first, last), tokens)
            end[kind] = cover[1]
            yield Anchor(schema, kind, cover, float(p[first, column]))


def can_stand(anchor: Anchor, thresholds: Mapping[str, float]) -> bool:
    """Whether an anchor reaches its threshold if the branch is sure of it."""
    return bool(anchor.probability**ENCODER >= thresholds[anchor.schema.name])


def standing(
    candidates: Sequence[Anchor], stands: Sequence[float], thresholds: Mapping[str, float]
) -> list[Anchor | None]:
    """The anchors that stand, None in place of each that does not.

    An anchor's probability is the encoder's and the branch's multiplied, each to the power of its
    weight; it must reach its schema's threshold, and of two of a schema that overlap the likelier
    stays.
    """
    judged = [
        Anchor(a.schema, a.type, a.tokens, a.probability**ENCODER * sigmoid(s) ** (1 - ENCODER))
        for a, s in zip(candidates, stands, strict=True)
    ]
    kept: list[Anchor] = []
    for anchor in sorted(judged, key=lambda a: -a.probability):
        if anchor.probability >= thresholds[anchor.schema.name] and not any(
            a.schema is anchor.schema and _meet(a.tokens, anchor.tokens) for a in kept
        ):
            kept.append(anchor)
    ids = {id(anchor) for anchor in kept}
    return [a if id(a) in ids else None for a in judged]


def _meet(a: Cover, b: Cover) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x))."""
    return 0.5 * (1 + tanh(x / 2))


def going_on(p: np.ndarray, *, again: bool) -> np.ndarray:
    """How likely a span goes on at each token, of `p` [n, 3] outside, begin, inside.

    With `again`, what begins next to a word that is not outside goes on with its span.
    """
    if not again:
        return p[:, 2]
    after = np.concatenate([[1.0], p[:-1, 0]]) < 0.5
    return np.asarray(p[:, 2] + p[:, 1] * after)


def extent(start: int, inside: np.ndarray) -> int:
    """Where a span that may go on at `start` most likely ends: one past its last token.

    The odds of being inside, multiplied up from `start`, say how likely each end is, so that one
    doubtful word does not cut a long span. From the likeliest end it goes on while ends are nearly
    as likely: words too many are easier to bear than words too few.
    """
    p = np.minimum(np.maximum(inside[start:], 1e-6), 1 - 1e-6)
    odds = np.zeros(len(p) + 1)
    np.log(p / (1 - p)).cumsum(out=odds[1:])
    best = int(odds.argmax())
    (worse,) = (odds[best:] < odds[best] - NEARLY).nonzero()
    return start + best + int(worse[0] if len(worse) else len(odds) - best) - 1


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
    p: np.ndarray, tokens: Tokens, *, arity: str, threshold: float, anchor: Cover
) -> list[Found]:
    """The spans that fill one role with their probabilities: `p` [n, 3] outside, begin, inside.

    A single filler is the likeliest; several are those that reach the threshold. Of "many" spans
    one may follow another at once ("Israeli, Egyptian"); "pieces" of one thing never do, and the
    anchor cuts them: a quotation does not go on over its "he said".
    """
    firsts = ((p[:, 1] >= threshold) & tokens.heads).nonzero()[0].tolist()
    if not firsts:
        return []
    found: list[Found] = []
    inside = going_on(p, again=arity != "many")
    for first in firsts:
        if found and first < found[-1][0][1]:
            continue
        cut = anchor[0] if arity == "pieces" and first < anchor[0] else len(p)
        last = extent(first + 1, inside[:cut])
        found.append((whole_words((first, last), tokens), float(p[first, 1])))
    if arity == "one" and len(found) > 1:
        found = [max(found, key=lambda f: f[1])]
    return found


class Decoder:
    """Anchors with their scores to frames, for some schemas at some thresholds.

    `modes` gives, per event type, the modes it may have; `topics` a second opinion on the labels
    of spans, by their words.
    """

    def __init__(
        self,
        schemas: Schemas,
        thresholds: Mapping[str, float],
        modes: Mapping[str, frozenset[str]],
        topics: Opinion | None = None,
    ) -> None:
        # The schemas count these out anew each time they are asked.
        self._roles, self._labels = schemas.role_slices, schemas.attribute_slices
        self._thresholds, self._topics = thresholds, topics
        self._modes = {
            kind: np.array([o == NONE or o in allowed for o in schema.attributes["mode"]])
            for schema in schemas.items
            if schema.name == "events"
            for kind in schema.types
            for allowed in [modes.get(kind, frozenset())]
        }

    def frames(
        self,
        anchor: Anchor,
        roles: np.ndarray,
        labels: np.ndarray,
        tokens: Tokens,
        words: np.ndarray | None = None,
    ) -> list[Frame]:
        """One anchor with the scores of its roles [n, roles, 3] and labels [n + 1, labels] as
        frames; `words` are the vectors [n, d] of the tokens, if the model gives them.

        One frame, or, where a role's spans have attributes of their own, one for each of them, by
        the mean of its tokens' labels. The first row of `labels` is that of the whole text.
        """
        name, per = anchor.schema.name, anchor.schema.per
        p = softmax(roles[:, self._roles[name]])
        filled = {
            role: role_spans(
                p[:, k],
                tokens,
                arity=arity,
                anchor=anchor.tokens,
                threshold=self._thresholds[f"{name}.{role}"],
            )
            for k, (role, arity) in enumerate(anchor.schema.roles.items())
        }
        for one, other in anchor.schema.apart:
            filled[one], filled[other] = apart(filled[one], filled[other])
        out = []
        for single in filled[per] if per else [None]:
            first, last = single[0] if single else (-1, 0)
            row = labels[first + 1 : last + 1].mean(0)
            if single and words is not None:
                self._judge_again(row, name, words[first:last], words)
            spans = filled if single is None else {**filled, per or "": [single]}
            out.append(_frame(anchor, spans, self._attributes(anchor, row), tokens))
        return out

    def _judge_again(
        self, row: np.ndarray, schema: str, span: np.ndarray, sentence: np.ndarray
    ) -> None:
        """Take the second opinion on one attribute into its scores."""
        if self._topics and self._topics.attribute.startswith(f"{schema}."):
            columns = self._labels[schema, self._topics.attribute.removeprefix(f"{schema}.")]
            told = self._topics(span, sentence)
            row[columns] = (1 - WEIGHT) * log_softmax(row[columns]) + WEIGHT * told

    def _attributes(self, anchor: Anchor, row: np.ndarray) -> dict[str, tuple[str, float]]:
        """Each attribute's likeliest label and its probability."""
        out = {}
        for attribute, options in anchor.schema.attributes.items():
            p = softmax(row[self._labels[anchor.schema.name, attribute]])
            if attribute == "mode" and anchor.schema.name == "events":
                p = p * self._modes[anchor.type]
            best = int(p.argmax())
            out[attribute] = (options[best], float(p[best]))
        return out


def apart(a: list[Found], b: list[Found]) -> tuple[list[Found], list[Found]]:
    """The spans of two roles that share no words: where one does, the likelier stays."""
    return (
        [x for x in a if not any(_meet(x[0], y[0]) and y[1] > x[1] for y in b)],
        [y for y in b if not any(_meet(x[0], y[0]) and x[1] >= y[1] for x in a)],
    )


def _frame(
    anchor: Anchor,
    spans: Mapping[str, list[Found]],
    attributes: Mapping[str, tuple[str, float]],
    tokens: Tokens,
) -> Frame:
    spans = {role: found for role, found in spans.items() if found}
    scores = {role: min(p for _, p in found) for role, found in spans.items()}
    return Frame(
        schema=anchor.schema.name,
        anchor=span_of(anchor.tokens, tokens),
        type=anchor.type,
        confidence=anchor.probability,
        attributes={a: label for a, (label, _) in attributes.items() if label != NONE},
        roles={role: tuple(span_of(c, tokens) for c, _ in found) for role, found in spans.items()},
        scores=scores | {a: p for a, (_, p) in attributes.items()},
    )
