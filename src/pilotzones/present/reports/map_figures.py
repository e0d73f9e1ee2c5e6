"""Maps of a report as drawings that hold their name and their legend."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import shapely
from markupsafe import Markup

from pilotzones.present.maps.drawing import drawing
from pilotzones.present.maps.layer import MapLayer, Shape
from pilotzones.present.maps.scene import Scene
from pilotzones.present.maps.themed_map import themed_layers
from pilotzones.present.maps.themes.theme import Theme
from pilotzones.present.texts import Texts
from pilotzones.words import text

_WIDE, _NARROW = 640, 300
_ROOT = re.compile(r'<svg class="drawing"[^>]*?viewBox="0 0 (\d+) (\d+)">')
_LETTERS = {_WIDE: 58, _NARROW: 41}
_NAME_LETTERS = 34
_LARGEST, _SMALLEST = 0.028, 0.22
"""Radius of the largest circle as a share of the zone, and of the smallest as a share of that."""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: the layer or sign, how it is drawn, its words."""

    layer: str
    words: str
    sign: str = "area"


def zone_map(scene: Scene, layers: tuple[MapLayer, ...], keys: Sequence[Key], w: Texts) -> Markup:
    """Map of the zone with its legend under it."""
    return _composed(drawing(scene, layers, w), _WIDE, (), keys)


def theme_map(scene: Scene, theme: Theme, w: Texts, *, providers: str = "") -> Markup:
    """Small map of one theme: its name, the units in their classes, the legend.

    With ``providers``, the words of the legend for them, circles say how many there are in each
    unit.
    """
    layers = [replace(layer, labels=()) for layer in themed_layers(scene, theme)]
    keys = [Key(entry.sign, entry.words(w.lang)) for entry in theme.legend]
    if providers and theme.counts:
        layers.append(_circles(scene, theme.counts))
        keys.append(Key("providers", providers, "circle"))
    name = textwrap.wrap(theme_name(theme, w.lang), _NAME_LETTERS)
    return _composed(drawing(scene, tuple(layers), w), _NARROW, name, keys)


def theme_name(theme: Theme, lang: str) -> str:
    """Name of a theme, with that of its group where it has one."""
    if theme.group_name is None:
        return theme.name(lang)
    return text("theme.title", lang, name=theme.name(lang), group=theme.group_name(lang))


def _circles(scene: Scene, counts: Mapping[str, int]) -> MapLayer:
    """A circle for each unit of the window that has providers; its area grows with their number."""
    there = {code: n for code, n in counts.items() if code in scene.shapes and n}
    west, south, east, north = scene.frame.bounds
    largest = max(east - west, north - south) * _LARGEST
    most = max(there.values(), default=1)
    shapes = tuple(
        Shape(
            shapely.point_on_surface(scene.shapes[code]).buffer(
                max(largest * math.sqrt(there[code] / most), largest * _SMALLEST), quad_segs=6
            )
        )
        for code in sorted(there, key=lambda code: (-there[code], code))
    )
    return MapLayer("providers", shapes)


def _composed(
    drawn: Markup,
    width: int,
    name: Sequence[str],
    keys: Sequence[Key],
) -> Markup:
    """One drawing of name, map and legend."""
    found = _ROOT.match(drawn)
    if found is None:
        raise ValueError("the map is no drawing of a zone")
    across, down = int(found[1]), int(found[2])
    top = 22 * len(name) + (6 if name else 0)
    height = round(down * width / across)
    inner = drawn[found.end() :].removesuffix("</svg>")
    parts = [_text(0, 16 + 22 * row, line, "map-name") for row, line in enumerate(name)]
    parts.append(
        Markup(
            '<svg x="0" y="{}" width="{}" height="{}" viewBox="0 0 {} {}">'
            '<g class="map-drawn{}"><rect class="map-ground-rect" width="{}" height="{}"/>'
            "{}</g></svg>"
        ).format(
            top,
            width,
            height,
            across,
            down,
            "" if width == _WIDE else " themed",
            across,
            down,
            Markup(inner),
        )
    )
    y, legend = _legend(keys, width, top + height + 10)
    return Markup('<svg class="map-figure {}" viewBox="0 0 {} {}">{}</svg>').format(
        "map-wide" if width == _WIDE else "map-small", width, y, Markup("").join([*parts, *legend])
    )


def _legend(keys: Sequence[Key], width: int, y: float) -> tuple[int, list[Markup]]:
    parts: list[Markup] = []
    for key in keys:
        parts.append(_swatch(key, y))
        for line in _lines(key.words, _LETTERS[width]):
            parts.append(_text(36, y + 13, line, "map-key"))
            y += 19
        y += 4
    return round(y), parts


def _swatch(key: Key, y: float) -> Markup:
    if key.sign == "line":
        return Markup('<path class="l-{}" d="M1 {}h24"/>').format(key.layer, y + 8)
    if key.sign == "circle":
        pattern = (
            '<circle class="l-{0}" cx="7" cy="{1}" r="3.5"/>'
            '<circle class="l-{0}" cx="19" cy="{2}" r="7"/>'
        )
        return Markup(pattern).format(key.layer, y + 10, y + 8)
    if key.sign == "text":
        return Markup('<text class="map-aa" x="2" y="{}">Aa</text>').format(y + 13)
    pattern = '<rect class="l-{}" x="1.5" y="{}" width="23" height="15"/>'
    return Markup(pattern).format(key.layer, y + 1)


def _lines(words: str, letters: int) -> list[str]:
    """Lines of so many letters; a word that fills one may be of wide letters and gets fewer."""
    found: list[str] = []
    for line in textwrap.wrap(words, letters) or [""]:
        found += textwrap.wrap(line, letters * 2 // 3) if len(line) == letters else [line]
    return found


def _text(x: float, y: float, said: str, style: str) -> Markup:
    pattern = '<text class="{}" x="{}" y="{}">{}</text>'
    return Markup(pattern).format(style, x, y, said)
