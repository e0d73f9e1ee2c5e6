"""The ground of the draw page: lightened borders, a point in each unit, and the way to degrees."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from pilotzones.postcodes.layer import CRS, UnitLayer
from pilotzones.present.draw.arcs import Topology, topology

_CELL_M = 10
"""Grid of the drawing. It is finer than a pixel until the map shows less than ten kilometres."""
_TOLERANCE_M = 40.0
_TOLERANCE_OF_MANY_M = 20.0
_MANY = 5_000
"""From so many units on they are small, and are lightened less."""
_DEGREE = 4
"""Degree of the polynomials from metres to degrees: a few centimetres off across Belgium."""
_SIDE = 24
"""Points along each side of the grid that the polynomials are fitted on."""


def lightened(layer: UnitLayer) -> npt.NDArray[np.object_]:
    """Units with fewer points, shared borders still shared; EPSG:31370, order of the layer.

    A coverage that is not valid stays as it is: lightened one by one its borders would part.
    """
    shapes = layer.shapes
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not there.any() or not shapely.coverage_is_valid(shapes[there]):
        return shapes
    found = shapes.copy()
    tolerance = _TOLERANCE_M if len(shapes) < _MANY else _TOLERANCE_OF_MANY_M
    found[there] = shapely.coverage_simplify(shapes[there], tolerance)
    return found


def ground(layer: UnitLayer) -> dict[str, Any]:
    """Geometry of the layer as the page takes it: ``geometry``, ``middles``, ``unproject``."""
    shapes = lightened(layer)
    cut = topology(shapes, _CELL_M)
    return {
        "geometry": {
            "cell": cut.cell,
            "x0": cut.x0,
            "y0": cut.y0,
            "width": cut.width,
            "height": cut.height,
            "arcs": cut.packed_arcs(),
            "rings": cut.packed_rings(),
        },
        "middles": _middles(layer.shapes, cut),
        "unproject": unprojection(cut),
    }


def _middles(shapes: npt.NDArray[np.object_], cut: Topology) -> list[int]:
    """A point inside each unit, in cells, x and y in turn; 0 and 0 for one without ground."""
    points = shapely.point_on_surface(shapes)
    there = ~(shapely.is_missing(points) | shapely.is_empty(points))
    found = np.zeros((len(shapes), 2), np.int64)
    metres = shapely.get_coordinates(points[there])
    found[there] = np.rint((metres - (cut.x0, cut.y0)) / cut.cell)
    return found.ravel().tolist()


def unprojection(cut: Topology) -> dict[str, Any]:
    """Polynomials from metres of EPSG:31370 to degrees of EPSG:4326, and how far off they are.

    With ``u`` and ``v`` the coordinates less the middle, over the half side, ``lon`` is the sum of
    ``lon[i][j] u^i v^j``; ``error_m`` is the largest error on a finer grid than that of the fit.
    """
    half = np.maximum(1.0, np.array([cut.width, cut.height]) * cut.cell / 2)
    mid = np.array([cut.x0, cut.y0]) + half
    to_degrees = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
    u, v = _grid(_SIDE)
    lon, lat = to_degrees.transform(mid[0] + u * half[0], mid[1] + v * half[1])
    terms = [(i, j) for i in range(_DEGREE + 1) for j in range(_DEGREE + 1 - i)]
    fitted = np.linalg.lstsq(_powers(u, v, terms), np.c_[lon, lat])[0]
    table = np.zeros((2, _DEGREE + 1, _DEGREE + 1))
    for (i, j), (to_lon, to_lat) in zip(terms, fitted, strict=True):
        table[:, i, j] = to_lon, to_lat
    table = np.round(table, 12)
    u, v = _grid(3 * _SIDE + 1)
    lon, lat = to_degrees.transform(mid[0] + u * half[0], mid[1] + v * half[1])
    values = _powers(u, v, terms) @ np.array([table[:, i, j] for i, j in terms])
    off = np.hypot((values[:, 0] - lon) * 71_000, (values[:, 1] - lat) * 111_300)
    return {
        "lon": table[0].tolist(),
        "lat": table[1].tolist(),
        "x": [float(mid[0]), float(half[0])],
        "y": [float(mid[1]), float(half[1])],
        "error_m": round(float(off.max()), 3),
    }


def _grid(side: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    steps = np.linspace(-1, 1, side)
    u, v = np.meshgrid(steps, steps)
    return u.ravel(), v.ravel()


def _powers(
    u: npt.NDArray[np.float64], v: npt.NDArray[np.float64], terms: list[tuple[int, int]]
) -> npt.NDArray[np.float64]:
    return np.stack([u**i * v**j for i, j in terms], axis=1)
