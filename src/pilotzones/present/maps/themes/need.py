"""Need: the share of each unit's people who have a chronic condition."""

from __future__ import annotations

from pilotzones.present.maps.themes._people import as_percentage, people_theme
from pilotzones.present.maps.themes.theme import PERCENT, Theme
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "people", 20


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """Share with at least one condition, in percent."""
    return people_theme(
        sheet,
        "need",
        lambda row: as_percentage(row.get("chronic_share")),
        form=PERCENT,
        count="chronic_n",
        words=("theme.need", "theme.need.said"),
    )
