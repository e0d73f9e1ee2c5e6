"""Zones of one file: a text, a table, or a map layer; told apart by what is in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.readers.delimited import decoded
from pilotzones.readers.files import kind_of, reading
from pilotzones.readers.geo import attributes, read_geo
from pilotzones.readers.headings import fold, positions
from pilotzones.readers.tables import RawTable, read_table
from pilotzones.zones.listing import units_listed
from pilotzones.zones.municipal import municipalities_listed, successors
from pilotzones.zones.naming import Gazetteer
from pilotzones.zones.outlines import units_drawn
from pilotzones.zones.pasted import Entry, entries, entries_of_cells
from pilotzones.zones.tables import (
    ZONES,
    ListedRow,
    code_column,
    holds_municipalities,
    listed,
)
from pilotzones.zones.taken import Place, Taken

_MAPS = ("geopackage", "shapefile", "flatgeobuf", "json", "zip")
_ZONE = ZONES.columns[1]
_OWN = "units"
"""Layer with the zone in a GeoPackage that the program wrote; the others are its surroundings."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read of a file: headings of codes and zone names, sheet or layer, one zone only."""

    unit_column: str | None = None
    zone_column: str | None = None
    part: str | None = None
    zone: str | None = None


def zones_of(
    path: Path, known: Gazetteer, wanted: Wanted, *, strict: bool
) -> tuple[tuple[str, Taken], ...]:
    """Name and units of each zone of a file; a file without names holds one, named like itself.

    Parameters
    ----------
    strict
        Whether codes that the layer lacks, or that stand twice, are faults.

    Raises
    ------
    InputError
        The file cannot be read, or its columns are not there; what is wrong with single entries
        stands in the result.
    """
    kind = kind_of(path)
    if kind in _MAPS:
        return _of_map(path, known, wanted, strict=strict)
    if kind == "text" and not (wanted.unit_column or wanted.zone_column):
        with reading(path):
            text = decoded(path.read_bytes())
        if path.suffix.casefold() == ".txt" or _headless(text, known):
            found = units_listed(
                entries(text, known.layer.codes), known, Place(str(path)), strict=strict
            )
            return ((path.stem, found),)
    raw = read_table(path, schema=ZONES, sheet=wanted.part)
    return _of_table(raw, path.stem, known, wanted, strict=strict)


def _headless(text: str, known: Gazetteer) -> bool:
    """Does the first line already hold a code? Then the file is a list without headings."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    codes = {*known.layer.codes, *known.written}
    return any(entry.first in codes for entry in entries(first, codes))


def _of_table(
    raw: RawTable, stem: str, known: Gazetteer, wanted: Wanted, *, strict: bool
) -> tuple[tuple[str, Taken], ...]:
    found = listed(raw, known, unit_column=wanted.unit_column, zone_column=wanted.zone_column)
    place = Place(raw.file, 1, found.unit_heading)
    groups = found.zones()
    if wanted.zone in groups:
        groups = {wanted.zone: groups[wanted.zone]}
    municipal = holds_municipalities((row.unit for row in found.rows), found.unit_heading, known)
    codes = known.written if municipal else frozenset(known.layer.codes)
    became: Mapping[str, str] = {}
    notices: tuple[Fault, ...] = ()
    if municipal:
        became, notices = successors({row.unit for row in found.rows} & codes, known, place)
        notices += _merged_apart(groups, became, place)
    zones: list[tuple[str, Taken]] = []
    for name, rows in groups.items():
        cells = _entries(rows, codes)
        if municipal:
            taken = municipalities_listed(cells, known, place, strict=strict, became=became)
        else:
            taken = units_listed(cells, known, place, strict=strict)
        zones.append((name or stem, taken))
    name, first = zones[0]
    faults, told = (*found.faults, *first.faults), (*notices, *first.notices)
    return ((name, Taken(first.codes, faults, told)), *zones[1:])


def _entries(rows: Sequence[ListedRow], codes: Collection[str]) -> tuple[Entry, ...]:
    """Entries of the column of codes, with the names that stand in a column of their own."""
    names = {row.number: row.name for row in rows}
    return tuple(
        replace(entry, name=names[entry.line] or "") if entry.first and not entry.name else entry
        for entry in entries_of_cells(((row.number, row.unit) for row in rows), codes)
    )


def _merged_apart(
    groups: Mapping[str | None, Sequence[ListedRow]], became: Mapping[str, str], place: Place
) -> tuple[Fault, ...]:
    """Notices of municipalities that are one by now, and whose parts lie in several zones."""
    zones: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {}
    for zone, rows in groups.items():
        for row in rows:
            if row.unit in became:
                zones.setdefault(became[row.unit], set()).add(zone or "")
                parts.setdefault(became[row.unit], set()).add(row.unit)
    return tuple(
        place.fault(
            "round.merged_apart",
            None,
            code,
            parts=tuple(sorted(parts[code])),
            zones=tuple(sorted(zones[code])),
        )
        for code in sorted(zones)
        if len(parts[code]) > 1 and len(zones[code]) > 1
    )


def _of_map(
    path: Path, known: Gazetteer, wanted: Wanted, *, strict: bool
) -> tuple[tuple[str, Taken], ...]:
    frame = _map_layer(path, wanted.part)
    raw = attributes(frame, file=str(path))
    if wanted.unit_column or _coded(raw, known):
        return _of_table(raw, path.stem, known, wanted, strict=strict)
    place = Place(str(path), None)
    names = _zone_names(raw, wanted)
    if names is None:
        return ((path.stem, units_drawn(frame.geometry, known, place)),)
    zones = [(str(name), shapes) for name, shapes in frame.geometry.groupby(names)]
    if wanted.zone in dict(zones):
        zones = [(name, shapes) for name, shapes in zones if name == wanted.zone]
    return tuple((name, units_drawn(gpd.GeoSeries(shapes), known, place)) for name, shapes in zones)


def _map_layer(path: Path, part: str | None) -> gpd.GeoDataFrame:
    """The layer named; else the only one, or ours among several."""
    try:
        return read_geo(path, layer=part)
    except InputError as error:
        layers = error.faults[0].fields.get("layers")
        if part is None and isinstance(layers, tuple) and _OWN in layers:
            return read_geo(path, layer=_OWN)
        raise


def _coded(raw: RawTable, known: Gazetteer) -> bool:
    """Has a layer a column of codes that are known, and not only a column headed like one?"""
    if code_column(raw, known) is not None:
        return True
    codes = {*known.layer.codes, *known.written}
    places = positions(raw.header, ZONES.columns[0])
    return any(str(row[place]) in codes for place in places for row in raw.rows)


def _zone_names(raw: RawTable, wanted: Wanted) -> pd.Series | None:
    """Name of the zone of each feature; None where the layer has no such column."""
    if wanted.zone_column is not None:
        places = [i for i, h in enumerate(raw.header) if fold(h) == fold(wanted.zone_column)]
        if not places:
            fields = {"headings": raw.header, "names": ("zone",)}
            fault = Fault("mapping.no_heading", raw.file, column=wanted.zone_column, fields=fields)
            raise InputError(fault)
    else:
        places = list(positions(raw.header, _ZONE))
    if len(places) != 1:
        return None
    return pd.Series([str(row[places[0]]) for row in raw.rows])
