"""Rows of a supply table for the units of a zone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pilotzones.resources.care_types import care_types
from pilotzones.resources.supply import TypeSupply
from pilotzones.zones.sheet import ZoneSheet

Row = Mapping[str, Any]
"""One unit: the columns of ``TypeSupply.units``."""


def near_home(type: str) -> bool:
    """Is it a type that units may fall short of, not a service that is one for a whole zone?"""
    known = care_types().get(type)
    return known is None or known.gaps


def zone_rows(supply: TypeSupply, sheet: ZoneSheet) -> dict[str, Row]:
    """Rows of the supply for the units of the zone, by code; none for unknown codes."""
    known = [code for code in sheet.case.zone.codes if code in supply.units.index]
    return cast("dict[str, Row]", supply.units.loc[known].to_dict("index"))
