"""Weights read back from a coder are those that were packed."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs the train extra (PyTorch)")

from dragoman.errors import ModelError  # noqa: E402  after the skip, like all below
from dragoman.reading.coder import shipped  # noqa: E402
from dragoman.reading.schema import default_schemas  # noqa: E402
from dragoman.training.network import FrameModel, Shape  # noqa: E402
from dragoman.training.pack import export_onnx  # noqa: E402
from dragoman.training.pretrained import read_shape  # noqa: E402
from dragoman.training.unpack import load_weights, weights_of  # noqa: E402

SHAPE = Shape(60, 48, 2, 12, 96, 64, 1e-12)


@pytest.mark.parametrize(("int8", "nearly"), [(False, 0.0), (True, 0.01)])
def test_packed_weights_come_back(tmp_path: Path, int8: bool, nearly: float) -> None:
    model = FrameModel(SHAPE, default_schemas())
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter)  # of equal ones the graph keeps one only
    export_onnx(model, tmp_path, int8=int8)
    state = weights_of(tmp_path)
    assert read_shape(tmp_path) == SHAPE
    assert state.keys() == model.state_dict().keys()
    for name, value in model.state_dict().items():
        scale = value.abs().max().item() + 1e-9
        assert (state[name] - value).abs().max().item() <= nearly * scale + 1e-6, name


def test_the_shipped_coder_can_be_begun_from() -> None:
    state = weights_of(shipped())
    model = FrameModel(read_shape(shipped()), default_schemas())
    assert load_weights(model, state) == []


def test_no_graph_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "encoder.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelError, match="cannot be loaded"):
        weights_of(tmp_path)
