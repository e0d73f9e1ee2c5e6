"""Styles of QGIS (QML) for the layers of a GeoPackage: QGIS opens them with colours and legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from pilotzones.present.maps.qgis_symbols import symbol_of, write_symbol

_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_VERSION = "3.28.0-Firenze"


@dataclass(frozen=True, slots=True)
class StyleEntry:
    """One entry of a legend: the value of the column, the sign that is drawn, the words."""

    value: str
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class LayerStyle:
    """A style of one layer of the file; the first of a layer is the one that it opens with."""

    layer: str
    name: str
    content: str


def single(layer: str, name: str, sign: str) -> LayerStyle:
    """Style that draws every feature alike."""
    root, renderer = _document("singleSymbol")
    write_symbol(SubElement(renderer, "symbols"), "0", symbol_of(sign))
    return LayerStyle(layer, name, _written(root))


def categorised(layer: str, name: str, column: str, entries: Sequence[StyleEntry]) -> LayerStyle:
    """Style that draws features by the value of a column, with a legend in words."""
    root, renderer = _document("categorizedSymbol")
    renderer.set("attr", column)
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for number, entry in enumerate(entries):
        SubElement(
            categories,
            "category",
            value=entry.value,
            symbol=str(number),
            label=entry.words,
            render="true",
            type="string",
        )
        write_symbol(symbols, str(number), symbol_of(entry.sign))
    return LayerStyle(layer, name, _written(root))


def _document(kind: str) -> tuple[Element, Element]:
    root = Element("qgis", version=_VERSION, styleCategories="Symbology")
    renderer = SubElement(
        root, "renderer-v2", type=kind, forceraster="0", symbollevels="0", enableorderby="0"
    )
    return root, renderer


def _written(root: Element) -> str:
    return _HEAD + tostring(root, encoding="unicode")
