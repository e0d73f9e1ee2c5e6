"""Rural units of the zone, in hatching, by the definition of the rule set."""

from __future__ import annotations

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text

ORDER = 30
_LEGENDS = {"municipality": "layer.rural_by_municipality", "unit": "layer.rural_by_unit"}


def layer(scene: Scene) -> MapLayer | None:
    """Rural part in one shape; None where there is none or where it is not known."""
    if not scene.inside(scene.rural):
        return None
    rural = scene.sheet.case.rules.rural
    return MapLayer(
        "rural",
        shapes=(Shape(scene.merged(scene.rural)),),
        legend=lambda lang: text(_LEGENDS[rural.by], lang, density=rural.density_below),
        rank=30,
    )
