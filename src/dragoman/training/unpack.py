"""A coder's weights read back: so that training can begin where another training ended."""

from pathlib import Path

import numpy as np
import torch

from dragoman.errors import ModelError
from dragoman.training.network import FrameModel

QUANTIZED = "_quantized"


def weights_of(folder: Path) -> dict[str, torch.Tensor]:
    """The parameters of a coder by the names `FrameModel` gives them; int8 ones as numbers again.

    What int8 has rounded stays rounded. Raises `ModelError` where the graphs are none of ours.
    """
    state = {}
    for part in ("encoder", "branch"):
        for name, array in _graph(folder / f"{part}.onnx").items():
            state[f"{part}.{name}"] = torch.from_numpy(array.astype(np.float32))
    return state


def _graph(path: Path) -> dict[str, np.ndarray]:
    import onnx
    from onnx.numpy_helper import to_array

    try:
        graph = onnx.load(str(path)).graph
    except Exception as error:  # protobuf raises a family of its own
        raise ModelError(
            f"The weights in {path.name} cannot be loaded: {error}.", todo="Name another coder."
        ) from error
    arrays = {i.name: to_array(i) for i in graph.initializer}
    out = {
        name.removesuffix(QUANTIZED): _numbers(name.removesuffix(QUANTIZED), arrays)
        for name in arrays
        if name.removesuffix(QUANTIZED).endswith((".weight", ".bias"))
    }
    for node in graph.node:
        # A product with a weight is called after its module: "/layers.0/query/MatMul".
        if node.op_type in ("MatMul", "MatMulInteger") and node.input[1] in arrays:
            module = node.output[0].split("/MatMul")[0].strip("/").replace("/", ".")
            weight = _numbers(node.input[1].removesuffix(QUANTIZED), arrays)
            out[f"{module}.weight"] = weight.T
    return out


def _numbers(name: str, arrays: dict[str, np.ndarray]) -> np.ndarray:
    if name in arrays:
        return arrays[name]
    codes, zero = arrays[name + QUANTIZED].astype(np.float32), arrays[f"{name}_zero_point"]
    return np.asarray((codes - zero.astype(np.float32)) * arrays[f"{name}_scale"])


def load_weights(model: FrameModel, state: dict[str, torch.Tensor]) -> list[str]:
    """Fill a model with every parameter that fits it; the names of those left as they were."""
    own = model.state_dict()
    fits = {k: v for k, v in state.items() if k in own and own[k].shape == v.shape}
    model.load_state_dict(fits, strict=False)
    return sorted(set(own) - set(fits))
