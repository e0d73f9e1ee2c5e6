"""Need: the smoothed share of each unit's people who have a chronic condition."""

from __future__ import annotations

from pilotzones.present.maps.themes._people import smoothed_theme
from pilotzones.present.maps.themes.theme import Theme
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "people", 20


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """Share with at least one condition, in percent."""
    return smoothed_theme(sheet, "need", "any", words=("theme.need", "theme.need.said"))
