"""Slivers between units: long narrow gaps that nobody meant, found and shared out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from pilotzones.postcodes.overlaps import GRID_M, NOISE_M2, STRAY_M, Reals, Rows, Shapes

GAP_WIDTH_M = 10.0
"""A hole narrower than this everywhere is a sliver between units; a wider one is a real hole,
such as an enclave of another country or a unit that the layer does not have."""

_ELONGATED = 10.0
"""A sliver open to the outside is at least this many times as long as wide; a notch is not."""

_BORDER_M = 1.0
"""Length that such a sliver must have in common with each of two units."""

_TOUCH_M = 2e-3
"""Nearer than two millimetres is on the border, whether one of them was rounded or not."""


@dataclass(frozen=True, slots=True)
class Slivers:
    """Gaps between units.

    ``shapes`` are their polygons, ``around`` the rows of the units around each; ``noise_m2`` are
    the areas of the gaps that are rounding. ``union_m2`` and ``outline_m`` are area and outline
    of all units together, without the gaps.
    """

    shapes: Shapes
    around: tuple[tuple[int, ...], ...]
    noise_m2: Reals
    union_m2: float
    outline_m: float


def find_slivers(shapes: Shapes, *, overlap_m2: float) -> Slivers:
    """Gaps between valid polygons: closed on all sides, or open to the outside.

    A closed one is a hole of the union that is narrower than ``GAP_WIDTH_M`` everywhere. An open
    one is an inlet of the outline as narrow as that, long, and bordered by two units or more:
    two border units that run along each other without meeting.

    Parameters
    ----------
    overlap_m2
        Sum of the areas that pairs of units have in common.
    """
    union = _union(shapes, overlap_m2)
    shells = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(union)))
    holes = shapely.get_parts(shapely.difference(shapely.union_all(shells), union))
    holes = holes[~shapely.is_empty(holes)]
    noise = shapely.area(holes) < NOISE_M2
    narrow = shapely.is_empty(shapely.buffer(holes, -GAP_WIDTH_M / 2, join_style="mitre"))
    outline = shapely.union_all(np.r_[union, holes[narrow]])
    found = np.r_[holes[narrow & ~noise], _inlets(outline, shapes)]
    k, unit, _ = _borders(found, shapes)
    return Slivers(
        shapes=found,
        around=tuple(tuple(unit[k == n].tolist()) for n in range(len(found))),
        noise_m2=shapely.area(holes[noise]),
        union_m2=float(shapely.area(union)),
        outline_m=float(shapely.length(union)),
    )


def _union(shapes: Shapes, overlap_m2: float) -> shapely.Geometry:
    """Union of all; on the grid where the exact one cannot be right by its area."""
    union, total = shapely.union_all(shapes), float(shapely.area(shapes).sum())
    slack = STRAY_M * shapely.length(union)
    if total - overlap_m2 - slack <= shapely.area(union) <= total + slack:
        return union
    return shapely.union_all(shapes, grid_size=GRID_M)


def _inlets(outline: shapely.Geometry, shapes: Shapes) -> Shapes:
    wider = shapely.buffer(outline, GAP_WIDTH_M / 2, join_style="mitre")
    closed = shapely.buffer(wider, -GAP_WIDTH_M / 2, join_style="mitre")
    inlets = shapely.get_parts(shapely.difference(closed, outline))
    area, length = shapely.area(inlets), shapely.length(inlets)
    inlets = inlets[(area >= NOISE_M2) & (length**2 >= 4 * _ELONGATED * area)]
    k, _, lines = _borders(inlets, shapes)
    long = shapely.length(lines) >= _BORDER_M
    return inlets[np.bincount(k[long], minlength=len(inlets)) > 1]


def _borders(slivers: Shapes, shapes: Shapes) -> tuple[Rows, Rows, Shapes]:
    """Row of the sliver, row of the unit and the line in common, for each pair that have one."""
    near = shapely.buffer(slivers, _TOUCH_M, join_style="mitre")
    k, unit = shapely.STRtree(shapes).query(near, predicate="intersects")
    lines = shapely.intersection(shapely.boundary(shapes[unit]), near[k])
    order = np.lexsort((unit, k))
    order = order[shapely.length(lines[order]) > 4 * _TOUCH_M]  # less is a corner
    return k[order], unit[order], lines[order]


def filled(shapes: Shapes, slivers: Slivers) -> Shapes:
    """Units grown over the slivers along them, in whole millimetres; overlaps are still to clean.

    Each unit takes the part of a sliver within ``GAP_WIDTH_M`` of its own border, which covers
    all of it. No unit reaches further into a network of slivers than that: given as a whole to
    one unit, a ring of slivers around another one would part it from all its neighbours.
    """
    result = np.asarray(shapely.set_precision(shapes, GRID_M), dtype=object)
    k, unit, lines = _borders(slivers.shapes, result)
    reach = shapely.buffer(lines, GAP_WIDTH_M)
    parts = shapely.intersection(reach, slivers.shapes[k], grid_size=GRID_M)
    for row in np.unique(unit):
        mine = shapely.get_parts(parts[unit == row])
        areas = mine[shapely.area(mine) > 0]  # touching leaves lines and points behind
        result[row] = shapely.union_all([result[row], *areas], grid_size=GRID_M)
    return result
