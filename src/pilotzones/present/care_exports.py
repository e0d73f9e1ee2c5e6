"""Supply of care and its gaps as tables for Excel."""

from __future__ import annotations

import pandas as pd

from pilotzones.present.care_tables import gap_words
from pilotzones.present.care_units import Row, zone_rows
from pilotzones.present.care_words import capacity_name, list_words, type_name
from pilotzones.present.exports import csv_file, plain_decimal, safe_cell
from pilotzones.present.names import municipality_name, unit_name
from pilotzones.resources.supply import CareSheet, TypeSupply
from pilotzones.words import text
from pilotzones.zones.sheet import ZoneSheet

_SUPPLY = (
    "table.code",
    "table.name",
    "table.municipality",
    "care.type",
    "theme.count",
    "care.column.capacity",
    "care.column.capacity_unit",
    "care.column.supply",
    "care.column.access",
    "care.column.nearest",
    "care.column.state",
    "export.source",
)
_GAPS = (
    "table.code",
    "table.name",
    "table.municipality",
    "care.type",
    "care.gap.reason",
    "table.population",
    "table.rural",
    "care.gap.need",
    "export.source",
)
_STATES = {
    "known": "care.state.known",
    "none_here": "theme.sign.none_here",
    "none_in_reach": "theme.sign.none_in_reach",
    "no_data": "theme.sign.no_data",
}


def supply_csv(sheet: ZoneSheet, care: CareSheet, lang: str) -> bytes:
    """Every unit of the zone for every type; what has no data stays empty and says so."""
    rows = [[text(id, lang) for id in _SUPPLY]]
    for supply in care.types:
        rows += [
            [*_place(code, sheet, lang), *_supply_cells(care, supply, row, lang)]
            for code, row in zone_rows(supply, sheet).items()
        ]
    return csv_file(rows)


def _supply_cells(care: CareSheet, supply: TypeSupply, row: Row, lang: str) -> list[str]:
    providers = supply.providers
    nearest = row["nearest_m"]
    return [
        safe_cell(type_name(care, providers.type, lang)),
        "" if pd.isna(row["count"]) else str(int(row["count"])),
        plain_decimal(_known(row["capacity"]), lang),
        safe_cell(capacity_name(providers.capacity_unit, lang)),
        plain_decimal(_known(row["per_100000"]), lang),
        plain_decimal(_known(row["access"]), lang),
        "" if pd.isna(nearest) else plain_decimal(float(nearest) / 1000, lang),
        text(_STATES[str(row["state"])], lang),
        safe_cell(list_words(supply, lang)),
    ]


def gaps_csv(sheet: ZoneSheet, care: CareSheet, lang: str) -> bytes:
    """The gaps in their order, each with its reason in words."""
    sources = {supply.providers.type: supply for supply in care.types}
    yes_no = {True: text("table.yes", lang), False: text("table.no", lang), None: ""}
    rows = [[text(id, lang) for id in _GAPS]]
    rows += [
        [
            *_place(gap.unit, sheet, lang),
            safe_cell(type_name(care, gap.type, lang)),
            gap_words(gap, lang),
            str(gap.people),
            yes_no[gap.rural],
            plain_decimal(gap.need, lang),
            safe_cell(list_words(sources[gap.type], lang)) if gap.type in sources else "",
        ]
        for gap in care.gaps
    ]
    return csv_file(rows)


def _place(code: str, sheet: ZoneSheet, lang: str) -> list[str]:
    layer = sheet.case.layer
    return [
        safe_cell(code),
        safe_cell(unit_name(code, layer, lang)),
        safe_cell(municipality_name(code, layer, lang)),
    ]


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
