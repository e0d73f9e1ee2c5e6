"""Target group: the share of each unit's people whom the criteria take in."""

from __future__ import annotations

from pilotzones.present.maps.themes._people import as_percentage, people_theme
from pilotzones.present.maps.themes.theme import PERCENT, Theme
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "people", 40


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """Share in the target group, in percent."""
    return people_theme(
        sheet,
        "target",
        lambda row: as_percentage(row.get("target_share")),
        form=PERCENT,
        count="target_n",
        words=("theme.target", "theme.target.said"),
    )
