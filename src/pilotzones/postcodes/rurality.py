"""Which units are rural, by a named and dated definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from pilotzones.postcodes.layer import UnitLayer


@dataclass(frozen=True, slots=True)
class RuralDefinition:
    """What counts as rural.

    Parameters
    ----------
    id
        Short name, such as ``oecd-2010``; ``own-flag`` where the layer brings its own flags.
    date
        Date of the definition; None for the layer's own flags.
    by
        What is judged as a whole: the ``municipality`` of a unit, the ``unit`` itself, or the
        ``flag`` that the layer carries.
    density_below
        Rural below this number of inhabitants per square kilometre (the bound itself is not
        rural); None for flags.
    source
        Document that defines it, or the file that carries the flags.
    """

    id: str
    date: date | None
    by: Literal["municipality", "unit", "flag"]
    density_below: float | None
    source: str


@dataclass(frozen=True, slots=True)
class RuralUnits:
    """Rural flags of a layer.

    ``flags`` (nullable boolean) and ``density`` (inhabitants per square kilometre, of what the
    definition judges: the whole municipality or the unit) are indexed by code like the layer;
    missing where population or municipality is not known. ``definition`` is the one that was
    applied.
    """

    flags: pd.Series
    density: pd.Series
    definition: RuralDefinition


def rural_units(layer: UnitLayer, definition: RuralDefinition) -> RuralUnits:
    """Rural flag and density of each unit; missing, never false, where they cannot be known.

    A column ``rural`` of the layer is the user's own definition and goes before ``definition``.
    The density of a municipality is that of its units in this layer together; it is exact where
    they cover it. One unit of unknown population makes it unknown for all of them.

    Source of the first definition in use: OECD Regional Typology (2010), local unit (in Belgium
    the municipality) below 150 inhabitants per square kilometre.
    """
    units = layer.units
    area_km2 = units.geometry.area / 1e6
    area_km2 = area_km2.mask(area_km2 == 0)  # a unit without ground has no density
    population = units["population"].astype("Float64")
    if definition.by == "municipality" and "rural" not in units:
        municipality = units["municipality"]
        unknown = population.isna().groupby(municipality).transform("any")
        people = population.groupby(municipality).transform("sum")
        area_km2 = area_km2.groupby(municipality).transform("sum", min_count=1)
        density = (people / area_km2).mask(municipality.isna() | (unknown == True))  # noqa: E712
    else:
        density = (population / area_km2).astype("Float64")
    density = density.rename("density_per_km2")
    if "rural" in units:
        own = RuralDefinition("own-flag", None, "flag", None, layer.origin.file or layer.origin.id)
        return RuralUnits(units["rural"].astype("boolean"), density, own)
    bound = definition.density_below
    flags = pd.Series(pd.NA, units.index, "boolean") if bound is None else density < bound
    return RuralUnits(flags.astype("boolean").rename("rural"), density, definition)
