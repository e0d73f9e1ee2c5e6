"""Boosted trees, kept small: what the two-part model misses, without learning persons by heart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from threadpoolctl import ThreadpoolController

from pilotzones.stratification.bins import Bins, Codes
from pilotzones.stratification.newton import Link
from pilotzones.stratification.trees import LEAVES, Trees, read_off

Vector = NDArray[np.float64]

ROWS_PER_LEAF: Final = 100
"""No leaf says anything of fewer rows."""
_TREES: Final = 60
_RATE: Final = 0.1
_FEATURES: Final = 0.75
"""Part of the columns that a split may choose from; of few columns at least the next number."""
_COLUMNS: Final = 8


@cache
def threads() -> ThreadpoolController:
    """What holds the threads of libraries back; to look for them takes longer than a small fit."""
    return ThreadpoolController()


@dataclass(frozen=True, slots=True)
class Boosting:
    """Fitted trees, one sum of them per fold left out; their mean is the prediction.

    The mean is that of the square roots, squared: the scale on which counts spread evenly. A plain
    mean is led by the member that expects most, so that who needs next to nothing is overestimated.
    """

    bins: Bins
    members: tuple[Trees, ...]

    def predict(self, x: Vector) -> Vector:
        """Expected outcome of each row, above zero."""
        codes = self.bins.codes(x)
        roots = [np.sqrt(member.predict(codes)) for member in self.members]
        return np.mean(roots, axis=0) ** 2


def fit_member(
    codes: Codes, y: Vector, weights: Vector, link: Link, *, fewest: int, seed: int
) -> Trees:
    """Boosted trees of ``y`` (not negative) by the bins of its columns (columns x rows).

    On one core: on a machine with other work, trees built by many threads wait for the slowest of
    them at every split. The numbers do not depend on it.

    Parameters
    ----------
    weights
        How much each row counts.
    link
        ``log`` for amounts and counts (Poisson), ``logit`` for what happens or not.
    fewest
        Rows of a leaf at least; never fewer than `ROWS_PER_LEAF`.
    """
    options = {
        "learning_rate": _RATE,
        "max_iter": _TREES,
        "max_leaf_nodes": LEAVES,
        "min_samples_leaf": max(ROWS_PER_LEAF, fewest),
        "l2_regularization": 1.0,
        "max_features": min(1.0, max(_FEATURES, _COLUMNS / len(codes))),
        "early_stopping": False,
        "random_state": seed,
    }
    if link == "logit":
        model = HistGradientBoostingClassifier(loss="log_loss", **options)
    else:
        model = HistGradientBoostingRegressor(loss="poisson", **options)
    with threads().limit(limits=1, user_api="openmp"):
        return read_off(model.fit(codes.T, y, sample_weight=weights), link)
