"""A SYNTHETIC layer for the tests of the readers."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

SIDE_M = 1000.0


@pytest.fixture
def layer():
    """Three synthetic squares in a row near Brussels; the second has a code with an accent."""
    boxes = [
        shapely.box(150_000 + i * SIDE_M, 170_000, 151_000 + i * SIDE_M, 171_000) for i in range(3)
    ]
    columns = {"code": ["1000", "é", "1002"], "people": [10, 20, 30]}
    return gpd.GeoDataFrame(columns, geometry=boxes, crs=31370)
