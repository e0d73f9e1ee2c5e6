"""Slivers between units: long narrow gaps that nobody meant, found and shared out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import Delaunay

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

_STEP_M = 5.0
"""Distance of the points on the outline of a sliver; of a wider one its width."""

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
    k, _, shared_m = _borders(inlets, shapes)
    return inlets[np.bincount(k[shared_m >= _BORDER_M], minlength=len(inlets)) > 1]


def _borders(slivers: Shapes, shapes: Shapes) -> tuple[Rows, Rows, Reals]:
    """Row of the sliver, row of the unit and metres in common, for each pair that share a line."""
    near = shapely.buffer(slivers, _TOUCH_M, join_style="mitre")
    k, unit = shapely.STRtree(shapes).query(near, predicate="intersects")
    shared = shapely.length(shapely.intersection(shapely.boundary(shapes[unit]), near[k]))
    order = np.lexsort((unit, k))
    order = order[shared[order] > 4 * _TOUCH_M]  # less is a corner
    return k[order], unit[order], shared[order]


def filled(shapes: Shapes, slivers: Slivers) -> Shapes:
    """Units grown over the slivers, each over the part that lies nearest to it.

    Points on the outlines of the slivers are joined to triangles, and each triangle is cut into
    three parts, one for each of its corners: so the units on both sides meet in the middle along
    the whole length. (Given as a whole to one unit, a ring of slivers around a unit would part
    all the others from it.) Edges have still to be matched afterwards.
    """
    corners, k = _triangles(slivers.shapes)
    before, after = np.roll(corners, 1, axis=1), np.roll(corners, -1, axis=1)
    centre = np.broadcast_to(corners.mean(axis=1, keepdims=True), corners.shape)
    rings = np.stack([corners, (corners + after) / 2, centre, (corners + before) / 2], axis=2)
    parts = shapely.polygons(rings.reshape(-1, 4, 2))
    owner = _nearest(corners.reshape(-1, 2), shapes)
    result = shapes.copy()
    shares = np.c_[owner, np.repeat(k, 3)]
    order = np.lexsort(shares.T)
    cuts = np.flatnonzero(np.diff(shares[order], axis=0).any(axis=1)) + 1
    for rows in np.split(order, cuts) if len(order) else ():
        unit, sliver = shares[rows[0]]
        share = shapely.intersection(shapely.union_all(parts[rows]), slivers.shapes[sliver])
        result[unit] = shapely.union_all([result[unit], *_areas(share)])
    return result


def _areas(geometry: shapely.Geometry) -> Shapes:
    """Polygons of a geometry, without the lines and points that touching left in it."""
    parts = shapely.get_parts(geometry)
    return parts[shapely.area(parts) > 0]


def _triangles(slivers: Shapes) -> tuple[Reals, Rows]:
    """Corners of triangles that fill the slivers, and the row of the sliver of each."""
    if not len(slivers):
        return np.empty((0, 3, 2)), np.empty(0, np.intp)
    width = 2 * shapely.area(slivers) / shapely.length(slivers)
    xy = shapely.get_coordinates(shapely.segmentize(slivers, np.maximum(_STEP_M, width)))
    low, high = xy.min(axis=0) - _STEP_M, xy.max(axis=0) + _STEP_M
    frame = np.array([low, high, [low[0], high[1]], [high[0], low[1]]])  # so that it is never flat
    xy = np.unique(np.r_[xy, frame], axis=0)
    corners = xy[Delaunay(xy - low).simplices]
    centres = shapely.points(corners.mean(axis=1))
    k, triangle = shapely.STRtree(centres).query(slivers, predicate="contains")
    return corners[triangle], k


def _nearest(xy: Reals, shapes: Shapes) -> Rows:
    """Row of the unit nearest to each point; of several as near, the first."""
    points, back = np.unique(xy, axis=0, return_inverse=True)
    point, unit = shapely.STRtree(shapes).query_nearest(shapely.points(points))
    found = np.full(len(points), len(shapes), np.intp)
    np.minimum.at(found, point, unit)
    return found[back.ravel()]
