"""Who is expected to need too little: observed over expected by group, and a verdict on each."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.resampling import Redrawn

Vector = NDArray[np.float64]

FAR: Final = 0.05
"""A group is told where its interval leaves 1 and its ratio is at least so far from it."""
_DRAWS: Final = 400
_LEVEL: Final = (0.025, 0.975)


def ratio_intervals(
    masks: list[NDArray[np.bool_]], y: Vector, predicted: Vector, *, seed: int
) -> tuple[Vector, Vector]:
    """Lower and upper end (95 %, people drawn again) of observed over expected of each group."""
    low, high = np.full(len(masks), np.nan), np.full(len(masks), np.nan)
    again = Redrawn(len(y), _DRAWS, seed=seed)
    sums = again.sums(values * mask for mask in masks for values in (y, predicted))
    for k, (had, expected) in enumerate(zip(sums[::2], sums[1::2], strict=True)):
        if (expected > 0).all():
            low[k], high[k] = np.quantile(had / expected, _LEVEL)
    return low, high


def verdict(ratio: float, low: float, high: float) -> str:
    """``under`` (predicted too low), ``over``, ``even`` (within 5 % for sure) or ``unclear``.

    Examples
    --------
    >>> verdict(1.2, 1.1, 1.3), verdict(0.9, 0.85, 0.96), verdict(1.0, 0.97, 1.03)
    ('under', 'over', 'even')
    >>> verdict(1.02, 1.01, 1.03), verdict(1.2, 0.9, 1.5), verdict(float("nan"), 0.0, 1.0)
    ('even', 'unclear', 'unclear')
    """
    if not np.isfinite([ratio, low, high]).all():
        return "unclear"
    if low > 1 and ratio >= 1 + FAR:
        return "under"
    if high < 1 and ratio <= 1 - FAR:
        return "over"
    return "even" if low >= 1 - FAR and high <= 1 + FAR else "unclear"


def judged(subgroups: pd.DataFrame) -> pd.DataFrame:
    """The table of `by_subgroup` with the verdict on each group."""
    rows = zip(subgroups["ratio"], subgroups["low"], subgroups["high"], strict=True)
    return subgroups.assign(verdict=[verdict(*map(float, row)) for row in rows])
