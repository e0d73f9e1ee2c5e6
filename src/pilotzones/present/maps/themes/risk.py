"""Risk: the cost that the model expects for a person of each unit in the next year."""

from __future__ import annotations

from pilotzones.present.maps.themes._people import people_theme
from pilotzones.present.maps.themes.theme import EUR, Theme
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "people", 10


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """Expected cost per person, in euros."""
    return people_theme(
        sheet,
        "risk",
        lambda row: row.get("expected_per_person"),
        form=EUR,
        words=("theme.risk", "theme.risk.said"),
    )
