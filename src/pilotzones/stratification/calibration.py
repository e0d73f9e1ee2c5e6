"""Predictions that mean what they say: a rising curve from predicted to expected, its checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

Vector = NDArray[np.float64]

_BINS = 10
_ROWS_PER_BIN = 100
"""No point of the curve says anything of fewer rows."""
_HIGHEST = 10
"""Rows whose mean is the highest prediction: the value of one person would tell of that one."""
_STEADY = 0.5
"""Part of the plain prediction in the curve: it keeps the order of persons inside a flat step."""
_MOST = 3.0
"""The curve never changes a prediction by more than this factor beyond the change of level."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Curve through points ``predicted`` to ``expected``, both rising.

    Below the first point and above the last the ratio of that point holds, so that nothing
    becomes negative; predictions above ``highest``, the mean of the highest seen out of fold, count
    as that.
    """

    predicted: Vector
    expected: Vector
    highest: float

    def apply(self, values: Vector) -> Vector:
        """Expected outcome of each prediction; the order of predictions stays."""
        low, high = self.predicted[0], self.predicted[-1]
        values = np.minimum(values, self.highest)
        inside = np.interp(values, self.predicted, self.expected)
        above = np.where(values > high, values * self.expected[-1] / high, inside)
        return np.where(values < low, values * self.expected[0] / low, above)


def fit_calibration(y: Vector, predicted: Vector, weights: Vector | None = None) -> Calibration:
    """Curve from out-of-fold predictions (above zero) of ``y``; the total becomes right.

    Mean outcomes of up to ten equal parts by prediction, made rising (isotonic regression), mixed
    half and half with the plain prediction. ``weights`` are how much each row counts.
    """
    weights = np.ones(len(y)) if weights is None else weights
    count = int(np.clip(len(y) // _ROWS_PER_BIN, 1, _BINS))
    parts = np.array_split(np.argsort(predicted, kind="stable"), count)
    sizes = np.array([weights[part].sum() for part in parts])
    x = np.array([np.average(predicted[part], weights=weights[part]) for part in parts])
    seen = np.array([np.average(y[part], weights=weights[part]) for part in parts])
    x, place = np.unique(x, return_inverse=True)
    heavy = np.bincount(place, sizes)
    seen = np.bincount(place, sizes * seen) / heavy
    had = float(weights @ y)
    level = had / float(weights @ predicted)
    rising = IsotonicRegression().fit_transform(x, seen, sample_weight=heavy)
    plain = level * x
    expected = (1 - _STEADY) * np.clip(rising, plain / _MOST, plain * _MOST) + _STEADY * plain
    expected = np.maximum.accumulate(expected)
    highest = float(np.sort(predicted)[-_HIGHEST:].mean())
    total = float(weights @ Calibration(x, expected, highest).apply(predicted))
    return Calibration(x, expected * (had / total), highest)


def by_decile(y: Vector, predicted: Vector, parts: int = 10) -> pd.DataFrame:
    """Tenths of the rows by prediction, lowest first: decile (1..) and the columns of `ratios`."""
    order = np.array_split(np.argsort(predicted, kind="stable"), min(parts, len(y)))
    keys = pd.DataFrame({"decile": np.arange(1, len(order) + 1)})
    return ratios(keys, [(y[part], predicted[part]) for part in order])


def ratios(keys: pd.DataFrame, parts: Sequence[tuple[Vector, Vector]]) -> pd.DataFrame:
    """``keys`` with columns that compare outcome and prediction of each part (none is empty).

    ``people``, ``predicted`` and ``observed`` (means per person), ``ratio`` (observed over
    predicted) and ``largest``, the most that one person had: for the gate, never to be shown.
    """
    predicted = np.array([p.mean() for _, p in parts], float)
    observed = np.array([y.mean() for y, _ in parts], float)
    return keys.assign(
        people=[len(y) for y, _ in parts],
        predicted=predicted,
        observed=observed,
        ratio=np.divide(observed, predicted, out=np.full(len(parts), np.nan), where=predicted > 0),
        largest=[float(y.max()) for y, _ in parts],
    )
