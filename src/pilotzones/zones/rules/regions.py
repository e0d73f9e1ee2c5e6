"""Z09 to Z14: what the communities and regions add to the rules of the Guide."""

from __future__ import annotations

from pilotzones.findings import (
    Case,
    Finding,
    Rule,
    Severity,
    Verdict,
    answered,
    finding,
    register,
    rule,
)
from pilotzones.zones.measures import people_of
from pilotzones.zones.nesting import Nesting, entities, nesting, without_region
from pilotzones.zones.rules._finding import GUIDE, blocked
from pilotzones.zones.rulesets import RegionRule

register(Rule("Z11", "fact", "D", Severity.INFO, GUIDE))
register(Rule("Z12", "fact", "D", Severity.INFO, GUIDE))


def _flemish(case: Case, id: str) -> tuple[tuple[str, ...], RegionRule] | Finding:
    """Flemish units of the zone with their regional rule, or the finding that ends the check."""
    stopped = blocked(case, id, people=id == "Z10")
    if stopped:
        return stopped
    found = entities(case)
    if found is None:
        return finding(id, Verdict.NOT_COMPUTABLE, "no_region", subjects=without_region(case))
    codes, extra = found.get("flanders", ()), case.rules.entity("flanders")
    if not codes:
        return finding(id, Verdict.PASS, "elsewhere", measured=(0, 0, "units"))
    if extra is None or extra.nesting != "whole" or extra.zoning is None:
        return finding(id, Verdict.NOT_COMPUTABLE, "no_bound")
    return codes, extra


def _no_table(id: str, codes: tuple[str, ...], extra: RegionRule) -> Finding:
    """Not computable: the user's table of this zoning was not given."""
    evidence = {"zoning": extra.zoning}
    return finding(id, Verdict.NOT_COMPUTABLE, "no_table", subjects=codes, evidence=evidence)


def _unplaced(id: str, nested: Nesting, extra: RegionRule) -> Finding:
    """Not computable: the user's table does not name these units."""
    evidence = {"zoning": extra.zoning}
    return finding(
        id, Verdict.NOT_COMPUTABLE, "unplaced", subjects=nested.unplaced, evidence=evidence
    )


@rule("Z09", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def whole_care_regions(case: Case) -> Finding:
    """Care regions of Flanders that the zone cuts: it must be a union of whole ones.

    A reading of the Guide (section 16, note 15 of the rule list). Needs the user's table.
    """
    found = _flemish(case, "Z09")
    if isinstance(found, Finding):
        return found
    codes, extra = found
    nested = nesting(case, codes, str(extra.zoning))
    if nested is None:
        return _no_table("Z09", codes, extra)
    evidence = {
        "zoning": extra.zoning,
        "regions": nested.regions,
        "cut": nested.cut,
        "missing": nested.missing,
    }
    measured = (len(nested.cut), 0, "regions")
    if nested.cut:
        return finding(
            "Z09",
            Verdict.FAIL,
            "cut",
            measured=measured,
            subjects=nested.missing,
            evidence=evidence,
        )
    if nested.unplaced:
        return _unplaced("Z09", nested, extra)
    return finding("Z09", Verdict.PASS, "pass", measured=measured, evidence=evidence)


@rule("Z10", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def care_regions_large_enough(case: Case) -> Finding:
    """Population of a zone of Flemish care regions against the minimum: small ones are joined.

    The whole zone counts, also what lies outside Flanders.
    """
    found = _flemish(case, "Z10")
    if isinstance(found, Finding):
        return found
    codes, extra = found
    nested = nesting(case, codes, str(extra.zoning))
    if nested is None:
        return _no_table("Z10", codes, extra)
    if nested.unplaced:
        return _unplaced("Z10", nested, extra)
    if extra.minimum is None:
        return finding("Z10", Verdict.NOT_COMPUTABLE, "no_bound")
    people = people_of(case.zone.codes, case.layer)
    enough = people >= extra.minimum
    return finding(
        "Z10",
        Verdict.PASS if enough else Verdict.FAIL,
        "pass" if enough else "below",
        measured=(people, extra.minimum, "persons"),
        evidence={"regions": nested.regions, "missing": max(0, extra.minimum - people)},
    )


@rule("Z14", kind="hard", class_="D+J", severity=Severity.MAJOR, source="Guide 2016, 5.6 (1)")
def regional_options(case: Case) -> Finding:
    """Judgement: does the zone contradict the regions' options in the organisation of care?

    Computed beside it: how many official regions, of the zonings given, the zone cuts.
    """
    stopped = blocked(case, "Z14")
    if stopped:
        return stopped
    nested = [nesting(case, case.zone.codes, name) for name in sorted(case.zonings)]
    cut = tuple(sorted({region for n in nested if n for region in n.cut}))
    measured = (len(cut), 0, "regions") if nested else None
    return answered(
        case,
        "Z14",
        Verdict.TO_JUDGE,
        measured=measured,
        evidence={
            "zonings": tuple(sorted(case.zonings)),
            "zoning_count": len(nested),
            "cut": cut,
        },
    )
