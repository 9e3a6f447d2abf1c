"""The class of the relation between a given source and target, learned from some hundred sentences.

The model that reads news has the form for it: the source's words are marked as the anchor's are,
and the class is read at the target's first word, where the branch scores labels that belong to a
span. Training begins with a coder's weights.

Two models learn from two wordings of a sentence, and their answers are averaged: in one, brackets
stand around source and target, in the other a name stands in for each, so that nothing is learned
of who they are. (Zhou & Chen 2022, "An improved baseline for sentence-level relation extraction",
for both ways to show a model which two are meant.)
"""

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from dragoman.model import Span
from dragoman.reading.batches import pad
from dragoman.reading.schema import Schema, Schemas
from dragoman.reading.tokens import MAX_TOKENS, Tokens, tokenize
from dragoman.training.adapt import begin
from dragoman.training.learn import Plan
from dragoman.training.network import FrameModel

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BRACKETS = {"source": ("[ ", " ]"), "target": ("{ ", " }")}
NAMES = {"source": "Alpha", "target": "Beta"}


class Given(Protocol):
    """A sentence and where its source and target are named; nowhere is empty."""

    @property
    def text(self) -> str:
        """The sentence."""
        ...

    @property
    def source(self) -> Sequence[Span]:
        """Where the source is named."""
        ...

    @property
    def target(self) -> Sequence[Span]:
        """Where the target is named."""
        ...


class Sample(Given, Protocol):
    """A sentence whose class is known."""

    @property
    def root(self) -> str:
        """The class."""
        ...


@dataclass(frozen=True)
class RelationPlan:
    """How to train; what else was tried is told in docs/benchmarks.md."""

    epochs: int = 6
    size: int = 16
    rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.1
    decay: float = 0.01
    frozen: int = 3  # the encoder's layers, from below, that stay as they are
    seed: int = 2


Wording = Callable[[Given], tuple[str, dict[str, list[Span]]]]


def bracketed(given: Given) -> tuple[str, dict[str, list[Span]]]:
    """The sentence with brackets around source and target, and where these stand in it."""
    return _reworded(given, lambda which, words: (BRACKETS[which][0], words, BRACKETS[which][1]))


def named(given: Given) -> tuple[str, dict[str, list[Span]]]:
    """The sentence with a name in place of source and target, and where these stand in it."""
    return _reworded(given, lambda which, _: ("", NAMES[which], ""))


def _reworded(
    given: Given, put: Callable[[str, str], tuple[str, str, str]]
) -> tuple[str, dict[str, list[Span]]]:
    spans = [(*s, "source") for s in given.source] + [(*s, "target") for s in given.target]
    text, end = "", 0
    found: dict[str, list[Span]] = {"source": [], "target": []}
    for first, last, which in sorted(spans):
        if first < end:
            continue  # it stands within the one before
        before, words, after = put(which, given.text[first:last])
        text += given.text[end:first] + before
        found[which].append((len(text), len(text) + len(words)))
        text, end = text + words + after, last
    return text + given.text[end:], found


WORDINGS: Mapping[str, Wording] = {"brackets": bracketed, "names": named}


@dataclass(frozen=True)
class _Item:
    tokens: Tokens
    source: list[int]  # token indices that count the leading special token; that one if nowhere
    target: int
    label: int


@dataclass(frozen=True)
class Learned:
    """One model and the wording that it reads."""

    model: FrameModel
    wording: Wording


@dataclass(frozen=True)
class Relator:
    """Gives each sentence the probabilities of the classes."""

    classes: tuple[str, ...]
    models: Sequence[Learned]
    tokenizer: "Tokenizer"

    def probabilities(self, given: Sequence[Given]) -> np.ndarray:
        """[n, classes]: the geometric mean of the models' probabilities, made to sum to 1."""
        logs = [_logs(learned, given, self.tokenizer) for learned in self.models]
        mean = torch.stack(logs).mean(0).softmax(-1)
        return np.asarray(mean.numpy())


def train_relations(
    samples: Sequence[Sample],
    *,
    classes: Sequence[str],
    start: Path,
    plan: RelationPlan | None = None,
    report: Callable[[str], object] = print,
) -> Relator:
    """What tells the classes of relations, learned from samples.

    Args:
        samples: Sentences with their classes, all of `classes`.
        classes: The classes there are.
        start: A coder's folder or a BERT folder, from whose weights training begins.
        plan: How to train.
        report: Told how far training has come, a line at a time.

    Raises:
        ModelError: `start` cannot be begun from.
    """
    plan = plan or RelationPlan()
    schemas = relation_schemas(classes)
    models: list[Learned] = []
    for told, wording in WORDINGS.items():
        model, _, tokenizer = begin(start, schemas, Plan(seed=plan.seed))
        index = {name: i for i, name in enumerate(classes)}
        items = _items(samples, wording, tokenizer, [index[s.root] for s in samples])
        report(f"{len(models) + 1} of {len(WORDINGS)} models: sentences with {told}")
        _fit(model, items, plan, report)
        models.append(Learned(model.eval(), wording))
    return Relator(tuple(classes), models, tokenizer)


