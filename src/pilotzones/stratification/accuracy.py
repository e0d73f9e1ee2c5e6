"""How near predictions come to what happened: the measures of risk adjustment.

Each takes outcome and prediction of the same rows. ``weights`` are how often each row counts: all
once, or as often as it was drawn again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

Vector = NDArray[np.float64]

TOP = 0.05
"""The dearest people: the upper 5 %."""
CAP = 0.99
"""R2 capped: outcome and prediction count at most the 99th percentile of the outcome."""
_FEWEST = 2
"""Rows on either side without which a spread is not known."""
SUMS = ("n", "y", "yy", "cy", "cyy", "p", "pp", "py", "ee", "cee", "abs", "spread")
"""Sums per row that all smooth measures are made of: see `row_sums`."""


def row_sums(y: Vector, predicted: Vector, *, cap: float) -> Vector:
    """What each row adds to the sums named in `SUMS` (sums x rows).

    ``y`` outcome, ``p`` prediction, ``e`` error, ``c`` the same capped at ``cap``; ``abs`` is the
    error without its sign, ``spread`` that of the mean outcome.
    """
    low, near = np.minimum(y, cap), np.minimum(predicted, cap)
    error, capped = y - predicted, low - near
    return np.stack(
        [
            *(np.ones_like(y), y, y**2, low, low**2),
            *(predicted, predicted**2, predicted * y),
            *(error**2, capped**2, np.abs(error), np.abs(y - y.mean())),
        ]
    )


def from_sums(sums: Vector) -> dict[str, Vector]:
    """Measures r2, r2_capped, mae, cpm, slope and total, from sums (first axis as in `SUMS`).

    ``cpm`` is Cumming's prediction measure, 1 - sum of errors / sum of distances from the mean;
    ``slope`` that of the outcome on the prediction; ``total`` the outcome over the prediction.
    Where there is nothing to divide by, the measure is missing.
    """
    s = dict(zip(SUMS, sums, strict=True))
    n = s["n"]
    spread = s["yy"] - s["y"] ** 2 / n
    capped = s["cyy"] - s["cy"] ** 2 / n
    wide = s["pp"] - s["p"] ** 2 / n
    wide = np.where(wide > 1e-9 * s["pp"], wide, 0.0)  # a constant, but for rounding
    return {
        "r2": 1 - _over(s["ee"], spread),
        "r2_capped": 1 - _over(s["cee"], capped),
        "mae": s["abs"] / n,
        "cpm": 1 - _over(s["abs"], s["spread"]),
        "slope": _over(s["py"] - s["p"] * s["y"] / n, wide),
        "total": _over(s["y"], s["p"]),
    }


def smooth_measures(y: Vector, predicted: Vector) -> Mapping[str, float]:
    """All measures of `from_sums` for these rows.

    Examples
    --------
    >>> found = smooth_measures(np.array([1.0, 2.0, 3.0, 6.0]), np.array([2.0, 2.0, 3.0, 5.0]))
    >>> {name: round(float(found[name]), 4) for name in ("r2", "cpm", "mae", "total")}
    {'r2': 0.8571, 'cpm': 0.6667, 'mae': 0.5, 'total': 1.0}
    """
    sums = row_sums(y, predicted, cap=float(np.quantile(y, CAP))).sum(axis=1)
    return {name: float(value) for name, value in from_sums(sums).items()}


class Ranking:
    """Rows in the order of their prediction, the highest first; equal predictions are one step."""

    def __init__(self, predicted: Vector) -> None:
        steps, place = np.unique(-predicted, return_inverse=True)
        self._place, self._count = place, len(steps)

    def _steps(self, values: Vector) -> Vector:
        return np.bincount(self._place, values, self._count).astype(float)

    def auc(self, top: NDArray[np.bool_]) -> tuple[float, float, float]:
        """Chance that a row of the top is predicted higher than another row, with 95 % interval.

        Equal predictions count half. The interval is that of DeLong, DeLong and Clarke-Pearson
        (1988, Biometrics 44:837-845); missing where the top holds all rows or fewer than two.
        """
        yes, no = self._steps(top.astype(float)), self._steps((~top).astype(float))
        n_yes, n_no = yes.sum(), no.sum()
        if min(n_yes, n_no) < _FEWEST:
            return float("nan"), float("nan"), float("nan")
        beaten = (n_no - no.cumsum() + no / 2) / n_no  # others that a row of the top stands above
        beating = (yes.cumsum() - yes / 2) / n_yes  # rows of the top that stand above another
        value = float(yes @ beaten / n_yes)
        spread = _spread(beaten, yes) / n_yes + _spread(beating, no) / n_no
        reach = float(norm.ppf(0.975) * np.sqrt(spread))
        return value, value - reach, value + reach

    def captures(self, y: Vector, shares: Sequence[float], weights: Vector) -> list[float]:
        """Part of the outcome held by each of ``shares`` of the rows, the highest predicted first.

        Equal predictions at the edge count in proportion.
        """
        people = np.append(0.0, self._steps(weights).cumsum())
        held = np.append(0.0, self._steps(weights * y).cumsum())
        found = np.interp(np.asarray(shares) * people[-1], people, held)
        return _over(found, np.full(len(shares), held[-1])).tolist()


def _spread(values: Vector, weights: Vector) -> float:
    """Variance of values that each stand for ``weights`` rows."""
    n = weights.sum()
    mean = values @ weights / n
    return float((values - mean) ** 2 @ weights / (n - 1))


def _over(part: Vector, whole: Vector) -> Vector:
    """Quotient, missing where there is nothing to divide by."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    return np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
