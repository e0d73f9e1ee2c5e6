"""SYNTHETIC lists of providers, for a project without files: nobody of them exists.

The parameters are made up (``models/synthetic/care.toml``); nothing may be concluded from these
lists about a real place.
"""

from __future__ import annotations

import zlib
from functools import cache
from types import MappingProxyType
from typing import Annotated

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pydantic import Field

from pilotzones.assets import asset
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.readers.kinds import Section
from pilotzones.readers.settings import read_settings
from pilotzones.resources.care_types import care_types
from pilotzones.resources.placing import Ground
from pilotzones.resources.supply import ProviderList

Factor = Annotated[float, Field(ge=0)]

_PER = 100_000
_ROUNDS = 60
"""Draws of a point until it falls inside its unit; who is still outside gets the unit's point."""


class Recipe(Section):
    """How many providers of a type are made up, and where: see the file of the parameters."""

    per_100000: Factor
    town: Factor
    country: Factor
    thin_share: Annotated[float, Field(ge=0, le=1)]
    thin: Factor
    capacity: tuple[Factor, Factor] | None = None


class Recipes(Section):
    """Content of ``models/synthetic/care.toml``."""

    town_density: Factor
    types: dict[str, Recipe]


@cache
def recipes() -> Recipes:
    """Parameters of the made-up lists.

    Raises
    ------
    MissingPartError, InputError
        The file is missing from the installation, or one of its keys is wrong.
    """
    return read_settings(asset("models", "synthetic", "care.toml"), Recipes)


def synthetic_list(type: str, ground: Ground, *, seed: int) -> ProviderList:
    """SYNTHETIC providers of one type over the whole layer; same layer and seed, same list.

    Types do not lean on each other: a type's list is the same whatever other types are made up.
    """
    recipe = recipes().types[type]
    rng = np.random.default_rng([seed, zlib.crc32(type.encode())])
    mean = _mean(recipe, ground, rng)
    unit = np.repeat(np.arange(len(mean)), rng.poisson(mean))
    spots = _points_inside(ground, unit, rng)
    low, high = recipe.capacity or (1.0, 1.0)
    capacity = rng.uniform(low, high, len(unit))
    places = pd.DataFrame(
        {
            "unit": np.array(ground.layer.codes, object)[unit],
            "x": spots[:, 0],
            "y": spots[:, 1],
            "capacity": np.round(capacity, 1 if high < _WHOLE_FROM else 0),
            "located": "address",
        }
    )
    return ProviderList(
        type=type,
        places=places,
        source="synthetic",
        capacity_unit=care_types()[type].capacity if recipe.capacity else "providers",
        synthetic=True,
        counts=MappingProxyType({"made": len(places)}),
    )


_WHOLE_FROM = 20
"""Largest capacity from which on it counts beds or places, which are whole."""


def _mean(recipe: Recipe, ground: Ground, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Expected providers of each unit; none where nobody lives or there is no polygon."""
    layer = ground.layer
    people = np.where(ground.mapped, np.nan_to_num(layer.people), 0.0)
    area_km2 = np.nan_to_num(shapely.area(layer.shapes)) / 1e6
    dense = people >= recipes().town_density * area_km2
    place = np.where(dense, recipe.town, recipe.country)
    group = _municipalities(layer)
    thin = rng.random(group.max(initial=0) + 1) < recipe.thin_share
    return people / _PER * recipe.per_100000 * place * np.where(thin[group], recipe.thin, 1.0)


def _municipalities(layer: UnitLayer) -> npt.NDArray[np.intp]:
    """Number of the municipality of each unit; a unit without one is one of its own."""
    names = layer.units["municipality"].astype(object)
    names = names.where(names.notna(), pd.Series(layer.units.index, layer.units.index))
    return np.unique(names.astype(str).to_numpy(), return_inverse=True)[1].astype(np.intp)


def _points_inside(
    ground: Ground, unit: npt.NDArray[np.intp], rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    """One random point inside the polygon of each unit named."""
    shapes = ground.layer.shapes
    low_x, low_y, high_x, high_y = shapely.bounds(shapes).T
    spots = ground.points[unit].copy()
    left = np.arange(len(unit))
    for _ in range(_ROUNDS):
        if not len(left):
            break
        there = unit[left]
        x = rng.uniform(low_x[there], high_x[there])
        y = rng.uniform(low_y[there], high_y[there])
        inside = shapely.contains_xy(shapes[there], x, y)
        spots[left[inside]] = np.column_stack([x[inside], y[inside]])
        left = left[~inside]
    return spots
