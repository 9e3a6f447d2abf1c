"""The mean of several trainings."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch (extra train)")

from dragoman.reading import shipped  # noqa: E402
from dragoman.training.mean import mean, trained_weights  # noqa: E402


def test_each_counts_by_its_share_and_what_not_all_have_is_left_out() -> None:
    one = {"a": torch.tensor([1.0, 2.0]), "b": torch.tensor([1.0])}
    other = {"a": torch.tensor([5.0, 6.0])}
    found = mean([one, other], [3.0, 1.0])
    assert list(found) == ["a"]
    assert found["a"].tolist() == [2.0, 3.0]


def test_the_mean_of_a_coder_and_itself_is_that_coder() -> None:
    state = trained_weights(shipped())
    for name, value in mean([state, state], [0.3, 0.7]).items():
        assert torch.allclose(value, state[name])


def test_a_checkpoint_comes_before_what_int8_has_rounded(tmp_path: Path) -> None:
    state = {"a": torch.tensor([0.5])}
    torch.save({"model": state, "epoch": 1}, tmp_path / "checkpoint.pt")
    assert trained_weights(tmp_path)["a"].tolist() == [0.5]
