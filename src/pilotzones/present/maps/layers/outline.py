"""Outline of the zone, strong."""

from __future__ import annotations

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text

ORDER = 90


def layer(scene: Scene) -> MapLayer:
    """Outline of all units of the zone."""
    return MapLayer(
        "outline",
        shapes=(Shape(scene.merged(scene.sheet.case.zone.codes)),),
        legend=lambda lang: text("layer.outline", lang),
        sign="line",
        rank=20,
    )
