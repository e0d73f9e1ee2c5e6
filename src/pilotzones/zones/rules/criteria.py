"""Z13: the additional criteria of the federated entities, by rule set and version."""

from __future__ import annotations

from dataclasses import dataclass

from pilotzones.findings import Case, Finding, Severity, Verdict, finding, rule
from pilotzones.zones.measures import people_of, population, unpeopled
from pilotzones.zones.nesting import entities, nesting, without_region
from pilotzones.zones.rules._finding import GUIDE, blocked
from pilotzones.zones.rulesets import RegionRule


@dataclass(frozen=True, slots=True)
class _Criteria:
    """State of a criterion, with the units, the zoning, the regions and the bound it is about."""

    state: str
    units: tuple[str, ...] = ()
    zoning: str | None = None
    regions: tuple[str, ...] = ()
    minimum: int | None = None


@rule("Z13", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def regional_criteria(case: Case) -> Finding:
    """Criteria of the federated entities that the zone touches, by the rule set and its version.

    Entities that name one zoning are held together: a zone inside one region of it does not leave
    that region by crossing from one entity to the other.
    """
    stopped = blocked(case, "Z13")
    if stopped:
        return stopped
    found = entities(case)
    if found is None:
        return finding("Z13", Verdict.NOT_COMPUTABLE, "no_region", subjects=without_region(case))
    held = _criteria(case, found)
    evidence = {
        "entities": tuple(found),
        "version": case.rules.version,
        "grant_eur": _grant_eur(case),
    }
    for state, verdict in (
        ("outside", Verdict.FAIL),
        ("cut", Verdict.FAIL),
        ("below", Verdict.FAIL),
        ("no_entity", Verdict.NOT_COMPUTABLE),
        ("no_table", Verdict.NOT_COMPUTABLE),
        ("unplaced", Verdict.NOT_COMPUTABLE),
        ("no_population", Verdict.NOT_COMPUTABLE),
    ):
        told = [criteria for criteria in held if criteria.state == state]
        if told:
            bounds = [c.minimum for c in told if c.minimum is not None]
            people = population(case.zone, case.layer)
            return finding(
                "Z13",
                verdict,
                state,
                measured=(people, max(bounds), "persons") if bounds else None,
                subjects=tuple({code for criteria in told for code in criteria.units}),
                evidence={
                    **evidence,
                    "zonings": tuple(sorted({c.zoning for c in told if c.zoning})),
                    "regions": tuple(sorted({r for c in told for r in c.regions})),
                },
            )
    return finding("Z13", Verdict.PASS, "pass", evidence=evidence)


def _criteria(case: Case, found: dict[str, tuple[str, ...]]) -> list[_Criteria]:
    """Every criterion that applies: one for each zoning and nesting, one for each minimum."""
    held: list[_Criteria] = []
    together: dict[tuple[str, str], list[str]] = {}
    for name, codes in found.items():
        extra = case.rules.entity(name)
        if extra is None:
            held.append(_Criteria("no_entity", codes))
            continue
        held.append(_large_enough(case, extra))
        if extra.zoning is not None and extra.nesting != "none":
            together.setdefault((extra.nesting, extra.zoning), []).extend(codes)
    held += [
        _nested(case, tuple(sorted(codes)), kind, zoning)
        for (kind, zoning), codes in together.items()
    ]
    return held


def _large_enough(case: Case, extra: RegionRule) -> _Criteria:
    if extra.minimum is None:
        return _Criteria("met")
    people = population(case.zone, case.layer)
    if people is None:
        return _Criteria("no_population", unpeopled(case.zone, case.layer))
    return _Criteria("met" if people >= extra.minimum else "below", minimum=extra.minimum)


def _nested(case: Case, codes: tuple[str, ...], kind: str, zoning: str) -> _Criteria:
    nested = nesting(case, codes, zoning)
    if nested is None:
        return _Criteria("no_table", codes, zoning)
    if kind == "inside-one" and len(nested.regions) > 1:
        return _Criteria("outside", codes, zoning, nested.regions)
    if kind == "whole" and nested.cut:
        return _Criteria("cut", nested.missing, zoning, nested.cut)
    if nested.unplaced:
        return _Criteria("unplaced", nested.unplaced, zoning)
    return _Criteria("met")


def _grant_eur(case: Case) -> int | None:
    """Amount of the grant that the size of the zone names; None when the rule set has none."""
    if blocked(case, "Z13", people=True):
        return None
    people = people_of(case.zone.codes, case.layer)
    fitting = (g for g in case.rules.grants if g.below is None or people < g.below)
    return next((grant.eur for grant in fitting), None)
