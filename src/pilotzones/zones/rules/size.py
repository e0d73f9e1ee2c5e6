"""Z03 to Z05: the population of the zone against the bounds of the rule set."""

from __future__ import annotations

from dataclasses import replace

from pilotzones.findings import Case, Finding, Severity, Verdict, finding, rule
from pilotzones.zones.measures import people_of
from pilotzones.zones.rules._finding import GUIDE, blocked


@rule("Z03", kind="hard", class_="D", severity=Severity.BLOCKING, source=GUIDE)
def population_minimum(case: Case) -> Finding:
    """Population against the minimum, in persons at the layer's population date."""
    stopped = blocked(case, "Z03", people=True)
    if stopped:
        return stopped
    minimum = case.rules.population.minimum
    if minimum is None:
        return finding("Z03", Verdict.NOT_COMPUTABLE, "no_bound")
    people = people_of(case.zone.codes, case.layer)
    enough = people >= minimum
    return finding(
        "Z03",
        Verdict.PASS if enough else Verdict.FAIL,
        "pass" if enough else "below",
        measured=(people, minimum, "persons"),
        evidence={"missing": max(0, minimum - people)},
    )


@rule("Z04", kind="pref", class_="D", severity=Severity.MINOR, source=GUIDE)
def population_preferred(case: Case) -> Finding:
    """Population against the preferred band; both ends belong to it. Outside is a warning."""
    stopped = blocked(case, "Z04", people=True)
    if stopped:
        return stopped
    band = case.rules.population.preferred
    if band is None:
        return finding("Z04", Verdict.NOT_COMPUTABLE, "no_bound")
    people = people_of(case.zone.codes, case.layer)
    low, high = band
    reason = "below" if people < low else "above" if people > high else "pass"
    return finding(
        "Z04",
        Verdict.PASS if reason == "pass" else Verdict.WARN,
        reason,
        measured=(people, high if people > high else low, "persons"),
        evidence={"low": low, "high": high, "away": max(low - people, people - high, 0)},
    )


@rule("Z05", kind="pref", class_="D", severity=Severity.MAJOR, source=GUIDE)
def population_upper(case: Case) -> Finding:
    """Population against the two upper marks: a warning above the first, a strong one above both.

    The Guide's verb is conditional (section 16, note 1 of the rule list): never a refusal.
    """
    stopped = blocked(case, "Z05", people=True)
    if stopped:
        return stopped
    bounds = case.rules.population
    high, very_high = bounds.high, bounds.very_high
    if high is None or very_high is None:
        return finding("Z05", Verdict.NOT_COMPUTABLE, "no_bound")
    people = people_of(case.zone.codes, case.layer)
    over = "very_high" if people > very_high else "high" if people > high else "pass"
    found = finding(
        "Z05",
        Verdict.PASS if over == "pass" else Verdict.WARN,
        over,
        measured=(people, very_high if over == "very_high" else high, "persons"),
        evidence={"high": high, "very_high": very_high},
    )
    return replace(found, severity=Severity.MINOR) if over == "high" else found
