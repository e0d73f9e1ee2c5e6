"""Layers of the zone map: each module here draws one, from below to above by its ``ORDER``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from pilotzones.present.maps.layer import MapLayer
from pilotzones.present.maps.scene import Scene


def map_layers(scene: Scene) -> tuple[MapLayer, ...]:
    """Layers that a scene has something for, the lowest first."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    drawn = (module.layer(scene) for module in sorted(modules, key=lambda m: m.ORDER))
    return tuple(layer for layer in drawn if layer is not None)
