"""Zones of other projects, in hatching, with their names."""

from __future__ import annotations

import shapely

from pilotzones.present.maps.layer import Label, MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.words import text
from pilotzones.zones.zone import Zone

ORDER = 40


def layer(scene: Scene) -> MapLayer | None:
    """One shape and one name for each other zone that the window shows; None without any."""
    round_ = scene.sheet.case.round
    shown = [zone for zone in (round_.others if round_ else ()) if scene.inside(zone.codes)]
    if not shown:
        return None
    return MapLayer(
        "others",
        shapes=tuple(Shape(scene.merged(zone.codes)) for zone in shown),
        labels=tuple(_label(zone, scene) for zone in shown),
        legend=lambda lang: text("layer.others", lang, names=tuple(z.name for z in shown)),
        rank=50,
    )


def _label(zone: Zone, scene: Scene) -> Label:
    """Name in the part that is not shared and that the map shows first, where there is one."""
    whole = scene.merged(zone.codes)
    own = scene.merged(set(zone.codes) - set(scene.sheet.case.zone.codes))
    places = (own.intersection(scene.frame), own, whole)
    at = shapely.point_on_surface(next(place for place in places if not place.is_empty))
    return Label(at, lambda _lang: zone.name, "project")
