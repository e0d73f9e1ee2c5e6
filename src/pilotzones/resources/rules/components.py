"""R06: resources of the zone against the 14 components of integrated care."""

from __future__ import annotations

from pilotzones.findings import Case, Finding, Severity, Verdict, finding, rule
from pilotzones.resources.rules._ready import GUIDE, made_up, real, speaking, unready
from pilotzones.resources.supply import TypeSupply

COMPONENTS = tuple(range(1, 15))
"""Numbers of the components that a project develops (section 11 of the rule list)."""


def served(case: Case, types: tuple[TypeSupply, ...]) -> dict[int, tuple[str, ...]]:
    """Types with a provider in the zone by the component that they serve; empty where none does."""
    map_ = (case.care.components if case.care else None) or {}
    present = [t.providers.type for t in types if t.groups["zone"].count]
    return {
        number: tuple(type for type in present if number in map_.get(type, ()))
        for number in COMPONENTS
    }


@rule("R06", kind="hard", class_="D", severity=Severity.MAJOR, source=GUIDE)
def resources_by_component(case: Case) -> Finding:
    """Components that a resource of the zone serves, of 14; one without any is a gap.

    A type serves the components of ``models/care.toml``, or those that the project declares for
    it. Only real lists count.
    """
    stopped = unready(case, "R06") or made_up(
        case, "R06", (_number(served(case, speaking(case))), len(COMPONENTS), "components")
    )
    if stopped:
        return stopped
    found = served(case, real(case))
    empty = tuple(str(number) for number, types in found.items() if not types)
    return finding(
        "R06",
        Verdict.FAIL if empty else Verdict.PASS,
        "missing" if empty else "pass",
        measured=(_number(found), len(COMPONENTS), "components"),
        evidence={"empty": empty, "empty_count": len(empty)},
    )


def _number(found: dict[int, tuple[str, ...]]) -> int:
    return sum(1 for types in found.values() if types)
