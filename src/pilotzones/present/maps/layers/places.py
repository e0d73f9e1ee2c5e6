"""Names of the places that people know: the municipalities with most inhabitants in view."""

from __future__ import annotations

from collections import Counter

import shapely

from pilotzones.present.maps.layer import Label, MapLayer
from pilotzones.present.maps.scene import Scene
from pilotzones.present.names import municipality_name
from pilotzones.words import text

ORDER = 120
_MOST = 48
"""Names handed to the page, which shows those that do not overlap, first come first served."""


def layer(scene: Scene) -> MapLayer | None:
    """One name for each municipality of the window, those of the zone and the large ones first."""
    chosen = _chosen(scene)
    if not chosen:
        return None
    return MapLayer(
        "places",
        labels=tuple(_label(code, scene) for code in chosen),
        legend=lambda lang: text("layer.places", lang),
        sign="text",
        rank=90,
    )


def _chosen(scene: Scene) -> list[str]:
    """Code of the most peopled unit of each municipality, in the order of their weight.

    A municipality of the zone counts double: the zone is what the map is about.
    """
    units = scene.layer.units.loc[list(scene.shapes)]
    people = units["population"].astype("Int64").to_numpy(object, na_value=0)
    places = units["municipality"].to_numpy(object)
    mine = set(scene.sheet.case.zone.codes)
    weight: Counter[str] = Counter()
    largest: dict[str, tuple[int, str]] = {}
    for code, n, place in zip(scene.shapes, people, places, strict=True):
        key = place if isinstance(place, str) else code
        weight[key] += int(n) * (2 if code in mine else 1)
        largest[key] = max(largest.get(key, (-1, code)), (int(n), code))
    order = sorted(weight, key=lambda key: (-weight[key], key))
    return [largest[key][1] for key in order[:_MOST]]


def _label(code: str, scene: Scene) -> Label:
    at = shapely.point_on_surface(scene.shapes[code])
    return Label(at, lambda lang: municipality_name(code, scene.layer, lang))
