"""The part of a layer that a map of a zone shows: a window of units, lightened as one coverage."""

from __future__ import annotations

from collections.abc import Iterable
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
_DECIMALS = 5

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
        Lightened units of the window by code, EPSG:31370; together still a coverage.
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
    shapes: gpd.GeoSeries
    land: shapely.Geometry
    rural: tuple[str, ...]
    frame: shapely.Geometry
    bounds: Box

    @property
    def layer(self) -> UnitLayer:
        """The layer that the zone lies on."""
        return self.sheet.case.layer

    def inside(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Codes that the window shows, sorted."""
        return tuple(sorted(set(codes) & set(self.shapes.index)))

    def merged(self, codes: Iterable[str]) -> shapely.Geometry:
        """Units of the window as one geometry, EPSG:31370; empty when it shows none of them."""
        return _merged(self.shapes.loc[list(self.inside(codes))].to_numpy())

    def number(self, code: str) -> int:
        """Number of a unit on the page; codes themselves stay out of ids and attributes."""
        return int(self.shapes.index.get_indexer([code])[0])


def scene_of(sheet: ZoneSheet) -> Scene | None:
    """Scene of a zone; None when no unit of the zone has a geometry in the layer."""
    geometry = sheet.case.layer.units.geometry
    drawn = geometry[~(geometry.isna() | geometry.is_empty)]
    mine = drawn[drawn.index.isin(sheet.case.zone.codes)]
    if mine.empty:
        return None
    frame = _frame(mine)
    side = max(frame[2] - frame[0], frame[3] - frame[1])
    window = shapely.box(*_widened(frame, side * _AROUND))
    near = drawn[drawn.intersects(window)]
    shapes = gpd.GeoSeries(_lightened(near.to_numpy(), side), index=near.index, crs=CRS)
    west, south, east, north = lonlat([shapely.box(*frame)])[0].bounds
    return Scene(
        sheet=sheet,
        shapes=shapes,
        land=_land(drawn.drop(near.index).to_numpy(), shapes.to_numpy(), window),
        rural=sheet.rural.codes if sheet.rural else (),
        frame=shapely.box(*frame),
        bounds=(west, south, east, north),
    )


def _frame(mine: gpd.GeoSeries) -> Box:
    """Bounds of the zone, widened where it is very small."""
    west, south, east, north = (float(v) for v in mine.total_bounds)
    short = max(0.0, _LEAST_SIDE_M - max(east - west, north - south))
    return _widened((west, south, east, north), short / 2)


def _widened(box: Box, by: float) -> Box:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def _lightened(shapes: Shapes, side: float) -> Shapes:
    """Shapes with fewer vertices, their borders still shared."""
    if not shapely.coverage_is_valid(shapes):
        shapes = shapely.coverage_clean(shapes)
    tolerance = side * _FINE
    light = shapely.coverage_simplify(shapes, tolerance)
    while (
        shapely.get_num_coordinates(light).sum() > _MOST_VERTICES and tolerance < side * _COARSEST
    ):
        tolerance *= _COARSER
        light = shapely.coverage_simplify(shapes, tolerance)
    return light


def _land(far: Shapes, near: Shapes, window: shapely.Geometry) -> shapely.Geometry:
    """All land of the layer: that of the window as drawn, the rest in coarse outline."""
    west, south, east, north = window.bounds
    tolerance = max(east - west, north - south) * _COUNTRY
    coarse = shapely.simplify(shapely.union(_merged(far), window), tolerance)
    return shapely.union(_merged(near), coarse.difference(window))


def _merged(shapes: Shapes) -> shapely.Geometry:
    """Shapes as one; where they are no coverage, what is thinner than a centimetre is closed."""
    if len(shapes) and shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapes, grid_size=_GRID_M)


def lonlat(geometry: Iterable[shapely.Geometry]) -> list[BaseGeometry]:
    """Geometry in EPSG:4326, rounded to five decimals (about a metre)."""
    turned = gpd.GeoSeries(list(geometry), crs=CRS).to_crs("EPSG:4326").to_numpy()
    return list(shapely.transform(turned, lambda xy: np.round(xy, _DECIMALS)))
