"""Themes of the maps of people and care: each module here makes those of one measure.

A module has ``ROOM`` (``people`` or ``care``), ``ORDER`` and ``themes(sheet)``.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from pilotzones.present.maps.themes.theme import Room, Theme
from pilotzones.zones.sheet import ZoneSheet


def map_themes(room: Room, sheet: ZoneSheet) -> tuple[Theme, ...]:
    """Themes of a room that the sheet has something for, by the order of their modules."""
    found = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    modules = sorted((m for m in found if _room(m) == room), key=lambda m: m.ORDER)
    return tuple(theme for module in modules for theme in module.themes(sheet))


def _room(module: ModuleType) -> str | None:
    return getattr(module, "ROOM", None)
