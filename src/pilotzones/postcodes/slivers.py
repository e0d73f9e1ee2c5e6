"""Slivers between units: long narrow gaps that nobody meant, found and shared out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

GAP_WIDTH_M = 10.0
"""A hole narrower than this everywhere is a sliver between units; a wider one is a real hole,
such as an enclave of another country or a unit that the layer does not have."""

NOISE_M2 = 0.01
"""An overlap or gap smaller than this (a hand's breadth square) is rounding, not a fault."""

_ELONGATED = 10.0
"""A sliver open to the outside is at least this many times as long as wide; a notch is not."""

_BORDER_M = 1.0
"""Length that such a sliver must have in common with each of two units."""

_TOUCH_M = 1e-3
"""Nearer than a millimetre is on the border."""

Shapes = npt.NDArray[np.object_]
Rows = npt.NDArray[np.intp]
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Slivers:
    """Polygons of the gaps, the rows of the units around each, and areas of noise in m2."""

    shapes: Shapes
    around: tuple[tuple[int, ...], ...]
    noise_m2: Reals


def find_slivers(shapes: Shapes) -> Slivers:
    """Gaps between valid polygons: closed on all sides, or open to the outside.

    A closed one is a hole of the union that is narrower than ``GAP_WIDTH_M`` everywhere. An open
    one is an inlet of the outline as narrow as that, long, and bordered by two units or more:
    two border units that run along each other without meeting.
    """
    union = shapely.union_all(shapes)
    shells = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(union)))
    holes = shapely.get_parts(shapely.difference(shapely.union_all(shells), union))
    holes = holes[~shapely.is_empty(holes)]
    noise = shapely.area(holes) < NOISE_M2
    narrow = shapely.is_empty(shapely.buffer(holes, -GAP_WIDTH_M / 2, join_style="mitre"))
    outline = shapely.union_all(np.r_[union, holes[narrow]])
    found = np.r_[holes[narrow & ~noise], _inlets(outline, shapes)]
    k, unit, _ = _borders(found, shapes)
    around = tuple(tuple(unit[k == n].tolist()) for n in range(len(found)))
    return Slivers(found, around, shapely.area(holes[noise]))


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
    """Units grown over the slivers along them; the cleaner has still to choose where two did.

    Each unit takes the part of a sliver within ``GAP_WIDTH_M`` of its own border, which covers
    all of it. No unit reaches further into a network of slivers than that: given as a whole to
    one unit, a ring of slivers around another one would part it from all its neighbours.
    """
    k, unit, lines = _borders(slivers.shapes, shapes)
    parts = shapely.intersection(shapely.buffer(lines, GAP_WIDTH_M), slivers.shapes[k])
    result = shapes.copy()
    for row in np.unique(unit):
        mine = shapely.get_parts(parts[unit == row])
        result[row] = shapely.union_all([shapes[row], *mine[shapely.area(mine) > 0]])
    return result
