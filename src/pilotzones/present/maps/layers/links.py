"""Declared links: contiguity that borders do not show, as dashed lines between two units."""

from __future__ import annotations

import shapely

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text

ORDER = 110


def layer(scene: Scene) -> MapLayer | None:
    """A line for each link whose two units the window shows; None without any."""
    shown = [
        link for link in scene.layer.contiguity.links if len(scene.inside((link.a, link.b))) == 2
    ]
    if not shown:
        return None
    ends = [[scene.shapes[link.a], scene.shapes[link.b]] for link in shown]
    lines = [shapely.LineString(shapely.point_on_surface(pair)) for pair in ends]
    return MapLayer(
        "links",
        shapes=tuple(Shape(line) for line in lines),
        legend=lambda lang: text("layer.links", lang, n=len(shown)),
        sign="line",
        rank=65,
    )
