"""Units that another project has too."""

from __future__ import annotations

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text

ORDER = 50


def layer(scene: Scene) -> MapLayer | None:
    """Shared units in one shape; None when no unit is shared."""
    codes = {code for overlap in scene.sheet.overlaps for code in overlap.codes}
    if not scene.inside(codes):
        return None
    return MapLayer(
        "shared",
        shapes=(Shape(scene.merged(codes)),),
        legend=lambda lang: text("layer.shared", lang, n=len(codes)),
        rank=40,
    )
