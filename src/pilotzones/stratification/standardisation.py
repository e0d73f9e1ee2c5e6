"""Indirect standardisation: what a unit would have with the rates of a reference, and its ratio.

A ratio of 1 says that a unit has as many cases as its ages and sexes would have elsewhere. Direct
standardisation of groups of persons stands in `pilotzones.stratification.comparison`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri

Floats = NDArray[np.float64]
Z95 = 1.959963984540054
"""Two-sided 95 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ratios with their 95 % intervals, one of each per unit; NaN where nothing is expected."""

    ratio: Floats
    low: Floats
    high: Floats


def expected_counts(people: ArrayLike, rates: ArrayLike) -> Floats:
    """Cases that each unit would have with the rates of the reference.

    Parameters
    ----------
    people
        Persons by unit (rows) and stratum of age and sex (columns).
    rates
        Cases per person of the reference, by stratum.

    Examples
    --------
    >>> expected_counts([[1000, 200], [500, 800]], [0.02, 0.3]).tolist()
    [80.0, 250.0]
    """
    return np.asarray(people, float) @ np.asarray(rates, float)


def standardised_ratio(
    observed: ArrayLike, expected: ArrayLike, *, method: Literal["exact", "byar"] = "exact"
) -> Ratio:
    """Indirectly standardised ratios: observed over expected cases, with 95 % Poisson intervals.

    Parameters
    ----------
    observed, expected
        Cases by unit; the expected ones are taken as known.
    method
        ``exact``: limits from the chi-squared distribution (Ulm 1990, American Journal of
        Epidemiology 131: 373-375); ``byar``: its approximation (Breslow and Day 1987, Statistical
        Methods in Cancer Research II, p. 69).

    Raises
    ------
    ValueError
        A negative number.

    Examples
    --------
    >>> found = standardised_ratio([10], [5])
    >>> [round(float(v[0]), 3) for v in (found.ratio, found.low, found.high)]
    [2.0, 0.959, 3.678]
    """
    cases, due = np.asarray(observed, float), np.asarray(expected, float)
    if (cases < 0).any() or (due < 0).any():
        raise ValueError("counts are never negative")
    low, high = _exact(cases) if method == "exact" else _byar(cases)
    due = np.where(due > 0, due, np.nan)
    return Ratio(cases / due, low / due, high / due)


def _exact(cases: Floats) -> tuple[Floats, Floats]:
    low = np.where(cases > 0, chdtri(2 * np.maximum(cases, 1e-9), 0.975) / 2, 0.0)
    return low, chdtri(2 * (cases + 1), 0.025) / 2


def _byar(cases: Floats) -> tuple[Floats, Floats]:
    one = cases + 1
    some = np.maximum(cases, 1e-9)
    low = some * (1 - 1 / (9 * some) - Z95 / (3 * np.sqrt(some))) ** 3
    high = one * (1 - 1 / (9 * one) + Z95 / (3 * np.sqrt(one))) ** 3
    return np.where(cases > 0, np.maximum(low, 0.0), 0.0), high
