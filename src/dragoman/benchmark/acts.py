"""All that a reader thinks possible in a sentence: every act it might tell of, not only those that
stand, with the probabilities of its type, status and mode and of who is in which role."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.model import Span
from dragoman.reading.batches import Inputs, pad
from dragoman.reading.decode import Cover, sigmoid, softmax, whole_words
from dragoman.reading.reader import BATCH_TOKENS, Reader
from dragoman.reading.schema import Schema
from dragoman.reading.tokens import MAX_TOKENS, Tokens, tokenize
from dragoman.reading.windows import pack

LEAST = 0.004  # the least probability at which a word is taken for a possible anchor
OTHER = 0.02  # the least probability of a further type of the same anchor


@dataclass(frozen=True, slots=True)
class Act:
    """An anchor read as one type: `probability` by the encoder, `stands` by the branch.

    `labels` gives the probability of each attribute's labels, `roles` that of each token of the
    text to be in the role: [n].
    """

    schema: str
    type: str
    tokens: Cover
    probability: float
    stands: float
    labels: Mapping[str, Mapping[str, float]]
    roles: Mapping[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class _Anchor:
    schema: Schema
    type: str
    tokens: Cover
    probability: float


def possible_acts(
    text: str, reader: Reader, *, schemas: Sequence[str], about: Span
) -> tuple[Span, Tokens, list[Act]]:
    """The window of the text that was read, its tokens, and what acts it may tell of.

    A text with more tokens than the encoder takes in is read where the span `about` begins.
    """
    window = (0, len(text))
    if len(text) > MAX_TOKENS and reader.length(text) > MAX_TOKENS:
        windows = pack(text, window, longest=MAX_TOKENS)
        window = next((w for w in windows if w[0] <= about[0] < w[1]), windows[0])
    [tokens] = tokenize(reader.tokenizer, [text[slice(*window)]])
    if not len(tokens):
        return window, tokens, []
    inputs = pad([tokens])
    hidden, tags, *_ = reader.engine.encode(inputs)
    anchors = [
        anchor
        for name in schemas
        for anchor in _anchors(tags[0, 1:-1], tokens, reader.schemas[name], reader)
    ]
    return window, tokens, list(_acts(anchors, hidden, inputs, reader))


def _anchors(tags: np.ndarray, tokens: Tokens, schema: Schema, reader: Reader) -> Iterator[_Anchor]:
    """Words that may be anchors, once for each type they may be of."""
    p = softmax(tags[:, reader.schemas.tag_slices[schema.name]])
    begin = p[:, 2:]
    for first in np.flatnonzero((begin.sum(-1) >= LEAST) & tokens.heads).tolist():
        likeliest = int(begin[first].argmax())
        others = np.flatnonzero(begin[first] >= OTHER).tolist()
        for kind in dict.fromkeys([likeliest, *others]):
            outside = np.flatnonzero(p[first + 1 :, 1] + begin[first + 1 :, kind] < 0.5)
            last = first + 1 + int(outside[0]) if len(outside) else len(p)
            cover = whole_words((first, last), tokens)
            yield _Anchor(schema, schema.types[kind], cover, float(begin[first, kind]))


def _acts(
    anchors: Sequence[_Anchor], hidden: np.ndarray, inputs: Inputs, reader: Reader
) -> Iterator[Act]:
    width = inputs.mask.shape[1]
    step = max(1, BATCH_TOKENS // width)
    index = reader.schemas.kind_index
    for start in range(0, len(anchors), step):
        part = anchors[start : start + step]
        marks = np.zeros((len(part), width), np.int64)
        for row, anchor in enumerate(part):
            marks[row, anchor.tokens[0] + 1 : anchor.tokens[1] + 1] = 1
        kinds = np.array([index[a.schema.name, a.type] for a in part], np.int64)
        same = np.zeros(len(part), np.int64)  # all are of the one text
        roles, labels = reader.engine.branch(hidden[same], inputs.mask[same], marks, kinds)
        for anchor, of_roles, of_labels in zip(part, roles, labels, strict=True):
            yield _act(anchor, of_roles[1:-1], of_labels[0], reader)


def _act(anchor: _Anchor, roles: np.ndarray, labels: np.ndarray, reader: Reader) -> Act:
    """One anchor with its roles [n, roles, 3] and the labels [labels] of the whole text."""
    schema, schemas = anchor.schema, reader.schemas
    return Act(
        schema=schema.name,
        type=anchor.type,
        tokens=anchor.tokens,
        probability=anchor.probability,
        stands=sigmoid(float(labels[-1])),
        labels={
            attribute: dict(
                zip(
                    options,
                    softmax(labels[schemas.attribute_slices[schema.name, attribute]]).tolist(),
                    strict=True,
                )
            )
            for attribute, options in schema.attributes.items()
            if not schema.per  # such labels are of a role's span, not of the text
        },
        roles={
            role: 1 - softmax(roles[:, schemas.role_index[schema.name, role]])[:, 0]
            for role in schema.roles
        },
    )
