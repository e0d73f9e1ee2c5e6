"""Nearest: straight distance from a unit to its nearest provider, in kilometres."""

from __future__ import annotations

from pilotzones.present.maps.themes._care import care_theme, mapped_types, number_or, values_of
from pilotzones.present.maps.themes.classes import sequential
from pilotzones.present.maps.themes.theme import KM, NO_DATA, Theme
from pilotzones.resources.supply import TypeSupply
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "care", 30


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """One theme for each type."""
    return tuple(_theme(sheet, supply) for supply in mapped_types(sheet))


def _theme(sheet: ZoneSheet, supply: TypeSupply) -> Theme:
    km = values_of(supply, sheet, lambda row: number_or(NO_DATA, row["nearest_m"] / 1000))
    return care_theme(
        sheet,
        supply,
        "nearest",
        sequential(km, KM.decimals),
        words=(lambda lang: text("theme.nearest", lang), _said),
        form=KM,
    )


def _said(lang: str) -> str:
    return f"{text('theme.nearest.said', lang)} {text('theme.darker', lang)}"
