"""Access: capacity that people of a unit can reach, per 100,000, around the reference."""

from __future__ import annotations

from pilotzones.present.care_units import Row
from pilotzones.present.care_words import capacity_name, group_name, km
from pilotzones.present.maps.themes._care import care_theme, mapped_types, number_or, values_of
from pilotzones.present.maps.themes.classes import Classed, Value, against, sequential
from pilotzones.present.maps.themes.theme import NO_DATA, NONE_IN_REACH, PER_100000, Theme
from pilotzones.resources.care_types import care_model
from pilotzones.resources.supply import TypeSupply
from pilotzones.words import number, text
from pilotzones.zones.sheet import ZoneSheet

ROOM, ORDER = "care", 20


def themes(sheet: ZoneSheet) -> tuple[Theme, ...]:
    """One theme for each type: E2SFCA against the reference where there is one."""
    return tuple(_theme(sheet, supply) for supply in mapped_types(sheet))


def _theme(sheet: ZoneSheet, supply: TypeSupply) -> Theme:
    return care_theme(
        sheet,
        supply,
        "access",
        _classed(supply, values_of(supply, sheet, _value)),
        words=(lambda lang: text("theme.access", lang), lambda lang: _said(supply, lang)),
        form=PER_100000,
    )


def _value(row: Row) -> Value:
    return NONE_IN_REACH if row["state"] == "none_in_reach" else number_or(NO_DATA, row["access"])


def _classed(supply: TypeSupply, values: dict[str, Value]) -> Classed:
    reference = _reference(supply)
    if not reference:
        return sequential(values, PER_100000.decimals)
    bounds = care_model().thresholds
    shares = (bounds.far_below, bounds.below, 1 / bounds.below, 1 / bounds.far_below)
    return against(values, reference, shares, PER_100000.decimals)


def _reference(supply: TypeSupply) -> float | None:
    group = supply.groups.get(supply.reference)
    return group.access if group is not None else None


def _said(supply: TypeSupply, lang: str) -> str:
    said = text(
        "theme.access.said",
        lang,
        capacity=capacity_name(supply.providers.capacity_unit, lang),
        reach=km(supply.reach_m, lang),
    )
    reference = _reference(supply)
    if not reference:
        return f"{said} {text('theme.darker', lang)}"
    against_ = text(
        "theme.reference",
        lang,
        group=group_name(supply.reference, lang),
        value=number(reference, lang, PER_100000.decimals),
    )
    return f"{said} {against_}"
