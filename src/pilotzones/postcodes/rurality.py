"""Rural units by a named, dated definition; its numbers come from the rule set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import pandas as pd

if TYPE_CHECKING:
    from pilotzones.postcodes.layer import UnitLayer


@dataclass(frozen=True, slots=True)
class RuralDefinition:
    """Below ``density_below`` persons per km², of the municipality or of the unit, is rural."""

    id: str
    date: date
    by: Literal["municipality", "unit"]
    density_below: float
    source: str


@dataclass(frozen=True, slots=True)
class RuralUnits:
    """Rural flag (boolean, NA unknown) and density (persons per km²) by unit code."""

    flags: pd.Series
    density: pd.Series
    definition: RuralDefinition


def rural_units(layer: UnitLayer, definition: RuralDefinition) -> RuralUnits:
    """Rural flag of every unit of the layer.

    The density is that of the unit's municipality in the layer (people over area of all its
    units) or of the unit itself. A user's own flag column ``rural`` goes before both. What is not
    known stays NA.
    """
    units = layer.units
    people = units["population"].astype("Float64")
    area = pd.Series(units.geometry.area.to_numpy() / 1e6, index=units.index).replace(0, pd.NA)
    if definition.by == "municipality":
        key = units["municipality"]
        people = people.groupby(key).transform(lambda s: s.sum(skipna=False))
        area = area.groupby(key).transform(lambda s: s.sum(skipna=False))
    density = (people / area).astype("Float64")
    flags = (density < definition.density_below).astype("boolean")
    if "rural" in units.columns:
        flags = units["rural"].astype("boolean")
    return RuralUnits(flags, density, definition)
