"""A model with fewer neurons in its feed-forward steps: those that the loss would miss least.

A neuron's weight to the loss is the square of what the loss would change by, to the first order, if
it were silent, in the mean over batches (Molchanov et al. 2019, "Importance estimation for neural
network pruning"). Two thirds of a layer's products are feed-forward, so a third of the neurons less
is a fourth of them less; another training makes up for what is lost.
"""

from collections.abc import Iterable
from dataclasses import replace

import torch

from dragoman.reading.schema import Schemas
from dragoman.training.examples import Batch
from dragoman.training.learn import loss_of
from dragoman.training.network import FrameModel, Layer


def narrowed(
    model: FrameModel, width: int, schemas: Schemas, batches: Iterable[Batch]
) -> FrameModel:
    """The model with `width` neurons in each layer's feed-forward step, the weightiest ones."""
    kept = [w.topk(width).indices.sort().values for w in _weights(model, schemas, batches)]
    shape = replace(model.shape, intermediate_size=width)
    small = FrameModel(shape, schemas, branch=model.branch_layers, dropout=model.encoder.dropout)
    state = {k: v for k, v in model.state_dict().items() if ".up." not in k and ".down." not in k}
    small.load_state_dict(state, strict=False)
    with torch.no_grad():
        for old, new, neurons in zip(_layers(model), _layers(small), kept, strict=True):
            new.up.weight.copy_(old.up.weight[neurons])
            new.up.bias.copy_(old.up.bias[neurons])
            new.down.weight.copy_(old.down.weight[:, neurons])
            new.down.bias.copy_(old.down.bias)
    small.to(next(model.parameters()).device)
    return small


def _weights(model: FrameModel, schemas: Schemas, batches: Iterable[Batch]) -> list[torch.Tensor]:
    """Of each layer its neurons' weights to the loss, [neurons]."""
    model.eval()
    layers = _layers(model)
    weights = [torch.zeros(layer.down.in_features) for layer in layers]
    for batch in batches:
        model.zero_grad()
        loss_of(model, batch, schemas).backward()
        for weight, layer in zip(weights, layers, strict=True):
            gradient = layer.down.weight.grad
            assert gradient is not None
            weight += (layer.down.weight.detach() * gradient).sum(0).square().cpu()
    return weights


def _layers(model: FrameModel) -> list[Layer]:
    return [m for m in model.modules() if isinstance(m, Layer)]
