"""Boosted trees, kept small: what the two-part model misses, without learning persons by heart."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

Vector = NDArray[np.float64]

ROWS_PER_LEAF = 100
"""No leaf says anything of fewer rows."""
_ROWS_PER_PART = 5_000
"""Fewer rows are not worth a second core."""


@dataclass(frozen=True, slots=True)
class Boosting:
    """Fitted models, one per fold left out; their mean is the prediction."""

    members: tuple[HistGradientBoostingRegressor, ...]

    def predict(self, x: Vector) -> Vector:
        """Expected outcome of each row, above zero."""
        parts = np.array_split(x, max(1, min(os.cpu_count() or 1, len(x) // _ROWS_PER_PART)))
        with ThreadPoolExecutor(len(parts)) as pool:
            return np.concatenate(list(pool.map(self._mean, parts)))

    def _mean(self, x: Vector) -> Vector:
        """Mean prediction of the members, on one core."""
        return np.mean([predict_member(member, x) for member in self.members], axis=0)


def predict_member(member: HistGradientBoostingRegressor, x: Vector) -> Vector:
    """Expected outcome of each row by one model, on one core."""
    with threadpool_limits(1, user_api="openmp"):
        return member.predict(x)


def fit_member(x: Vector, y: Vector, *, seed: int) -> HistGradientBoostingRegressor:
    """One boosting model of ``y`` (not negative) on one core.

    One core each, several models at once: on a machine with other work, trees built by many
    threads wait for the slowest of them at every split. The numbers do not depend on it.
    """
    model = HistGradientBoostingRegressor(
        loss="poisson",
        learning_rate=0.05,
        max_iter=120,
        max_leaf_nodes=8,
        min_samples_leaf=ROWS_PER_LEAF,
        l2_regularization=1.0,
        max_features=0.5,
        early_stopping=False,  # pyright: ignore[reportArgumentType] - its types lack it
        random_state=seed,
    )
    with threadpool_limits(1, user_api="openmp"):
        return model.fit(x, y)
