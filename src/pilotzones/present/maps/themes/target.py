"""Target group: the smoothed share of each unit's people whom the criteria take in."""

from __future__ import annotations

from pilotzones.present.maps.themes._people import smoothed_theme
from pilotzones.present.maps.themes.theme import Theme
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "people", 40


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """Share in the target group, in percent."""
    return smoothed_theme(sheet, "target", "target", words=("theme.target", "theme.target.said"))
