"""Fitting the second opinion on labels of spans: see `reading.topics`.

Word vectors are not trained, so that what is fitted on them holds for every training that began
from the same pretrained encoder.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.reading.schema import Schemas
from dragoman.reading.sight import borders
from dragoman.reading.tokens import tokenize
from dragoman.reading.topics import Topics
from dragoman.training.corpus import Unit, frames_of

if TYPE_CHECKING:
    from tokenizers import Tokenizer

HIDDEN, EPOCHS, SIZE, RATE, DECAY = 256, 10, 256, 1e-3, 1e-2
DROP_IN, DROP_HIDDEN = 0.2, 0.4


def fit_topics(
    vectors: Tensor,
    units: Sequence[Unit],
    schemas: Schemas,
    tokenizer: "Tokenizer",
    *,
    seed: int = 0,
) -> Topics | None:
    """A second opinion on the first attribute that is read off spans; None if there is none.

    `vectors` [vocabulary, d] are those of the wordpieces, `units` what to learn from.
    """
    schema = next((s for s in schemas.items if s.per and s.attributes), None)
    if schema is None:
        return None
    attribute = next(iter(schema.attributes))
    options = schema.attributes[attribute]
    rows = list(_examples(vectors, units, schemas, tokenizer, (schema.name, attribute)))
    if not rows:
        return None
    x = torch.stack([features for features, _ in rows])
    y = torch.tensor([options.index(label) for _, label in rows])
    mean, spread = x.mean(0), x.std(0) + 1e-4
    first, last = _fitted((x - mean) / spread, y, len(options), seed=seed)
    weight = first.weight.detach() / spread
    layers = (
        weight.T,
        first.bias.detach() - weight @ mean,
        last.weight.detach().T,
        last.bias.detach(),
    )
    return Topics(f"{schema.name}.{attribute}", [layer.numpy() for layer in layers])


def _examples(
    vectors: Tensor,
    units: Sequence[Unit],
    schemas: Schemas,
    tokenizer: "Tokenizer",
    of: tuple[str, str],
) -> Iterator[tuple[Tensor, str]]:
    """The mean vectors of each span and of its sentences, and its label."""
    name, attribute = of
    role = schemas[name].per or ""
    some = [u for u in units if u.get(name)]
    for unit, tokens in zip(some, tokenize(tokenizer, [u["text"] for u in some]), strict=True):
        edges = borders(unit["text"], tokens) if len(tokens) else []
        for frame in (f for f in frames_of(unit, schemas) if f.schema == name):
            for first, last in filter(None, map(tokens.cover, frame.roles.get(role, ()))):
                begin = max(e for e in edges if e <= first)
                end = min(e for e in edges if e >= last)
                span, seen = (
                    tokens.ids[a:b].astype(np.int64) for a, b in ((first, last), (begin, end))
                )
                means = [vectors[torch.from_numpy(ids)].mean(0) for ids in (span, seen)]
                yield torch.cat(means), frame.attributes[attribute]


def _fitted(x: Tensor, y: Tensor, labels: int, *, seed: int) -> tuple[nn.Linear, nn.Linear]:
    torch.manual_seed(seed)
    first, last = nn.Linear(x.shape[1], HIDDEN), nn.Linear(HIDDEN, labels)
    layers = nn.Sequential(nn.Dropout(DROP_IN), first, nn.ReLU(), nn.Dropout(DROP_HIDDEN), last)
    optimizer = torch.optim.AdamW(layers.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        for some in torch.randperm(len(x)).split(SIZE):
            optimizer.zero_grad()
            F.cross_entropy(layers(x[some]), y[some]).backward()
            optimizer.step()
    return first, last
