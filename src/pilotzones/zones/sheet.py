"""The zone sheet (table 1 of the outputs list): every measure of one zone, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pilotzones.findings import Case, Finding, evaluate
from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.rurality import RuralDefinition, rural_units
from pilotzones.zones import measures
from pilotzones.zones import rules as _chapter_z  # noqa: F401  registers the chapter
from pilotzones.zones.measures import Overlap, Piece, RuralShare


@dataclass(frozen=True, slots=True)
class ZoneSheet:
    """Measures of a zone and the findings of its rule set.

    Populations are persons at ``population_date``, areas square kilometres in Lambert 72,
    densities persons per square kilometre; None where something needed is unknown.
    ``rural_definition`` is the one applied: that of the rule set, or the layer's own flags.
    """

    case: Case
    findings: tuple[Finding, ...]
    population: int | None
    population_date: date | None
    area_km2: float
    density_per_km2: float | None
    pieces: tuple[Piece, ...]
    enclaves: tuple[Piece, ...]
    neighbours: tuple[str, ...]
    links: tuple[Link, ...]
    overlaps: tuple[Overlap, ...]
    rural: RuralShare | None
    rural_definition: RuralDefinition
    municipalities: tuple[str, ...]
    entities: tuple[str, ...]


def zone_sheet(case: Case) -> ZoneSheet:
    """Sheet of a case: its measures, and the findings of the rules that its rule set names."""
    zone, layer = case.zone, case.layer
    units = layer.units.iloc[layer.positions(zone.codes)]
    rural = rural_units(layer, case.rules.rural.definition())
    return ZoneSheet(
        case=case,
        findings=evaluate(case, case.rules.rules),
        population=measures.population(zone, layer),
        population_date=layer.origin.population_date,
        area_km2=measures.area_km2(zone, layer),
        density_per_km2=measures.density_per_km2(zone, layer),
        pieces=measures.pieces_of(zone, layer),
        enclaves=measures.enclaves(zone, layer),
        neighbours=measures.neighbours(zone, layer),
        links=measures.links_used(zone, layer),
        overlaps=measures.overlaps(zone, case.round.others, layer) if case.round else (),
        rural=measures.rural_share(zone, layer, rural),
        rural_definition=rural.definition,
        municipalities=tuple(sorted(set(units["municipality"].dropna().astype(str)))),
        entities=tuple(sorted(set(units["region"].dropna().astype(str)))),
    )