def relation_schemas(classes: Sequence[str]) -> Schemas:
    """The relation as a schema: its anchor the source, its class a label of the target's span."""
    labels: Mapping[str, tuple[str, ...]] = {"root": tuple(classes)}
    return Schemas(
        (Schema("relations", "source", ("relation",), labels, {"target": "one"}, per="target"),)
    )


def _items(
    given: Sequence[Given], wording: Wording, tokenizer: "Tokenizer", labels: Sequence[int]
) -> list[_Item]:
    reworded = [wording(g) for g in given]
    tokens = tokenize(tokenizer, [text for text, _ in reworded])
    return [
        _item(t, spans, label)
        for (_, spans), t, label in zip(reworded, tokens, labels, strict=True)
    ]


def _item(tokens: Tokens, spans: Mapping[str, Sequence[Span]], label: int) -> _Item:
    tokens = tokens if len(tokens) <= MAX_TOKENS else _cut(tokens)
    places = {
        which: [at + 1 for span in of if (c := tokens.cover(span)) for at in range(*c)]
        for which, of in spans.items()
    }
    return _Item(tokens, places["source"] or [0], (places["target"] or [0])[0], label)


def _cut(tokens: Tokens) -> Tokens:
    """The first tokens, as many as the encoder takes in."""
    fields = ("ids", "starts", "ends", "heads", "shapes", "quotes")
    return Tokens(**{name: getattr(tokens, name)[:MAX_TOKENS] for name in fields})


def _scores(model: FrameModel, items: Sequence[_Item]) -> Tensor:
    """The scores of the classes, [n, classes]."""
    device = next(model.parameters()).device
    inputs = pad([item.tokens for item in items])
    marks = np.zeros_like(inputs.ids)
    for row, item in enumerate(items):
        marks[row, item.source] = 1
    ids, shapes, quotes, mask, marked = (
        torch.from_numpy(array).to(device)
        for array in (inputs.ids, inputs.shapes, inputs.quotes, inputs.mask, marks)
    )
    hidden, *_ = model.encoder(ids, shapes, quotes, mask)
    kind = torch.zeros(len(items), dtype=torch.long, device=device)
    _, labels = model.branch(hidden, mask, marked, kind)
    rows = torch.arange(len(items), device=device)
    where = torch.tensor([item.target for item in items], device=device)
    return labels[rows, where][:, :-1].float()  # the last tells whether an anchor stands


def _fit(
    model: FrameModel, items: Sequence[_Item], plan: RelationPlan, report: Callable[[str], object]
) -> None:
    frozen = [*model.encoder.layers[: plan.frozen]]
    below = (model.encoder.positions, model.encoder.shapes, model.encoder.quotes)
    for module in (*frozen, *below, model.encoder.norm) if frozen else ():
        module.requires_grad_(False)
    steps = plan.epochs * -(-len(items) // plan.size)
    optimizer, scheduler = _optimizer(model, plan, steps)
    random, began = Random(plan.seed), time.monotonic()
    torch.manual_seed(plan.seed)
    for epoch in range(plan.epochs):
        model.train()
        for layer in frozen:
            layer.eval()
        losses = []
        for batch in _batches(items, plan.size, random):
            gold = torch.tensor([item.label for item in batch])
            scores = _scores(model, batch)
            loss = F.cross_entropy(scores, gold.to(scores.device))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
            losses.append(loss.item())
        mean = math.fsum(losses) / max(1, len(losses))
        spent = time.monotonic() - began
        report(f"epoch {epoch + 1} of {plan.epochs}, loss {mean:.3f}, {spent:.0f} s")


def _optimizer(
    model: FrameModel, plan: RelationPlan, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW with a linear warm-up and decay, the new parameters at a rate of their own."""
    learned = {id(p): p for p in model.parameters() if p.requires_grad}
    heads = [p for p in model.head_parameters if id(p) in learned]
    new = {id(p) for p in heads}
    groups = [
        {"params": [p for i, p in learned.items() if i not in new], "lr": plan.rate},
        {"params": heads, "lr": plan.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=plan.decay, fused=True)
    warmup = max(1, int(steps * plan.warmup))
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warmup, max(0.0, (steps - s) / max(1, steps - warmup)))
    )
    return optimizer, scheduler


def _batches(items: Sequence[_Item], size: int, random: Random) -> Iterator[list[_Item]]:
    """The items in random batches of like length."""
    order = list(range(len(items)))
    random.shuffle(order)
    groups = []
    for start in range(0, len(order), size * 12):
        part = sorted(order[start : start + size * 12], key=lambda i: len(items[i].tokens))
        groups += [part[i : i + size] for i in range(0, len(part), size)]
    random.shuffle(groups)
    for group in groups:
        yield [items[i] for i in group]


@torch.no_grad()
def _logs(learned: Learned, given: Sequence[Given], tokenizer: "Tokenizer") -> Tensor:
    """The logarithms of the classes' probabilities, [n, classes]."""
    items = _items(given, learned.wording, tokenizer, [0] * len(given))
    parts = (items[i : i + 32] for i in range(0, len(items), 32))
    out = [_scores(learned.model, part).log_softmax(-1) for part in parts]
    width = learned.model.branch.labels.out_features - 1
    return torch.cat(out).cpu() if out else torch.zeros(0, width)
