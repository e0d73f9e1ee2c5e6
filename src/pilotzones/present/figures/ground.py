"""The ground of drawings: units of a window, lightened, as path data in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from pilotzones.postcodes.layer import UnitLayer

_MARGIN = 0.06
"""Share of the larger side that is shown around what is drawn."""
_NARROWEST, _WIDEST = 0.72, 1.5
"""Height over width of a drawing: beyond, the window is widened."""
_FINE = 1 / 700
"""Tolerance, as a share of the larger side: less than a pixel of the drawing."""
_MOST_VERTICES = 9_000
_COARSER = 1.5
_GRID_M = 0.01

Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Ground:
    """Units of a window by code (EPSG:31370, lightened) and how metres become whole pixels.

    ``width`` and ``height`` are those of the drawing in its own units.
    """

    shapes: Mapping[str, BaseGeometry]
    west: float
    north: float
    scale: float
    width: int
    height: int

    def pixels(self, xy: npt.NDArray[np.float64]) -> npt.NDArray[np.int_]:
        """Points as whole pixels, each once where neighbours fall together."""
        moved = np.c_[xy[:, 0] - self.west, self.north - xy[:, 1]] * self.scale
        rounded = np.rint(moved).astype(int)
        return rounded[np.r_[True, np.any(np.diff(rounded, axis=0) != 0, axis=1)]]

    def merged(self, codes: Iterable[str]) -> BaseGeometry:
        """Units of the window as one geometry; empty when it shows none of them."""
        found = np.array([self.shapes[c] for c in sorted(set(codes)) if c in self.shapes], object)
        if len(found) and shapely.coverage_is_valid(found):
            return shapely.coverage_union_all(found)
        return shapely.union_all(found, grid_size=_GRID_M)

    def path(self, geometry: BaseGeometry) -> str:
        """Path data of the polygons of a geometry, in relative steps."""
        return "".join(self._rings(geometry))

    def _rings(self, geometry: BaseGeometry) -> Iterable[str]:
        for ring in shapely.get_rings(shapely.get_parts(geometry)):
            points = self.pixels(shapely.get_coordinates(ring))
            if len(points) >= 4:
                steps = " ".join(f"{dx} {dy}" for dx, dy in np.diff(points, axis=0).tolist())
                yield f"M{points[0][0]} {points[0][1]}l{steps}z"

    def point(self, geometry: BaseGeometry) -> tuple[int, int]:
        """A point of the geometry, away from its border, as pixels."""
        x, y = self.pixels(shapely.get_coordinates(shapely.point_on_surface(geometry)))[0].tolist()
        return x, y


def ground_of(
    layer: UnitLayer,
    codes: Iterable[str],
    *,
    width: int,
    flattest: float = _NARROWEST,
    most_vertices: int = _MOST_VERTICES,
) -> Ground | None:
    """Ground around units, the same for every drawing on it; None when none has a geometry."""
    shapes = layer.shapes
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    mine = shapes[drawn & layer.mask(codes)]
    if not len(mine):
        return None
    west, south, east, north = _framed([float(v) for v in shapely.total_bounds(mine)], flattest)
    near = drawn & shapely.intersects(shapes, shapely.box(west, south, east, north))
    names = [code for code, shown in zip(layer.codes, near, strict=True) if shown]
    light = _lightened(shapes[near], max(east - west, north - south), most_vertices)
    scale = width / (east - west)
    height = round((north - south) * scale)
    return Ground(dict(zip(names, light, strict=True)), west, north, scale, width, height)


def _framed(box: list[float], flattest: float) -> tuple[float, float, float, float]:
    """Bounds with a margin, neither too tall nor too flat."""
    west, south, east, north = box
    around = max(east - west, north - south, 1000.0) * _MARGIN
    width, height = east - west + 2 * around, north - south + 2 * around
    wide, tall = max(width, height / _WIDEST), max(height, width * flattest)
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2


def _lightened(shapes: Shapes, side: float, most_vertices: int) -> Shapes:
    """Shapes with fewer vertices; where they are a coverage their borders stay shared."""
    simplify = shapely.coverage_simplify if shapely.coverage_is_valid(shapes) else shapely.simplify
    tolerance = side * _FINE
    light = simplify(shapes, tolerance)
    while shapely.get_num_coordinates(light).sum() > most_vertices and tolerance < side / 60:
        tolerance *= _COARSER
        light = simplify(shapes, tolerance)
    return light
