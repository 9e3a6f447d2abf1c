"""Units as tensors: tokens, anchor tags, and for each frame its roles and attributes."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from dragoman.model import Frame
from dragoman.reading.batches import pad
from dragoman.reading.schema import Schemas
from dragoman.reading.sight import borders
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
    labels: np.ndarray  # [frames, t, attributes], IGNORE but at the tokens that have the label
    begins: np.ndarray  # [t], where each token's sentence begins
    ends: np.ndarray  # [t], one past where it ends


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
    begins: Tensor
    ends: Tensor

    def to(self, device: torch.device) -> "Batch":
        """The batch on a device."""
        return Batch(*(getattr(self, f.name).to(device) for f in fields(self)))


def make_examples(units: Sequence[Unit], schemas: Schemas, tokenizer: "Tokenizer") -> list[Example]:
    """Each unit's example; of a schema that is None in a unit nothing is known there."""
    tokens = tokenize(tokenizer, [u["text"] for u in units])
    return [
        _example(
            t,
            frames_of(u, schemas),
            schemas,
            borders(u["text"], t),
            {s.name for s in schemas.items if u.get(s.name, ()) is None},
        )
        for u, t in zip(units, tokens, strict=True)
        if len(t)
    ]


def _example(
    tokens: Tokens,
    frames: list[Frame],
    schemas: Schemas,
    edges: Sequence[int],
    unknown: Collection[str],
) -> Example:
    length = len(tokens) + 2
    names = [s.name for s in schemas.items]
    groups = _grouped(tokens, frames)
    tags = np.zeros((len(names), length), np.int64)
    tags[[names.index(name) for name in unknown]] = IGNORE
    marks = np.zeros((len(groups), length), np.int64)
    roles = np.full((len(groups), length, len(schemas.role_index)), IGNORE, np.int64)
    labels = np.full((len(groups), length, len(schemas.attribute_slices)), IGNORE, np.int64)
    for i, ((name, kind, (first, last)), group) in enumerate(groups.items()):
        schema = schemas[name]
        row = tags[names.index(name)]
        row[first + 2 : last + 1] = 1
        row[first + 1] = 2 + schema.types.index(kind)
        marks[i, first + 1 : last + 1] = 1
        for role in schema.roles:
            roles[i, 1:-1, schemas.role_index[name, role]] = OUTSIDE
        for frame in group:
            _fill_roles(roles[i], frame, tokens, schemas)
            _fill_labels(labels[i], frame, tokens, schemas)
    kinds = [schemas.kind_index[name, kind] for name, kind, _ in groups]
    begins, ends = np.zeros((2, length), np.int64)
    for first, last in pairwise(edges):
        begins[first + 1 : last + 1], ends[first + 1 : last + 1] = first + 1, last + 1
    return Example(tokens, tags, marks, np.array(kinds, np.int64), roles, labels, begins, ends)


def _grouped(
    tokens: Tokens, frames: list[Frame]
) -> dict[tuple[str, str, tuple[int, int]], list[Frame]]:
    """Frames by schema, type and the tokens of their anchor: what the branch reads as one."""
    groups: dict[tuple[str, str, tuple[int, int]], list[Frame]] = {}
    for frame in frames:
        cover = tokens.cover(frame.anchor)
        if cover:
            groups.setdefault((frame.schema, frame.type, cover), []).append(frame)
    return groups


def _fill_roles(roles: np.ndarray, frame: Frame, tokens: Tokens, schemas: Schemas) -> None:
    for role, spans in frame.roles.items():
        column = roles[:, schemas.role_index[frame.schema, role]]
        for first, last in filter(None, map(tokens.cover, spans)):
            column[first + 2 : last + 1] = INSIDE
            column[first + 1] = BEGIN


def _fill_labels(labels: np.ndarray, frame: Frame, tokens: Tokens, schemas: Schemas) -> None:
    """A frame's labels stand at the text's first token, or all over the span that has them."""
    schema = schemas[frame.schema]
    covers = map(tokens.cover, frame.roles.get(schema.per, ())) if schema.per else ()
    where = [t + 1 for c in covers if c for t in range(*c)] if schema.per else [0]
    for j, (name, attribute) in enumerate(schemas.attribute_slices):
        if name == frame.schema:
            labels[where, j] = schema.attributes[attribute].index(frame.attributes[attribute])


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
        labels=_concat([e.labels for e in examples], width, fill=IGNORE),
        begins=_stack([e.begins for e in examples], width, axis=0, fill=0),
        ends=_stack([e.ends for e in examples], width, axis=0, fill=0),
    )


def _widen(array: np.ndarray, width: int, axis: int, fill: int) -> np.ndarray:
    padding = [(0, 0)] * array.ndim
    padding[axis] = (0, width - array.shape[axis])
    return np.pad(array, padding, constant_values=fill)


def _stack(arrays: list[np.ndarray], width: int, *, axis: int, fill: int) -> Tensor:
    return torch.from_numpy(np.stack([_widen(a, width, axis, fill) for a in arrays]))


def _concat(arrays: list[np.ndarray], width: int, *, fill: int) -> Tensor:
    return torch.from_numpy(np.concatenate([_widen(a, width, 1, fill) for a in arrays]))
