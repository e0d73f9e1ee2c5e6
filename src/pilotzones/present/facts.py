"""Numbers of the units of a zone, as plain values for tables and files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from pilotzones.postcodes.rurality import rural_units
from pilotzones.zones.sheet import ZoneSheet


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit: persons, km² in Lambert 72, persons per km², rural or not; None where not known."""

    population: int | None
    area_km2: float | None
    density_per_km2: float | None
    rural: bool | None


def unit_facts(sheet: ZoneSheet) -> dict[str, UnitFacts]:
    """Facts of the zone's units by code, in the order of the codes; unknown codes have none."""
    layer = sheet.case.layer
    rural = rural_units(layer, sheet.case.rules.rural.definition()).flags
    rows = layer.positions(sheet.case.zone.codes)
    units = layer.units.iloc[rows]
    people = [None if pd.isna(n) else int(n) for n in units["population"].tolist()]
    flags = [None if pd.isna(flag) else bool(flag) for flag in rural.iloc[rows].tolist()]
    areas = (np.nan_to_num(shapely.area(units.geometry.to_numpy())) / 1e6).tolist()
    return {
        str(code): UnitFacts(n, area or None, None if n is None or not area else n / area, flag)
        for code, n, area, flag in zip(units.index, people, areas, flags, strict=True)
    }
