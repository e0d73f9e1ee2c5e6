"""Enclaves: units left out that the zone surrounds."""

from __future__ import annotations

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text

ORDER = 95


def layer(scene: Scene) -> MapLayer | None:
    """One shape for each enclave; None for a zone without any."""
    found = scene.sheet.enclaves
    if not found:
        return None
    return MapLayer(
        "enclaves",
        shapes=tuple(Shape(scene.merged(piece.codes)) for piece in found),
        legend=lambda lang: text("layer.enclaves", lang, n=len(found)),
        rank=25,
    )
