"""Any layer with one polygon per unit and a column of codes."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.attributes import checked, kind_of, yearly_population
from pilotzones.postcodes.completion import completed
from pilotzones.postcodes.section import UnitsSection
from pilotzones.postcodes.sources import Found
from pilotzones.postcodes.tables import units_of

FIELDS: tuple[str, ...] = ()
"""Nothing gives it away: it takes what no other source knows."""

_MAPPED = ("code", "name", "population", "municipality", "region")


def read(frame: gpd.GeoDataFrame, section: UnitsSection) -> Found:
    """Units of a layer; its columns by the section, else by their usual names.

    Raises
    ------
    InputError
        Every fault of the attributes; two features with one code (``units.duplicate_code``).
    """
    file = str(section.file)
    header = [str(name) for name in frame.columns if name != frame.geometry.name]
    mapping = {name: given for name in _MAPPED if (given := getattr(section, name))}
    if "population" not in mapping:
        mapping |= yearly_population(header, file=file)
    kind = section.kind or _kind(frame, header, mapping.get("code"))
    table = checked(frame, units_of(kind), file=file, mapping=mapping)
    _require_one_each(table, file, mapping.get("code", "code"))
    units = gpd.GeoDataFrame(
        completed(table, kind), geometry=frame.geometry.to_numpy(), crs=frame.crs
    )
    return Found(units, kind)


def _kind(frame: gpd.GeoDataFrame, header: list[str], code: str | None) -> str:
    if code in header:
        return kind_of([code], frame[code])
    return kind_of(header, frame["code"] if "code" in header else ())


def _require_one_each(table: pd.DataFrame, file: str, column: str) -> None:
    faults = []
    for code, rows in table.groupby("code")["row"]:
        first, *others = rows
        fields = {"first": int(first), "n": len(rows)}
        faults += [
            Fault("units.duplicate_code", file, int(row), column, str(code), fields)
            for row in others
        ]
    if faults:
        raise InputError(sorted(faults, key=lambda fault: fault.row or 0))
