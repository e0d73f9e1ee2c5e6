"""Values of a column as bins that each hold enough persons: what trees may tell apart.

Edges stand between two values that occur, written with as few digits as that allows, so that no
edge is the value of a person. A rare value goes with its neighbours before anything is fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Codes = NDArray[np.uint8]

MOST: Final = 250
"""Bins of a column at most."""
FEW_VALUES: Final = 40
"""A column of so few different values is one of categories: those that were merged are named."""


@dataclass(frozen=True, slots=True)
class Bins:
    """Edges of the bins of each column, rising; a value belongs to the bin of the edges below it.

    ``low`` and ``high`` bound each column: linear parts see no value beyond them. ``rows`` are
    the fewest rows of a bin, by column.
    """

    edges: tuple[tuple[float, ...], ...]
    low: Vector
    high: Vector
    rows: tuple[int, ...]

    def codes(self, x: Vector) -> Codes:
        """Number of the bin of each value (columns x rows)."""
        found = np.empty((x.shape[1], len(x)), np.uint8)
        for j, edges in enumerate(self.edges):
            found[j] = np.searchsorted(np.asarray(edges), x[:, j], side="right")
        return found

    def bounded(self, x: Vector) -> Vector:
        """The values, none beyond the bounds of its column."""
        return np.clip(x, self.low, self.high)


def bins_of(x: Vector, *, fewest: int) -> Bins:
    """Bins of the columns of ``x`` (rows x columns), each of at least ``fewest`` rows.

    Examples
    --------
    >>> found = bins_of(np.array([[0.0], [0.0], [1.0], [1.0], [2.0], [7.0]]), fewest=2)
    >>> found.edges, found.rows, found.codes(np.array([[1.0], [9.0]])).tolist()
    (((0.5, 1.5),), (2,), [[1, 2]])
    """
    found = [_column(x[:, j], fewest) for j in range(x.shape[1])]
    low = np.array([bounds[0] for _, bounds, _ in found], float)
    high = np.array([bounds[1] for _, bounds, _ in found], float)
    return Bins(
        tuple(edges for edges, _, _ in found), low, high, tuple(rows for _, _, rows in found)
    )


def merged_values(x: Vector, columns: tuple[str, ...], *, fewest: int) -> tuple[str, ...]:
    """Values of columns of few values that go with others, as ``column: lowest-highest``."""
    named = []
    for j, name in enumerate(columns):
        values = np.unique(x[:, j])
        if not 2 < len(values) <= FEW_VALUES:
            continue
        edges = _column(x[:, j], fewest)[0]
        place = np.searchsorted(np.asarray(edges), values, side="right")
        for k in np.flatnonzero(np.bincount(place) > 1):
            mine = values[place == k]
            named.append(f"{name}: {mine[0]:g}-{mine[-1]:g}")
    return tuple(named)


def _column(x: Vector, fewest: int) -> tuple[tuple[float, ...], tuple[float, float], int]:
    """Edges, bounds and fewest rows of a bin, of one column."""
    values, counts = np.unique(x, return_counts=True)
    wanted = fewest if len(values) <= FEW_VALUES else max(fewest, -(-len(x) // MOST))
    ends, size, sizes = [], 0, []
    for place, count in enumerate(counts):
        size += int(count)
        if size >= wanted:
            ends.append(place)
            sizes.append(size)
            size = 0
    if size and ends:  # the last ones are too few: they go with the bin before
        sizes[-1] += size
        ends[-1] = len(values) - 1
    inner = [place for place in ends if place < len(values) - 1]
    edges = tuple(between(float(values[k]), float(values[k + 1])) for k in inner)
    return edges, _bounds(x, values, edges), min(sizes, default=len(x))


def _bounds(x: Vector, values: Vector, edges: tuple[float, ...]) -> tuple[float, float]:
    """Means of the lowest and of the highest bin, or the ends of a column of few values."""
    if not edges:
        return float(values[0]), float(values[-1])
    below, above = x[x < edges[0]], x[x >= edges[-1]]
    return float(below.mean()), float(above.mean())


def between(low: float, high: float) -> float:
    """Number between ``low`` and ``high`` with as few digits as can be.

    Examples
    --------
    >>> between(1234.56, 1301.0), between(0.0, 1.0), between(17.0, 18.0)
    (1300.0, 0.5, 17.5)
    """
    middle = low + (high - low) / 2
    for digits in range(1, 17):
        found = float(f"{middle:.{digits - 1}e}")
        if low < found < high:
            return found
    return high
