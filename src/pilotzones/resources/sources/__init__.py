"""Lists of providers that the program knows: one module each, found by the headings of the file.

A module has ``FIELDS``, the headings that give the list away, and a function ``read(raw, section)
-> Found``. A new list is a new module here and nothing else.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
import pandas as pd
from pyproj import Transformer

from pilotzones.errors import Fault, InputError
from pilotzones.readers.crs import LAMBERT_72
from pilotzones.readers.headings import fold

if TYPE_CHECKING:
    from pilotzones.readers.tables import RawTable
    from pilotzones.resources.section import ProvidersSection


@dataclass(frozen=True, slots=True)
class Found:
    """What a source read: every open provider, not placed yet.

    Parameters
    ----------
    rows
        One row per provider: ``type`` (id), ``postcode`` (text, may be missing), ``x``, ``y``
        (metres, EPSG:31370, may be missing), ``capacity`` (1 where the list has none) and
        ``row``, that of the spreadsheet.
    file, source
        The path as the user wrote it; who made the list.
    units
        Unit of the capacity by type: ``providers``, ``fte``, ``beds`` ...
    crs
        EPSG code in which the coordinates stand in the file; None where there are none.
    dated
        The day that the list tells of.
    counts
        Rows of the file by what became of them: ``read``, ``closed``, ``other_types``.
    notices
        What was left out or filled in: messages of the same form as faults.
    """

    rows: pd.DataFrame
    file: str
    source: str
    units: Mapping[str, str]
    crs: int | None = None
    dated: date | None = None
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    notices: tuple[Fault, ...] = ()


class Source(Protocol):
    """Module of one list."""

    FIELDS: tuple[str, ...]

    def read(self, raw: RawTable, section: ProvidersSection) -> Found:
        """Providers of the table as read."""
        ...


def source_of(header: Sequence[str]) -> Source:
    """Source whose headings are all there, the one with most of them first; else the open one."""
    headings = {fold(name) for name in header}
    modules = (import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    fitting = [m for m in modules if {fold(name) for name in m.FIELDS} <= headings]
    return cast("Source", max(fitting, key=lambda module: len(module.FIELDS)))


def require_type(section: ProvidersSection, type: str, file: str) -> None:
    """Refuse a section that calls a register of one type another (``providers.other_type``)."""
    if section.type not in (None, type):
        fields = {"type": type, "given": section.type}
        raise InputError(Fault("providers.other_type", file, fields=fields))


def in_lambert_72(x: pd.Series, y: pd.Series, crs: int) -> tuple[pd.Series, pd.Series]:
    """Coordinates in EPSG:31370; missing where one of the two is, or where they cannot be turned.

    ``x`` is the longitude and ``y`` the latitude where ``crs`` is in degrees.
    """
    if crs == LAMBERT_72:
        both = x.notna() & y.notna()
        return x.where(both), y.where(both)
    turned = Transformer.from_crs(crs, LAMBERT_72, always_xy=True)
    east, north = turned.transform(x.to_numpy(np.float64), y.to_numpy(np.float64))
    known = np.isfinite(east) & np.isfinite(north)
    return (
        pd.Series(np.where(known, east, np.nan), x.index),
        pd.Series(np.where(known, north, np.nan), y.index),
    )
