"""The PyTorch model behind the reader's protocol, to hold the exported one against it."""

import numpy as np
import torch

from dragoman.reading.batches import Inputs
from dragoman.training.network import FrameModel


class TorchEngine:
    """The model in training, run without gradients in full precision."""

    def __init__(self, model: FrameModel) -> None:
        self.model = model.eval()
        self.device = next(model.parameters()).device

    @torch.inference_mode()
    def encode(self, inputs: Inputs) -> tuple[np.ndarray, ...]:
        """Hidden states, anchor tags and word vectors."""
        arrays = (inputs.ids, inputs.shapes, inputs.quotes, inputs.mask)
        found = self.model.encoder(*(torch.from_numpy(a).to(self.device) for a in arrays))
        return tuple(array.cpu().numpy() for array in found)

    @torch.inference_mode()
    def branch(
        self, hidden: np.ndarray, mask: np.ndarray, marks: np.ndarray, kind: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Role tags and labels."""
        arrays = (hidden, mask, marks, kind)
        roles, labels = self.model.branch(*(torch.from_numpy(a).to(self.device) for a in arrays))
        return roles.cpu().numpy(), labels.cpu().numpy()
