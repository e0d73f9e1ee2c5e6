"""Likeliest coefficients of logit and log-link models, by Newton's method with step control.

A very weak ridge on the standardised columns (a prior spread of about thirty standard deviations)
gives an answer where the outcome is perfectly parted, and changes no other one in any digit that
counts. Covariances are robust ("sandwich"), by person where persons have several rows.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit

Vector = NDArray[np.float64]
Link = Literal["logit", "log"]

_RIDGE: Final = 1e-3
_STEPS: Final = 50
_HALVINGS: Final = 20
_NEAR: Final = 1e-9
"""Part of the log-likelihood by which a step has to gain, or it was the last."""
_FARTHEST: Final = 30.0
"""Linear predictors beyond it say no more: e to the power of 30 is ten million million."""


def likeliest(design: Vector, y: Vector, weights: Vector, link: Link) -> Vector:
    """Coefficients of ``y`` by the columns of ``design``, whose first column is constant.

    ``logit`` takes outcomes between 0 and 1; ``log`` is Poisson quasi-likelihood: right for any
    outcome that is not negative and whose mean is log-linear. ``weights`` are how much each row
    counts.

    Examples
    --------
    >>> design = np.column_stack([np.ones(4), [-1.0, -1.0, 1.0, 1.0]])
    >>> found = likeliest(design, np.array([1.0, 3.0, 8.0, 8.0]), np.ones(4), "log")
    >>> np.exp(found).round(2).tolist()
    [4.0, 2.0]
    """
    beta = np.zeros(design.shape[1])
    mean = float(np.clip(np.average(y, weights=weights), 1e-12, None))
    beta[0] = np.log(mean / max(1 - mean, 1e-12)) if link == "logit" else np.log(mean)
    value = _likelihood((design, y, weights), beta, link)
    for _ in range(_STEPS):
        expected, slope = _moments(design @ beta, link)
        gradient = design.T @ (weights * (y - expected)) - _ridge(beta)
        step = _solved(_information(design, weights * slope), gradient)
        taken, found = _shortened((design, y, weights), (beta, step, value), link)
        if found <= value + _NEAR * (1 + abs(value)):
            return taken if found > value else beta
        beta, value = taken, found
    return beta


def covariance(
    rows: tuple[Vector, Vector, Vector],
    beta: Vector,
    link: Link,
    groups: NDArray[np.intp] | None = None,
) -> Vector:
    """Robust covariance of coefficients found by `likeliest` (HC1, or by group).

    ``rows`` are design, outcome and weights.
    """
    design, y, weights = rows
    expected, slope = _moments(design @ beta, link)
    scores = design * (weights * (y - expected))[:, None]
    count_of_rows, columns = design.shape
    if groups is None:
        factor = count_of_rows / (count_of_rows - columns)
    else:
        place, count = np.unique(groups, return_inverse=True)[1], len(np.unique(groups))
        sums = np.zeros((count, columns))
        np.add.at(sums, place, scores)
        scores = sums
        factor = count / (count - 1) * (count_of_rows - 1) / (count_of_rows - columns)
    bread = _solved(_information(design, weights * slope), np.eye(columns))
    return factor * bread @ (scores.T @ scores) @ bread


def _moments(eta: Vector, link: Link) -> tuple[Vector, Vector]:
    """Expected outcome, and its slope on the linear predictor."""
    eta = np.clip(eta, -_FARTHEST, _FARTHEST)
    if link == "log":
        expected = np.exp(eta)
        return expected, expected
    expected = expit(eta)
    return expected, expected * (1 - expected)


def _likelihood(rows: tuple[Vector, Vector, Vector], beta: Vector, link: Link) -> float:
    design, y, weights = rows
    eta = design @ beta
    near = np.clip(eta, -_FARTHEST, _FARTHEST)
    spread = np.exp(near) if link == "log" else np.logaddexp(0.0, near)
    return float(weights @ (y * eta - spread) - 0.5 * _RIDGE * beta[1:] @ beta[1:])


def _ridge(beta: Vector) -> Vector:
    return _RIDGE * np.append(0.0, beta[1:])


def _information(design: Vector, weight: Vector) -> Vector:
    found = design.T @ (design * weight[:, None])
    found[np.diag_indices_from(found)] += _RIDGE
    return found


def _solved(matrix: Vector, right: Vector) -> Vector:
    return cho_solve(cho_factor(matrix, check_finite=False), right, check_finite=False)


def _shortened(
    rows: tuple[Vector, Vector, Vector], state: tuple[Vector, Vector, float], link: Link
) -> tuple[Vector, float]:
    """The step, halved until the likelihood does not fall; the likelihood there."""
    beta, step, value = state
    for _ in range(_HALVINGS):
        tried = beta + step
        found = _likelihood(rows, tried, link)
        if np.isfinite(found) and found >= value:
            return tried, found
        step = step / 2
    return beta, value
