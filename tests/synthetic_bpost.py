"""SYNTHETIC layer in the layout of bpost's "Postal Districts", with the faults such a layer has."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

WEST_M, SOUTH_M, SIDE_M = 190_000, 110_000, 1000


def bpost_layer() -> gpd.GeoDataFrame:
    """SYNTHETIC layer of cells of one kilometre, POLYGON Z; codes by row and column::

        5530 5531 5532
        5520 5521 5522
        5510 5511 5512

    - 5511 reaches two metres into its neighbours (overlaps);
    - 5521 stays one metre and a half away from them (gaps);
    - 5599 is a special code: a square of 60 m drawn on top of 5510, which is not cut out;
    - 5522 comes in two features that touch, 5532 in two that do not (an exclave);
    - the outline of 5530 crosses itself at its north-western corner.
    """
    cells = {f"55{r + 1}{c}": _box(c, r) for r in range(3) for c in range(3)}
    cells["5511"] = cells["5511"].buffer(2, join_style="mitre")
    cells["5521"] = cells["5521"].buffer(-1.5, join_style="mitre")
    cells["5530"] = _crossing(cells["5530"])
    west, east = _box(2, 1, width=0.5), _box(2.5, 1, width=0.5)
    features = [(code, shape, 0) for code, shape in cells.items() if code != "5522"]
    features += [("5522", west, 0), ("5522", east, 0)]
    features += [("5532", _box(6, 6, width=0.2), 0)]
    features += [("5599", _box(0.3, 0.3, width=0.06, height=0.06), 1)]
    shapes = [shape for _, shape, _ in features]
    return gpd.GeoDataFrame(
        {
            "Join_Count": 1,
            "nouveau_PO": [code for code, *_ in features],
            "FREQUENCY": np.ones(len(features), np.int32),
            "CP_speciau": np.array([special for *_, special in features], np.int32),
            "Shape_Leng": [shape.length for shape in shapes],
            "Shape_Area": [shape.area for shape in shapes],
        },
        geometry=[shapely.force_3d(shape, 0.0) for shape in shapes],
        crs="EPSG:31370",
    )


def _box(column: float, row: float, width: float = 1.0, height: float = 1.0) -> shapely.Polygon:
    west, south = WEST_M + column * SIDE_M, SOUTH_M + row * SIDE_M
    return shapely.box(west, south, west + width * SIDE_M, south + height * SIDE_M)


def _crossing(cell: shapely.Polygon) -> shapely.Polygon:
    """The cell with two vertices of its north-western corner in the wrong order."""
    west, south, east, north = cell.bounds
    swapped = [(west, north - 50), (west + 50, north), (west, north), (west + 50, north - 50)]
    return shapely.Polygon([(west, south), (east, south), (east, north), *swapped[::-1]])


def write_bpost(folder: Path, layer: gpd.GeoDataFrame | None = None) -> Path:
    """SYNTHETIC shapefile of the layer, as it lies in the zip of geo.be."""
    path = folder / "postaldistricts.shp"
    pyogrio.write_dataframe(
        bpost_layer() if layer is None else layer, path, geometry_type="Polygon Z"
    )
    return path
