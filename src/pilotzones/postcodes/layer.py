"""The unit layer: units with geometry, population with its date, contiguity and attribution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from pilotzones.postcodes.contiguity import Contiguity, Link, contiguity_of
from pilotzones.postcodes.coverage import NO_FAULTS, CoverageReport

CRS = "EPSG:31370"
"""Belgian Lambert 72, in metres: the only coordinate system inside the program."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a layer comes from and what has to be said wherever it is shown.

    Parameters
    ----------
    id
        Short name of the source: ``be-postcodes`` for the embedded layer, else the file's stem.
    kind
        What a unit is: ``postcode``, ``municipality`` or ``sector``.
    code_date
        Date of the code set of ``municipality`` (and of the units where these are
        municipalities): 2018-01-01, 2020-01-01 or 2025-01-01; None when unknown.
    population_date
        Reference date of ``population``; None when not stated.
    attribution
        Notices owed to the makers of the data, as they ask for them.
    approximate
        What is approximate: ``inner-borders`` and ``inner-populations``, or nothing.
    file
        Path as the user wrote it; None for the embedded layer.
    """

    id: str
    kind: str = "postcode"
    code_date: date | None = None
    population_date: date | None = None
    attribution: tuple[str, ...] = ()
    approximate: tuple[str, ...] = ()
    file: str | None = None


@dataclass(frozen=True, slots=True)
class UnitLayer:
    """Units of one source on one coordinate system, with the graph of their shared borders.

    ``units`` has the columns of ``pilotzones.postcodes.tables.UNITS``, one row per unit, indexed
    by ``code`` (str, unique, sorted), geometry in EPSG:31370; ``population`` is missing where it
    is not known. Nobody writes into it: a change makes a new layer.
    """

    units: gpd.GeoDataFrame
    origin: Origin
    contiguity: Contiguity
    coverage: CoverageReport = NO_FAULTS

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the units, in the order of the rows."""
        return tuple(self.units.index)

    @property
    def shapes(self) -> npt.NDArray[np.object_]:
        """Polygon of each unit, in the order of the rows; None or empty where there is none."""
        return np.asarray(self.units.geometry, object)

    @property
    def people(self) -> npt.NDArray[np.float64]:
        """Inhabitants of each unit, in the order of the rows; NaN where they are not known."""
        return self.units["population"].to_numpy(np.float64, na_value=np.nan)

    def positions(self, codes: Iterable[str]) -> npt.NDArray[np.intp]:
        """Row numbers of the codes that exist, in the order given; others are left out."""
        found = self.units.index.get_indexer(pd.Index(list(codes), dtype=object))
        return found[found >= 0]

    def mask(self, codes: Iterable[str]) -> npt.NDArray[np.bool_]:
        """One truth value per unit: is it among ``codes``?"""
        chosen = np.zeros(len(self.units), bool)
        chosen[self.positions(codes)] = True
        return chosen


def make_layer(
    units: gpd.GeoDataFrame,
    origin: Origin,
    *,
    links: Sequence[Link] = (),
    coverage: CoverageReport = NO_FAULTS,
) -> UnitLayer:
    """Layer of checked units: sorted by code, with the contiguity graph of their geometry.

    Parameters
    ----------
    units
        Rows with the columns of ``UNITS`` (``code`` as a column or as the index), in EPSG:31370.
    links
        Declared extra links; those that name a unit the layer lacks are left out.
    """
    if units.index.name != "code":
        units = units.set_index("code")
    units = units.sort_index()
    return UnitLayer(
        units=units,
        origin=origin,
        contiguity=contiguity_of(units.geometry, links=links),
        coverage=coverage,
    )
