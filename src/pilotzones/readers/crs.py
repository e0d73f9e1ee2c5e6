"""Coordinate systems of layers: the one inside the program, and numbers that contradict theirs."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from pilotzones.errors import Fault, Value

LAMBERT_72 = 31370
"""EPSG code of the only coordinate system inside the program, in metres."""

_BELGIUM = (21_900.0, 21_100.0, 295_200.0, 244_100.0)
"""Bounding box of the country in Lambert 72: left, bottom, right, top."""
_FAR_M = 200_000.0
"""Distance beyond that box from which on coordinates cannot belong to a Belgian layer."""
_LIKELY = (31370, 3812, 4326, 3857, 25831, 32631, 3035)
"""Systems that Belgian layers come in, tried on numbers that do not fit the system named."""
_DEGREES = 180.0
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Left, bottom, right and top of the numbers of a layer."""

    box: npt.NDArray[np.float64]

    @property
    def fields(self) -> dict[str, str]:
        """The same as text: the numbers as they would stand in the file."""
        names = ("left", "bottom", "right", "top")
        degrees = self.in_degrees
        return {
            name: f"{value:.{_DIGITS}f}" if degrees else f"{value:.0f}"
            for name, value in zip(names, self.box, strict=True)
        }

    @property
    def in_degrees(self) -> bool:
        """Could they be degrees?"""
        return bool(np.abs(self.box).max() <= _DEGREES)

    @property
    def swapped(self) -> _Bounds:
        """The same with x and y exchanged."""
        return _Bounds(self.box[[1, 0, 3, 2]])

    @property
    def likely(self) -> int | None:
        """EPSG code of the system in which they lie in Belgium; None when in none of the usual."""
        return next((code for code in _LIKELY if self.near_belgium(code, 0.0)), None)

    def near_belgium(self, system: CRS | int, margin_m: float) -> bool:
        """Do they lie within the box of the country, widened, when read in a system?"""
        to_lambert = Transformer.from_crs(system, LAMBERT_72, always_xy=True)
        box = np.array(to_lambert.transform_bounds(*self.box, errcheck=False))
        low, high = np.array(_BELGIUM[:2]) - margin_m, np.array(_BELGIUM[2:]) + margin_m
        return bool(np.isfinite(box).all() and (box[:2] >= low).all() and (box[2:] <= high).all())


def crs_fault(frame: gpd.GeoDataFrame, file: str) -> Fault | None:
    """What is wrong with the coordinate system of a layer, or None.

    None named; one that contradicts the numbers (degrees called metres, metres called degrees,
    x and y exchanged, another system); or coordinates more than 200 km outside Belgium.
    """
    if frame.crs is None:
        return Fault("geo.no_crs", file=file)
    box = np.asarray(frame.total_bounds, float)
    if not np.isfinite(box).all():
        return None  # no geometry to hold against it
    system, bounds = CRS(frame.crs).to_2d(), _Bounds(box)
    try:
        id = _contradiction(bounds, system)
    except ProjError:
        id = "geo.unusable_crs"
    if id is None:
        return None
    fields: dict[str, Value] = {"crs": _named(system), **bounds.fields}
    if id == "geo.other_crs":
        fields["likely"] = f"EPSG:{bounds.likely}"
    return Fault(id, file=file, fields=fields)


def in_lambert_72(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The layer in EPSG:31370, metres; its system has passed `crs_fault`.

    Numbers in Belgian Lambert 72 under another spelling of its name are left as they are.
    """
    if CRS(frame.crs).to_2d().to_epsg(min_confidence=70) == LAMBERT_72:
        return frame.set_crs(LAMBERT_72, allow_override=True)
    return frame.to_crs(LAMBERT_72)


def _contradiction(bounds: _Bounds, system: CRS) -> str | None:
    if not (system.is_geographic or system.is_projected):
        return "geo.unusable_crs"
    if system.is_geographic and not bounds.in_degrees:
        return "geo.metres_called_degrees"
    if system.is_projected and bounds.in_degrees:
        return "geo.degrees_called_metres"
    if bounds.near_belgium(system, _FAR_M):
        return None
    if system.is_geographic and bounds.swapped.near_belgium(system, 0.0):
        return "geo.swapped"
    return "geo.far" if bounds.likely is None else "geo.other_crs"


def _named(system: CRS) -> str:
    authority = system.to_authority(min_confidence=70)
    return ":".join(authority) if authority else system.name
