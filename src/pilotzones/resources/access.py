"""Access to care by the enhanced two-step floating catchment method, and distances.

Straight-line distances between points in metres. Everything is computed in blocks of points that
lie near each other; no table of pairs is made, so memory hardly grows with the number of pairs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Bands = Sequence[tuple[float, float]]
"""Pairs of a distance in metres, up to and including which a band reaches, and its weight."""

_BLOCK = 1 << 16
"""Pairs computed at once: the arrays of a block stay in the cache of one core."""
_SLACK = 1e-9
"""Share added to the reach where candidates are chosen, against rounding; the pairs themselves are
compared exactly."""


def e2sfca(
    demand_xy: Floats,
    demand_weight: Floats,
    supply_xy: Floats,
    supply_capacity: Floats,
    bands: Bands,
) -> Floats:
    """Access at each demand point: capacity per unit of demand, 0 where no supply is in reach.

    First each provider's capacity is divided by the demand in its catchment, weighted by band;
    then each demand point adds up what the providers in its catchment have, weighted likewise. A
    provider that no demand reaches contributes nothing, so that the sum of demand x access is the
    capacity of those that are reached. Source: Luo & Qi 2009, Health & Place 15(4):1100-1107.

    Parameters
    ----------
    demand_xy, supply_xy
        Points in metres, one row each.
    demand_weight, supply_capacity
        People and capacity, not negative.
    bands
        Catchment; distances rise. A pair exactly at a limit belongs to the nearer band.

    Raises
    ------
    ValueError
        Arrays that do not fit together, numbers that are not finite or are negative, limits that
        do not rise.

    Examples
    --------
    >>> people, doctors = np.array([[0.0, 0.0], [900.0, 0.0]]), np.array([[100.0, 0.0]])
    >>> e2sfca(people, np.array([300.0, 100.0]), doctors, np.array([2.0]), [(1000.0, 1.0)])
    array([0.005, 0.005])
    """
    demand_xy, weight = _checked("demand", demand_xy, demand_weight)
    supply_xy, capacity = _checked("supply", supply_xy, supply_capacity)
    limits, weights = _checked_bands(bands)
    access = np.zeros(len(weight))
    if not (len(limits) and len(weight) and len(capacity)):
        return access
    tiles = _Tiles.of(demand_xy, supply_xy, float(limits[-1]))
    step = _Step(limits, weights)
    load = np.zeros(len(capacity))
    # einsum, not @: one thread and one order of adding, so the same bytes on every machine
    for rows, columns in tiles.blocks():
        part = step.weights(tiles.demand[rows], tiles.supply[columns])
        load[columns] += np.einsum("i,ij->j", weight[tiles.demand_order[rows]], part)
    ratio = np.divide(
        capacity[tiles.supply_order], load, out=np.zeros_like(capacity), where=load > 0
    )
    for rows, columns in tiles.blocks():
        part = step.weights(tiles.demand[rows], tiles.supply[columns])
        access[tiles.demand_order[rows]] += np.einsum("ij,j->i", part, ratio[columns])
    return access


def nearest_m(demand_xy: Floats, supply_xy: Floats) -> Floats:
    """Straight-line distance in metres from each demand point to the nearest supply point.

    Infinite where there is no supply at all.
    """
    if not len(supply_xy):
        return np.full(len(demand_xy), np.inf)
    distance, _ = KDTree(supply_xy).query(np.asarray(demand_xy, np.float64).reshape(-1, 2))
    return np.asarray(distance, np.float64)


def _checked(name: str, xy: Floats, amount: Floats) -> tuple[Floats, Floats]:
    points, amounts = np.asarray(xy, np.float64), np.asarray(amount, np.float64)
    points = points.reshape(-1, 2) if points.size == 0 else points
    if points.ndim != 2 or points.shape[1] != 2 or amounts.shape != (len(points),):
        raise ValueError(f"{name}: {points.shape} points do not fit {amounts.shape} amounts")
    if not (np.isfinite(points).all() and np.isfinite(amounts).all()):
        raise ValueError(f"{name}: a number is not finite")
    if (amounts < 0).any():
        raise ValueError(f"{name}: an amount is negative")
    return points, amounts


def _checked_bands(bands: Bands) -> tuple[Floats, Floats]:
    pairs = np.asarray(bands, np.float64).reshape(-1, 2)
    if not np.isfinite(pairs).all() or (pairs < 0).any() or (np.diff(pairs[:, 0]) <= 0).any():
        raise ValueError(f"bands: {list(bands)} do not rise, or are negative or not finite")
    return pairs[:, 0], pairs[:, 1]


class _Step:
    """Weights of a block of pairs, in arrays that are used again for each block."""

    def __init__(self, limits: Floats, weights: Floats) -> None:
        self._squares = [_largest_square(float(limit)) for limit in limits]
        self._table = np.append(weights, 0.0)
        self._d2, self._dy, self._out = (np.empty(_BLOCK) for _ in range(3))
        self._band, self._over = np.empty(_BLOCK, np.uint8), np.empty(_BLOCK, bool)

    def weights(self, demand: Floats, supply: Floats) -> Floats:
        """Matrix of band weights, one row per demand point; valid until the next call."""
        shape = (len(demand), len(supply))
        n = shape[0] * shape[1]
        d2, dy = self._d2[:n].reshape(shape), self._dy[:n].reshape(shape)
        np.subtract(demand[:, :1], supply[:, 0], out=d2)
        np.multiply(d2, d2, out=d2)
        np.subtract(demand[:, 1:], supply[:, 1], out=dy)
        np.multiply(dy, dy, out=dy)
        np.add(d2, dy, out=d2)
        band, over = self._band[:n].reshape(shape), self._over[:n].reshape(shape)
        band.fill(0)
        for square in self._squares:
            np.greater(d2, square, out=over)
            np.add(band, over.view(np.uint8), out=band)
        return np.take(self._table, band, out=self._out[:n].reshape(shape), mode="clip")


def _largest_square(limit: float) -> float:
    """Largest number whose root is at most ``limit``: comparing squares is comparing distances."""
    square = limit * limit
    while math.sqrt(square) > limit:
        square = math.nextafter(square, 0.0)
    while math.sqrt(math.nextafter(square, math.inf)) <= limit:
        square = math.nextafter(square, math.inf)
    return square


@dataclass(frozen=True, slots=True)
class _Tiles:
    """Demand sorted by tile, supply by strip and x: what may be in reach of a tile is in slices.

    ``demand`` and ``supply`` are the points in that order, ``demand_order`` and ``supply_order``
    the rows they had. ``tile_starts`` and ``strip_starts`` say where each tile and each occupied
    strip (``strips``, counted in tile sides from ``low``) begins.
    """

    demand: Floats
    supply: Floats
    demand_order: Places
    supply_order: Places
    tile_starts: Places
    strips: Places
    strip_starts: Places
    low: float
    side: float
    reach: float

    @classmethod
    def of(cls, demand: Floats, supply: Floats, reach: float) -> _Tiles:
        """Tiles as wide as the reach: smaller ones hold fewer useless pairs, but cost more."""
        both = np.concatenate([demand.min(0)[None], demand.max(0)[None], supply])
        low, extent = both.min(0), float(np.ptp(both, axis=0).max())
        side = max(reach, extent * 1e-6, 1e-6)  # never more tiles than can be numbered
        column, row = (np.floor((demand - low) / side).astype(np.intp)).T
        tile = row * (column.max() + 1) + column
        demand_order = np.argsort(tile, kind="stable")
        strip = np.floor((supply[:, 1] - low[1]) / side).astype(np.intp)
        supply_order = np.lexsort((supply[:, 0], strip))
        strips, strip_starts = np.unique(strip[supply_order], return_index=True)
        return cls(
            demand=demand[demand_order],
            supply=supply[supply_order],
            demand_order=demand_order,
            supply_order=supply_order,
            tile_starts=np.unique(tile[demand_order], return_index=True)[1],
            strips=strips,
            strip_starts=np.append(strip_starts, len(supply)),
            low=float(low[1]),
            side=side,
            reach=reach * (1 + _SLACK) + extent * _SLACK,
        )

    def blocks(self) -> Iterator[tuple[slice, Places]]:
        """Rows of demand and of supply that may be in reach of each other, block by block."""
        ends = np.append(self.tile_starts[1:], len(self.demand))
        for start, end in zip(self.tile_starts.tolist(), ends.tolist(), strict=True):
            near = self._near(self.demand[start:end])
            for j in range(0, len(near), _BLOCK):
                columns = near[j : j + _BLOCK]
                rows = max(1, _BLOCK // len(columns))
                for i in range(start, end, rows):
                    yield slice(i, min(i + rows, end)), columns

    def _near(self, demand: Floats) -> Places:
        """Rows of supply within reach of the box around some demand points, strip by strip."""
        (left, bottom), (right, top) = demand.min(0).tolist(), demand.max(0).tolist()
        first, last = np.searchsorted(
            self.strips,
            [
                math.floor((bottom - self.reach - self.low) / self.side),
                math.floor((top + self.reach - self.low) / self.side) + 1,
            ],
        ).tolist()
        found = []
        for k in range(first, last):
            under = self.low + int(self.strips[k]) * self.side
            gap = max(under - top, bottom - under - self.side, 0.0)
            wide = math.sqrt(max(self.reach**2 - gap**2, 0.0)) + self.side * _SLACK
            begin, end = int(self.strip_starts[k]), int(self.strip_starts[k + 1])
            x = self.supply[begin:end, 0]
            a, b = np.searchsorted(x, [left - wide, right + wide]).tolist()
            found.append(np.arange(begin + a, begin + b))
        return np.concatenate(found) if found else np.empty(0, np.intp)
