"""Land of the layer: what is not land stays in the colour of the ground."""

from __future__ import annotations

from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene

ORDER = 0


def layer(scene: Scene) -> MapLayer:
    """Land in one shape, without a legend or a switch."""
    return MapLayer("land", shapes=(Shape(scene.land),))
