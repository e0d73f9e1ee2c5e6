"""The zone: its units as one light area."""

from __future__ import annotations

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text

ORDER = 20


def layer(scene: Scene) -> MapLayer:
    """Units of the zone in one shape."""
    return MapLayer(
        "zone",
        shapes=(Shape(scene.merged(scene.sheet.case.zone.codes)),),
        legend=lambda lang: text("layer.zone", lang),
        rank=10,
    )
