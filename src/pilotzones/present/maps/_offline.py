"""Folium without a network: the one module that imports it.

A bare folium map loads ten outside files, draws random element ids and hands tooltips to
``innerHTML``. Here nothing is loaded, ids are counters, names are written by the page's script as
text, and the parts come back on their own, to be set into a page of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from itertools import count
from typing import Any

import folium
from branca.element import Element, Figure
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from pilotzones.present.maps.layer import Label, MapLayer
from pilotzones.present.maps.scene import Box, lonlat

NAME = "zone"
"""The map is the variable ``map_zone`` of the page and the element with this id."""
_PADDING_PX = 18


@dataclass(frozen=True, slots=True)
class MapPart:
    """Element and script of a map, and the labels in the order of their numbers in the script."""

    html: Markup
    script: Markup
    labels: tuple[Label, ...]


def leaflet_js() -> Markup:
    """Leaflet's script, without the reference to its source map."""
    return Markup(re.sub(r"//# sourceMappingURL=\S*", "", _leaflet("leaflet.js")).strip())


def leaflet_css() -> Markup:
    """Leaflet's style sheet, without the pictures of markers and controls that are not used."""
    plain = re.sub(r"url\([^)]*\)", "none", _leaflet("leaflet.css"))
    return Markup(plain.strip())


def _leaflet(name: str) -> str:
    path = files("xstatic.pkg.leaflet").joinpath("data", name)
    return path.read_text("utf-8").replace("\r\n", "\n")


def map_part(layers: tuple[MapLayer, ...], bounds: Box) -> MapPart:
    """Map of these layers, fitted to ``bounds`` (west, south, east, north in EPSG:4326)."""
    west, south, east, north = bounds
    drawn = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_control=False,
        control_scale=True,
        attribution_control=False,
        scroll_wheel_zoom=False,
        zoom_snap=0.25,
        zoom_delta=0.5,
    )
    drawn.default_js, drawn.default_css = [], []
    labels: list[Label] = []
    for layer in layers:
        if layer.shapes:
            _shapes(layer).add_to(drawn)
        if layer.labels:
            _names(layer, first=len(labels)).add_to(drawn)
            labels += layer.labels
    drawn.fit_bounds([[south, west], [north, east]], padding=[_PADDING_PX, _PADDING_PX])
    return MapPart(*_rendered(drawn), tuple(labels))


def _shapes(layer: MapLayer) -> folium.GeoJson:
    turned = lonlat(shape.geometry for shape in layer.shapes)
    features = [
        _feature({} if shape.unit is None else {"u": shape.unit}, geometry)
        for shape, geometry in zip(layer.shapes, turned, strict=True)
    ]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        smooth_factor=0,
        class_name=f"l-{layer.id}",
        interactive=layer.touchable,
    )


def _feature(properties: dict[str, Any], geometry: BaseGeometry) -> dict[str, Any]:
    shape = geometry.__geo_interface__
    return {"type": "Feature", "properties": properties, "geometry": shape}


def _names(layer: MapLayer, *, first: int) -> folium.GeoJson:
    """Empty elements at points; their numbers tell the script which text to write into each.

    The points are features, not markers of their own: folium gives such a marker its icon only
    after Leaflet has asked for the picture of the default one.
    """
    turned = lonlat(label.at for label in layer.labels)
    features = [
        _feature({"label": number, "kind": label.kind}, point)
        for number, (label, point) in enumerate(zip(layer.labels, turned, strict=True), first)
    ]
    icon = folium.DivIcon(html="", class_name=f"label l-{layer.id}", icon_size=(0, 0))
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.Marker(icon=icon, interactive=False, keyboard=False),
    )


def _rendered(drawn: folium.Map) -> tuple[Markup, Markup]:
    """Element and script, with counters for ids."""
    figure = drawn.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("a folium map sits in a figure")
    _count_ids(drawn, count())
    drawn._name, drawn._id = "map", NAME
    figure.render()
    html, script = figure.html.render(), figure.script.render()
    return Markup(_tidy(html)), Markup(_tidy(script))


def _count_ids(element: Element, numbers: count[int]) -> None:
    element._id = str(next(numbers))
    for child in element._children.values():
        _count_ids(child, numbers)


def _tidy(text: str) -> str:
    """Text without folium's indentation and empty lines, coordinates without their spaces."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(_dense(line) if "_add({" in line else line for line in lines if line)


def _dense(line: str) -> str:
    """Line of shapes without spaces; it holds numbers and keys, never a name."""
    return line.replace(", ", ",").replace(": ", ":")
