"""Overlaps between units: ground that two of them claim."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

NOISE_M2 = 0.01
"""An overlap or gap smaller than this (a hand's breadth square) is rounding, not a fault."""

GRID_M = 1e-3
"""Repairs are made on a grid of millimetres: GEOS may lose whole polygons where lines lie nearer
to each other than that without being the same (https://github.com/locationtech/jts/issues/1000)."""

STRAY_M = 2e-3
"""By this much at most a repair may move the outline of all units together, beside the gaps."""

Shapes = npt.NDArray[np.object_]
Rows = npt.NDArray[np.intp]
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Rows of the two units of each overlap and its area; and the areas that are rounding."""

    a: Rows
    b: Rows
    area_m2: Reals
    noise_m2: Reals


def find_overlaps(shapes: Shapes) -> Overlaps:
    """Pairs of valid polygons that have an area in common, ``a < b``, sorted."""
    # an edge inside another unit is marked, that unit's own edges are not
    suspect = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    k, other = shapely.STRtree(shapes).query(shapes[suspect], predicate="intersects")
    pairs = np.sort(np.c_[suspect[k], other], axis=1)
    a, b = np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0).T
    area = shapely.area(shapely.intersection(shapes[a], shapes[b]))
    large = area >= NOISE_M2
    area[large] = _verified(area[large], shapes[a[large]], shapes[b[large]])
    real = area >= NOISE_M2
    return Overlaps(a[real], b[real], area[real], area[(area > 0) & ~real])


def _verified(area_m2: Reals, one: Shapes, two: Shapes) -> Reals:
    """The areas of intersections; that on the grid where the exact one cannot be right."""
    on_grid = shapely.area(shapely.intersection(one, two, grid_size=GRID_M))
    slack = STRAY_M * np.minimum(shapely.length(one), shapely.length(two))
    return np.where(np.abs(area_m2 - on_grid) > slack, on_grid, area_m2)
