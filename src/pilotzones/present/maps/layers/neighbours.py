"""Neighbours: units outside the zone that share a border or a declared link with it."""

from __future__ import annotations

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text

ORDER = 10


def layer(scene: Scene) -> MapLayer | None:
    """Neighbours in one shape; None for a zone without any."""
    codes = scene.sheet.neighbours
    if not scene.inside(codes):
        return None
    return MapLayer(
        "neighbours",
        shapes=(Shape(scene.merged(codes)),),
        legend=lambda lang: text("layer.neighbours", lang, n=len(codes)),
        rank=60,
    )
