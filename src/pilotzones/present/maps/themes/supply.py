"""Supply: capacity inside a unit per 100,000 of its own people."""

from __future__ import annotations

from pilotzones.present.care_units import Row
from pilotzones.present.care_words import capacity_name
from pilotzones.present.maps.themes._care import care_theme, mapped_types, number_or, values_of
from pilotzones.present.maps.themes.classes import Value, sequential
from pilotzones.present.maps.themes.theme import (
    NO_DATA,
    NONE_HERE,
    NONE_IN_REACH,
    PER_100000,
    Theme,
)
from pilotzones.resources.supply import TypeSupply
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "care", 40
_SIGNS = {"none_here": NONE_HERE, "none_in_reach": NONE_IN_REACH}


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """One theme for each type."""
    return tuple(_theme(sheet, supply) for supply in mapped_types(sheet))


def _theme(sheet: ZoneSheet, supply: TypeSupply) -> Theme:
    def said(lang: str) -> str:
        capacity = capacity_name(supply.providers.capacity_unit, lang)
        told = text("theme.supply.said", lang, capacity=capacity)
        return f"{told} {text('theme.darker', lang)}"

    return care_theme(
        sheet,
        supply,
        "supply",
        sequential(values_of(supply, sheet, _value), PER_100000.decimals),
        words=(lambda lang: text("theme.supply", lang), said),
        form=PER_100000,
    )


def _value(row: Row) -> Value:
    return _SIGNS.get(row["state"]) or number_or(NO_DATA, row["per_100000"])
