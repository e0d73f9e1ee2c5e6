"""Names of units and of their municipalities in the reader's language."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.words import LANGUAGES

_SPOKEN = {"flanders": ("nl", "fr", "de"), "wallonia": ("fr", "nl", "de")}
_ANYWHERE = ("fr", "nl", "de")
"""Order in which another language's name is taken where the reader's own is missing."""


@dataclass(frozen=True, slots=True)
class _Names:
    """By unit code, in the order of ``LANGUAGES``."""

    units: dict[str, tuple[str, ...]]
    municipalities: dict[str, tuple[str, ...]]


_read: dict[int, tuple[weakref.ref[pd.DataFrame], _Names]] = {}
"""Names of the tables that are in use, by the identity of the table: a page asks thousands of
times, and a table cannot be a key itself."""


def unit_name(code: str, layer: UnitLayer, lang: str) -> str:
    """Name of a unit in the reader's language where it has one, else in its own; or ''."""
    each = _names(layer).units.get(code)
    return each[LANGUAGES.index(lang)] if each else ""


def municipality_name(code: str, layer: UnitLayer, lang: str) -> str:
    """Name of the municipality of a unit: in the reader's language, else in the local one.

    A layer without names of municipalities gives the name of the unit itself, or its code.
    """
    each = _names(layer).municipalities.get(code)
    return each[LANGUAGES.index(lang)] if each else ""


def _names(layer: UnitLayer) -> _Names:
    key = id(layer.units)
    known = _read.get(key)
    if known is not None and known[0]() is layer.units:
        return known[1]
    found = _names_of(layer.units)
    _read[key] = (weakref.ref(layer.units, lambda _: _read.pop(key, None)), found)
    return found


def _names_of(units: gpd.GeoDataFrame) -> _Names:
    names: dict[str, tuple[str, ...]] = {}
    places: dict[str, tuple[str, ...]] = {}
    for row in units.drop(columns=units.geometry.name).reset_index().to_dict("records"):
        code = str(row["code"])
        names[code] = tuple(_first(row, f"name_{lang}", "name") for lang in LANGUAGES)
        spoken = _spoken(row)
        places[code] = tuple(
            _first(row, *(f"municipality_{tongue}" for tongue in (lang, *spoken)))
            or names[code][LANGUAGES.index(lang)]
            or code
            for lang in LANGUAGES
        )
    return _Names(names, places)


def _spoken(row: dict[Any, Any]) -> tuple[str, ...]:
    german = row.get("german_speaking")
    spoken = _SPOKEN.get(str(row.get("region")), _ANYWHERE)
    return ("de", *spoken) if pd.notna(german) and bool(german) else spoken


def _first(row: dict[Any, Any], *columns: str) -> str:
    found = (row.get(column) for column in columns)
    return next((name for name in found if isinstance(name, str) and name), "")
