"""What the themes of care have in common: one for each type that units may fall short of."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from pilotzones.present.care_units import Row, near_home, zone_rows
from pilotzones.present.care_words import list_words, type_name
from pilotzones.present.maps.themes.classes import Classed, Value
from pilotzones.present.maps.themes.theme import NO_DATA, Form, Theme
from pilotzones.present.texts import Render
from pilotzones.resources.supply import TypeSupply
from pilotzones.zones.sheet import ZoneSheet


def mapped_types(sheet: ZoneSheet) -> tuple[TypeSupply, ...]:
    """Types with a theme: those that units may fall short of, with data on a unit of the zone."""
    care = sheet.case.care
    return tuple(
        supply
        for supply in (care.types if care else ())
        if near_home(supply.providers.type)
        and any(row["state"] != "no_data" for row in zone_rows(supply, sheet).values())
    )


def values_of(
    supply: TypeSupply, sheet: ZoneSheet, value_of: Callable[[Row], Value]
) -> dict[str, Value]:
    """Value or sign of each unit of the zone; a unit without data has the sign for it."""
    return {
        code: NO_DATA if row["state"] == "no_data" else value_of(row)
        for code, row in zone_rows(supply, sheet).items()
    }


def number_or(sign: str, value: float | None) -> Value:
    """The number, or the sign where there is none."""
    return sign if value is None or pd.isna(value) else float(value)


def care_theme(
    sheet: ZoneSheet,
    supply: TypeSupply,
    measure: str,
    classed: Classed,
    *,
    words: tuple[Render, Render],
    form: Form | None,
) -> Theme:
    """Theme of one type of care; ``words`` are its name and what is said of it."""
    type = supply.providers.type
    name, said = words
    cells, legend = classed
    return Theme(
        id=f"{measure}-{type}",
        group=type,
        measure=measure,
        name=name,
        said=lambda lang: f"{said(lang)} {list_words(supply, lang)}",
        form=form,
        cells=cells,
        legend=legend,
        group_name=lambda lang: type_name(sheet.case.care, type, lang),
        counts=_counts(supply),
    )


def _counts(supply: TypeSupply) -> dict[str, int]:
    """Providers by code, where there are any, in the whole layer: care knows no border."""
    found = supply.units["count"].dropna()
    return {str(code): int(n) for code, n in found[found > 0].items()}
