"""SYNTHETIC maps: random planar maps with their true borders, and a layer as bpost lays it out."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
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
    doubled: dict[tuple[int, int], list[int]] = defaultdict(list)
    for corners, unit in zip(triangles, owner, strict=True):
        for a, b in ((0, 1), (1, 2), (2, 0)):
            edge = tuple(sorted((int(corners[a]), int(corners[b]))))
            doubled[edge].append(int(unit))
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


def bpost_layer() -> gpd.GeoDataFrame:
    """SYNTHETIC layer in the layout and with the faults of bpost's "Postal Districts".

    Cells of one kilometre, codes by row and column, Z values of zero::

        5530 5531 5532
        5520 5521 5522
        5510 5511 5512

    - 5511 reaches two metres into its neighbours (overlaps);
    - 5521 stays one metre and a half away from them (gaps);
    - 5599 is a special code: a square of 60 m drawn on top of 5510, which is not cut out;
    - 5522 comes in two features, 5532 in two that do not touch (an exclave of its own);
    - the outline of 5530 crosses itself.
    """
    cell = {
        f"55{r + 1}{c}": shapely.box(
            100_000 + c * 1000, 100_000 + r * 1000, 101_000 + c * 1000, 101_000 + r * 1000
        )
        for r in range(3)
        for c in range(3)
    }
    cell["5511"] = cell["5511"].buffer(2, join_style="mitre")
    cell["5521"] = cell["5521"].buffer(-1.5, join_style="mitre")
    x, y = cell["5530"].bounds[:2]
    cell["5530"] = (
        shapely.Polygon(
            [
                (x, y),
                (x + 1000, y),
                (x + 1000, y + 1000),
                (x + 40, y + 1000),
                (x - 40, y + 950),
                (x, y + 1000),
            ]
        )
        .union(shapely.Point(0, 0))
        .geoms[-1]
    )
    crossing = shapely.Polygon(
        [
            (x, y),
            (x + 1000, y),
            (x + 1000, y + 1000),
            (x + 50, y + 1000),
            (x, y + 950),
            (x, y + 1000),
            (x + 50, y + 950),
        ]
    )
    west, east = (
        shapely.box(102_000, 101_000, 102_500, 102_000),
        shapely.box(102_500, 101_000, 103_000, 102_000),
    )
    features = [
        *((name, shape, 0) for name, shape in cell.items() if name not in ("5522", "5530")),
        ("5530", crossing, 0),
        ("5522", west, 0),
        ("5522", east, 0),
        ("5532", shapely.box(105_000, 105_000, 105_200, 105_200), 0),
        ("5599", shapely.box(100_300, 100_300, 100_360, 100_360), 1),
    ]
    return gpd.GeoDataFrame(
        {
            "Join_Count": 1,
            "nouveau_PO": [name for name, _, _ in features],
            "FREQUENCY": pd.Series([1] * len(features), dtype="int32"),
            "CP_speciau": pd.Series([special for *_, special in features], dtype="int32"),
            "Shape_Leng": [shape.length for _, shape, _ in features],
            "Shape_Area": [shape.area for _, shape, _ in features],
        },
        geometry=[shapely.force_3d(shape, 0.0) for _, shape, _ in features],
        crs=CRS,
    )


def write_bpost(folder: Path) -> Path:
    """SYNTHETIC shapefile of the layer, as it comes out of the zip of geo.be."""
    path = folder / "postaldistricts.shp"
    pyogrio.write_dataframe(bpost_layer(), path, geometry_type="Polygon Z")
    return path
