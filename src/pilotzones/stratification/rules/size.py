"""T01, T02, T09 and T18: is the target group large enough, and for whom."""

from __future__ import annotations

from pilotzones.findings import Case, Finding, Severity, Verdict, finding, rule
from pilotzones.stratification.rules._people import GUIDE, target_size, targeted, zone_people


@rule("T01", kind="hard", class_="D", severity=Severity.MAJOR, source=GUIDE)
def in_the_thousands(case: Case) -> Finding:
    """Persons of the target group: below the minimum it fails, below "thousands" it warns.

    A reading of "thousands" (section 16, note 2 of the rule list).
    """
    found = targeted(case, "T01")
    if isinstance(found, Finding):
        return found
    bounds = case.rules.target
    if bounds.enough is None:
        return finding("T01", Verdict.NOT_COMPUTABLE, "no_bound")
    size = target_size(found[0], "T01")
    if isinstance(size, Finding):
        return size
    evidence = {"missing": max(0, bounds.enough - size)}
    measured = (size, bounds.enough, "persons")
    if size < (bounds.minimum or 0):
        return finding("T01", Verdict.FAIL, "below", measured=measured, evidence=evidence)
    if size < bounds.enough:
        return finding("T01", Verdict.WARN, "few", measured=measured, evidence=evidence)
    return finding("T01", Verdict.PASS, "pass", measured=measured)


@rule("T02", kind="hard", class_="D", severity=Severity.BLOCKING, source="Slides 2016, 37")
def minimum_of_patients(case: Case) -> Finding:
    """Persons of the target group against the minimum."""
    found = targeted(case, "T02")
    if isinstance(found, Finding):
        return found
    minimum = case.rules.target.minimum
    if minimum is None:
        return finding("T02", Verdict.NOT_COMPUTABLE, "no_bound")
    size = target_size(found[0], "T02")
    if isinstance(size, Finding):
        return size
    enough = size >= minimum
    return finding(
        "T02",
        Verdict.PASS if enough else Verdict.FAIL,
        "pass" if enough else "below",
        measured=(size, minimum, "persons"),
        evidence={"missing": max(0, minimum - size)},
    )


@rule("T09", kind="hard", class_="D", severity=Severity.MAJOR, source="Guide 2016, 4.3.3; 5.6 (2)")
def every_partner_involved(case: Case) -> Finding:
    """Partners without a part of the target group or an action of their own.

    Facts: ``partner_count`` and ``partners_with_action``; without both it cannot be told.
    """
    needed = ("partner_count", "partners_with_action")
    missing = tuple(name for name in needed if name not in case.facts)
    if missing or case.facts["partner_count"] == 0:
        evidence = {"missing": missing or ("partner_count",)}
        return finding("T09", Verdict.NOT_COMPUTABLE, "no_facts", evidence=evidence)
    partners, active = (round(case.facts[name]) for name in needed)
    enough = active >= partners
    return finding(
        "T09",
        Verdict.PASS if enough else Verdict.FAIL,
        "pass" if enough else "without",
        evidence={"partners": partners, "idle": max(0, partners - active)},
    )


@rule(
    "T18",
    kind="adv",
    class_="D",
    severity=Severity.MINOR,
    source="Known pilot projects",
)
def plausible_share(case: Case) -> Finding:
    """Part of the people of the zone who are in the target group, against what projects had.

    No limit of the Guide: outside the band a reason is asked for, both ends inside.
    """
    found = targeted(case, "T18")
    if isinstance(found, Finding):
        return found
    band = case.rules.target.share
    if band is None:
        return finding("T18", Verdict.NOT_COMPUTABLE, "no_bound")
    size = target_size(found[0], "T18")
    if isinstance(size, Finding):
        return size
    everybody = zone_people(found[0])
    if not everybody:
        return finding("T18", Verdict.NOT_COMPUTABLE, "no_zone")
    share, (low, high) = size / everybody, band
    reason = "below" if share < low else "above" if share > high else "pass"
    return finding(
        "T18",
        Verdict.PASS if reason == "pass" else Verdict.WARN,
        reason,
        measured=(share, high if share > high else low, "share"),
        evidence={"low": low, "high": high, "people": size},
    )
