"""Official zonings as the user's table gives them: region of each unit, by unit or municipality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.readers.tables import read_table
from pilotzones.schemas import Column, Schema, check
from pilotzones.zones.municipal import successors
from pilotzones.zones.naming import Gazetteer
from pilotzones.zones.section import ZoningSection
from pilotzones.zones.tables import holds_municipalities
from pilotzones.zones.taken import Place

ZONING = Schema(
    "zoning",
    (
        Column("unit", "text", source="the user's table"),
        Column("region", "text", source="the user's table"),
    ),
)
"""One row per unit or municipality; equal pairs may stand in several rows."""


@dataclass(frozen=True, slots=True)
class ZoningRead:
    """Region of each unit of the layer that the table names, and what the user has to hear."""

    regions: Mapping[str, str]
    notices: tuple[Fault, ...] = ()


def zoning_from(section: ZoningSection, layer: UnitLayer, *, folder: Path) -> ZoningRead:
    """Zoning of a table: official region by unit code of the layer.

    The column of units holds codes of the layer's units, or municipality codes of any date: these
    are converted to the layer's date and stand for all units of the municipality. A municipality
    that was merged from parts of several regions is left without one, and told.

    Raises
    ------
    InputError
        The file cannot be read, its columns are not there, a unit stands in two regions, codes of
        different dates, or none of the codes is known to the layer.
    """
    path, known = folder / section.file, Gazetteer.of_layer(layer)
    raw = read_table(path, schema=ZONING, sheet=section.layer)
    mapping = {"unit": section.unit, "region": section.region}
    frame = check(raw, ZONING, mapping=mapping)
    place = Place(str(path), 1, section.unit)
    rows = list(zip(frame["row"], frame["unit"], frame["region"], strict=True))
    faults = _conflicts([(int(row), str(unit), str(region)) for row, unit, region in rows], place)
    if faults:
        raise InputError(faults)
    pairs = {str(unit): str(region) for _, unit, region in rows}
    if holds_municipalities(pairs, section.unit, known):
        return _by_municipality(pairs, known, place)
    placed = {unit: region for unit, region in pairs.items() if unit in layer.units.index}
    if not placed:
        raise InputError(place.fault("zoning.no_match", None, codes=tuple(sorted(pairs))))
    strange = tuple(sorted(set(pairs) - set(placed)))
    return ZoningRead(placed, _strange(strange, place))


def _strange(codes: tuple[str, ...], place: Place) -> tuple[Fault, ...]:
    if not codes:
        return ()
    return (place.fault("zoning.unknown_units", None, codes=codes, n=len(codes)),)


def _conflicts(rows: Sequence[tuple[int, str, str]], place: Place) -> list[Fault]:
    """One fault for each unit that stands in several regions, at the row of the second."""
    found: dict[str, dict[str, int]] = {}
    for row, unit, region in rows:
        found.setdefault(unit, {}).setdefault(region, row)
    return [
        place.fault(
            "zoning.conflict",
            sorted(regions.values())[1],
            unit,
            regions=tuple(regions),
            rows=tuple(str(row) for row in regions.values()),
        )
        for unit, regions in sorted(found.items())
        if len(regions) > 1
    ]


def _year(known: Gazetteer) -> str:
    day = known.layer.origin.code_date
    return str(day.year) if day else ""


def _by_municipality(pairs: dict[str, str], known: Gazetteer, place: Place) -> ZoningRead:
    strange = tuple(sorted(set(pairs) - known.written))
    became, notices = successors(set(pairs) & known.written, known, place)
    regions: dict[str, dict[str, list[str]]] = {}
    for old, new in became.items():
        regions.setdefault(new, {}).setdefault(pairs[old], []).append(old)
    one = {new: next(iter(found)) for new, found in regions.items() if len(found) == 1}
    apart = tuple(
        place.fault(
            "zoning.merged_apart",
            None,
            new,
            year=_year(known),
            parts=tuple(f"{old} {region}" for region, olds in found.items() for old in olds),
        )
        for new, found in sorted(regions.items())
        if len(found) > 1
    )
    return ZoningRead(
        {unit: one[code] for unit, code in known.of.items() if code in one},
        (*notices, *apart, *_strange(strange, place)),
    )
