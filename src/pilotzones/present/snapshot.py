"""The released figures of a sheet as a snapshot, to be held against an earlier one."""

from __future__ import annotations

from collections.abc import Iterator

from pilotzones.findings import Finding
from pilotzones.present.care_answer import people_in, without_in_reach
from pilotzones.present.facts import unit_facts
from pilotzones.present.history import Figure, RuleState, Snapshot
from pilotzones.resources.supply import CareSheet
from pilotzones.stratification.released import HIDDEN, Cell, PeopleSheet
from pilotzones.zones.sheet import ZoneSheet

_ZONE = "zone"
_RELEASED = (
    ("chronic_n", "morbidity", "zone_n", {"condition": "any"}),
    ("chronic_share", "morbidity", "zone_share", {"condition": "any"}),
    ("multi_n", "morbidity", "zone_n", {"condition": "two_or_more"}),
    ("high_n", "pyramid", "people", {"level": "high"}),
    ("target_n", "criteria", "people", {"term": "union"}),
    ("cost_per_person", "consumption", "zone", {"measure": "total"}),
    ("target_cost_per_person", "consumption", "target", {"measure": "total"}),
)
"""Headline figures of people: name, table, column, keys."""


def snapshot_of(sheet: ZoneSheet, further: tuple[Finding, ...] = ()) -> Snapshot:
    """Snapshot of a sheet; ``further`` are findings of other chapters than the zone's."""
    zone, facts = sheet.case.zone, unit_facts(sheet)
    return Snapshot(
        zone=zone.name,
        units={code: facts[code].population if code in facts else None for code in zone.codes},
        basis=dict(_basis(sheet)),
        figures={n: f if isinstance(f, str) else _rounded(f) for n, f in _figures(sheet)},
        rules={finding.rule: _state(finding) for finding in (*sheet.findings, *further)},
    )


def _state(finding: Finding) -> RuleState:
    return RuleState(
        verdict=finding.verdict.value,
        value=_rounded(finding.value),
        threshold=_rounded(finding.threshold),
        unit=finding.unit,
    )


def _basis(sheet: ZoneSheet) -> Iterator[tuple[str, str]]:
    """What the figures rest on, each as a plain word or date."""
    case, origin = sheet.case, sheet.case.layer.origin
    yield "units_layer", origin.id
    yield "population_date", origin.population_date.isoformat() if origin.population_date else ""
    yield "rule_set", f"{case.rules.id} {case.rules.version}"
    if case.people is not None:
        data = case.people.data
        yield "people_data", "synthetic" if data.synthetic else data.level
        yield "people_year", str(data.year)
        yield "minimum_cell", str(case.people.minimum_cell)
        if case.people.criteria is not None:
            yield "criteria", str(case.people.criteria)
    for supply in case.care.types if case.care is not None else ():
        listed = supply.providers
        dated = f", {listed.dated.isoformat()}" if listed.dated else ""
        said = "synthetic" if listed.synthetic else f"{listed.source}{dated}"
        yield f"list.{listed.type}", said


def _figures(sheet: ZoneSheet) -> Iterator[tuple[str, Figure]]:
    yield "population", sheet.population
    yield "units", len(sheet.case.zone.codes)
    yield "area_km2", round(sheet.area_km2, 1)
    yield "density", None if sheet.density_per_km2 is None else round(sheet.density_per_km2, 1)
    yield "pieces", len(sheet.pieces)
    yield "enclaves", len(sheet.enclaves)
    yield "shared_people", sum(overlap.population for overlap in sheet.overlaps)
    if sheet.rural is not None:
        yield "rural_share", sheet.rural.population_share
    if sheet.case.people is not None:
        yield from _of_people(sheet.case.people)
    if sheet.case.care is not None:
        yield from _of_care(sheet.case.care)


def _of_people(people: PeopleSheet) -> Iterator[tuple[str, Figure]]:
    """Released cells; what has no row in its table is left out."""
    for name, table, column, keys in _RELEASED:
        found = people.tables.get(table)
        if found is None:
            continue
        try:
            yield name, _plain(found.cell(column, **keys))
        except KeyError:
            continue


def _of_care(care: CareSheet) -> Iterator[tuple[str, Figure]]:
    zone = next((area for area in care.shortage if area.area == _ZONE), None)
    if zone is not None and zone.per_100000 is not None:
        yield "gps_per_100000", round(zone.per_100000, 1)
    yield "lacking", people_in(care.gaps)
    for type, people in sorted(without_in_reach(care).items()):
        yield f"without.{type}", people
    for supply in care.types:
        mine = supply.groups.get(_ZONE)
        if mine is not None:
            yield f"count.{supply.providers.type}", mine.count


def _plain(cell: Cell) -> Figure:
    if cell is HIDDEN:
        return "hidden"
    return cell if isinstance(cell, int | float) else None


def _rounded(value: float | None) -> float | None:
    return round(value, 6) if isinstance(value, float) else value
