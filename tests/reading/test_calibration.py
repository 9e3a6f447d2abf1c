import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.calibration import Scale, fit_scale


@given(st.floats(0.02, 0.98), st.floats(0.5, 5), st.floats(-2, 2))
def test_raw_inverts_the_scale(p: float, slope: float, shift: float) -> None:
    scale = Scale(slope, shift)
    assert scale(scale.raw(p)) == pytest.approx(p, abs=1e-3)


def test_overconfident_scores_are_brought_down() -> None:
    draw = random.Random(7)
    scores = [0.95] * 400 + [0.6] * 400
    right = [draw.random() < 0.7 for _ in range(400)] + [draw.random() < 0.4 for _ in range(400)]
    scale = fit_scale(scores, right)
    assert scale(0.95) == pytest.approx(sum(right[:400]) / 400, abs=0.03)
    assert scale(0.6) == pytest.approx(sum(right[400:]) / 400, abs=0.03)


def test_one_outcome_alone_changes_nothing() -> None:
    assert fit_scale([0.2, 0.9], [True, True]) == Scale()
