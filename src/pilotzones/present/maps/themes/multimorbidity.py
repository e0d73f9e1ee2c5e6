"""Multimorbidity: the smoothed share of each unit's people who have two conditions or more."""

from __future__ import annotations

from pilotzones.present.maps.themes._people import smoothed_theme
from pilotzones.present.maps.themes.theme import Theme
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "people", 30


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """Share with two conditions or more, in percent."""
    words = ("theme.multimorbidity", "theme.multimorbidity.said")
    return smoothed_theme(sheet, "multimorbidity", "two_or_more", words=words)
