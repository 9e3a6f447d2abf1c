"""What runs the model: a narrow protocol, and ONNX Runtime behind it."""

from pathlib import Path
from typing import Protocol

import numpy as np

from dragoman.errors import ModelError
from dragoman.reading.batches import Inputs


class Engine(Protocol):
    """The two steps of the frame model; arrays in and out are NumPy's."""

    def encode(self, inputs: Inputs) -> tuple[np.ndarray, ...]:
        """Hidden states [n, t, d], anchor tags [n, t, tags] and, of models that give them, the
        vectors of the wordpieces by themselves [n, t, d]."""
        ...

    def branch(
        self, hidden: np.ndarray, mask: np.ndarray, marks: np.ndarray, kind: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Role tags [f, t, roles, 3] and labels [f, t, labels] of `f` anchors."""
        ...


# What ONNX Runtime is to run on; what it cannot do on a GPU it does on the CPU.
PROVIDERS = {
    "cpu": ["CPUExecutionProvider"],
    "cuda": ["CUDAExecutionProvider", "CPUExecutionProvider"],
}


class OnnxEngine:
    """A coder's model in ONNX Runtime."""

    def __init__(self, folder: Path, *, threads: int = 0, device: str = "cpu") -> None:
        """Load `encoder.onnx` and `branch.onnx`; 0 threads means one per core.

        `ModelError` where they cannot be loaded, or where there is no such device.
        """
        import onnxruntime as ort

        providers = PROVIDERS.get(device, [])
        if not providers or providers[0] not in ort.get_available_providers():
            raise ModelError(
                f"The model cannot run on {device!r} here.",
                todo="Use cpu, or install onnxruntime-gpu in place of onnxruntime for cuda.",
            )
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._encoder, self._branch = (
                ort.InferenceSession(
                    folder / f"{name}.onnx",
                    options,
                    providers,
                    # On the CPU the two steps it joins take a fourth of the time apart.
                    disabled_optimizers=["SkipLayerNormFusion"],
                )
                for name in ("encoder", "branch")
            )
        except Exception as error:  # ONNX Runtime raises a family of its own without a base
            raise ModelError(
                f"The weights in {folder.name} cannot be loaded: {error}.",
                todo="Install dragoman again, or name another coder.",
            ) from error

    def encode(self, inputs: Inputs) -> tuple[np.ndarray, ...]:
        """Hidden states, anchor tags and word vectors; earlier models have none of the last."""
        feed = {
            "ids": inputs.ids,
            "shapes": inputs.shapes,
            "quotes": inputs.quotes,
            "mask": inputs.mask,
        }
        return tuple(self._encoder.run(None, feed))

    def branch(
        self, hidden: np.ndarray, mask: np.ndarray, marks: np.ndarray, kind: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Role tags and labels."""
        feed = {"hidden": hidden, "mask": mask, "marks": marks, "kind": kind}
        roles, labels = self._branch.run(None, feed)
        return roles, labels
