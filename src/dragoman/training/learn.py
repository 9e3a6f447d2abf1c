"""Fitting the frame model: losses, the optimiser, epochs that can be resumed."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional as F

from dragoman.reading.decode import CANDIDATE
from dragoman.reading.schema import Schemas
from dragoman.reading.sight import margin
from dragoman.training.examples import IGNORE, Batch, Example, batches
from dragoman.training.network import FrameModel

if TYPE_CHECKING:
    from tokenizers import Tokenizer

STANDS = 3.0  # weight of the loss on which anchors stand
ATTRIBUTES = 3.0  # weight of each attribute's loss; the others are sums over many tokens


@dataclass(frozen=True)
class Plan:
    """How to train; the defaults are for a training from the beginning."""

    epochs: int = 8
    size: int = 24
    rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.1
    decay: float = 0.01
    branch: int = 1  # how many of the encoder's layers read each frame again
    masked: float = 0.05  # share of tokens hidden in training, so that the context has to do
    seed: int = 2
    minutes: float = 120.0


def loss_of(model: FrameModel, batch: Batch, schemas: Schemas) -> Tensor:
    """The sum of anchor, role and attribute losses, each a mean over what it labels."""
    hidden, tags, _ = model.encoder(batch.ids, batch.shapes, batch.quotes, batch.mask)
    total = torch.zeros((), device=tags.device)
    for i, schema in enumerate(schemas.items):
        scores = tags[..., schemas.tag_slices[schema.name]].flatten(0, 1).float()
        gold = batch.tags[:, i].flatten()
        total = total + F.cross_entropy(scores, gold, ignore_index=IGNORE, reduction="sum")
    total = total / len(batch.ids)
    if not len(batch.row):
        return total
    row, marks, kind = false_anchors(tags.detach().float(), batch, schemas)
    row, kind = torch.cat([batch.row, row]), torch.cat([batch.kind, kind])
    marks = torch.cat([batch.marks, marks])
    seen, mask = in_sight(batch, row, marks, kind, schemas)
    roles, labels = model.branch(
        hidden[row[:, None], seen], mask, marks.gather(1, seen) * mask, kind
    )
    true = len(batch.row)
    stands = labels[:, 0, -1].float()
    wanted = (torch.arange(len(row), device=row.device) < true).float()
    total = total + STANDS * F.binary_cross_entropy_with_logits(stands, wanted)
    roles, labels, seen = roles[:true], labels[:true], seen[:true, :, None]
    unseen = (mask[:true] == 0)[..., None]
    gold = batch.roles.gather(1, seen.expand(-1, -1, batch.roles.shape[2]))
    spans = F.cross_entropy(
        roles.flatten(0, 2).float(),
        gold.masked_fill(unseen, IGNORE).flatten(),
        ignore_index=IGNORE,
        reduction="sum",
    )
    gold = batch.labels.gather(1, seen.expand(-1, -1, batch.labels.shape[2]))
    gold = gold.masked_fill(unseen, IGNORE)
    total = total + spans / len(batch.row)
    for j, where in enumerate(schemas.attribute_slices.values()):
        known = gold[..., j] != IGNORE
        if known.any():
            loss = F.cross_entropy(labels[known][:, where].float(), gold[..., j][known])
            total = total + ATTRIBUTES * loss
    return total


def in_sight(
    batch: Batch, row: Tensor, marks: Tensor, kind: Tensor, schemas: Schemas
) -> tuple[Tensor, Tensor]:
    """Which tokens of its text the branch sees with each anchor, as `reading.sight` has it.

    Columns [f, w] of the text and a mask [f, w]: the special tokens and the anchor's sentence
    between them.
    """
    n = torch.arange(len(row), device=row.device)
    start = marks.argmax(1)
    end = start + marks.sum(1) - 1
    wide = torch.tensor([margin(s) for s in schemas.items for _ in s.types], device=row.device)
    last = batch.mask.sum(1)[row] - 1
    first = (batch.begins[row, start] - wide[kind]).clamp(min=1)
    stop = torch.minimum(batch.ends[row, end] + wide[kind], last)
    size = stop - first
    columns = torch.arange(int(size.max()) + 2, device=row.device)[None]
    seen = (first[:, None] + columns - 1).clamp(max=batch.ids.shape[1] - 1)
    seen[:, 0] = 0
    seen[n, size + 1] = last
    return seen, (columns < size[:, None] + 2).long()


def false_anchors(tags: Tensor, batch: Batch, schemas: Schemas) -> tuple[Tensor, Tensor, Tensor]:
    """What the encoder takes for anchors and should not: row [f], marks [f, t], kind [f].

    The branch learns on them which anchors stand: at most as many as there are true ones, the
    likeliest first.
    """
    found = []
    for i, schema in enumerate(schemas.items):
        p = tags[..., schemas.tag_slices[schema.name]].softmax(-1)
        begin = p[..., 2:].sum(-1)
        kind = p[..., 2:].argmax(-1)
        gold = batch.tags[:, i]
        wrong = (begin >= CANDIDATE) & (gold != kind + 2) & (batch.mask == 1) & (gold != IGNORE)
        inside = p[..., 1] > torch.maximum(p[..., 0], begin)
        first = schemas.kind_index[schema.name, schema.types[0]]
        for n, t in wrong.nonzero().tolist():
            found.append((-begin[n, t].item(), n, t, inside[n], first + int(kind[n, t])))
    found = sorted(found, key=lambda f: f[:3])[: len(batch.row)]
    marks = torch.zeros(len(found), tags.shape[1], dtype=torch.long, device=tags.device)
    for k, (_, _, t, inside, _) in enumerate(found):
        end = t + 1
        while end < len(inside) and inside[end]:
            end += 1
        marks[k, t:end] = 1
    rows = torch.tensor([n for _, n, *_ in found], dtype=torch.long, device=tags.device)
    kinds = torch.tensor([k for *_, k in found], dtype=torch.long, device=tags.device)
    return rows, marks, kinds


class Trainer:
    """A model in training, its optimiser, and how far it has come."""

    def __init__(
        self,
        model: FrameModel,
        schemas: Schemas,
        plan: Plan,
        *,
        examples: int,
        tokenizer: "Tokenizer",
    ) -> None:
        """`examples` is how many an epoch has: the learning rate falls with the steps."""
        self.model, self.schemas, self.plan = model, schemas, plan
        self.mask = tokenizer.token_to_id("[MASK]")  # None where there is none: nothing is hidden
        self.epoch = 0
        self.half = faster_in_bfloat16(next(model.parameters()).device)
        heads = {id(p) for p in model.head_parameters}
        body = [p for p in model.parameters() if p.requires_grad]
        groups = [
            {"params": [p for p in body if id(p) not in heads], "lr": plan.rate},
            {"params": model.head_parameters, "lr": plan.head_rate},
        ]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=plan.decay, fused=True)
        steps = math.ceil(examples / plan.size) * plan.epochs
        warmup = max(1, int(steps * plan.warmup))
        self.scheduler = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer,
            lambda s: min((s + 1) / warmup, max(0.0, (steps - s) / max(1, steps - warmup))),
        )

    def run_epoch(self, examples: Sequence[Example]) -> float:
        """One pass over the examples; the mean loss."""
        self.model.train()
        device = next(self.model.parameters()).device
        random = Random(self.plan.seed * 1000 + self.epoch)
        torch.manual_seed(self.plan.seed * 1000 + self.epoch)
        losses = []
        for batch in batches(examples, size=self.plan.size, random=random):
            batch = batch.to(device)
            if self.mask is not None:
                hide(batch, self.plan.masked, self.mask)
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=self.half):
                loss = loss_of(self.model, batch, self.schemas)
            self.optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.scheduler.step()
            losses.append(loss.item())
        self.epoch += 1
        return math.fsum(losses) / max(1, len(losses))

    def save(self, path: Path) -> None:
        """Write a checkpoint; a half-written one never takes an older one's place."""
        state = {
            "epoch": self.epoch,
            "half": self.half,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scheduler": self.scheduler.state_dict(),
        }
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint."""
        device = next(self.model.parameters()).device
        state = torch.load(path, map_location=device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.scheduler.load_state_dict(state["scheduler"])
        self.epoch, self.half = state["epoch"], state["half"]


def hide(batch: Batch, share: float, mask: int) -> None:
    """Put the mask in place of a random share of the tokens, in place; the special ones stay."""
    inner = batch.mask.bool()
    inner[:, 0] = False
    inner[torch.arange(len(inner)), batch.mask.sum(1) - 1] = False
    hidden = (torch.rand(batch.ids.shape, device=batch.ids.device) < share) & inner
    batch.ids[hidden] = mask


@cache
def faster_in_bfloat16(device: torch.device) -> bool:
    """Whether to multiply in bfloat16: on a GPU; on a processor only where a trial is faster in it
    (one without units for it takes twice as long)."""
    if device.type != "cpu":
        return True
    best = {}
    for dtype in (torch.float32, torch.bfloat16):
        x, w = torch.ones(1200, 384, dtype=dtype), torch.ones(1536, 384, dtype=dtype)
        times = []
        for _ in range(15):
            start = time.perf_counter()
            F.linear(x, w)
            times.append(time.perf_counter() - start)
        best[dtype] = min(times)
    return best[torch.bfloat16] < best[torch.float32]


def fit(trainer: Trainer, examples: Sequence[Example], checkpoint: Path) -> None:
    """Train to the last epoch, or until another would pass the minutes; a checkpoint each epoch."""
    began = time.monotonic()
    while trainer.epoch < trainer.plan.epochs:
        start = time.monotonic()
        loss = trainer.run_epoch(examples)
        trainer.save(checkpoint)
        took, spent = time.monotonic() - start, time.monotonic() - began
        print(f"epoch {trainer.epoch} loss {loss:.3f} {took:.0f} s", flush=True)
        if spent + took > trainer.plan.minutes * 60:
            break
