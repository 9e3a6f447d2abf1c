"""Raw scores to calibrated probabilities, by logistic (Platt) scaling.

Platt 1999, "Probabilistic outputs for support vector machines"; two numbers per kind of label,
fitted on the development documents, kept beside the weights.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Scale:
    """p becomes sigmoid(slope * logit(p) + shift)."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, p: float) -> float:
        """The calibrated probability of a raw one."""
        return 1 / (1 + math.exp(-(self.slope * logit(p) + self.shift)))

    def raw(self, p: float) -> float:
        """The raw probability that is calibrated to `p`."""
        return 1 / (1 + math.exp(-(logit(p) - self.shift) / self.slope))


def logit(p: float) -> float:
    """log(p / (1 - p)), with p kept off 0 and 1."""
    p = min(max(p, EPSILON), 1 - EPSILON)
    return math.log(p / (1 - p))


def fit_scale(scores: Sequence[float], right: Sequence[bool]) -> Scale:
    """The scale under which the outcomes are likeliest: Newton's method on two parameters."""
    if len(set(right)) < 2:
        return Scale()
    x = np.array([logit(s) for s in scores])
    # Platt's targets keep a perfect separation from an infinite slope.
    hits = sum(right)
    y = np.where(right, (hits + 1) / (hits + 2), 1 / (len(right) - hits + 2))
    design = np.stack([x, np.ones_like(x)], 1)
    w = np.array([1.0, 0.0])
    for _ in range(100):
        p = 0.5 * (1 + np.tanh(design @ w / 2))
        hessian = (design * (p * (1 - p))[:, None]).T @ design + 1e-6 * np.eye(2)
        # Steps are kept short: from far off a full one can overshoot for good.
        step = np.clip(np.linalg.solve(hessian, design.T @ (p - y)), -0.5, 0.5)
        w = w - step
        if np.abs(step).max() < 1e-6:
            break
    return Scale(float(max(w[0], 0.05)), float(w[1]))


def scales_from(rows: Mapping[str, Sequence[float]]) -> dict[str, Scale]:
    """Scales as `model.json` keeps them, name to [slope, shift]."""
    return {name: Scale(slope, shift) for name, (slope, shift) in rows.items()}
