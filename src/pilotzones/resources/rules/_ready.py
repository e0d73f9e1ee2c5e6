"""What stops a computed rule of chapter R, and what of the care it may lean on."""

from __future__ import annotations

from pilotzones.findings import Case, Finding, Measured, Verdict, finding
from pilotzones.resources.supply import TypeSupply

GUIDE = "Guide 2016, 5.3.2"


def unready(case: Case, rule: str) -> Finding | None:
    """Not computable without any list of providers, or where no list speaks of the zone."""
    if case.care is None or not case.care.types:
        return finding(rule, Verdict.NOT_COMPUTABLE, "no_care")
    if not speaking(case):
        return finding(rule, Verdict.NOT_COMPUTABLE, "no_data")
    return None


def speaking(case: Case) -> tuple[TypeSupply, ...]:
    """Types whose list speaks of the zone."""
    types = case.care.types if case.care else ()
    zones = (supply.groups.get("zone") for supply in types)
    return tuple(t for t, zone in zip(types, zones, strict=True) if zone and zone.people)


def real(case: Case) -> tuple[TypeSupply, ...]:
    """Types whose list speaks of the zone and is not made up."""
    return tuple(supply for supply in speaking(case) if not supply.providers.synthetic)


def made_up(
    case: Case, rule: str, measured: Measured, subjects: tuple[str, ...] = ()
) -> Finding | None:
    """Not computable where every list that speaks of the zone is SYNTHETIC: it says nothing real.

    What the made-up lists show is told with it.
    """
    if real(case):
        return None
    return finding(rule, Verdict.NOT_COMPUTABLE, "synthetic", measured=measured, subjects=subjects)


def type_ids(types: tuple[TypeSupply, ...]) -> tuple[str, ...]:
    """Ids of the types, in the order of the lists."""
    return tuple(supply.providers.type for supply in types)
