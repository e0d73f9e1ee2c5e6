"""Area-level model for rates whose sampling variance is known, such as those of a survey.

Fay and Herriot (1979, JASA 74: 269-277): the rate of an area is a line in its covariates and a
deviation of its own; the survey's rate is drawn towards the line, the more the less it is sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from pilotzones.stratification.standardisation import Z95, Floats


@dataclass(frozen=True, slots=True)
class FayHerriot:
    """Estimates by area with their mean squared errors and 95 % intervals.

    ``between`` is the variance of the areas around the line, ``beta`` the line.
    """

    estimate: Floats
    mse: Floats
    low: Floats
    high: Floats
    between: float
    beta: Floats


def fay_herriot(
    direct: ArrayLike, variance: ArrayLike, covariates: ArrayLike | None = None
) -> FayHerriot:
    """Empirical best linear unbiased predictors of the areas.

    Parameters
    ----------
    direct, variance
        Rate of each area and its sampling variance; NaN for an area that was not sampled, whose
        estimate is the line's.
    covariates
        Rows of covariates by area, all known; the constant is added.

    Raises
    ------
    ValueError
        No more sampled areas than columns and two, or a variance that is not positive.

    Notes
    -----
    The variance between areas is REML's, with the factor of Yoshimori and Lahiri (2014, Journal of
    Multivariate Analysis 124: 281-294): it is never 0, as plain REML's often is where areas are
    few, and its bias is of the same order, so the mean squared error is that of Prasad and Rao
    (1990, JASA 85: 163-171) for REML as Datta and Lahiri give it (2000, Statistica Sinica 10:
    613-627): ``g1 + g2 + 2 g3``.
    """
    y, d = np.asarray(direct, float), np.asarray(variance, float)
    x = np.ones((len(y), 1))
    if covariates is not None:
        x = np.column_stack([x, np.asarray(covariates, float).reshape(len(y), -1)])
    seen = ~(np.isnan(y) | np.isnan(d))
    if seen.sum() < x.shape[1] + 3 or not (d[seen] > 0).all():
        raise ValueError("too few sampled areas, or a variance that is not positive")
    ys, ds, xs = y[seen], d[seen], x[seen]
    a = _between(ys, ds, xs)
    beta, cov = _line(ys, ds, xs, a)
    line = x @ beta
    spread = np.einsum("ij,jk,ik->i", x, cov, x)
    kept = np.where(seen, a / (a + np.where(seen, d, 1.0)), 0.0)  # weight of the survey's own rate
    estimate = np.where(seen, kept * np.nan_to_num(y) + (1 - kept) * line, line)
    own = np.where(seen, d, 0.0)
    g1 = np.where(seen, kept * own, a)
    g2 = (1 - kept) ** 2 * spread
    g3 = np.where(seen, own**2 / (a + own) ** 3, 0.0) * 2 / ((a + ds) ** -2).sum()
    mse = g1 + g2 + 2 * g3
    reach = Z95 * np.sqrt(mse)
    return FayHerriot(estimate, mse, estimate - reach, estimate + reach, a, beta)


def _between(y: Floats, d: Floats, x: Floats) -> float:
    """Variance between areas where the adjusted residual likelihood is largest."""
    scale = max(float(np.var(y)), float(d.mean()))

    def loss(log_a: float) -> float:
        a = float(np.exp(log_a))
        v = a + d
        beta, cov = _line(y, d, x, a)
        rest = y - x @ beta
        fit = -(np.log(v).sum() - np.linalg.slogdet(cov)[1] + (rest**2 / v).sum()) / 2
        return -(fit + np.log(np.arctan((a / v).sum())) / len(y))

    tried = np.log(scale) + np.linspace(-14, 4, 73)
    at = int(np.argmin([loss(each) for each in tried]))
    bounds = tried[max(at - 1, 0)], tried[min(at + 1, len(tried) - 1)]
    found: Any = minimize_scalar(loss, bounds=bounds, method="bounded")
    return float(np.exp(found.x))


def _line(y: Floats, d: Floats, x: Floats, a: float) -> tuple[Floats, Floats]:
    """Weighted least squares of the line, with the covariance of its coefficients."""
    cov = np.asarray(np.linalg.inv((x / (a + d)[:, None]).T @ x), np.float64)
    return cov @ (x.T @ (y / (a + d))), cov
