"""Why a stratum is expected to cost more than the others: mean contributions of groups of features.

The contribution of a group is its Shapley value among the groups (Shapley 1953; Lundberg and Lee
2017): what the expected cost changes by, on average over all orders, when the features of the group
become those of the stratum instead of those of people drawn from everybody. Contributions add up to
the difference between the stratum and everybody. Nothing is said of one person.
"""

from __future__ import annotations

from itertools import combinations
from math import factorial
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.risk import RiskModel

Vector = NDArray[np.float64]

GROUPS: Final = ("age_sex", "social", "conditions", "use", "other")
"""Groups of features: age and sex; reimbursement, status and living alone; conditions and many
medicines at once; cost, doses and days of the year; what else there is."""
_BEGINS: Final = {
    "age_sex": ("age_over_", "woman"),
    "social": ("increased_reimbursement", "chronic_status", "isolated"),
    "conditions": ("cond_", "n_conditions", "polypharmacy", "age_x_conditions"),
    "use": ("log_", "no_cost", "cost_x_", "n_atc3"),
}
_PEOPLE: Final = 1_500
"""People of a stratum at most who stand for it."""


def group_of(column: str) -> str:
    """Group of a column of the model.

    Examples
    --------
    >>> group_of("age"), group_of("age_x_conditions"), group_of("log_ddd"), group_of("rain")
    ('age_sex', 'conditions', 'use', 'other')
    """
    if column == "age":
        return "age_sex"
    for group, begins in _BEGINS.items():
        if column.startswith(begins):
            return group
    return "other"


def explained(
    model: RiskModel, possible: pd.DataFrame, labels: NDArray[np.str_], *, seed: int
) -> pd.DataFrame:
    """Table level, group, contribution (euro a person), people, whole.

    ``whole`` is the expected cost of the level less that of everybody: the sum of contributions.

    Parameters
    ----------
    possible
        Columns of `candidates`, one row a person.
    labels
        Level of each person.
    """
    x = possible[list(model.columns)].to_numpy(float)
    group = np.array([group_of(name) for name in model.columns])
    used = [name for name in GROUPS if (group == name).any()]
    rng = np.random.default_rng(seed)
    rows = []
    for level in dict.fromkeys(labels.tolist()):
        mine = np.flatnonzero(labels == level)
        drawn = rng.permutation(mine)[:_PEOPLE]
        others = rng.integers(0, len(x), len(drawn))
        worth = _worths(model, x[drawn], x[others], [group == name for name in used])
        whole = worth[frozenset(range(len(used)))] - worth[frozenset()]
        rows += [
            (level, name, _shapley(worth, k, len(used)), len(mine), whole)
            for k, name in enumerate(used)
        ]
    return pd.DataFrame(rows, columns=["level", "group", "contribution", "people", "whole"])


def _worths(
    model: RiskModel, mine: Vector, others: Vector, groups: list[NDArray[np.bool_]]
) -> dict[frozenset[int], float]:
    """Mean expected cost with the features of some groups, the rest those of other people."""
    found = {}
    for size in range(len(groups) + 1):
        for some in combinations(range(len(groups)), size):
            mixed = others.copy()
            for k in some:
                mixed[:, groups[k]] = mine[:, groups[k]]
            found[frozenset(some)] = float(model.predict(mixed).mean())
    return found


def _shapley(worth: dict[frozenset[int], float], k: int, count: int) -> float:
    total = 0.0
    for some, value in worth.items():
        if k not in some:
            size = len(some)
            share = factorial(size) * factorial(count - size - 1) / factorial(count)
            total += share * (worth[some | {k}] - value)
    return total
