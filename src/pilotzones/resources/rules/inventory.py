"""R01: the inventory of resources that can be mobilised in the zone."""

from __future__ import annotations

from pilotzones.findings import Case, Finding, Severity, Verdict, answered, finding, rule
from pilotzones.resources.rules._ready import GUIDE, made_up, real, speaking, type_ids, unready
from pilotzones.resources.supply import TypeSupply


@rule("R01", kind="hard", class_="D+A", severity=Severity.BLOCKING, source=GUIDE)
def inventory(case: Case) -> Finding:
    """Providers in the zone by type; the human and financial resources beside them are declared.

    Only lists of real providers make an inventory. One in which nobody is in the zone fails.
    """
    stopped = unready(case, "R01") or made_up(
        case, "R01", (_providers(speaking(case)), None, "providers")
    )
    if stopped:
        return stopped
    types = real(case)
    measured = (_providers(types), None, "providers")
    if not measured[0]:
        return finding("R01", Verdict.FAIL, "none", measured=measured)
    evidence = {
        "types": type_ids(types),
        "type_count": len(types),
        "with_capacity": sum(supply.providers.capacity_unit != "providers" for supply in types),
    }
    return answered(case, "R01", Verdict.TO_DECLARE, measured=measured, evidence=evidence)


def _providers(types: tuple[TypeSupply, ...]) -> int:
    return sum(supply.groups["zone"].count for supply in types)
