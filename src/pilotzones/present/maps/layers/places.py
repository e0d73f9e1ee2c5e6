"""Names of the places that people know: the municipalities with most inhabitants in view."""

from __future__ import annotations

import pandas as pd
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
    units = scene.layer.units.loc[scene.shapes.index]
    chosen = _chosen(units, set(scene.sheet.case.zone.codes))
    if not chosen:
        return None
    return MapLayer(
        "places",
        labels=tuple(_label(code, scene) for code in chosen),
        legend=lambda lang: text("layer.places", lang),
        sign="text",
        rank=90,
    )


def _chosen(units: pd.DataFrame, mine: set[str]) -> list[str]:
    """Code of the most peopled unit of each municipality, in the order of their weight.

    A municipality of the zone counts double: the zone is what the map is about.
    """
    people = units["population"].astype("Float64").fillna(0.0).astype(float)
    key = units["municipality"].astype("string").fillna(units.index.to_series())
    weight = people.groupby(key).sum()
    inside = key[units.index.isin(mine)].unique()
    weight.loc[inside] *= 2
    first = people.groupby(key).idxmax()
    order = sorted(weight.index, key=lambda k: (-weight[k], k))
    return [str(first[k]) for k in order[:_MOST]]


def _label(code: str, scene: Scene) -> Label:
    at = shapely.point_on_surface(scene.shapes[code])
    return Label(at, lambda lang: municipality_name(code, scene.layer, lang))
