"""What the map's script needs beside the map itself: names of units and places, and the legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from pilotzones.present.maps.layer import MapLayer
from pilotzones.present.maps.scene import Scene
from pilotzones.present.names import municipality_name, unit_name
from pilotzones.present.texts import Render, Texts
from pilotzones.present.view import remarks
from pilotzones.words import text


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One entry of the legend: its sign, its words, and the layer that its box switches."""

    layer: str
    sign: str
    words: Markup


def legend(layers: tuple[MapLayer, ...], w: Texts) -> tuple[LegendRow, ...]:
    """Entries by the rank of their layers."""
    ranked = sorted(layers, key=lambda layer: layer.rank)
    return tuple(
        LegendRow(layer.id, layer.sign, w.say(layer.legend))
        for layer in ranked
        if layer.legend is not None
    )


def map_data(scene: Scene, layers: tuple[MapLayer, ...], w: Texts) -> dict[str, Any]:
    """Units and labels by their numbers, and the bounds of the zone and of the window.

    A text is a string where it reads the same in each language, else the number of its
    renderings. A unit is code, name, municipality, inhabitants (None unknown) and remarks.
    """
    west, south, east, north = scene.bounds
    return {
        "bounds": [[south, west], [north, east]],
        "labels": [_text(label.name, w) for layer in layers for label in layer.labels],
        "units": [_unit(code, scene, w) for code in scene.shapes],
        "people": w.index(lambda lang: text("gauge.people", lang)),
        "unknown": w.index(lambda lang: text("gauge.unknown", lang)),
        "full": w.index(lambda lang: text("map.full", lang)),
        "close": w.index(lambda lang: text("map.close", lang)),
    }


def _text(render: Render, w: Texts) -> str | int:
    shown = render(w.lang)
    same = all(render(lang) == shown for lang in ("fr", "nl", "de", "en"))
    return shown if same else w.index(render)


def _unit(code: str, scene: Scene, w: Texts) -> list[Any]:
    people = scene.layer.units["population"].loc[code]
    return [
        code,
        _text(lambda lang: unit_name(code, scene.layer, lang), w),
        _text(lambda lang: municipality_name(code, scene.layer, lang), w),
        None if pd.isna(people) else int(people),
        [_text(remark, w) for remark in _remarks(code, scene)],
    ]


def _remarks(code: str, scene: Scene) -> tuple[Render, ...]:
    """In the zone or not, rural or not, and what else has to be said."""
    mine = code in scene.sheet.case.zone.codes
    where = "map.inside" if mine else "map.outside"
    found: list[Render] = [lambda lang: text(where, lang)]
    if code in scene.rural:
        found.append(lambda lang: text("map.rural", lang))
    return (*found, *remarks(code, scene.sheet))
