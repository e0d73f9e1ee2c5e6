"""Intervals of measures, from people drawn again with the same chance each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

PARCELS = 10_000
"""People are dealt at random into at most so many parcels, and parcels are drawn again.

The sum over a parcel has the same mean and spread for a person as the sums of single persons, so
the intervals are those of persons, at a cost that does not grow with their number.
"""
_LEVEL = (0.025, 0.975)


class Redrawn:
    """Parcels of ``people`` rows (one row a person) and how often each is drawn, by ``seed``."""

    def __init__(self, people: int, draws: int, *, seed: int) -> None:
        rng = np.random.default_rng(seed)
        count = min(people, PARCELS)
        self._parcel = rng.permutation(people) % count
        self._drawn = rng.multinomial(count, np.full(count, 1 / count), draws).astype(float)

    def sums(self, rows: Iterable[Vector]) -> Vector:
        """Sums of ``rows`` (each of people) in each draw (sums x draws).

        All at once takes far less time than one after the other.
        """
        count = self._drawn.shape[1]
        parcels = [np.bincount(self._parcel, row, count) for row in rows]
        return np.stack(parcels).astype(float) @ self._drawn.T if parcels else np.empty((0, 0))

    def weights(self, draws: int) -> Iterator[Vector]:
        """How often each person counts, in each of the first draws."""
        for drawn in self._drawn[:draws]:
            yield drawn[self._parcel]


def interval(values: Vector) -> tuple[float, float]:
    """Lower and upper end of 95 % of the draws; missing where a draw has no value."""
    if np.isnan(values).any():
        return float("nan"), float("nan")
    low, high = np.quantile(values, _LEVEL)
    return float(low), float(high)
