"""SYNTHETIC maps: random planar maps whose borders are known by construction."""

from __future__ import annotations

from collections import defaultdict

import geopandas as gpd
import numpy as np
import shapely
from scipy.spatial import Delaunay, Voronoi

CRS = "EPSG:31370"
Borders = dict[tuple[str, str], float]


def triangle_map(seed: int, *, points: int = 40, units: int = 18) -> tuple[gpd.GeoSeries, Borders]:
    """SYNTHETIC map of units made of triangles, and its borders counted triangle by triangle.

    Corners have whole even numbers, so that every length is exact. A unit takes triangles from
    anywhere: it has exclaves, encloses others and touches at corners. Some triangles belong to
    nobody: holes. Every other unit has the middle of each edge as a further vertex, so shared
    borders are noded differently on both sides.
    """
    rng = np.random.default_rng(seed)
    xy = np.unique(rng.integers(0, 500, (points, 2)) * 2, axis=0)
    triangles = Delaunay(xy).simplices
    owner = rng.integers(-2, units, len(triangles))
    sides: dict[tuple[int, int], set[int]] = defaultdict(set)
    for corners, unit in zip(triangles, owner, strict=True):
        for a, b in ((0, 1), (1, 2), (2, 0)):
            edge = tuple(sorted((int(corners[a]), int(corners[b]))))
            sides[edge].add(int(unit))
    borders: Borders = defaultdict(float)
    for (a, b), units_there in sides.items():
        real = sorted(unit for unit in units_there if unit >= 0)
        if len(real) == 2:
            borders[code(real[0]), code(real[1])] += float(np.hypot(*(xy[a] - xy[b])))
    shapes = {
        code(unit): shapely.union_all(
            [shapely.Polygon(xy[corners]) for corners in triangles[owner == unit]]
        )
        for unit in range(units)
        if (owner == unit).any()
    }
    noded = {
        name: with_middles(shape) if k % 2 else shape
        for k, (name, shape) in enumerate(shapes.items())
    }
    return gpd.GeoSeries(noded, crs=CRS), dict(borders)


def voronoi_map(seed: int, *, cells: int = 60) -> tuple[gpd.GeoSeries, Borders]:
    """SYNTHETIC map of Voronoi cells in a square, and its borders by the ridges between them.

    Points are mirrored at the four sides, so every cell is bounded by the square. Some cells are
    left out (holes); others are joined to a far one (exclaves).
    """
    rng = np.random.default_rng(seed)
    xy = rng.random((cells, 2)) * 10_000
    mirrored = [xy]
    for axis in (0, 1):
        for side in (0.0, 10_000.0):
            image = xy.copy()
            image[:, axis] = 2 * side - image[:, axis]
            mirrored.append(image)
    found = Voronoi(np.concatenate(mirrored))
    owner = np.arange(cells)
    owner[rng.choice(cells, 4, replace=False)] = -1
    kept = np.flatnonzero(owner >= 0)
    joined = rng.choice(kept, 8, replace=False)
    owner[joined[:4]] = owner[joined[4:]]
    borders: Borders = defaultdict(float)
    for (p, q), (v, w) in zip(found.ridge_points, found.ridge_vertices, strict=True):
        if p < cells and q < cells and owner[p] >= 0 <= owner[q] and owner[p] != owner[q]:
            pair = sorted((code(int(owner[p])), code(int(owner[q]))))
            borders[pair[0], pair[1]] += float(np.hypot(*(found.vertices[v] - found.vertices[w])))
    shapes = {
        code(unit): shapely.union_all(
            [
                shapely.Polygon(found.vertices[found.regions[found.point_region[p]]])
                for p in np.flatnonzero(owner == unit)
            ]
        )
        for unit in np.unique(owner[owner >= 0]).tolist()
    }
    return gpd.GeoSeries(shapes, crs=CRS), dict(borders)


def code(unit: int) -> str:
    return f"U{unit:03d}"


def with_middles(shape: shapely.Geometry) -> shapely.Geometry:
    """The same polygon with the middle of each edge as a further vertex."""

    def longer(ring: np.ndarray) -> np.ndarray:
        middles = (ring[1:] + ring[:-1]) / 2
        mixed = np.empty((len(ring) + len(middles), 2))
        mixed[0::2], mixed[1::2] = ring, middles
        return mixed

    parts = [
        shapely.Polygon(
            longer(shapely.get_coordinates(part.exterior)),
            [longer(shapely.get_coordinates(ring)) for ring in part.interiors],
        )
        for part in shapely.get_parts(shape)
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
