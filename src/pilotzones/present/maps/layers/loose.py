"""Loose pieces: what hangs apart from the main piece of the zone."""

from __future__ import annotations

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text

ORDER = 100


def layer(scene: Scene) -> MapLayer | None:
    """One shape for each piece but the main one; None for a zone in one piece."""
    loose = [piece for piece in scene.sheet.pieces[1:] if scene.inside(piece.codes)]
    if not loose:
        return None
    return MapLayer(
        "loose",
        shapes=tuple(Shape(scene.merged(piece.codes)) for piece in loose),
        legend=lambda lang: text("layer.loose", lang, n=len(loose)),
        rank=15,
    )
