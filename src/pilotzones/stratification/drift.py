"""Does a model that was made elsewhere fit the people here? How far they differ, and how it errs.

Differences of a feature are its population stability index over up to ten groups of people of the
training: the sum of (here - there) * log(here / there) over the groups. Below 0.10 it is stable,
from 0.25 on it has shifted (Siddiqi, Credit Risk Scorecards, 2006); what chance alone would bring
is taken out (Yurdakul and Naranjo 2020: its mean is about (groups - 1) * (1 / n + 1 / m)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pilotzones.stratification.accuracy import CAP, from_sums, row_sums
from pilotzones.stratification.bins import bins_of
from pilotzones.stratification.resampling import Redrawn, interval

Vector = NDArray[np.float64]

MOVED: Final = 0.10
SHIFTED: Final = 0.25
"""Bounds of the population stability index."""
SLOPE: Final = (0.90, 1.10)
TOTAL: Final = (0.95, 1.05)
"""A model fits here where the intervals of both overlap these bounds."""
_GROUPS: Final = 10
_LEAST: Final = 1e-4
_DRAWS: Final = 400


@dataclass(frozen=True, slots=True)
class Baseline:
    """Shares of the people of the training in groups of each column; ``people`` is their number."""

    columns: tuple[str, ...]
    edges: tuple[tuple[float, ...], ...]
    shares: tuple[tuple[float, ...], ...]
    people: int


def baseline_of(x: pd.DataFrame, *, minimum: int) -> Baseline:
    """Groups of each column, none of fewer than ``minimum`` people, with their shares."""
    values = x.to_numpy(float)
    bins = bins_of(values, fewest=max(minimum, -(-len(x) // _GROUPS)))
    shares = tuple(_shares(values[:, j], edges) for j, edges in enumerate(bins.edges))
    return Baseline(tuple(map(str, x.columns)), bins.edges, shares, len(x))


def _shares(values: Vector, edges: tuple[float, ...]) -> tuple[float, ...]:
    place = np.searchsorted(np.asarray(edges), values, side="right")
    count = np.bincount(place, minlength=len(edges) + 1)
    return tuple(round(float(n) / len(values), 5) for n in count)


def stability(baseline: Baseline, x: pd.DataFrame) -> pd.DataFrame:
    """Table feature, index, verdict (``stable``, ``moved``, ``shifted``), people.

    Examples
    --------
    >>> there = pd.DataFrame({"age": np.repeat([10.0, 70.0], 500)})
    >>> here = pd.DataFrame({"age": np.repeat([10.0, 70.0], [200, 800])})
    >>> found = stability(baseline_of(there, minimum=10), here)
    >>> found.loc[0, ["feature", "verdict"]].tolist(), round(float(found.loc[0, "index"]), 3)
    (['age', 'shifted'], 0.414)
    """
    rows = []
    for name, edges, there in zip(baseline.columns, baseline.edges, baseline.shares, strict=True):
        here = np.maximum(_shares(x[name].to_numpy(float), edges), _LEAST)
        known = np.maximum(there, _LEAST)
        chance = len(edges) * (1 / baseline.people + 1 / len(x))
        index = max(float(((here - known) * np.log(here / known)).sum()) - chance, 0.0)
        verdict = "shifted" if index >= SHIFTED else "moved" if index >= MOVED else "stable"
        rows.append((name, index, verdict, len(x)))
    return pd.DataFrame(rows, columns=["feature", "index", "verdict", "people"])


@dataclass(frozen=True, slots=True)
class Fit:
    """How predictions err on the people here: slope and total with intervals, and what follows.

    ``verdict`` is ``fits``, ``recalibrate`` (the level or the spread is wrong) or ``refit`` (they
    rank people no better than the mean does).
    """

    table: pd.DataFrame
    verdict: str


def fit_here(y: Vector, predicted: Vector, *, seed: int = 0) -> Fit:
    """Measures of predictions (table metric, value, low, high) and the verdict on them."""
    again = Redrawn(len(y), _DRAWS, seed=seed)
    each = row_sums(y, predicted, cap=float(np.quantile(y, CAP)))
    value, drawn = from_sums(each.sum(axis=1)), from_sums(again.sums(each))
    rows = [(name, float(value[name]), *interval(drawn[name])) for name in value]
    table = pd.DataFrame(rows, columns=["metric", "value", "low", "high"])
    low = dict(zip(table["metric"], table["low"].to_numpy(float), strict=True))
    high = dict(zip(table["metric"], table["high"].to_numpy(float), strict=True))
    if not low["slope"] > 0:
        return Fit(table, "refit")
    bounds = {"slope": SLOPE, "total": TOTAL}
    near = all(low[m] <= top and high[m] >= bottom for m, (bottom, top) in bounds.items())
    return Fit(table, "fits" if near else "recalibrate")
