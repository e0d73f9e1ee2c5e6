"""Rural units of the zone, in hatching, by the definition that was applied."""

from __future__ import annotations

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text

ORDER = 30
_LEGENDS = {
    "municipality": "layer.rural_by_municipality",
    "unit": "layer.rural_by_unit",
    "flag": "layer.rural_by_flag",
}


def layer(scene: Scene) -> MapLayer | None:
    """Rural part in one shape; None where there is none or where it is not known."""
    if not scene.inside(scene.rural):
        return None
    rural = scene.sheet.rural_definition
    return MapLayer(
        "rural",
        shapes=(Shape(scene.merged(scene.rural)),),
        legend=lambda lang: text(_LEGENDS[rural.by], lang, density=rural.density_below),
        rank=30,
    )
