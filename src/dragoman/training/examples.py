"""Units as tensors: tokens, anchor tags, and for each frame its roles and attributes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from dragoman.model import Frame
from dragoman.reading.batches import pad
from dragoman.reading.schema import Schemas
from dragoman.reading.tokens import Tokens, tokenize
from dragoman.training.corpus import Unit, frames_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

IGNORE = -100
OUTSIDE, BEGIN, INSIDE = 0, 1, 2  # a role's tags; an anchor's are outside, inside, then its types


@dataclass(frozen=True)
class Example:
    """One unit ready to train on; token indices count the leading special token."""

    tokens: Tokens
    tags: np.ndarray  # [schemas, t]
    marks: np.ndarray  # [frames, t]
    kind: np.ndarray  # [frames]
    roles: np.ndarray  # [frames, t, roles], IGNORE where the role is not of the frame's schema
    labels: np.ndarray  # [frames, attributes], likewise


@dataclass(frozen=True)
class Batch:
    """Examples padded to one length; frames of all of them in one run."""

    ids: Tensor
    shapes: Tensor
    quotes: Tensor
    mask: Tensor
    tags: Tensor
    row: Tensor  # [frames]: which example a frame is of
    marks: Tensor
    kind: Tensor
    roles: Tensor
    labels: Tensor


def make_examples(units: Sequence[Unit], schemas: Schemas, tokenizer: "Tokenizer") -> list[Example]:
    """Each unit's example."""
    tokens = tokenize(tokenizer, [u["text"] for u in units])
    return [
        _example(t, frames_of(u, schemas), schemas)
        for u, t in zip(units, tokens, strict=True)
        if len(t)
    ]


def _example(tokens: Tokens, frames: list[Frame], schemas: Schemas) -> Example:
    length = len(tokens) + 2
    names = [s.name for s in schemas.items]
    attributes = list(schemas.attribute_slices)
    placed = [(f, c) for f in frames if (c := tokens.cover(f.anchor))]
    tags = np.zeros((len(names), length), np.int64)
    marks = np.zeros((len(placed), length), np.int64)
    roles = np.full((len(placed), length, len(schemas.role_index)), IGNORE, np.int64)
    labels = np.full((len(placed), len(attributes)), IGNORE, np.int64)
    for i, (frame, (first, last)) in enumerate(placed):
        schema = schemas[frame.schema]
        row = tags[names.index(frame.schema)]
        row[first + 2 : last + 1] = 1
        row[first + 1] = 2 + schema.types.index(frame.type)
        marks[i, first + 1 : last + 1] = 1
        for role, spans in frame.roles.items():
            column = roles[i, :, schemas.role_index[schema.name, role]]
            column[1:-1] = OUTSIDE
            for cover in filter(None, map(tokens.cover, spans)):
                column[cover[0] + 2 : cover[1] + 1] = INSIDE
                column[cover[0] + 1] = BEGIN
        for j, (name, attribute) in enumerate(attributes):
            if name == frame.schema:
                labels[i, j] = schema.attributes[attribute].index(frame.attributes[attribute])
    kinds = [schemas.kind_index[f.schema, f.type] for f, _ in placed]
    return Example(tokens, tags, marks, np.array(kinds, np.int64), roles, labels)


def batches(examples: Sequence[Example], *, size: int, random: Random) -> Iterator[Batch]:
    """The examples in random batches of like length."""
    order = list(range(len(examples)))
    random.shuffle(order)
    chunk = size * 24
    groups = []
    for start in range(0, len(order), chunk):
        part = sorted(order[start : start + chunk], key=lambda i: len(examples[i].tokens))
        groups += [part[i : i + size] for i in range(0, len(part), size)]
    random.shuffle(groups)
    for group in groups:
        yield collate([examples[i] for i in group])


def collate(examples: Sequence[Example]) -> Batch:
    """Examples as one batch."""
    inputs = pad([e.tokens for e in examples])
    width = inputs.ids.shape[1]
    rows = [i for i, e in enumerate(examples) for _ in e.kind]
    ids, shapes, quotes, mask = map(
        torch.from_numpy, (inputs.ids, inputs.shapes, inputs.quotes, inputs.mask)
    )
    return Batch(
        ids=ids,
        shapes=shapes,
        quotes=quotes,
        mask=mask,
        tags=_stack([e.tags for e in examples], width, axis=1, fill=IGNORE),
        row=torch.tensor(rows, dtype=torch.long),
        marks=_concat([e.marks for e in examples], width, fill=0),
        kind=torch.from_numpy(np.concatenate([e.kind for e in examples])),
        roles=_concat([e.roles for e in examples], width, fill=IGNORE),
        labels=torch.from_numpy(np.concatenate([e.labels for e in examples])),
    )


def _widen(array: np.ndarray, width: int, axis: int, fill: int) -> np.ndarray:
    padding = [(0, 0)] * array.ndim
    padding[axis] = (0, width - array.shape[axis])
    return np.pad(array, padding, constant_values=fill)


def _stack(arrays: list[np.ndarray], width: int, *, axis: int, fill: int) -> Tensor:
    return torch.from_numpy(np.stack([_widen(a, width, axis, fill) for a in arrays]))


def _concat(arrays: list[np.ndarray], width: int, *, fill: int) -> Tensor:
    return torch.from_numpy(np.concatenate([_widen(a, width, 1, fill) for a in arrays]))
