"""Several drawings of one zone side by side: measures, findings, who is gained and lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.findings import Case, Finding, evaluate
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.postcodes.rurality import rural_units
from pilotzones.zones import rules as _chapter_z  # noqa: F401  registers the chapter
from pilotzones.zones.flows import Flows
from pilotzones.zones.measures import population
from pilotzones.zones.shape import measure_zones
from pilotzones.zones.zone import Zone


@dataclass(frozen=True, slots=True)
class Change:
    """What a drawing gains and loses against the first: codes, sorted, and their inhabitants.

    People are None where those of a unit are not known.
    """

    zone: Zone
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    gained_people: int | None
    lost_people: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Drawings in the order given.

    ``measures`` has one row per drawing (`pilotzones.zones.shape.measure_zones`), ``findings``
    those of the rule set of each, ``changes`` one entry for every drawing after the first.
    """

    zones: tuple[Zone, ...]
    measures: pd.DataFrame
    findings: tuple[tuple[Finding, ...], ...]
    changes: tuple[Change, ...]


def compare(cases: Sequence[Case], *, flows: Flows | None = None) -> Comparison:
    """Drawings of the same zone side by side; the first is the one that changes are told from.

    Rural share and zonings are measured by the definitions of the first case, so that the rows
    can be compared; findings follow the rule set of each case.

    Parameters
    ----------
    flows
        Flows of care, for the self-containment of each drawing.

    Raises
    ------
    InputError
        ``compare.one_drawing``: fewer than two drawings; ``compare.other_layer``: drawings on
        other units than the first.
    """
    if len(cases) < 2:
        raise InputError(Fault("compare.one_drawing", fields={"n": len(cases)}))
    first = cases[0]
    strange = [c.zone.name for c in cases if not _same_units(c.layer, first.layer)]
    if strange:
        raise InputError([Fault("compare.other_layer", value=name) for name in strange])
    zones = tuple(case.zone for case in cases)
    return Comparison(
        zones=zones,
        measures=measure_zones(
            first.layer,
            zones,
            rural=rural_units(first.layer, first.rules.rural.definition()),
            zonings=first.zonings,
            flows=flows,
        ),
        findings=tuple(evaluate(case, case.rules.rules) for case in cases),
        changes=tuple(change_of(zones[0], zone, first.layer) for zone in zones[1:]),
    )


def _same_units(one: UnitLayer, other: UnitLayer) -> bool:
    return one is other or (one.codes == other.codes and one.origin == other.origin)


def change_of(first: Zone, zone: Zone, layer: UnitLayer) -> Change:
    """What a zone gains and loses against another."""
    before, after = set(first.codes), set(zone.codes)
    gained, lost = tuple(sorted(after - before)), tuple(sorted(before - after))
    return Change(zone, gained, lost, _people(gained, layer), _people(lost, layer))


def _people(codes: tuple[str, ...], layer: UnitLayer) -> int | None:
    """Inhabitants of these units, of which there may be none."""
    return population(Zone("", codes), layer) if codes else 0
