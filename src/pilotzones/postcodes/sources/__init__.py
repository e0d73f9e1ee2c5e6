"""Data sets that the layer may come from: one module each, found by the fields of the file.

A module that reads files has ``FIELDS``, the headings that give the data set away, and a function
``read(frame, section) -> Found``. A new data set is a new module here and nothing else.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

import geopandas as gpd

from pilotzones.errors import Fault
from pilotzones.readers.headings import fold

if TYPE_CHECKING:
    from pilotzones.postcodes.section import UnitsSection


@dataclass(frozen=True, slots=True)
class Found:
    """What a source read.

    Parameters
    ----------
    units
        One row per unit, the columns of ``UNITS`` and ``geometry`` in EPSG:31370; the coverage
        is not looked at yet.
    kind
        What a unit is: ``postcode``, ``municipality`` or ``sector``.
    notices
        What was merged or marked: messages of the same form as faults.
    attribution
        Notices owed to the makers of the data.
    """

    units: gpd.GeoDataFrame
    kind: str
    notices: tuple[Fault, ...] = ()
    attribution: tuple[str, ...] = ()


class Source(Protocol):
    """Module of one data set."""

    FIELDS: tuple[str, ...]

    def read(self, frame: gpd.GeoDataFrame, section: UnitsSection) -> Found:
        """Units of the layer as read."""
        ...


def source_of(header: Sequence[str]) -> Source:
    """Source whose fields are all there, the one with most fields first; else the generic one."""
    headings = {fold(str(name)) for name in header}
    modules = (import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    fitting = [
        module
        for module in modules
        if hasattr(module, "FIELDS") and {fold(name) for name in module.FIELDS} <= headings
    ]
    return cast("Source", max(fitting, key=lambda module: len(module.FIELDS)))
