"""Symbols of QGIS for the layers and signs of the maps, in colours and hatchings of the pages.

A symbol is a list of symbol layers, from below to above; millimetres are those of the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from pilotzones.present.maps.colours import colours

_CLEAR = "0,0,0,0"
_THIN, _STRONG = 0.15, 0.7


@dataclass(frozen=True, slots=True)
class SymbolLayer:
    """One layer of a symbol: its kind in QGIS, its properties, the symbol inside where it has one.

    ``inner`` is the kind of that symbol (``line`` or ``marker``) with its layer.
    """

    kind: str
    properties: Mapping[str, str]
    inner: tuple[str, SymbolLayer] | None = None


Symbol = tuple[SymbolLayer, ...]


def symbol_of(sign: str) -> Symbol:
    """Symbol of a layer of the zone map, or of a class or state of a theme, by its name."""
    if sign in _SPECIAL:
        return _SPECIAL[sign]()
    return (_fill(colours()[sign], edge="#8fa1ac"),)


def write_symbol(parent: Element, name: str, symbol: Symbol, kind: str = "fill") -> None:
    """Append a symbol to an element of a style."""
    node = SubElement(
        parent, "symbol", type=kind, name=name, alpha="1", clip_to_extent="1", force_rhr="0"
    )
    for number, layer in enumerate(symbol):
        part = SubElement(
            node, "layer", {"class": layer.kind}, enabled="1", locked="0", **{"pass": "0"}
        )
        options = SubElement(part, "Option", type="Map")
        for key, value in layer.properties.items():
            SubElement(options, "Option", type="QString", name=key, value=value)
        for key, value in layer.properties.items():
            SubElement(part, "prop", k=key, v=value)  # what QGIS before 3.26 reads
        if layer.inner is not None:
            inner, within = layer.inner
            write_symbol(part, f"@{name}@{number}", (within,), inner)


def _rgba(colour: str, alpha: int = 255) -> str:
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + f",{alpha}"


def _fill(
    colour: str | None, *, edge: str | None, width: float = _THIN, dashed: bool = False,
    alpha: int = 255,
) -> SymbolLayer:  # fmt: skip
    return SymbolLayer(
        "SimpleFill",
        {
            "color": _CLEAR if colour is None else _rgba(colour, alpha),
            "style": "no" if colour is None else "solid",
            "outline_color": _CLEAR if edge is None else _rgba(edge),
            "outline_style": "no" if edge is None else "dash" if dashed else "solid",
            "outline_width": str(width),
            "outline_width_unit": "MM",
            "joinstyle": "round",
        },
    )


def _hatch(colour: str, *, angle: int, distance: float, width: float = 0.25) -> SymbolLayer:
    line = SymbolLayer(
        "SimpleLine",
        {
            "line_color": _rgba(colour),
            "line_style": "solid",
            "line_width": str(width),
            "line_width_unit": "MM",
            "capstyle": "flat",
        },
    )
    properties = {
        "angle": str(angle),
        "color": _rgba(colour),
        "distance": str(distance),
        "distance_unit": "MM",
        "line_width": str(width),
        "line_width_unit": "MM",
    }
    return SymbolLayer("LinePatternFill", properties, ("line", line))


def _dots(colour: str, *, shape: str, size: float, distance: float) -> SymbolLayer:
    hollow = shape == "ring"
    marker = SymbolLayer(
        "SimpleMarker",
        {
            "name": "circle",
            "color": _CLEAR if hollow else _rgba(colour),
            "outline_color": _rgba(colour),
            "outline_style": "solid" if hollow else "no",
            "outline_width": "0.25",
            "outline_width_unit": "MM",
            "size": str(size),
            "size_unit": "MM",
        },
    )
    properties = {
        "distance_x": str(distance),
        "distance_x_unit": "MM",
        "distance_y": str(distance),
        "distance_y_unit": "MM",
    }
    return SymbolLayer("PointPatternFill", properties, ("marker", marker))


def _of(name: str) -> str:
    return colours()[name]


_GREY, _WHITE = "#8fa1ac", "#ffffff"
_SPECIAL = {
    "zone": lambda: (_fill(_of("zone-fill"), edge="#a9b9c3"),),
    "rural": lambda: (
        _fill(_of("zone-fill"), edge="#a9b9c3"),
        _hatch("#5b93b3", angle=45, distance=1.8),
    ),
    "unknown": lambda: (_fill(_WHITE, edge=_GREY), _hatch("#b3bec5", angle=0, distance=2)),
    "outline": lambda: (_fill(None, edge=_of("zone"), width=_STRONG),),
    "neighbours": lambda: (_fill("#f3f6f7", edge="#b9c5cc"),),
    "others": lambda: (
        _fill(None, edge=_of("muted"), width=0.35),
        _hatch("#7d8b95", angle=-45, distance=2.4),
    ),
    "shared": lambda: (
        _fill("#f9e9e9", edge=_of("fail"), width=0.5),
        _hatch(_of("fail"), angle=-45, distance=1.4),
    ),
    "enclaves": lambda: (_fill("#fbf1dc", edge=_of("warn"), width=0.6, dashed=True),),
    "loose": lambda: (_fill(_of("fail"), edge=_of("fail"), width=_STRONG, alpha=56),),
    "hidden": lambda: (
        _fill(_WHITE, edge=_GREY),
        _dots("#75828b", shape="dot", size=0.6, distance=1.6),
    ),
    "no-data": lambda: (_fill(_WHITE, edge=_GREY), _hatch("#b3bec5", angle=0, distance=2)),
    "none-here": lambda: (
        _fill(_WHITE, edge=_GREY),
        _dots(_of("muted"), shape="ring", size=1.4, distance=2.9),
    ),
    "none-in-reach": lambda: (
        _fill("#fbe4e1", edge=_GREY),
        _hatch(_of("fail"), angle=45, distance=1.9),
        _hatch(_of("fail"), angle=-45, distance=1.9),
    ),
    "distant": lambda: (_fill("#fbeee4", edge=_GREY), _hatch("#96541b", angle=90, distance=2)),
}
"""Signs that are more than one colour."""
