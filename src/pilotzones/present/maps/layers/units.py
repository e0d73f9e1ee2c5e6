"""Borders of all units in the window: the shapes that answer to the mouse."""

from __future__ import annotations

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text

ORDER = 60
_LEGENDS = {
    "postcode": "layer.postcodes",
    "municipality": "layer.municipalities",
    "sector": "layer.sectors",
}


def layer(scene: Scene) -> MapLayer:
    """Each unit as a shape of its own, with its number."""
    kind = scene.layer.origin.kind
    return MapLayer(
        "units",
        shapes=tuple(Shape(shape, scene.numbers[code]) for code, shape in scene.shapes.items()),
        legend=lambda lang: text(_LEGENDS.get(kind, "layer.other_units"), lang),
        sign="line",
        rank=70,
        touchable=True,
    )
