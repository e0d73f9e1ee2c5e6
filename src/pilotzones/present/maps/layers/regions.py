"""Borders between the regions, as far as the window shows them."""

from __future__ import annotations

from itertools import combinations

import shapely

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text

ORDER = 70


def layer(scene: Scene) -> MapLayer | None:
    """Lines between two regions; None in a window that shows one region or does not know them."""
    region = scene.layer.units["region"].loc[list(scene.shapes)].dropna()
    whole = [scene.merged(region.index[region == name]) for name in sorted(set(region))]
    lines = [
        shapely.line_merge(shapely.intersection(a.boundary, b.boundary))
        for a, b in combinations(whole, 2)
    ]
    drawn = tuple(Shape(line) for line in lines if line.length > 0)
    if not drawn:
        return None
    return MapLayer(
        "regions",
        shapes=drawn,
        legend=lambda lang: text("layer.regions", lang),
        sign="line",
        rank=80,
    )
