"""Multimorbidity: the share of each unit's people who have two conditions or more."""

from __future__ import annotations

from pilotzones.present.maps.themes._people import as_percentage, people_theme
from pilotzones.present.maps.themes.theme import PERCENT, Theme
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "people", 30


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """Share with two conditions or more, in percent, from the released counts."""
    return people_theme(
        sheet,
        "multimorbidity",
        lambda row: as_percentage(row.get("multi_n"), row.get("people")),
        form=PERCENT,
        count="multi_n",
        words=("theme.multimorbidity", "theme.multimorbidity.said"),
    )
