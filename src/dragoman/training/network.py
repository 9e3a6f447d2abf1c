"""The frame model in PyTorch: a BERT encoder, anchor tags, and a branch that reads each frame.

The branch is more layers of the same kind over the encoder's last hidden states, with the frame's
anchor marked, begun from copies of its top layers: every token is then scored for every role, and
the anchor for every attribute. (Marking the predicate and reading the sentence again is Shi & Lin
2019, "Simple BERT models for relation extraction and semantic role labeling"; here only the last
step is repeated for each anchor.)
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from dragoman.reading.schema import Schemas
from dragoman.reading.tokens import SHAPES


@dataclass(frozen=True)
class Shape:
    """The sizes of a BERT-like encoder, as its `config.json` gives them."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    layer_norm_eps: float


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        d = shape.hidden_size
        self.heads = shape.num_attention_heads
        self.query, self.key, self.value, self.out = (nn.Linear(d, d) for _ in range(4))
        self.up, self.down = (
            nn.Linear(d, shape.intermediate_size),
            nn.Linear(shape.intermediate_size, d),
        )
        self.norm_attention = nn.LayerNorm(d, eps=shape.layer_norm_eps)
        self.norm_output = nn.LayerNorm(d, eps=shape.layer_norm_eps)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """[n, t, d] to [n, t, d]; `bias` [n, 1, 1, t] is 0 at tokens and very low at padding."""
        d, t = x.shape[2], bias.shape[3]
        q, k, v = (
            f(x).view(-1, t, self.heads, d // self.heads).transpose(1, 2)
            for f in (self.query, self.key, self.value)
        )
        # Written out: on the CPU PyTorch's fused attention is slower in the backward pass.
        weights = F.softmax(q @ k.transpose(2, 3) * (d // self.heads) ** -0.5 + bias, -1)
        mixed = weights.to(v.dtype) @ v
        mixed = self.out(mixed.transpose(1, 2).reshape(-1, t, d))
        x = self.norm_attention(x + drop(mixed, self.dropout, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm_output(x + drop(y, self.dropout, self.training))


class Encoder(nn.Module):
    """Wordpieces, shapes and quotation flags to hidden states, anchor tags and word vectors."""

    def __init__(self, shape: Shape, schemas: Schemas, dropout: float) -> None:
        super().__init__()
        d = shape.hidden_size
        self.words = nn.Embedding(shape.vocab_size, d)
        self.positions = nn.Embedding(shape.max_position_embeddings, d)
        self.shapes, self.quotes = nn.Embedding(SHAPES + 1, d), nn.Embedding(2, d)
        self.norm = nn.LayerNorm(d, eps=shape.layer_norm_eps)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.num_hidden_layers))
        self.tags = nn.Linear(d, sum(s.tags for s in schemas.items))
        self.dropout = dropout

    def forward(
        self, ids: Tensor, shapes: Tensor, quotes: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """All [n, t] (mask 1 at tokens) to hidden states [n, t, d], tag scores [n, t, tags] and
        the vectors of the wordpieces by themselves [n, t, d]."""
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        words = self.words(ids)
        x = words + self.positions(places) + self.shapes(shapes) + self.quotes(quotes)
        x = drop(self.norm(x), self.dropout, self.training)
        bias = attention_bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        return x, self.tags(drop(x, self.dropout, self.training)), words


class Branch(nn.Module):
    """Hidden states with one anchor marked to role tags and attribute labels."""

    def __init__(self, shape: Shape, schemas: Schemas, layers: int, dropout: float) -> None:
        super().__init__()
        d = shape.hidden_size
        # The anchor's tokens are marked with its type, all others with its schema.
        count = len(schemas.items)
        self.marks = nn.Embedding(count + len(schemas.kind_index), d)
        owners = [i for i, s in enumerate(schemas.items) for _ in s.types]
        self.register_buffer("owners", torch.tensor(owners), persistent=False)
        self.first_kind = count
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(layers))
        self.roles = nn.Linear(d, 3 * len(schemas.role_index))
        # All labels, and last whether the anchor stands at all.
        count = sum(s.stop - s.start for s in schemas.attribute_slices.values()) + 1
        # A label is scored on the anchor and one token: the text's first, which stands for all of
        # it, or the first of a span that has labels of its own.
        self.labels = nn.Linear(d, count)
        self.anchor_labels = nn.Linear(d, count, bias=False)
        self.dropout = dropout

    def forward(
        self, hidden: Tensor, mask: Tensor, marks: Tensor, kind: Tensor
    ) -> tuple[Tensor, Tensor]:
        """[f, t, d], mask and marks [f, t], kind [f] to [f, t, roles, 3] and [f, t, labels]."""
        off, on = self.owners[kind][:, None], (self.first_kind + kind)[:, None]
        x = hidden + self.marks(off + marks * (on - off))
        bias = attention_bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        x = drop(x, self.dropout, self.training)
        f, t, _ = x.shape
        anchor = (x * marks[..., None]).sum(1) / marks.sum(1, keepdim=True).clamp(min=1)
        labels = self.labels(x) + self.anchor_labels(anchor)[:, None]
        return self.roles(x).view(f, t, -1, 3), labels


class FrameModel(nn.Module):
    """The encoder and its branch."""

    def __init__(
        self, shape: Shape, schemas: Schemas, *, branch: int = 1, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.shape, self.branch_layers = shape, branch
        self.encoder = Encoder(shape, schemas, dropout)
        self.branch = Branch(shape, schemas, branch, dropout)
        # Words that no unit shows keep their place among those that are shown.
        self.encoder.words.weight.requires_grad_(False)
        for module in (self.encoder.shapes, self.encoder.quotes, self.branch.marks):
            nn.init.normal_(module.weight, std=0.02)
        for linear in (
            self.encoder.tags,
            self.branch.roles,
            self.branch.labels,
            self.branch.anchor_labels,
        ):
            nn.init.normal_(linear.weight, std=0.02)
            if linear.bias is not None:
                nn.init.zeros_(linear.bias)

    @property
    def head_parameters(self) -> list[nn.Parameter]:
        """The parameters that no pretrained encoder brings."""
        modules = (
            self.encoder.shapes,
            self.encoder.quotes,
            self.encoder.tags,
            self.branch.marks,
            self.branch.roles,
            self.branch.labels,
            self.branch.anchor_labels,
        )
        return [p for m in modules for p in m.parameters()]


def attention_bias(mask: Tensor) -> Tensor:
    """[n, t] of 1 and 0 to [n, 1, 1, t] of 0 and a very low number."""
    return (1.0 - mask.to(torch.float32))[:, None, None, :] * -1e4


def drop(x: Tensor, p: float, training: bool) -> Tensor:
    """Dropout of whole features of a text, [n, t, d] with one mask [n, 1, d].

    (Gal & Ghahramani 2016, variational dropout; drawing a mask per token costs more than a layer.)
    """
    if not training or p == 0:
        return x
    keep = torch.empty(x.shape[0], 1, x.shape[2], dtype=x.dtype, device=x.device)
    return x * keep.bernoulli_(1 - p).div_(1 - p)
