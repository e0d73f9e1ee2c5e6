"""Z17, Z21 and Z22: what the zone has to hold, and how it is described."""

from __future__ import annotations

from pilotzones.findings import Case, Finding, Severity, Verdict, answered, finding, rule
from pilotzones.zones.measures import people_of
from pilotzones.zones.rules._finding import GUIDE, blocked


@rule("Z17", kind="hard", class_="D+J", severity=Severity.MAJOR, source=GUIDE)
def large_enough(case: Case) -> Finding:
    """Judgement on numbers: are partners and target group enough for the 14 components?

    Facts: ``partner_count`` and ``target_size``; without both there is nothing to judge.
    """
    needed = ("partner_count", "target_size")
    missing = tuple(name for name in needed if name not in case.facts)
    if missing:
        return finding("Z17", Verdict.NOT_COMPUTABLE, "no_facts", evidence={"missing": missing})
    evidence = {name: case.facts[name] for name in needed}
    return answered(case, "Z17", Verdict.TO_JUDGE, evidence=evidence)


@rule("Z21", kind="pref", class_="D+J", severity=Severity.MINOR, source=GUIDE)
def local_actors_first(case: Case) -> Finding:
    """Judgement on a share: are the actors present in the zone called on first?

    Facts: ``partner_count`` and ``partners_in_zone``; without both there is no share to judge.
    """
    needed = ("partner_count", "partners_in_zone")
    missing = tuple(name for name in needed if name not in case.facts)
    if missing or case.facts["partner_count"] == 0:
        return finding("Z21", Verdict.NOT_COMPUTABLE, "no_facts", evidence={"missing": missing})
    count, inside = case.facts["partner_count"], case.facts["partners_in_zone"]
    return answered(
        case,
        "Z21",
        Verdict.TO_JUDGE,
        measured=(inside / count, None, "share"),
        evidence={"partner_count": count, "partners_in_zone": inside},
    )


@rule("Z22", kind="hard", class_="D", severity=Severity.BLOCKING, source="Guide 2016, 4.3.4")
def described_with_volume(case: Case) -> Finding:
    """Name, units and population of the zone, as the expression of interest has to give them."""
    stopped = blocked(case, "Z22", people=True)
    if stopped:
        return stopped
    named = bool(case.zone.name.strip())
    return finding(
        "Z22",
        Verdict.PASS if named else Verdict.FAIL,
        "pass" if named else "unnamed",
        measured=(people_of(case.zone.codes, case.layer), None, "persons"),
        evidence={"unit_count": len(case.zone.codes)},
    )
