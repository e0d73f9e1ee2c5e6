"""The part of a layer that a map of a zone shows: a window of units, lightened as one coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from pilotzones.postcodes.layer import CRS, UnitLayer
from pilotzones.zones.sheet import ZoneSheet

_AROUND = 0.4
"""The window reaches this share of the zone's larger side beyond it, on each side."""
_LEAST_SIDE_M = 12_000.0
"""Smallest side of a zone for the window and the drawing: a zone of one unit has surroundings."""
_FINE = 1 / 900
"""First tolerance, as a share of the larger side: about a pixel of the map as it opens."""
_COARSER = 1.4
_MOST_VERTICES = 7_500
"""The drawing is lightened until it holds no more: about 150 kB of coordinates."""
_COARSEST = 1 / 50
"""Tolerance at which lightening ends, as a share of the larger side."""
_COUNTRY = 1 / 60
"""Tolerance of the land outside the window, as a share of the window's larger side."""
_GRID_M = 0.01
_DECIMALS = 4
"""Of a degree: about ten metres, far below what lightening leaves."""

Box = tuple[float, float, float, float]
Shapes = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is to draw.

    Parameters
    ----------
    sheet
        The zone with all its measures.
    shapes
        Lightened units of the window by code, in the order of the codes, EPSG:31370; together
        still a coverage.
    numbers
        Number of each of them on the page; codes themselves stay out of ids and attributes.
    land
        Land of the layer: as the units around the zone, coarse elsewhere; EPSG:31370.
    rural
        Codes of the rural units of the zone.
    frame
        Bounds of the zone, EPSG:31370: what the map shows when it opens.
    bounds
        The same as west, south, east and north in EPSG:4326.
    """

    sheet: ZoneSheet
    shapes: Mapping[str, BaseGeometry]
    numbers: Mapping[str, int]
    land: BaseGeometry
    rural: tuple[str, ...]
    frame: BaseGeometry
    bounds: Box

    @property
    def layer(self) -> UnitLayer:
        """The layer that the zone lies on."""
        return self.sheet.case.layer

    def inside(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Codes that the window shows, sorted."""
        return tuple(sorted(self.shapes.keys() & set(codes)))

    def merged(self, codes: Iterable[str]) -> BaseGeometry:
        """Units of the window as one geometry, EPSG:31370; empty when it shows none of them."""
        return _merged(np.array([self.shapes[code] for code in self.inside(codes)], object))


def scene_of(sheet: ZoneSheet) -> Scene | None:
    """Scene of a zone; None when no unit of the zone has a geometry in the layer."""
    layer = sheet.case.layer
    geometry = layer.units.geometry.to_numpy()
    drawn = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    mine = geometry[drawn & layer.mask(sheet.case.zone.codes)]
    if len(mine) == 0:
        return None
    frame = _frame(mine)
    side = max(frame[2] - frame[0], frame[3] - frame[1])
    window = shapely.box(*_widened(frame, side * _AROUND))
    near = drawn & shapely.intersects(geometry, window)
    codes = [code for code, shown in zip(layer.codes, near, strict=True) if shown]
    shapes = _lightened(geometry[near], side)
    west, south, east, north = lonlat([shapely.box(*frame)])[0].bounds
    return Scene(
        sheet=sheet,
        shapes=dict(zip(codes, shapes, strict=True)),
        numbers={code: number for number, code in enumerate(codes)},
        land=_land(geometry[drawn & ~near], shapes, window),
        rural=sheet.rural.codes if sheet.rural else (),
        frame=shapely.box(*frame),
        bounds=(west, south, east, north),
    )


def _frame(mine: Shapes) -> Box:
    """Bounds of the zone, widened where it is very small."""
    west, south, east, north = (float(v) for v in shapely.total_bounds(mine))
    short = max(0.0, _LEAST_SIDE_M - max(east - west, north - south))
    return _widened((west, south, east, north), short / 2)


def _widened(box: Box, by: float) -> Box:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def _lightened(shapes: Shapes, side: float) -> Shapes:
    """Shapes with fewer vertices, their borders still shared."""
    if not shapely.coverage_is_valid(shapes):
        clean = shapely.coverage_clean  # pyright: ignore[reportAttributeAccessIssue]  new in 2.2
        shapes = clean(shapes)
    tolerance = side * _FINE
    light = shapely.coverage_simplify(shapes, tolerance)
    while (
        shapely.get_num_coordinates(light).sum() > _MOST_VERTICES and tolerance < side * _COARSEST
    ):
        tolerance *= _COARSER
        light = shapely.coverage_simplify(shapes, tolerance)
    return light


def _land(far: Shapes, near: Shapes, window: BaseGeometry) -> BaseGeometry:
    """All land of the layer: that of the window as drawn, the rest in coarse outline."""
    west, south, east, north = window.bounds
    tolerance = max(east - west, north - south) * _COUNTRY
    coarse = shapely.simplify(shapely.union(_merged(far), window), tolerance)
    return shapely.union(_merged(near), coarse.difference(window))


def _merged(shapes: Shapes) -> BaseGeometry:
    """Shapes as one; where they are no coverage, what is thinner than a centimetre is closed."""
    if len(shapes) and shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapes, grid_size=_GRID_M)


def lonlat(geometry: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """Geometry in EPSG:4326, rounded to four decimals (about ten metres)."""
    turned = gpd.GeoSeries(list(geometry), crs=CRS).to_crs("EPSG:4326").to_numpy()
    return list(shapely.transform(turned, lambda xy: np.round(xy, _DECIMALS)))
